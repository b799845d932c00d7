import { createHash, randomBytes } from 'node:crypto'
import { withOwner } from '../../src/server/database-owner.ts'
import { roles, type Role } from '../../src/permissions/roles.ts'
import type { Answer } from '../../src/actions/action.ts'
import { type TestHouse, testHouse, testId, world } from '../support/house.ts'

/** Where somebody of each role works, seen from a case of the Mosul office that is referred to Bridges. */
export const posts = ['mosul', 'hamdaniya', 'bridges', 'bridgesElsewhere', 'olive'] as const
export type Post = (typeof posts)[number]

export interface Player {
  readonly name: string
  readonly role: Role | null
  readonly accountId: string
  readonly organisationId: string
  readonly siteId: string
  readonly token: string
  get(path: string): Promise<{ status: number; body: unknown }>
  post(path: string, body: unknown): Promise<{ status: number; body: unknown }>
  /** The answer of an action, also when the request itself is refused. */
  act(name: string, input: unknown, id?: string): Promise<Pick<Answer, 'outcome' | 'result' | 'refusal'>>
  done(name: string, input: unknown): Promise<Record<string, unknown>>
}

export interface Cast {
  readonly house: TestHouse
  readonly secondBridgesSite: string
  readonly visitor: Player
  of(role: Role, post: Post): Player
  /** Somebody new with these roles; `null` as site is every site of the organisation. */
  join(given: readonly Role[], post: Post, everywhere?: boolean): Promise<Player>
  behind<T>(sql: string, params?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

const organisationOf = {
  mosul: 'ministry',
  hamdaniya: 'ministry',
  bridges: 'bridges',
  bridgesElsewhere: 'bridges',
  olive: 'olive',
} as const

/** Somebody of every role at every post, signed in without a password. */
export async function cast(): Promise<Cast> {
  const house = await testHouse()
  const secondBridgesSite = testId()
  const siteOf = {
    mosul: world.sites.mosul,
    hamdaniya: world.sites.hamdaniya,
    bridges: world.sites.bridges,
    bridgesElsewhere: secondBridgesSite,
    olive: world.sites.olive,
  }
  await withOwner(house.db.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows(
          `insert into site (id, organisation_id, names, place_code, code_prefix) values ($1, $2, $3, $4, 'NV')`,
          [
            secondBridgesSite,
            world.organisations.bridges,
            JSON.stringify({ ar: 'فرع', en: 'Branch' }),
            world.places.hamdaniya,
          ],
        ),
      'loader',
    ),
  )

  const player = (
    name: string,
    role: Role | null,
    accountId: string,
    organisationId: string,
    siteId: string,
    token: string,
  ): Player => {
    const headers = { 'accept-language': 'en', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }
    const post: Player['post'] = async (path, body) => {
      const answer = await house.server.inject({
        method: 'POST',
        url: path,
        headers,
        payload: body as object,
      })
      return {
        status: answer.statusCode,
        body: String(answer.headers['content-type']).includes('json') ? answer.json() : answer.body,
      }
    }
    const act: Player['act'] = async (action, input, id = testId()) => {
      const { status, body } = await post('/actions', { id, name: action, input })
      return status === 200
        ? (body as Answer)
        : { outcome: 'refused', refusal: (body as { refusal: NonNullable<Answer['refusal']> }).refusal }
    }
    return {
      name,
      role,
      accountId,
      organisationId,
      siteId,
      token,
      post,
      act,
      get: async (path) => {
        const answer = await house.server.inject({ method: 'GET', url: path, headers })
        return {
          status: answer.statusCode,
          body: String(answer.headers['content-type']).includes('json') ? answer.json() : answer.body,
        }
      },
      done: async (action, input) => {
        const answer = await act(action, input)
        if (answer.outcome !== 'applied')
          throw new Error(`${name}: ${action} was not applied: ${JSON.stringify(answer)}`)
        return answer.result ?? {}
      },
    }
  }

  async function join(given: readonly Role[], post: Post, everywhere = false): Promise<Player> {
    const accountId = testId()
    const organisationId = world.organisations[organisationOf[post]]
    const token = randomBytes(32).toString('base64url')
    const name = `${given.join(' and ')} at ${post}`
    await withOwner(house.db.owner, (owner) =>
      owner.transaction(async () => {
        await owner.rows(
          `insert into account (id, organisation_id, login, display_name, locale, invented) values ($1, $2, $3, 'Invented', 'en', true)`,
          [accountId, organisationId, `p${accountId}`],
        )
        for (const role of given) {
          await owner.rows(
            'insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, $3, $4)',
            [accountId, organisationId, role, everywhere ? null : siteOf[post]],
          )
        }
        await owner.rows(
          `insert into session (id, token_hash, account_id, idle_seconds, expires_at) values ($1, $2, $3, 3600, now() + interval '1 hour')`,
          [testId(), createHash('sha256').update(token).digest(), accountId],
        )
      }, 'loader'),
    )
    return player(name, given[0] ?? null, accountId, organisationId, siteOf[post], token)
  }

  const players = new Map<string, Player>()
  for (const role of roles) for (const post of posts) players.set(`${role} ${post}`, await join([role], post))
  return {
    house,
    secondBridgesSite,
    join,
    visitor: player('a visitor', null, '', '', '', ''),
    of: (role, post) => players.get(`${role} ${post}`) as Player,
    behind: (sql, params = []) => withOwner(house.db.admin, (admin) => admin.rows(sql, params)),
    close: () => house.close(),
  }
}
