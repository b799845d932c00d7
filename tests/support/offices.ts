import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Answer } from '../../src/actions/action.ts'
import { perform } from '../../src/actions/perform.store.ts'
import type { Role } from '../../src/permissions/roles.ts'
import { circumstancesOf, keyedHash, newId } from '../../src/server/circumstances.ts'
import { type OwnerSession, withOwner } from '../../src/server/database-owner.ts'
import type { House } from '../../src/server/house.ts'
import { addRoute, httpServer } from '../../src/server/http.ts'
import { hashPassword } from '../../src/server/passwords.ts'
import { openReference } from '../../src/server/reference.ts'
import type { Route } from '../../src/server/route.ts'
import { newSessionToken } from '../../src/server/session-token.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { testMasterKeys } from './master-keys.ts'

/** Four places of Ninewa, enough for near and far: governorate, districts of Mosul and Hamdaniya, and far Basra. */
export const places = { ninewa: 'IQG15', mosul: 'IQG15Q05', hamdaniya: 'IQG15Q03', basra: 'IQG02' } as const

export interface TestOffice {
  readonly organisationId: string
  readonly siteId: string
}
export interface TestAccount {
  readonly accountId: string
  readonly login: string
  readonly password: string
}
export interface Offices {
  readonly db: TestDatabase
  readonly house: House
  /** Rows as the owner's loader writes them. */
  load<T>(work: (owner: OwnerSession) => Promise<T>): Promise<T>
  organisation(
    name: string,
    options?: { family?: string; state?: string; protocol?: boolean; place?: string; confidential?: boolean },
  ): Promise<TestOffice>
  account(
    login: string,
    office: TestOffice,
    roles: readonly Role[],
    options?: { site?: string | null; mustChange?: boolean },
  ): Promise<TestAccount>
  /** A session without going through sign-in, as `Authorization` carries it. */
  session(account: TestAccount): Promise<{
    readonly token: string
    readonly hash: Buffer
    readonly headers: { readonly authorization: string }
  }>
  /** A published offer of the office, confirmed today; `columns` override. */
  offer(office: TestOffice, service: string, columns?: Readonly<Record<string, unknown>>): Promise<string>
  /** A case of the officer: a woman from Mosul who speaks Arabic, unless `columns` say otherwise; with one open need. */
  caseFile(
    officer: TestAccount,
    office: TestOffice,
    service: string,
    columns?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly caseId: string; readonly needId: string }>
  /** Performs an action through the door. */
  act(as: { readonly hash: Buffer }, name: string, input: object): Promise<Answer>
  serve(routes: readonly Route[]): FastifyInstance
  close(): Promise<void>
}

export const password = 'زيتون-بحر-جبل-٤٧'
let passwordHash: Promise<string> | undefined

