import { open, readFile } from 'node:fs/promises'
import { StartProblem } from './start-problem.ts'

/**
 * Access that was taken away, and the epochs of restores, in a file that is only ever appended to and is kept apart from
 * the database: a backup from before would give it back. Ids and one hash; no name.
 */
export type Revocation =
  | {
      readonly kind: 'device'
      readonly at: string
      readonly deviceId: string
      readonly accountId: string
      /** SHA-256 of its token, hex: also a device that the backup does not know hears that it is to empty itself. */
      readonly tokenHash: string
    }
  | { readonly kind: 'account'; readonly at: string; readonly accountId: string }
  | { readonly kind: 'team'; readonly at: string; readonly caseId: string; readonly accountId: string }
  | { readonly kind: 'epoch'; readonly at: string; readonly epoch: number }

/** Appends lines `time kind ids…` and waits until the disk has them. */
export async function appendRevocations(
  file: string,
  lines: readonly { readonly at: string; readonly kind: string; readonly subject: string }[],
): Promise<void> {
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.write(lines.map(({ at, kind, subject }) => `${at} ${kind} ${subject}\n`).join(''))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const form = new RegExp(
  `^(\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z) (?:(device) (${id}) (${id}) ([0-9a-f]{64})|(account) (${id})|(team) (${id}) (${id})|(epoch) (\\d{1,7}))$`,
)

/** Empty where there is no file. Throws a StartProblem that names the first line it does not understand. */
export async function readRevocations(file: string): Promise<Revocation[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw new StartProblem(`The file of revocations cannot be read: ${file}`, { cause: error })
  })
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index): Revocation => {
      const [
        ,
        at = '',
        device,
        deviceId = '',
        owner = '',
        tokenHash = '',
        account,
        left = '',
        team,
        caseId = '',
        helper = '',
        epoch,
        n,
      ] = form.exec(line.trim()) ?? []
      if (device) return { kind: 'device', at, deviceId, accountId: owner, tokenHash }
      if (account) return { kind: 'account', at, accountId: left }
      if (team) return { kind: 'team', at, caseId, accountId: helper }
      if (epoch) return { kind: 'epoch', at, epoch: Number(n) }
      throw new StartProblem(`Line ${index + 1} of the file of revocations is damaged: ${file}`)
    })
}
