import { appendFile, readFile } from 'node:fs/promises'
import { StartProblem } from './start-problem.ts'

/** The head of a chain at some time, kept apart from the database: a chain that was cut and sealed anew has another one. */
export interface Anchor {
  readonly at: string
  readonly organisationId: string
  readonly n: number
  readonly hash: string
}

/** Appends one line for each head: `time organisation n hash`. The file is only ever appended to. */
export async function writeAnchors(
  file: string,
  heads: readonly Omit<Anchor, 'at'>[],
  at: string,
): Promise<void> {
  const lines = heads.map(({ organisationId, n, hash }) => `${at} ${organisationId} ${n} ${hash}\n`)
  await appendFile(file, lines.join(''), { mode: 0o600 })
}

const form = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36}) (\d{1,15}) ([0-9a-f]{64})$/

/** Throws a StartProblem that names the first line it does not understand: a damaged file must not pass for an empty one. */
export async function readAnchors(file: string): Promise<Anchor[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartProblem(`The file of anchors cannot be read: ${file}`, { cause: error })
  })
  const anchors = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [, at, organisationId, n, hash] = form.exec(line.trim()) ?? []
      if (at === undefined || organisationId === undefined || hash === undefined)
        throw new StartProblem(`Line ${index + 1} of the file of anchors is damaged: ${file}`)
      return { at, organisationId, n: Number(n), hash }
    })
  if (anchors.length === 0) throw new StartProblem(`The file of anchors is empty: ${file}`)
  return anchors
}
