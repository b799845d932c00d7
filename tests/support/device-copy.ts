import { type Copy, type CopySource, openCopy } from '../../src/sync/answers/copy.ts'
import { referencePaths } from '../../src/sync/answers/reference.ts'
import type { Waiting } from '../../src/sync/device-store.ts'
import { readHeldRows } from '../../src/sync/held-rows.store.ts'
import type { DeviceCommand, HeldRows } from '../../src/sync/protocol.ts'
import { hashToken } from '../../src/server/session-token.ts'
import { statement } from '../../src/server/database.ts'
import type { Client, TestHouse } from './house.ts'

const visible = statement('select id from case_file order by id')

export interface TestCopy {
  readonly copy: Copy
  /** What its officer did without network: kept in the outbox. */
  keep(command: DeviceCommand): void
}

/** A device that has just pulled: the rows as its officer sees them under the policies, and what is kept beside them. */
export async function deviceCopy(house: TestHouse, officer: Client): Promise<TestCopy> {
  const cases = await house.house.database.asSession(hashToken(officer.token), async (tx, identity) => {
    await identity
    const ids = (await tx.rows<{ id: string }>(visible)).map(({ id }) => id)
    return readHeldRows(
      tx,
      ids.map((id) => ({ id, since: null, scope: 2 as const })),
    )
  })
  // through JSON, as rows travel and are stored
  const held = new Map(
    [...cases].map(([id, rows]) => [id, JSON.parse(JSON.stringify(rows)) as HeldRows] as const),
  )
  const kept = new Map<string, unknown>()
  for (const path of referencePaths) {
    const { status, body } = await officer.get(path)
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
    kept.set(path, body)
  }
  const waiting: Waiting[] = []
  const source: CopySource = {
    heldCase: async (id) => {
      const rows = held.get(id)
      return rows ? { rev: rows.case_file?.[0]?.rev ?? 0, scope: 2, rows } : null
    },
    summaries: async () => [...held.values()].flatMap(({ case_file }) => case_file ?? []),
    keptAnswer: async (path) => ({ version: '', answer: kept.get(path) }),
    waiting: async () => [...waiting],
    state: async () => ({
      epoch: 1,
      cookie: 'cookie',
      lastN: 0,
      leaseUntil: null,
      pulledAt: house.house.now(),
      clock: { ms: 0, c: 0 },
      sealsTo: '',
    }),
  }
  const copy = await openCopy(source)
  if (copy === null) throw new Error('everything a copy needs was kept')
  return {
    copy,
    keep: (command) => {
      waiting.push({ command, attempts: 0, parked: false, answer: null })
    },
  }
}

/** The server's answer without what a device does not hold: who helps on a case, and alerts. */
export function asFarAsHeld(path: string, body: unknown): unknown {
  const answer = body as { readonly counts?: object }
  if (path.endsWith('/facts')) return { ...answer, team: null }
  if (path !== '/api/day') return body
  return { ...answer, alerts: [], counts: { ...answer.counts, newAlerts: 0 } }
}
