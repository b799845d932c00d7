import * as z from 'zod/mini'
import { refuse } from '../basics/refusal.ts'
import type { MeAnswer } from '../records/answers.ts'
import { hashToken, newId } from '../server/circumstances.ts'
import type { House } from '../server/house.ts'
import { hashPassword, verifyPassword, withHashingTurn } from '../server/passwords.ts'
import { type Asked, type Route, route } from '../server/route.ts'
import { cookieToken, deviceCookieName, newSessionToken, sessionCookieName } from '../server/session-token.ts'
import { deviceName } from './device-name.ts'
import { forgetOldDevices } from './known-devices.store.ts'
import { factorKinds, type FactorKind } from './factor-rule.ts'
import { factorsOfTicket, proveFactor, readTicket } from './factors.store.ts'
import { screenLocksAfter, sessionLocksAfter } from './idle-rule.ts'
import { foldLogin } from './login.ts'
import { readSelf } from './me.store.ts'
import { foldOfficeCode } from './office-code.ts'
import { mostPasswordLength, requireGoodPassword } from './password-rule.ts'
import { factorTry, floorOf, passkeyQuestion, placeOf, proofOf, ticketInput } from './second-factor.store.ts'
import { browserSession, knownDevices } from './session-settings.ts'
import {
  beginSession,
  finishSession,
  leaveSessionTrace,
  type NewSession,
  officeCodeOf,
  type Secret,
  secretOf,
  useOfficeCode,
} from './sessions.store.ts'
import { network, requireNoWait, rightTry, takeTry, type Tries, triesOf } from './tries.store.ts'

export const passwordInput = z.string().check(z.minLength(1), z.maxLength(mostPasswordLength))
const loginInput = z.string().check(z.minLength(1), z.maxLength(200))

export type AnyAsked = Pick<Asked<unknown, unknown, unknown>, 'house' | 'address' | 'headers' | 'setCookie'>
export type Self = Pick<MeAnswer, 'account' | 'organisation'>

/** What stands between the first step and a session. `ways`: the account's factors, or those it may add. */
export interface NextStep {
  readonly step: 'second_factor' | 'enrol'
  readonly ways: readonly FactorKind[]
  readonly ticket: string
  /** What the browser's passkey is asked with. */
  readonly passkey?: object | undefined
}

const signIn = route({
  method: 'POST',
  path: '/api/sign-in',
  permission: 'public',
  summary:
    'Starts a session: answers who signed in and sets the session cookie, or answers the next step and a ticket where a second factor stands between',
  body: z.strictObject({ account: loginInput, password: passwordInput }),
  async answer(asked): Promise<Self | NextStep> {
    const { house, body, address } = asked
    const login = foldLogin(body.account)
    const tries = await triesOf(house, 'password', { login, address, device: deviceOf(asked) })
    await requireNoWait(house, tries)
    const secret = await withHashingTurn(
      () => provePassword(asked, tries, login, body.password),
      tries.isKnown,
    )
    if (!secret) refuse('sign_in.wrong')
    return enter(asked, { accountId: secret.account_id, organisationId: secret.organisation_id }, tries)
  },
})

const secondStep = route({
  method: 'POST',
  path: '/api/sign-in/second',
  permission: 'public',
  summary: 'The second step of a sign-in: a code or a passkey under the ticket of the first step',
  body: z.strictObject({ ticket: ticketInput, try: factorTry }),
  async answer(asked): Promise<Self> {
    const { house, body, address } = asked
    const place = placeOf(asked)
    const ticketHash = hashToken(body.ticket)
    const seen = await house.database.as({ kind: 'visitor' }, (tx) => readTicket(tx, ticketHash))
    if (seen?.purpose !== 'second_factor') refuse('sign_in.ticket_over')
    const by = { accountId: seen.account_id, organisationId: seen.organisation_id }
    const tries = await triesOf(house, 'factor', { login: seen.login, address, device: deviceOf(asked) })
    const { seconds, factors } = await house.database.as({ kind: 'visitor' }, async (tx) => {
      const [seconds, factors] = await Promise.all([takeTry(tx, tries), factorsOfTicket(tx, ticketHash)])
      return { seconds, factors }
    })
    if (seconds > 0) refuse('sign_in.wait', { seconds })
    const proof = await proofOf(house, place, body.try, body.ticket, { accountId: by.accountId, factors })
    const session = newSession(asked)
    const verdict = await house.database.as({ kind: 'visitor' }, async (tx) => {
      const verdict = await proveFactor(tx, ticketHash, body.try.way, proof)
      if (verdict === 'right') {
        if (!(await finishSession(tx, ticketHash, session.row)))
          throw new Error('a proved ticket opens its session')
        await rightTry(tx, tries)
      } else
        await leaveSessionTrace(tx, {
          act: 'session.second_factor',
          outcome: 'refused',
          accountId: by.accountId,
        })
      return verdict
    })
    if (verdict === 'over') refuse('sign_in.ticket_over')
    if (verdict === 'wrong') refuse('factor.wrong')
    return welcome(asked, by, session)
  },
})

