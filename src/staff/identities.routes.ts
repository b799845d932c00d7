import * as z from 'zod/mini'
import { refuse } from '../basics/refusal.ts'
import { hashToken, newId } from '../server/circumstances.ts'
import { type ForeignSubject, type IdentityProvider, noProviders } from '../server/identity-providers.ts'
import type { House } from '../server/house.ts'
import { type Asked, type Route, route } from '../server/route.ts'
import { cookieToken, newSessionToken, providerCookieName } from '../server/session-token.ts'
import { openTicket, takeTicket } from './factors.store.ts'
import { accountOfIdentity, linkIdentity, ownIdentities, unlinkIdentity } from './identities.store.ts'
import { placeOf } from './second-factor.store.ts'
import { traceOf } from './session.routes.ts'
import { leaveSessionTrace } from './sessions.store.ts'
import { deviceOf, enter, type NextStep, type Self } from './sign-in.routes.ts'
import { takeTry, triesOf } from './tries.store.ts'

const provider = z.string().check(z.maxLength(40))
/** What the provider wrote behind the address it sent the browser back to. */
const cameBackWith = z.string().check(z.maxLength(4000))
/** As long as somebody may take at the provider. */
const minutes = 10

const list = route({
  method: 'GET',
  path: '/api/sign-in/providers',
  permission: 'public',
  summary: 'Organisations whose people sign in at their own identity provider',
  answer: async ({ house }) => ({
    items: providersOf(house).list.map(({ code, names }) => ({ code, names })),
  }),
})

const begin = route({
  method: 'POST',
  path: '/api/sign-in/provider/begin',
  permission: 'public',
  summary: 'Where to send the browser to sign in at an identity provider',
  body: z.strictObject({ provider }),
  async answer(asked) {
    const { house, body, address } = asked
    const found = named(house, body.provider)
    // the provider itself counts guesses; this keeps one address from making the server ask it without end
    const tries = await triesOf(house, 'provider', { login: found.code, address, device: undefined })
    const { token, hash } = newSessionToken()
    await house.database.as({ kind: 'visitor' }, async (tx) => {
      const seconds = await takeTry(tx, { ...tries, own: [], free: [120], most: [60] })
      if (seconds > 0) refuse('sign_in.wait', { seconds })
      await openTicket(tx, { hash, purpose: 'oidc_sign_in', provider: found.code, seconds: minutes * 60 })
    })
    return goTo(asked, found, token)
  },
})

const finish = route({
  method: 'POST',
  path: '/api/sign-in/provider',
  permission: 'public',
  summary:
    'Back from the identity provider: starts the session of the account linked to who came back, or answers the next step',
  body: z.strictObject({ cameBackWith }),
  async answer(asked): Promise<Self | NextStep> {
    const { house, address, body, setCookie } = asked
    const token = tokenOf(asked)
    setCookie(providerCookieName, '', 0)
    const taken = await house.database.as({ kind: 'visitor' }, (tx) =>
      takeTicket(tx, hashToken(token), 'oidc_sign_in'),
    )
    if (!taken?.provider) refuse('sign_in.ticket_over')
    const found = named(house, taken.provider)
    const subject = await cameBack(asked, found, body.cameBackWith, token)
    const account = await house.database.as({ kind: 'visitor' }, (tx) =>
      accountOfIdentity(tx, found, subjectHash(house, subject)),
    )
    if (!account) refuse('identity.unknown')
    const tries = await triesOf(house, 'provider', { login: found.code, address, device: deviceOf(asked) })
    return enter(asked, account, { ...tries, own: [] })
  },
})

const mine = route({
  method: 'GET',
  path: '/api/identities',
  permission: 'signed_in',
  summary: 'The identity providers of my organisation, and since when my account is linked to each',
  async answer({ house, read }) {
    const { result } = await read(ownIdentities)
    return {
      items: providersOf(house)
        .list.filter(({ organisation }) => organisation === result.organisation)
        .map(({ code, names }) => ({
          code,
          names,
          linkedAt: result.links.find((link) => link.provider === code)?.linked_at ?? null,
        })),
    }
  },
})

