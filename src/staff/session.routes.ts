import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Who } from '../permissions/who.ts'
import { hashToken } from '../server/circumstances.ts'
import { hashPassword, verifyPassword, withHashingTurn } from '../server/passwords.ts'
import type { Transaction } from '../server/database.ts'
import { type Asked, type Route, route } from '../server/route.ts'
import { newSessionToken, sessionCookieName } from '../server/session-token.ts'
import { factorsOfTicket, openTicket, proveFactor, proveSessionBy, readTicket } from './factors.store.ts'
import { requireGoodPassword } from './password-rule.ts'
import { factorTry, passkeyQuestion, placeOf, proofOf, ticketInput, waysOf } from './second-factor.store.ts'
import { browserSession } from './session-settings.ts'
import {
  endOwnSession,
  endSession,
  endSessionsOf,
  leaveSessionTrace,
  ownSecret,
  ownSessions,
  proveSession,
  renewSession,
  setOwnPassword,
  type SessionTrace,
} from './sessions.store.ts'
import { type AnyAsked, deviceOf, passwordInput } from './sign-in.routes.ts'
import { requireNoWait, rightTry, takeTry, type Tries, triesOf } from './tries.store.ts'

const nothing = z.strictObject({})

type Ending = Asked<unknown, unknown, unknown>
/** What the routes that end sessions do: the end and its line in the audit, together. */
function ending(
  act: SessionTrace['act'],
  end: (tx: Transaction, who: Who) => Promise<unknown>,
): (asked: Pick<Ending, 'transact'>) => Promise<void> {
  return ({ transact }) =>
    transact(async (tx, identity) => {
      const who = await identity
      await end(tx, who)
      await leaveSessionTrace(tx, traceOf(who, act, 'applied'))
    })
}
/** And of this browser too: its cookie goes. */
function leaving(...how: Parameters<typeof ending>): (asked: Ending) => Promise<object> {
  return async (asked) => {
    await ending(...how)(asked)
    asked.setCookie(sessionCookieName, '', 0)
    return {}
  }
}

const signOut = route({
  method: 'POST',
  path: '/api/sign-out',
  permission: 'signed_in',
  summary: 'Ends this session',
  body: nothing,
  beforePasswordChange: true,
  whenLocked: true,
  answer: leaving('session.sign_out', (tx, who) => endSession(tx, who.sessionId)),
})

const signOutEverywhere = route({
  method: 'POST',
  path: '/api/sign-out-everywhere',
  permission: 'signed_in',
  summary: 'Ends every session of the account, in browsers and programs, this one too',
  body: nothing,
  beforePasswordChange: true,
  answer: leaving('session.sign_out_everywhere', (tx, who) => endSessionsOf(tx, who.accountId, null)),
})

const signOutElsewhere = route({
  method: 'POST',
  path: '/api/sessions/:id/end',
  permission: 'signed_in',
  summary: 'Ends one of the account’s own sessions, on another device',
  params: z.strictObject({ id }),
  body: nothing,
  beforePasswordChange: true,
  async answer(asked) {
    await ending('session.sign_out_elsewhere', async (tx) => {
      if (!(await endOwnSession(tx, asked.params.id))) refuse('session.not_found')
    })(asked)
    return {}
  },
})

const mySessions = route({
  method: 'GET',
  path: '/api/sessions',
  permission: 'signed_in',
  summary: 'Where this account is signed in',
  beforePasswordChange: true,
  async answer({ read }) {
    const { who, result } = await read(ownSessions)
    return {
      items: result.map((row) => ({
        id: row.id,
        kind: row.kind,
        label: row.label,
        way: row.way,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        expiresAt: row.expires_at,
        current: row.id === who.sessionId,
      })),
    }
  },
})

const changePassword = route({
  method: 'POST',
  path: '/api/password',
  permission: 'signed_in',
  summary: "Changes one's own password; every other session ends, and this one gets a new token",
  body: z.strictObject({ old: passwordInput, new: passwordInput }),
  beforePasswordChange: true,
  async answer(asked) {
    const { body, transact, setCookie } = asked
    const who = await transact((_tx, identity) => identity)
    const tries = await ownTries(asked, who)
    await requireNoWait(asked.house, tries)
    requireGoodPassword(body.new, who.login)
    if (body.new === body.old) refuse('password.too_weak', { because: 'same', least: 0 })
    const kind = await proveOwnPassword(asked, who, tries, body.old, 'session.change_password')
    const hash = await hashPassword(body.new)
    const renewed = kind === 'browser' ? newSessionToken() : undefined
    await transact(async (tx) => {
      await Promise.all([
        setOwnPassword(tx, who.accountId, hash),
        endSessionsOf(tx, who.accountId, who.sessionId),
        renewed ? renewSession(tx, who.sessionId, renewed.hash) : undefined,
        proveSession(tx, who.sessionId),
        rightTry(tx, tries),
        leaveSessionTrace(tx, traceOf(who, 'session.change_password', 'applied')),
      ])
    })
    if (renewed) setCookie(sessionCookieName, renewed.token, browserSession.lastsSeconds)
    return {}
  },
})

