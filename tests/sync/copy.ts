import { randomBytes } from 'node:crypto'
import type { CaseDelta, PullAnswer, PullRequest } from '../../src/sync/protocol.ts'
import { type Client, testId } from '../support/house.ts'
import { mergeRows } from '../../src/sync/held-rows.ts'

/** A device of the tests: what the engine of a device does with pages, and nothing else. */
export interface Copy {
  readonly id: string
  readonly token: string
  cookie: string | null
  epoch: number | null
  readonly cases: Map<string, CaseDelta>
  /** Pulls until nothing more comes; answers every page. */
  pull(more?: Partial<PullRequest>): Promise<Extract<PullAnswer, { state: 'ok' }>[]>
  /** One page, kept unless it is lost on its way. */
  page(more?: Partial<PullRequest>, lost?: boolean): Promise<{ status: number; body: PullAnswer }>
  /** What the device says it holds. */
  holds(): { id: string; rev: number; scope: 1 | 2 }[]
}

export function copyOf(client: Client, id: string = testId()): Copy {
  const copy: Copy = {
    id,
    token: randomBytes(32).toString('base64url'),
    cookie: null,
    epoch: null,
    cases: new Map(),
    async page(more = {}, lost = false) {
      const answer = await client.post<PullAnswer>('/sync/pull', {
        device: id,
        cookie: copy.cookie,
        epoch: copy.epoch,
        version: 1,
        counters: { made: 0, acknowledged: 0, parked: 0 },
        ...more,
      })
      const { body } = answer
      if (answer.status !== 200 || body.state !== 'ok' || lost) return answer
      for (const one of body.forget) copy.cases.delete(one)
      for (const one of body.cases) {
        const before = copy.cases.get(one.id)
        copy.cases.set(
          one.id,
          one.replace || !before ? one : { ...one, rows: mergeRows(before.rows, one.rows) },
        )
      }
      copy.cookie = body.cookie
      copy.epoch = body.epoch
      return answer
    },
    async pull(more = {}) {
      const pages: Extract<PullAnswer, { state: 'ok' }>[] = []
      for (let round = 0; round < 100; round++) {
        const { status, body } = await copy.page(round === 0 ? more : {})
        if (status !== 200 || body.state !== 'ok')
          throw new Error(`the pull was answered ${status} ${JSON.stringify(body)}`)
        pages.push(body)
        if (!body.more) return pages
      }
      throw new Error('the pull never ends')
    },
    holds: () => [...copy.cases.values()].map(({ id, rev, scope }) => ({ id, rev, scope })),
  }
  return copy
}

/** Somebody sets a device up. */
export async function enrolled(client: Client, name = 'هاتف العمل'): Promise<Copy> {
  const copy = copyOf(client)
  await client.done('device.enrol', { deviceId: copy.id, name, kind: 'phone', token: copy.token })
  return copy
}
