import type { FastifyInstance } from 'fastify'
import type { Answer } from '../../src/actions/action.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import type { House } from '../../src/server/house.ts'
import { openReference } from '../../src/server/reference.ts'
import { circumstancesOf, keyedHash } from '../../src/server/circumstances.ts'
import { buildServer } from '../../src/server/server.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { testMasterKeys } from './master-keys.ts'
import { makeWorld, testId, testPassword, world } from './world.ts'

export { testId, testPassword, world }

export interface Client {
  get<T = Record<string, unknown>>(path: string): Promise<{ status: number; body: T }>
  post<T = Record<string, unknown>>(path: string, body: unknown): Promise<{ status: number; body: T }>
  /** Performs an action with a fresh id (or the one given). */
  act(name: string, input: unknown, id?: string): Promise<Answer>
  /** As `act`, and fails the test unless it was applied. Answers the result. */
  done(name: string, input: unknown): Promise<Record<string, unknown>>
  readonly token: string
}

export interface TestHouse {
  readonly house: House
  readonly server: FastifyInstance
  readonly db: TestDatabase
  /** The test's clock: set it to move time; null is the real one. */
  at(instant: string | null): void
  signIn(login: keyof typeof world.accounts): Promise<Client>
  /** Somebody whose session was made without signing in. */
  withToken(token: string): Client
  /** Somebody without session. */
  readonly stranger: Client
  close(): Promise<void>
}

/** The real server on a fresh real database holding the small world of world.ts. */
export async function testHouse(): Promise<TestHouse> {
  const db = await testDatabase()
  await withOwner(db.owner, makeWorld)
  const reference = await openReference(db.database)
  let fixed: string | null = null
  const now = (): number => (fixed === null ? Date.now() : Date.parse(fixed))
  const house: House = {
    database: db.database,
    reference,
    secret: db.secret,
    masterKeys: testMasterKeys,
    secure: false,
    demo: true,
    trustProxy: false,
    origin: null,
    now: () => new Date(now()).toISOString(),
    circumstances: (who) => circumstancesOf(db.secret, who, now()),
    keyedHash: (purpose, text) => keyedHash(db.secret, purpose, text),
  }
  const server = buildServer(house)
  await server.ready()
  const client = (token: string): Client => {
    const headers = { 'accept-language': 'en', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }
    const post: Client['post'] = async (path, body) => {
      const answer = await server.inject({ method: 'POST', url: path, headers, payload: body as object })
      return { status: answer.statusCode, body: bodyOf(answer) as never }
    }
    const act: Client['act'] = async (name, input, id = testId()) =>
      (await post<Answer>('/actions', { id, name, input })).body
    return {
      token,
      post,
      act,
      get: async (path) => {
        const answer = await server.inject({ method: 'GET', url: path, headers })
        return { status: answer.statusCode, body: bodyOf(answer) as never }
      },
      done: async (name, input) => {
        const answer = await act(name, input)
        if (answer.outcome !== 'applied')
          throw new Error(`${name} was not applied: ${JSON.stringify(answer)}`)
        return answer.result ?? {}
      },
    }
  }
  return {
    house,
    server,
    db,
    stranger: client(''),
    withToken: client,
    at: (instant) => {
      fixed = instant
    },
    signIn: async (login) => {
      const answer = await server.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { account: login, password: testPassword },
      })
      const token = /ihala=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1]
      if (token === undefined) throw new Error(`${login} could not sign in: ${answer.body}`)
      return client(token)
    },
    close: async () => {
      await server.close()
      await db.close()
    },
  }
}

function bodyOf(answer: { headers: Record<string, unknown>; body: string; json: () => unknown }): unknown {
  return String(answer.headers['content-type']).includes('json') ? answer.json() : answer.body
}

/** Amina opens a case with the seven fields; answers its id and the person's. */
export async function openCase(
  officer: Client,
  more: Record<string, unknown> = {},
): Promise<{ caseId: string; personId: string }> {
  const ids = { caseId: testId(), personId: testId() }
  await officer.done('case.open', {
    ...ids,
    siteId: world.sites.mosul,
    openedOn: today(),
    statusCategory: 'idp_returnee',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'in_person' },
    name: { given: 'هدى', father: 'حسن', grandfather: 'علي' },
    place: world.places.mosul,
    ...more,
  })
  return ids
}

export function today(): string {
  return new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10)
}

/** A case with a need for a birth certificate and Huda's consent that Bridges hears her name. */
export async function caseWithConsent(
  officer: Client,
): Promise<{ caseId: string; needId: string; consentId: string }> {
  const { caseId } = await openCase(officer)
  const [needId, consentId] = [testId(), testId()]
  await officer.done('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
  await officer.done('consent.record', {
    consentId,
    caseId,
    organisationId: world.organisations.bridges,
    items: ['name', 'safe_contact'],
    purpose: 'referral',
    how: 'spoken',
  })
  return { caseId, needId, consentId }
}
