import { randomBytes } from 'node:crypto'
import * as z from 'zod/mini'
import { Refusal, refuse } from '../basics/refusal.ts'
import { id } from '../basics/inputs.ts'
import type { Who } from '../permissions/who.ts'
import { isRetryable, type Transaction } from '../server/database.ts'
import { sealingKey } from '../server/hand-in-keys.ts'
import type { House } from '../server/house.ts'
import { type Asked, Content, type Route, route } from '../server/route.ts'
import { hashToken } from '../server/session-token.ts'
import { referenceVersions } from './answers/reference.store.ts'
import { offlineDefaults } from './offline-settings.ts'
import { readHeldRows } from './held-rows.store.ts'
import type { CaseDelta, PullAnswer, PullRequest } from './protocol.ts'
import { heldNow, nextPage, type Sending } from './pull-page.ts'
import { deviceAsked, deviceOfToken, keepPull, noteWipe, type Plan, planPull } from './pull.store.ts'

/** Apps older than this cannot read what devices are given now; what they send is taken all the same. */
const oldestReader = 1

const count = z.int().check(z.minimum(0))
// not strict: a later app may tell more than this server knows
const request = z.object({
  device: id,
  cookie: z.nullable(z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))),
  epoch: z.nullable(count),
  holds: z.optional(
    z
      .array(z.object({ id, rev: z.number(), scope: z.union([z.literal(1), z.literal(2)]) }))
      .check(z.maxLength(10_000)),
  ),
  version: count,
  counters: z.object({ made: count, acknowledged: count, parked: count }),
})

type Pulling = Asked<unknown, unknown, z.infer<typeof request>>

const pull = route({
  method: 'POST',
  path: '/sync/pull',
  // a device whose session was ended learns by its token that it is to empty itself
  permission: 'public',
  summary: 'What a device lacks of the cases its account may hold now, page by page, and what it must forget',
  body: request,
  async answer(asked): Promise<PullAnswer> {
    try {
      return await answerPull(asked)
    } catch (error) {
      if (error instanceof Refusal && /^session\.(required|locked)$/.test(error.code))
        if (await isRevokedByToken(asked)) return { state: 'wipe' }
      throw error
    }
  },
})

async function answerPull(asked: Pulling): Promise<PullAnswer> {
  for (let round = 0; ; round++) {
    try {
      return await pullOnce(asked)
    } catch (error) {
      if (!isRetryable(error) || round >= 3) throw error
    }
  }
}

interface Read {
  readonly epoch: number
  readonly lastN: number
  readonly holds: PullRequest['holds'] | null
  readonly plan: Plan
  readonly cases: readonly CaseDelta[]
  readonly more: boolean
  readonly reference: { readonly [collection: string]: string }
}

async function pullOnce(asked: Pulling): Promise<PullAnswer> {
  const { body, house } = asked
  const known = body.cookie === null ? null : Buffer.from(body.cookie, 'base64url')
  const read = await asked.snapshot((tx, identity) => readPage(tx, identity, { house, body, known }))
  if ('state' in read) return read
  const isNews = read.holds !== null || read.cases.length > 0 || read.plan.forget.length > 0
  const cookie = known === null || isNews ? randomBytes(16) : known
  const fresh = cookie === known ? null : cookie
  const kept = await asked.transact((tx) =>
    keepPull(tx, body, {
      known,
      holds: read.holds ?? null,
      fresh,
      sent: read.cases,
      gone: read.plan.forget,
      leaseHours: offlineOf(house).leaseHours,
    }),
  )
  if (kept === undefined) refuse('device.unknown')
  if (kept.state === 'wipe') return { state: 'wipe' }
  if (body.version < oldestReader) return { state: 'update_app' }
  return {
    state: 'ok',
    epoch: read.epoch,
    cookie: cookie.toString('base64url'),
    now: house.now(),
    cases: read.cases,
    forget: read.plan.forget,
    more: read.more,
    leaseUntil: kept.leaseUntil,
    lastN: read.lastN,
    reference: read.reference,
    sealTo: (await sealingKey(house)).id,
  }
}

/** Everything that is said of one moment: what the device lacks, and the rows of the next page as its account sees them. */
async function readPage(
  tx: Transaction,
  identity: Promise<Who>,
  {
    house,
    body,
    known,
  }: { readonly house: House; readonly body: PullRequest; readonly known: Buffer | null },
): Promise<Read | Extract<PullAnswer, { state: 'wipe' | 'say_what_you_hold' }>> {
  const device = (await deviceAsked(tx, body.device)) ?? refuse('device.unknown')
  const { epoch, lastN } = device
  if (device.isRevoked) return { state: 'wipe' }
  const holds = body.holds === undefined ? null : heldNow(body.holds, epoch)
  const [plan, reference] = await Promise.all([
    planPull(tx, body.device, known, holds, offlineOf(house).restsAfterDays),
    identity.then((who) => referenceVersions(tx, who, house)),
  ])
  if (plan === undefined) return { state: 'say_what_you_hold', epoch, lastN }
  const old = body.version < oldestReader
  const page = old ? { sending: [], more: false } : nextPage(plan.lacking)
  const rows = await readHeldRows(tx, page.sending)
  const cases = page.sending.flatMap((one: Sending): CaseDelta[] => {
    const found = rows.get(one.id)
    // the policies have the last word: what they do not show is not given, whatever the comparison says
    return found === undefined
      ? []
      : [{ id: one.id, rev: one.rev, scope: one.scope, replace: one.since === null, rows: found }]
  })
  return {
    epoch,
    lastN,
    holds,
    reference,
    cases,
    plan: old ? { lacking: [], forget: [] } : plan,
    more: page.more && cases.length > 0,
  }
}

const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** The token of the device itself, which hands in and asks for nothing: of use where no session is open any more. */
function ownToken({ headers }: Pick<Pulling, 'headers'>): Buffer | null {
  const token = headers['x-ihala-device']
  return typeof token === 'string' && tokenForm.test(token) ? hashToken(token) : null
}

async function isRevokedByToken(asked: Pulling): Promise<boolean> {
  const hash = ownToken(asked)
  if (hash === null) return false
  const found = await asked.house.database.as({ kind: 'visitor' }, (tx) => deviceOfToken(tx, hash), {
    signal: asked.signal,
  })
  return found?.id === asked.body.device && found.isRevoked
}

function offlineOf(house: House): typeof offlineDefaults {
  return house.offline ?? offlineDefaults
}

const wipe = route({
  method: 'POST',
  path: '/sync/wipe',
  permission: 'public',
  summary:
    'The receipt of a device that empties itself; the answer tells its browser to clear what it stored',
  body: z.object({ device: id }),
  answers: 'application/json',
  async answer(asked): Promise<Content> {
    const { body, house, signal, tokenHash } = asked
    const hash = ownToken(asked)
    const done =
      (hash !== null &&
        (await house.database.as({ kind: 'visitor' }, (tx) => noteWipe(tx, body.device, hash), {
          signal,
        }))) ||
      (tokenHash !== null && (await asked.transact((tx) => noteWipe(tx, body.device, null))))
    if (!done) refuse('device.unknown')
    return new Content('{}', 'application/json', { 'clear-site-data': '"cache", "storage"' })
  },
})

export const pullRoutes: readonly Route[] = [pull, wipe]