const beginLink = route({
  method: 'POST',
  path: '/api/identities/begin',
  permission: 'signed_in',
  fresh: true,
  summary: 'Where to send the browser to link this account to who it is at an identity provider',
  body: z.strictObject({ provider }),
  async answer(asked) {
    const { house, body, transact } = asked
    const found = named(house, body.provider)
    const { token, hash } = newSessionToken()
    await transact(async (tx, identity) => {
      const { sessionId } = await identity
      await openTicket(tx, {
        hash,
        purpose: 'oidc_link',
        sessionId,
        provider: found.code,
        seconds: minutes * 60,
      })
    })
    return goTo(asked, found, token)
  },
})

const link = route({
  method: 'POST',
  path: '/api/identities',
  permission: 'signed_in',
  fresh: true,
  summary: 'Back from the identity provider: links this account to who came back',
  body: z.strictObject({ cameBackWith }),
  async answer(asked) {
    const { house, body, transact, setCookie } = asked
    const token = tokenOf(asked)
    setCookie(providerCookieName, '', 0)
    const { who, taken } = await transact(async (tx, identity) => {
      const who = await identity
      return { who, taken: await takeTicket(tx, hashToken(token), 'oidc_link') }
    })
    if (!taken?.provider || taken.session_id !== who.sessionId) refuse('sign_in.ticket_over')
    const found = named(house, taken.provider)
    const subject = await cameBack(asked, found, body.cameBackWith, token)
    await transact(async (tx) => {
      const done = await linkIdentity(tx, who.sessionId, newId(), found, subjectHash(house, subject))
      if (!done) refuse('identity.taken')
      await leaveSessionTrace(tx, traceOf(who, 'identity.link', 'applied'))
    })
    return {}
  },
})

const unlink = route({
  method: 'POST',
  path: '/api/identities/remove',
  permission: 'signed_in',
  fresh: true,
  summary: 'This account is no longer linked to the identity provider',
  body: z.strictObject({ provider }),
  async answer({ body, transact }) {
    await transact(async (tx, identity) => {
      const who = await identity
      if (!(await unlinkIdentity(tx, who.sessionId, body.provider))) refuse('identity.unknown')
      await leaveSessionTrace(tx, traceOf(who, 'identity.unlink', 'applied'))
    })
    return {}
  },
})

export const identityRoutes: readonly Route[] = [list, begin, finish, mine, beginLink, link, unlink]

type Any = Asked<unknown, unknown, unknown>
type Where = Pick<Any, 'house' | 'headers' | 'setCookie'>

const providersOf = (house: House) => house.signIn?.providers ?? noProviders

function named(house: House, code: string): IdentityProvider {
  return providersOf(house).list.find((one) => one.code === code) ?? refuse('identity.failed')
}

/** The page of the app that the provider sends back to; registered with it. */
const backTo = (asked: Where): string => `${placeOf(asked).origin}/app/provider`

/** The cookie is Strict: whoever comes back with another browser's answer has none, or another one. */
async function goTo(asked: Where, { code }: IdentityProvider, token: string): Promise<{ address: string }> {
  const address = await providersOf(asked.house)
    .begin(code, backTo(asked), token)
    .catch(() => refuse('identity.failed'))
  asked.setCookie(providerCookieName, token, minutes * 60)
  return { address }
}

function tokenOf({ headers }: Where): string {
  return cookieToken(String(headers['cookie'] ?? ''), providerCookieName) ?? refuse('sign_in.ticket_over')
}

async function cameBack(
  asked: Where,
  { code }: IdentityProvider,
  query: string,
  token: string,
): Promise<ForeignSubject> {
  const address = new URL(backTo(asked))
  address.search = query
  const subject = await providersOf(asked.house)
    .finish(code, address, token)
    .catch(() => undefined)
  return subject ?? refuse('identity.failed')
}

/** Keyed: the table does not tell who somebody is at the provider. Issuer and subject together, never an e-mail address. */
function subjectHash(house: House, { issuer, subject }: ForeignSubject): Buffer {
  return house.keyedHash('identity', JSON.stringify([issuer, subject]))
}
