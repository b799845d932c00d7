import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBackupKey, opener, sealer } from './backup-keys.ts'
import { readBackup, writeBackup } from './backup-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ihala-keys-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function* entries() {
  yield { name: 'a/1', data: Buffer.from('متخيل') }
  yield { name: 'empty', data: Buffer.alloc(0) }
  yield { name: 'block', data: Buffer.alloc(512, 7) }
}
async function contents(file: string, environment: Record<string, string>): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { name, data } of readBackup(file, await opener(environment), () => {}))
    found[name] = data.toString('hex')
  return found
}

test('without a key nothing is backed up, and it is said how to make one', async () => {
  await expect(sealer({})).rejects.toThrow(/backup-key/)
  await expect(
    sealer({ IHALA_BACKUP_RECIPIENT: 'age1x', IHALA_BACKUP_PASSPHRASE_FILE: 'x' }),
  ).rejects.toThrow(/either/)
  await expect(opener({})).rejects.toThrow(/IHALA_BACKUP_IDENTITY_FILE/)
})

test('the secret key put where the public one belongs is refused and not repeated', async () => {
  const file = join(folder, 'mixed')
  await makeBackupKey(file)
  const secret = /AGE-SECRET-KEY-\S+/.exec(await readFile(file, 'utf8'))?.[0] ?? ''
  const said = await sealer({ IHALA_BACKUP_RECIPIENT: secret }).catch((error: Error) => error.message)
  expect(said).toMatch(/no public key/)
  expect(said).not.toContain(secret.slice(-20))
})

test('a key that others may read is refused, and a new one is closed to them', async () => {
  const file = join(folder, 'open')
  await makeBackupKey(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await chmod(file, 0o644)
  await expect(opener({ IHALA_BACKUP_IDENTITY_FILE: file })).rejects.toThrow(/chmod 600/)
  await expect(makeBackupKey(file)).rejects.toThrow(/is there already/)
})

test('what is sealed for two keys opens with either, and what a passphrase sealed with the passphrase', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const recipients = [await makeBackupKey(first), await makeBackupKey(second)]
  const both = join(folder, 'both.ihala')
  await writeBackup(
    both,
    await sealer({ IHALA_BACKUP_RECIPIENT: recipients.join(', ') }),
    entries(),
    new Date(0),
  )
  const one = await contents(both, { IHALA_BACKUP_IDENTITY_FILE: first })
  expect(one).toEqual(await contents(both, { IHALA_BACKUP_IDENTITY_FILE: second }))
  expect(Buffer.from(one['a/1'] ?? '', 'hex').toString('utf8')).toBe('متخيل')
  expect(Object.keys(one)).toEqual(['a/1', 'empty', 'block'])

  const phrase = join(folder, 'phrase')
  await writeFile(phrase, 'olive grove beneath the old citadel\n', { mode: 0o600 })
  const sealed = join(folder, 'phrase.ihala')
  await writeBackup(sealed, await sealer({ IHALA_BACKUP_PASSPHRASE_FILE: phrase }), entries(), new Date(0))
  expect(await contents(sealed, { IHALA_BACKUP_PASSPHRASE_FILE: phrase })).toEqual(one)
  await expect(contents(sealed, { IHALA_BACKUP_IDENTITY_FILE: first })).rejects.toThrow(/another key/)
  await writeFile(phrase, 'short\n')
  await expect(sealer({ IHALA_BACKUP_PASSPHRASE_FILE: phrase })).rejects.toThrow(/too short/)
})
