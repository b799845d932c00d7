import { stat } from 'node:fs/promises'
import { backUp } from './backup.ts'
import { makeBackupKey, opener, sealer } from './backup-keys.ts'
import { checkBackup, restore } from './restore.ts'
import { readSettings } from './settings.ts'
import { openStorage } from './storage.ts'

type Say = (line: string) => void

const apart =
  'Not in it: the secret of this installation (IHALA_SECRET, or the file "secret" of the data folder) and the vault\'s master key.\n' +
  'Keep a copy of both, apart from the backup and from each other: without the master key what is in the vault cannot be read.'

/** Progress on standard error: at once for the first, then once a second, and only where it has something to say. */
function teller(): (line: string) => void {
  let last = 0
  return (line) => {
    const now = Date.now()
    if (now - last < 1000) return
    last = now
    process.stderr.write(`${line}\n`)
  }
}
const sayError: Say = (line) => void process.stderr.write(`${line}\n`)
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const count = (number: number): string => number.toLocaleString('en')

export async function backupCommand(file: string, say: Say): Promise<void> {
  const sealing = await sealer(process.env)
  const storage = await openStorage(readSettings(process.env), sayError)
  try {
    const tell = teller()
    const done = await backUp(storage, file, sealing, ({ tables, of, rows, ofRows }) =>
      tell(`${tables} of ${of} tables, ${count(rows)} of ${count(ofRows)} rows`),
    )
    say(`${count(done.rows)} rows of ${done.tables} tables, ${megabytes(done.bytes)}: ${file}`)
    say(`As it was at ${done.madeAt}.`)
    say(apart)
  } finally {
    await storage.stop()
  }
}

export async function restoreCommand(
  file: string,
  asked: { readonly checkOnly: boolean; readonly otherSecret: boolean },
  say: Say,
): Promise<void> {
  const opening = await opener(process.env)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  const tell = teller()
  const steps = { check: 'Checking', load: 'Loading', compare: 'Comparing' }
  let step = ''
  let passed = 0
  const progress = (now: keyof typeof steps, bytes: number): void => {
    passed = now === step ? passed + bytes : bytes
    step = now
    tell(
      now === 'compare'
        ? `Comparing: ${megabytes(passed)}`
        : `${steps[now]}: ${Math.floor((100 * passed) / Math.max(size, 1))} %`,
    )
  }
  if (asked.checkOnly) {
    const { header, rows } = await checkBackup(file, opening, (bytes) => progress('check', bytes))
    say(
      `${file} is whole: ${count(rows)} rows of ${header.tables.length} tables, as it was at ${header.madeAt}.`,
    )
    return
  }
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, sayError)
  try {
    const done = await restore(storage, file, opening, {
      otherSecret: asked.otherSecret,
      revocationsFile: settings.revocationsFile,
      log: sayError,
      progress,
    })
    say(
      `Restored to ${done.madeAt}: ${count(done.rows)} rows of ${done.tables} tables, each compared with its checksum.`,
    )
    say(`Everybody must sign in again (${done.sessionsEnded} sessions and tokens ended).`)
    say(`One-time links: ${done.linksRevoked} revoked, ${done.linksLeft} still valid.`)
    say(
      settings.revocationsFile === undefined
        ? 'Without IHALA_REVOCATIONS_FILE devices that were lost, accounts that left and people who went off a team since then have their access back: take it away again first.'
        : `Taken away again, from ${settings.revocationsFile}: ${done.takenAway} devices, accounts and team memberships.`,
    )
    say(`Devices hear that this is another history (epoch ${done.epoch}) and hand in again what was lost.`)
    say(afterwards)
    say(apart.replace('Not in it', 'Not in the backup'))
  } finally {
    await storage.stop()
  }
}

const afterwards = `What happened after that moment is not here. From paper and memory, do again before people work:
- withdrawals of consent, and what receivers were told to stop
- accounts that left or lost a role, passwords that were reset, tokens that were made
- one-time links that were revoked; codes on paper that were used or lost (people make a new sheet)
- erasures and destroyed keys: what was erased after the backup is here again
- then what was recorded: cases, referrals, answers
Anchors of the audit that were written after that moment no longer fit: begin a new file of anchors.`

export async function backupKeyCommand(file: string, say: Say): Promise<void> {
  const recipient = await makeBackupKey(file)
  say(`The secret key is in ${file}: keep it, and a copy, where neither this machine nor its backups are.`)
  say(`Backups are sealed for it with: IHALA_BACKUP_RECIPIENT=${recipient}`)
}