const officeReset = route({
  method: 'POST',
  path: '/api/sign-in/reset',
  permission: 'public',
  summary:
    'A new password by the one-time code of the office; every session of the account ends, and its second factor stays',
  body: z.strictObject({
    account: loginInput,
    code: z.string().check(z.minLength(1), z.maxLength(60)),
    password: passwordInput,
  }),
  async answer(asked) {
    const { house, body, address } = asked
    const login = foldLogin(body.account)
    requireGoodPassword(body.password, login)
    const tries = await triesOf(house, 'code', { login, address, device: deviceOf(asked) })
    const codeHash = hashToken(foldOfficeCode(body.code))
    const { seconds, found } = await house.database.as({ kind: 'visitor' }, async (tx) => {
      const [seconds, found] = await Promise.all([takeTry(tx, tries), officeCodeOf(tx, login, codeHash)])
      return { seconds, found }
    })
    if (seconds > 0) refuse('sign_in.wait', { seconds })
    if (!found) {
      await house.database.as({ kind: 'visitor' }, (tx) =>
        leaveSessionTrace(tx, {
          act: 'session.office_code',
          outcome: 'refused',
          typed: typedLogin(house, login),
        }),
      )
      refuse('office_code.wrong')
    }
    const hash = await hashPassword(body.password)
    const isDone = await house.database.as({ kind: 'visitor' }, async (tx) => {
      const done = await useOfficeCode(tx, login, codeHash, hash)
      if (done) {
        await rightTry(tx, tries)
        await leaveSessionTrace(tx, {
          act: 'session.office_code',
          outcome: 'applied',
          accountId: found.account_id,
        })
      }
      return done
    })
    if (!isDone) refuse('office_code.wrong')
    return {}
  },
})

export const signInRoutes: readonly Route[] = [signIn, secondStep, officeReset]

/** The device's own token, if it was given one here before. */
export function deviceOf({ headers }: Pick<AnyAsked, 'headers'>): string | undefined {
  return cookieToken(String(headers['cookie'] ?? ''), deviceCookieName)
}

/** Minutes without use after which a screen of this server locks. */
export function screenMinutesOf({ signIn }: House): number {
  return signIn?.screenLocksAfter ?? screenLocksAfter
}

export interface Opening {
  readonly token: string
  readonly device: string
  readonly row: NewSession
}

/** A session that may be opened now: a new token in any case, whatever the browser sent. */
export function newSession(asked: AnyAsked): Opening {
  const { token, hash } = newSessionToken()
  const device = deviceOf(asked) ?? newSessionToken().token
  const row = {
    id: newId(),
    hash,
    label: deviceName(String(asked.headers['user-agent'] ?? '')),
    deviceHash: hashToken(device),
    networkHash: asked.house.keyedHash('network', network(asked.address)),
    lockSeconds: sessionLocksAfter(screenMinutesOf(asked.house)) * 60,
  }
  return { token, device, row }
}

/** The first step was right: a session, or the next step. */
export async function enter(
  asked: AnyAsked,
  by: { readonly accountId: string; readonly organisationId: string },
  tries: Tries,
): Promise<Self | NextStep> {
  const { house } = asked
  const session = newSession(asked)
  const { token: ticket, hash: ticketHash } = newSessionToken()
  const { outcome, ways } = await house.database.as({ kind: 'account', ...by }, async (tx) => {
    const [begun] = await Promise.all([
      beginSession(tx, session.row, floorOf(house), ticketHash),
      rightTry(tx, tries),
    ])
    return begun
  })
  if (outcome === 'open') return welcome(asked, by, session)
  if (outcome === 'enrol') return { step: 'enrol', ways: factorKinds, ticket }
  const factors = await house.database.as({ kind: 'visitor' }, (tx) => factorsOfTicket(tx, ticketHash))
  return {
    step: 'second_factor',
    ways,
    ticket,
    passkey: await passkeyQuestion(house, placeOf(asked), ticket, factors),
  }
}

/** The session is open: its cookie, the device's cookie, the audit line, and who it is. */
export async function welcome(
  { house, setCookie }: AnyAsked,
  by: { readonly accountId: string; readonly organisationId: string },
  { token, device }: Opening,
): Promise<Self> {
  const self = await house.database.as({ kind: 'account', ...by }, async (tx) => {
    const [read] = await Promise.all([
      readSelf(tx),
      forgetOldDevices(tx),
      leaveSessionTrace(tx, { act: 'session.sign_in', outcome: 'applied', by, accountId: by.accountId }),
    ])
    return read
  })
  setCookie(sessionCookieName, token, browserSession.lastsSeconds)
  setCookie(deviceCookieName, device, knownDevices.unusedDays * 24 * 3600)
  return self
}

/**
 * One guess at a password, within its turn and counted before it is made. An unknown login costs the same statements
 * and the same hashing as a known one.
 */
async function provePassword(
  { house }: AnyAsked,
  tries: Tries,
  login: string,
  password: string,
): Promise<Secret | undefined> {
  const { seconds, secret } = await house.database.as({ kind: 'visitor' }, async (tx) => {
    const [seconds, secret] = await Promise.all([takeTry(tx, tries), secretOf(tx, login)])
    return { seconds, secret }
  })
  if (seconds > 0) refuse('sign_in.wait', { seconds })
  if (await verifyPassword(secret?.password_hash, password)) return secret
  await house.database.as({ kind: 'visitor' }, (tx) =>
    leaveSessionTrace(tx, {
      act: 'session.sign_in',
      outcome: 'refused',
      accountId: secret?.account_id,
      typed: typedLogin(house, login),
    }),
  )
  return undefined
}

function typedLogin(house: House, login: string): string {
  return house.keyedHash('audit.login', login).toString('hex').slice(0, 16)
}
