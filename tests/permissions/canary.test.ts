import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import type { Database, Statement, Transaction } from '../../src/server/database.ts'
import { permissions } from '../../src/permissions/permissions.ts'
import type { Permission } from '../../src/permissions/permissions.ts'
import { type Role, roles } from '../../src/permissions/roles.ts'
import { buildServer } from '../../src/server/server.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from './cast.ts'
import { type Scene, scene, trials } from './scenes.ts'

/**
 * The canary of the firewall to the interior (DP-56): nobody of an RGC or WLCO, of the police line or of the border can
 * tell that the ministry guards somebody: not by a list, a count, a code, an error, or by what is asked of the database
 * for the answer (whoever runs other statements takes other time). Olive Tree is made an office of each kind in turn.
 */
const kinds = ['moi_centre', 'moi_police', 'moi_border'] as const

let here: Cast
let guarded: Scene
let paths: string[]
let staff: Player[]

const become = (kind: string): Promise<unknown> =>
  withOwner(here.house.db.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows('update organisation set unit_kind = $2 where id = $1', [world.organisations.olive, kind]),
      'loader',
    ),
  )

/** Who looks: one of each sort, and somebody who is everything at once. */
const watchers: readonly Role[] = [
  'rgc_officer',
  'provider_focal_point',
  'directorate_manager',
  'ministry_analyst',
  'data_protection_officer',
]

interface ApiDocument {
  paths: Record<
    string,
    Record<
      string,
      { parameters?: { name: string; in: string; required: boolean; schema: { enum?: string[] } }[] }
    >
  >
}

beforeAll(async () => {
  here = await cast()
  staff = watchers.map((role) => here.of(role, 'olive'))
  staff.push(
    await here.join(
      roles.filter((role) => role !== 'system_admin'),
      'olive',
      true,
    ),
  )
  const document = (await here.visitor.get('/openapi.json')).body as ApiDocument
  paths = Object.entries(document.paths).flatMap(([path, { get }]) => {
    if (!get || ['/health', '/openapi.json'].includes(path)) return []
    const needed = (get.parameters ?? [])
      .filter((one) => one.in === 'query' && one.required)
      .map((one): [string, string] => [one.name, one.schema.enum?.[0] ?? 'GBV.CASEMG'])
    const query = new URLSearchParams(needed).toString()
    return [query === '' ? path : `${path}?${query}`]
  })
  guarded = await scene(here, here.of('caseworker', 'mosul'), 'guarded')
})
afterAll(() => here?.close())

/** Of the asker's own doing, and told by the clock: not what the ministry holds. */
const ownTraces = (body: unknown): string =>
  JSON.stringify(body).replaceAll(/"(at|lastSeenAt|now|time|sealedAt|startedAt)":"[^"]*"/g, '""')

/** Everything an account can look at without knowing an id of another. */
async function look(): Promise<string[]> {
  const seen: string[] = []
  for (const person of staff) {
    for (const path of paths) {
      if (path.includes('{') || path.startsWith('/api/sessions')) continue
      // the form of a complaint or an application has a new number each time
      if (path === '/say' || path === '/provide') continue
      const { status, body } = await person.get(path)
      seen.push(`${person.name} ${path} ${status} ${ownTraces(body)}`)
    }
    for (const text of ['هدى حسن', 'هدى', guarded.ids.caseCode]) {
      const { status, body } = await person.post('/api/people/search', { text })
      seen.push(`${person.name} search ${status} ${ownTraces(body)}`)
    }
  }
  return seen
}