const askProof = route({
  method: 'POST',
  path: '/api/reauthenticate/begin',
  permission: 'signed_in',
  summary:
    'By which factors this session may show anew who it is, beside the password, and the ticket for one',
  body: nothing,
  beforePasswordChange: true,
  whenLocked: true,
  async answer(asked) {
    const { house, transact } = asked
    const { token: ticket, hash } = newSessionToken()
    const factors = await transact(async (tx, identity) => {
      const who = await identity
      await openTicket(tx, { hash, purpose: 'reauthenticate', sessionId: who.sessionId, seconds: 300 })
      return factorsOfTicket(tx, hash)
    })
    return {
      ways: waysOf(factors),
      ticket,
      passkey: await passkeyQuestion(house, placeOf(asked), ticket, factors),
    }
  },
})

const prove = route({
  method: 'POST',
  path: '/api/reauthenticate',
  permission: 'signed_in',
  summary:
    'Shows anew who it is, by password or factor: for ten minutes the session may do what is sensitive',
  body: z.union([
    z.strictObject({ password: passwordInput }),
    z.strictObject({ ticket: ticketInput, try: factorTry }),
  ]),
  beforePasswordChange: true,
  whenLocked: true,
  async answer(asked) {
    const { house, body, address, transact } = asked
    const who = await transact((_tx, identity) => identity)
    if ('password' in body) {
      const tries = await ownTries(asked, who)
      await requireNoWait(house, tries)
      await proveOwnPassword(asked, who, tries, body.password, 'session.reauthenticate')
      await transact(async (tx) => {
        await Promise.all([
          proveSession(tx, who.sessionId),
          rightTry(tx, tries),
          leaveSessionTrace(tx, traceOf(who, 'session.reauthenticate', 'applied')),
        ])
      })
      return {}
    }
    const ticketHash = hashToken(body.ticket)
    const tries = await triesOf(house, 'factor', { login: who.login, address, device: deviceOf(asked) })
    const { seconds, seen, factors } = await transact(async (tx) => {
      const [seconds, seen, factors] = await Promise.all([
        takeTry(tx, tries),
        readTicket(tx, ticketHash),
        factorsOfTicket(tx, ticketHash),
      ])
      return { seconds, seen, factors }
    })
    if (seconds > 0) refuse('sign_in.wait', { seconds })
    if (seen?.purpose !== 'reauthenticate' || seen.session_id !== who.sessionId) refuse('sign_in.ticket_over')
    const proof = await proofOf(house, placeOf(asked), body.try, body.ticket, {
      accountId: who.accountId,
      factors,
    })
    const verdict = await transact(async (tx) => {
      const verdict = await proveFactor(tx, ticketHash, body.try.way, proof)
      if (verdict === 'right') {
        if (!(await proveSessionBy(tx, ticketHash))) throw new Error('a proved ticket proves its session')
        await rightTry(tx, tries)
      }
      const outcome = verdict === 'right' ? 'applied' : 'refused'
      await leaveSessionTrace(tx, traceOf(who, 'session.reauthenticate', outcome))
      return verdict
    })
    if (verdict === 'over') refuse('sign_in.ticket_over')
    if (verdict === 'wrong') refuse('factor.wrong')
    return {}
  },
})

export const sessionRoutes: readonly Route[] = [
  signOut,
  signOutEverywhere,
  signOutElsewhere,
  mySessions,
  changePassword,
  askProof,
  prove,
]

export function traceOf(who: Who, act: SessionTrace['act'], outcome: SessionTrace['outcome']): SessionTrace {
  return { act, outcome, by: who, accountId: who.accountId }
}

function ownTries(asked: AnyAsked, { login }: Who): Promise<Tries> {
  return triesOf(asked.house, 'password', { login, address: asked.address, device: deviceOf(asked) })
}

/** Refuses with `password.wrong`; else answers the kind of session. Counted like a sign-in, and within its turn. */
async function proveOwnPassword(
  { house }: AnyAsked,
  who: Who,
  tries: Tries,
  password: string,
  act: SessionTrace['act'],
): Promise<string | undefined> {
  const as = { kind: 'account', accountId: who.accountId, organisationId: who.organisationId } as const
  const kind = await withHashingTurn(async () => {
    const { seconds, own } = await house.database.as(as, async (tx) => {
      const [seconds, own] = await Promise.all([takeTry(tx, tries), ownSecret(tx, who.sessionId)])
      return { seconds, own }
    })
    if (seconds > 0) refuse('sign_in.wait', { seconds })
    if (await verifyPassword(own?.password_hash ?? undefined, password)) return own?.kind
    await house.database.as(as, (tx) => leaveSessionTrace(tx, traceOf(who, act, 'refused')))
    return undefined
  }, tries.isKnown)
  return kind ?? refuse('password.wrong')
}