/** A fresh database with four places, and helpers to put invented offices and people into it. */
export async function openOffices(): Promise<Offices> {
  const db = await testDatabase()
  const load: Offices['load'] = (work) =>
    withOwner(db.owner, (owner) => owner.transaction(() => work(owner), 'loader'))
  await load((owner) =>
    owner.rows(`insert into place (code, level, parent, names, lon, lat) values
    ('IQG15', 1, null, '{"ar":"نينوى","en":"Ninewa"}', 42.7, 36.3), ('IQG15Q05', 2, 'IQG15', '{"ar":"الموصل","en":"Mosul"}', 43.13, 36.34),
    ('IQG15Q03', 2, 'IQG15', '{"ar":"الحمدانية","en":"Hamdaniya"}', 43.38, 36.27), ('IQG02', 1, null, '{"ar":"البصرة","en":"Basra"}', 47.8, 30.5)`),
  )
  const reference = await openReference(db.database)
  const house: House = {
    database: db.database,
    reference,
    secret: db.secret,
    masterKeys: testMasterKeys,
    secure: false,
    demo: true,
    trustProxy: false,
    origin: null,
    now: () => new Date().toISOString(),
    circumstances: (who) => circumstancesOf(db.secret, who),
    keyedHash: (purpose, text) => keyedHash(db.secret, purpose, text),
  }
  const servers: FastifyInstance[] = []

  return {
    db,
    house,
    load,
    organisation: (
      name,
      {
        family = 'state',
        state = 'active',
        protocol = true,
        place = places.mosul,
        confidential = false,
      } = {},
    ) =>
      load(async (owner) => {
        const organisationId = newId()
        const siteId = newId()
        await owner.rows(
          `insert into organisation (id, code, family, names, state, protocol_signed_on, invented) values ($1, $2, $3, $4, $5, $6, true)`,
          [
            organisationId,
            `T${randomBytes(4).toString('hex')}`,
            family,
            JSON.stringify({ ar: name, en: name }),
            state,
            protocol ? '2026-01-01' : null,
          ],
        )
        await owner.rows(
          `insert into site (id, organisation_id, names, place_code, code_prefix, confidential) values ($1, $2, $3, $4, 'NV', $5)`,
          [siteId, organisationId, JSON.stringify({ ar: name, en: name }), place, confidential],
        )
        return { organisationId, siteId }
      }),
    account: async (login, office, roles, { site = office.siteId, mustChange = false } = {}) => {
      const accountId = newId()
      passwordHash ??= hashPassword(password)
      const hash = await passwordHash
      await load(async (owner) => {
        await owner.rows(
          `insert into account (id, organisation_id, login, display_name, must_change_password, invented) values ($1, $2, $3, $3, $4, true)`,
          [accountId, office.organisationId, login, mustChange],
        )
        await owner.rows('insert into account_secret (account_id, password_hash) values ($1, $2)', [
          accountId,
          hash,
        ])
        for (const role of roles)
          await owner.rows(
            'insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, $3, $4)',
            [accountId, office.organisationId, role, site],
          )
      })
      return { accountId, login, password }
    },
    session: async ({ accountId }) => {
      const { token, hash } = newSessionToken()
      await load((owner) =>
        owner.rows(
          `insert into session (id, token_hash, account_id, idle_seconds, expires_at) values ($1, $2, $3, 3600, now() + interval '1 hour')`,
          [newId(), hash, accountId],
        ),
      )
      return { token, hash, headers: { authorization: `Bearer ${token}` } }
    },
    offer: async (office, service, columns = {}) => {
      const id = newId()
      await load((owner) =>
        insert(owner, 'offer', {
          id,
          organisation_id: office.organisationId,
          site_id: office.siteId,
          service,
          sector: service.split('.')[0],
          state: 'published',
          names: { ar: 'خدمة', en: 'Service' },
          areas: [places.mosul],
          place_code: places.mosul,
          eligibility: { documentsNeeded: [], documentsNotNeeded: [], excludes: [] },
          access: { walkIn: true },
          languages: ['ar'],
          capacity: 'yes',
          capacity_at: house.now(),
          verified_at: house.now(),
          verified_how: 'visit',
          invented: true,
          ...columns,
        }),
      )
      return id
    },
    caseFile: async (officer, office, service, columns = {}) => {
      const [caseId, needId, personId] = [newId(), newId(), newId()] as const
      await load(async (owner) => {
        await owner.rows(
          `insert into programme (code, version, definition) values ('nrm', 1, '{}') on conflict do nothing`,
        )
        await insert(owner, 'person', {
          id: personId,
          organisation_id: office.organisationId,
          site_id: office.siteId,
          code: randomBytes(6).toString('hex'),
          display_name: 'متخيلة',
          sex: 'female',
          language: 'ar',
          contact_safety: { mode: 'any' },
        })
        await insert(owner, 'case_file', {
          id: caseId,
          organisation_id: office.organisationId,
          site_id: office.siteId,
          officer_id: officer.accountId,
          person_id: personId,
          code: randomBytes(6).toString('hex'),
          programme: 'nrm',
          programme_version: 1,
          state: 'open',
          urgency: 'U3',
          display_name: 'متخيلة',
          status_category: 'returnee',
          age_band: '25-39',
          sex: 'female',
          language: 'ar',
          place_code: places.mosul,
          opened_on: '2026-11-01',
          entered_at: house.now(),
          ...columns,
        })
        await insert(owner, 'need', {
          id: needId,
          case_id: caseId,
          organisation_id: office.organisationId,
          service,
          severity: 2,
          priority: 1,
          state: 'open',
          happened_on: '2026-11-01',
          entered_at: house.now(),
          entered_by: officer.accountId,
          rev: 1,
        })
      })
      return { caseId, needId }
    },
    act: ({ hash }, name, input) =>
      perform(house, { kind: 'session', tokenHash: hash }, { id: newId(), name, input }),
    serve: (routes) => {
      const server = httpServer(house)
      for (const route of routes) addRoute(server, house, route)
      servers.push(server)
      return server
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()))
      await db.close()
    },
  }
}

async function insert(
  owner: OwnerSession,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(row)
  const values = columns.map((column) => {
    const value = row[column]
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? JSON.stringify(value)
      : value
  })
  await owner.rows(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, place) => `$${place + 1}`).join(', ')})`,
    values,
  )
}
