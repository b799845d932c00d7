import { readFile, stat, writeFile } from 'node:fs/promises'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { StartProblem } from './start-problem.ts'

type Environment = Readonly<Record<string, string | undefined>>

const value = (environment: Environment, name: string): string | undefined =>
  environment[name]?.trim() || undefined

/**
 * What a backup is sealed with: the public keys of IHALA_BACKUP_RECIPIENT (age, separated by commas or spaces), or the
 * passphrase in the file IHALA_BACKUP_PASSPHRASE_FILE. With public keys the machine cannot open its own backups.
 */
export async function sealer(environment: Environment): Promise<Encrypter> {
  const recipients = value(environment, 'IHALA_BACKUP_RECIPIENT')
  const file = value(environment, 'IHALA_BACKUP_PASSPHRASE_FILE')
  if ((recipients === undefined) === (file === undefined))
    throw new StartProblem(
      'Set either IHALA_BACKUP_RECIPIENT, the public key (age1…) of whoever may open the backup, or IHALA_BACKUP_PASSPHRASE_FILE.\n' +
        'Make a pair of keys with: npx ihala backup-key <file>, and keep that file away from this machine.',
    )
  const sealing = new Encrypter()
  if (file !== undefined) sealing.setPassphrase(await passphraseOf(file))
  for (const recipient of recipients?.split(/[\s,]+/) ?? []) {
    try {
      sealing.addRecipient(recipient)
    } catch {
      // never repeated: somebody may have put the secret half there
      throw new StartProblem('IHALA_BACKUP_RECIPIENT holds something that is no public key of age (age1…).')
    }
  }
  return sealing
}

/** What opens a backup: the secret key in the file IHALA_BACKUP_IDENTITY_FILE, or the passphrase. */
export async function opener(environment: Environment): Promise<Decrypter> {
  const identities = value(environment, 'IHALA_BACKUP_IDENTITY_FILE')
  const passphrase = value(environment, 'IHALA_BACKUP_PASSPHRASE_FILE')
  if (identities === undefined && passphrase === undefined)
    throw new StartProblem(
      'Set IHALA_BACKUP_IDENTITY_FILE to the file with the secret key (AGE-SECRET-KEY-…), or IHALA_BACKUP_PASSPHRASE_FILE.',
    )
  const opening = new Decrypter()
  if (passphrase !== undefined) opening.addPassphrase(await passphraseOf(passphrase))
  if (identities === undefined) return opening
  const lines = (await textOf(identities)).split('\n').map((line) => line.trim())
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'))
  try {
    if (keys.length === 0) throw new Error('empty')
    for (const key of keys) opening.addIdentity(key)
  } catch {
    throw new StartProblem(`The file ${identities} holds no secret key of age (AGE-SECRET-KEY-…).`)
  }
  return opening
}

/** Makes a pair of keys: the secret one into a new file only its owner reads, the public one as the answer. */
export async function makeBackupKey(file: string): Promise<string> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  await writeFile(file, `# opens backups of Ihala sealed for ${recipient}\n${identity}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new StartProblem(`${file} is there already. Choose another name.`)
    throw new StartProblem(`${file} cannot be written (${error.code ?? 'unknown'}).`, { cause: error })
  })
  return recipient
}

async function passphraseOf(file: string): Promise<string> {
  const passphrase = (await textOf(file)).replace(/\r?\n$/, '')
  if (passphrase.length >= 16) return passphrase
  throw new StartProblem(
    `The passphrase in ${file} is too short: at least 16 signs, such as five words drawn by dice.`,
  )
}

async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (process.platform !== 'win32' && found?.isFile() && (found.mode & 0o077) !== 0)
    throw new StartProblem(`Others may read the key in ${file}. Close it first: chmod 600 ${file}`)
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartProblem(`The file ${file} cannot be read.`, { cause: error })
  })
}
