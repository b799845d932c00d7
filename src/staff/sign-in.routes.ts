import * as z from 'zod/mini'
import { refuse } from '../basics/refusal.ts'
import { newId } from '../server/circumstances.ts'
import type { House } from '../server/house.ts'
import { hashPassword, verifyPassword, withHashingTurn } from '../server/passwords.ts'
import { type Route, route } from '../server/route.ts'
import { newSessionToken, sessionCookieName } from '../server/session-token.ts'
import { deviceName } from './device-name.ts'
import { foldLogin } from './login.ts'
import { readSelf } from './me.store.ts'
import { mostPasswordLength, requireGoodPassword } from './password-rule.ts'
import { browserSession, freeFailures } from './session-settings.ts'
import {
  endSession,
  endSessionsOf,
  leaveSessionTrace,
  ownSecret,
  ownSessions,
  secretOf,
  setOwnPassword,
  startSession,
  throttleClear,
  throttleFailure,
  throttleWait,
} from './sessions.store.ts'

const password = z.string().check(z.minLength(1), z.maxLength(mostPasswordLength))
const nothing = z.strictObject({})

const signIn = route({
  method: 'POST',
  path: '/api/sign-in',
  permission: 'public',
  summary: 'Starts a session: answers who signed in and sets the session cookie',
  body: z.strictObject({ account: z.string().check(z.minLength(1), z.maxLength(200)), password }),
  async answer({ house, body, address, headers, setCookie }) {
    const login = foldLogin(body.account)
    const keys = throttleKeys(house, login, address)
    await requireNoWait(house, keys)
    const secret = await withHashingTurn(() => provePassword(house, keys, login, body.password))
    if (!secret) refuse('sign_in.wrong')
    const { token, hash } = newSessionToken()
    const by = { accountId: secret.account_id, organisationId: secret.organisation_id }
    const self = await house.database.as({ kind: 'account', ...by }, async (tx) => {
      const session = {
        id: newId(),
        accountId: by.accountId,
        hash,
        label: deviceName(String(headers['user-agent'] ?? '')),
      }
      const [, , , read] = await Promise.all([
        startSession(tx, session),
        throttleClear(tx, keys[0]),
        leaveSessionTrace(tx, { act: 'session.sign_in', outcome: 'applied', by, accountId: by.accountId }),
        readSelf(tx),
      ])
      return read
    })
    setCookie(sessionCookieName, token, browserSession.lastsSeconds)
    return self
  },
})

const signOut = route({
  method: 'POST',
  path: '/api/sign-out',
  permission: 'signed_in',
  summary: 'Ends this session',
  body: nothing,
  beforePasswordChange: true,
  async answer({ transact, setCookie }) {
    await transact(async (tx, identity) => {
      const who = await identity
      await Promise.all([
        endSession(tx, who.sessionId),
        leaveSessionTrace(tx, {
          act: 'session.sign_out',
          outcome: 'applied',
          by: who,
          accountId: who.accountId,
        }),
      ])
    })
    setCookie(sessionCookieName, '', 0)
    return {}
  },
})

const signOutEverywhere = route({
  method: 'POST',
  path: '/api/sign-out-everywhere',
  permission: 'signed_in',
  summary: 'Ends every session of the account, in browsers and programs, this one too',
  body: nothing,
  beforePasswordChange: true,
  async answer({ transact, setCookie }) {
    await transact(async (tx, identity) => {
      const who = await identity
      await Promise.all([
        endSessionsOf(tx, who.accountId, null),
        leaveSessionTrace(tx, {
          act: 'session.sign_out_everywhere',
          outcome: 'applied',
          by: who,
          accountId: who.accountId,
        }),
      ])
    })
    setCookie(sessionCookieName, '', 0)
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
  body: z.strictObject({ old: password, new: password }),
  beforePasswordChange: true,
  async answer({ house, body, address, transact, setCookie }) {
    const { who, own } = await transact(async (tx, identity) => {
      const who = await identity
      return { who, own: await ownSecret(tx, who.sessionId) }
    })
    const keys = throttleKeys(house, who.login, address)
    await requireNoWait(house, keys)
    requireGoodPassword(body.new, who.login)
    if (body.new === body.old) refuse('password.too_weak', { because: 'same', least: 0 })
    const isRight = await withHashingTurn(async () => {
      await requireNoWait(house, keys)
      if (await verifyPassword(own?.password_hash ?? undefined, body.old)) return true
      await house.database.as(
        { kind: 'account', accountId: who.accountId, organisationId: who.organisationId },
        (tx) =>
          Promise.all([
            throttleFailure(tx, keys, [freeFailures.login, freeFailures.address]),
            leaveSessionTrace(tx, {
              act: 'session.change_password',
              outcome: 'refused',
              by: who,
              accountId: who.accountId,
            }),
          ]),
      )
      return false
    })
    if (!isRight) refuse('password.wrong')
    const hash = await hashPassword(body.new)
    const renewed = own?.kind === 'browser' ? newSessionToken() : undefined
    await transact(async (tx) => {
      await Promise.all([
        setOwnPassword(tx, who.accountId, hash),
        endSessionsOf(tx, who.accountId, renewed ? null : who.sessionId),
        renewed
          ? startSession(tx, {
              id: newId(),
              accountId: who.accountId,
              hash: renewed.hash,
              label: own?.label ?? null,
            })
          : undefined,
        throttleClear(tx, keys[0]),
        leaveSessionTrace(tx, {
          act: 'session.change_password',
          outcome: 'applied',
          by: who,
          accountId: who.accountId,
        }),
      ])
    })
    if (renewed) setCookie(sessionCookieName, renewed.token, browserSession.lastsSeconds)
    return {}
  },
})

export const signInRoutes: readonly Route[] = [signIn, signOut, signOutEverywhere, mySessions, changePassword]

type ThrottleKeys = readonly [login: Buffer, address: Buffer]

/** Keyed hashes: who reads the table learns neither logins nor addresses. */
function throttleKeys(house: House, login: string, address: string): ThrottleKeys {
  return [house.keyedHash('throttle.login', login), house.keyedHash('throttle.address', network(address))]
}

/** An IPv6 customer owns a whole /64; counting single addresses of it would count nothing. */
function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const groups = address.includes('::')
    ? [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
    : front
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

async function requireNoWait(house: House, keys: ThrottleKeys): Promise<void> {
  const seconds = await house.database.as({ kind: 'visitor' }, (tx) => throttleWait(tx, keys))
  if (seconds > 0) refuse('sign_in.wait', { seconds })
}

/**
 * One guess at a password, within its turn, so that guesses sent all at once are counted one after the other. An unknown
 * login costs the same statements and the same hashing as a known one.
 */
async function provePassword(house: House, keys: ThrottleKeys, login: string, password: string) {
  const { seconds, secret } = await house.database.as({ kind: 'visitor' }, async (tx) => {
    const [seconds, secret] = await Promise.all([throttleWait(tx, keys), secretOf(tx, login)])
    return { seconds, secret }
  })
  if (seconds > 0) refuse('sign_in.wait', { seconds })
  if (await verifyPassword(secret?.password_hash, password)) return secret
  await house.database.as({ kind: 'visitor' }, (tx) =>
    Promise.all([
      throttleFailure(tx, keys, [freeFailures.login, freeFailures.address]),
      leaveSessionTrace(tx, { act: 'session.sign_in', outcome: 'refused', accountId: secret?.account_id }),
    ]),
  )
  return undefined
}