/** What one request says to the database, word for word, without its values. */
async function said(person: Player, path: string): Promise<string[]> {
  const statements: string[] = []
  const real = here.house.house.database
  const listening = (tx: Transaction): Transaction => {
    const heard =
      <T>(ask: (sql: Statement, params?: readonly unknown[]) => Promise<T>) =>
      (sql: Statement, params?: readonly unknown[]): Promise<T> => {
        statements.push(sql.text)
        return params === undefined ? ask(sql) : ask(sql, params)
      }
    return {
      ...tx,
      rows: heard((sql, params) => tx.rows(sql, params)) as Transaction['rows'],
      row: heard((sql, params) => tx.row(sql, params)) as Transaction['row'],
      run: heard((sql, params) => tx.run(sql, params)),
    }
  }
  const database: Database = {
    as: (identity, work, options) => real.as(identity, (tx) => work(listening(tx)), options),
    asSession: (hash, work, options) =>
      real.asSession(hash, (tx, identity) => work(listening(tx), identity), options),
    read: (hash, queries, options) => real.read(hash, (tx) => queries(listening(tx)), options),
    get busy() {
      return real.busy
    },
    close: () => Promise.resolve(),
  }
  const server = buildServer({ ...here.house.house, database })
  const answer = await server.inject({
    method: 'GET',
    url: path,
    headers: { authorization: `Bearer ${person.token}`, 'accept-language': 'en' },
  })
  await server.close()
  return [String(answer.statusCode), ...statements]
}

/** What there is of the guarded case. */
const guessed = [
  'caseId',
  'personId',
  'needId',
  'consentId',
  'noteId',
  'taskId',
  'memberId',
  'alertId',
  'vaultId',
  'entryId',
  'certificateId',
] as const
/** The rest anew, so that what the asker makes of their own is not made twice. */
function fresh(ids: Scene['ids']): Scene['ids'] {
  const made = Object.fromEntries(Object.keys(ids).map((field) => [field, testId()]))
  return { ...ids, ...made, siteId: ids.siteId, offerId: ids.offerId }
}

describe.each(kinds)('an office of kind %s', (kind) => {
  beforeAll(() => become(kind))
  afterAll(() => become('provider'))

  it('sees the same lists, counts and codes before and after the ministry guards somebody', async () => {
    const before = await look()
    await scene(here, here.of('caseworker', 'mosul'), 'guarded')
    await scene(here, here.of('caseworker', 'mosul'), 'table joined')
    await scene(here, here.of('case_supervisor', 'mosul'), 'completed')
    expect(await look()).toEqual(before)
    const everything = before.join('\n')
    for (const id of Object.values(guarded.ids))
      if (id !== world.offers.birth && id !== world.sites.mosul && id !== '')
        expect(everything.includes(id), id).toBe(false)
  }, 120_000)

  it('gets for the id of what is guarded the answer, and asks the statements, of an id that exists nowhere', async () => {
    const person = staff.at(-1) as Player
    const { caseId, needId, referralId, vaultId, entryId, conferenceId } = guarded.ids
    const told: string[] = []
    for (const path of paths.filter((one) => one.includes('{'))) {
      const at = (id: string): string => path.replaceAll(/\{\w+\}/g, id)
      const nowhere = testId()
      const unknown = await person.get(at(nowhere))
      const asked = await said(person, at(nowhere))
      for (const id of [caseId, needId, referralId, vaultId, entryId, conferenceId]) {
        const known = await person.get(at(id))
        if (
          known.status !== unknown.status ||
          JSON.stringify(known.body).replaceAll(id, '') !==
            JSON.stringify(unknown.body).replaceAll(nowhere, '')
        )
          told.push(`${path} answers otherwise: ${known.status} ${JSON.stringify(known.body)}`)
        if (JSON.stringify(await said(person, at(id))) !== JSON.stringify(asked))
          told.push(`${path} asks the database otherwise`)
      }
    }
    expect(told).toEqual([])
  }, 120_000)

  it('meets in every action the refusal of an id that exists nowhere', async () => {
    const person = staff.at(-1) as Player
    const told: string[] = []
    const nowhere = Object.fromEntries(Object.keys(guarded.ids).map((field) => [field, testId()]))
    const { siteId, offerId } = guarded.ids
    for (const name of Object.keys(permissions) as Permission[]) {
      const ids = { ...nowhere, siteId, offerId } as Scene['ids']
      const unknown = await person.act(name, trials[name].input(ids))
      const theirs = Object.fromEntries(guessed.map((field) => [field, guarded.ids[field]]))
      const known = await person.act(name, trials[name].input({ ...fresh(ids), ...theirs }))
      const [one, other] = [known, unknown].map(({ refusal }) => refusal?.code ?? 'done')
      if (one !== other) told.push(`${name}: ${one} instead of ${other}`)
    }
    expect(told).toEqual([])
  }, 120_000)
})
