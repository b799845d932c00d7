import type { Database } from '../server/database.ts'
import { statement } from '../server/database.ts'

const seal = statement('select seal_audit_lines($1) as sealed')
/** A batch is one transaction of a few hundred milliseconds. */
const mostInBatch = 5000

/** Seals every line that is not sealed yet; answers how many. With another sealer at work it leaves them to that one. */
export async function sealAudit(database: Database, batch = mostInBatch): Promise<number> {
  let all = 0
  for (;;) {
    const { sealed = 0 } =
      (await database.as({ kind: 'worker' }, (tx) => tx.row<{ sealed: number }>(seal, [batch]))) ?? {}
    all += sealed
    if (sealed < batch) return all
  }
}

const everyMs = 2000

/** Seals every two seconds, in every process; the database lets one of them do it. Stopping seals once more. */
export function startSealer(
  database: Database,
  onFailure: (error: unknown) => void,
): { stop(): Promise<void> } {
  let isStopped = false
  let isFailing = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const once = async (): Promise<void> => {
    try {
      await sealAudit(database)
      isFailing = false
    } catch (error) {
      // told once, not every two seconds: a database that is away is told by others too
      if (!isFailing) onFailure(error)
      isFailing = true
    }
  }
  const next = (): void => {
    if (isStopped) return
    timer = setTimeout(() => {
      running = turn()
    }, everyMs)
  }
  const turn = async (): Promise<void> => {
    await once()
    next()
  }
  next()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
      await once()
    },
  }
}
