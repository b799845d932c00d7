import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { hashToken, newId } from '../server/circumstances.ts'
import type { House } from '../server/house.ts'
import { optionsToAdd, passkeyIn, type PasskeyPlace } from '../server/passkeys.ts'
import { type Route, route } from '../server/route.ts'
import { newSessionToken, sessionCookieName } from '../server/session-token.ts'
import { base32, newTotpSecret, seal, stepOf, totpAddress, unseal } from '../server/totp.ts'
import { deviceName } from './device-name.ts'
import { type FactorKind, factorKinds } from './factor-rule.ts'
import {
  addPasskey,
  beginFactor,
  begunSecret,
  confirmFactor,
  type FactorDoor,
  openTicket,
  ownFactors,
  ownPasskeys,
  readTicket,
  removeFactor,
  takeTicket,
} from './factors.store.ts'
import {
  challengeOf,
  digitsIn,
  factorTry,
  type FactorTry,
  floorOf,
  newPrintedCodes,
  placeOf,
  printedHash,
  ticketInput,
  totpKey,
} from './second-factor.store.ts'
import { traceOf } from './session.routes.ts'
import { browserSession } from './session-settings.ts'
import { endSessionsOf, finishSession, leaveSessionTrace, renewSession } from './sessions.store.ts'
import { type AnyAsked, newSession, type Self, welcome } from './sign-in.routes.ts'

const way = z.enum(factorKinds)

const own = route({
  method: 'GET',
  path: '/api/factors',
  permission: 'signed_in',
  summary: 'The second factors of this account: which, since when and last used; never their secrets',
  async answer({ read }) {
    const { result } = await read(ownFactors)
    return {
      items: result.map((row) => ({
        id: row.id,
        kind: row.kind,
        label: row.label,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
        codesLeft: row.codes_left,
      })),
    }
  },
})

const begin = route({
  method: 'POST',
  path: '/api/factors/begin',
  permission: 'signed_in',
  fresh: true,
  summary:
    'Begins a second factor: a secret for an authenticator app, a sheet of codes, or what to ask a passkey',
  body: z.strictObject({ way }),
  async answer(asked) {
    const { house, body, transact } = asked
    const { token: ticket, hash } = newSessionToken()
    const who = await transact(async (tx, identity) => {
      const who = await identity
      if (body.way === 'passkey')
        await openTicket(tx, { hash, purpose: 'register', sessionId: who.sessionId, seconds: 300 })
      return who
    })
    const door = { sessionId: who.sessionId, ticketHash: null }
    return beginWith(house, placeOf(asked), who, door, body.way, ticket)
  },
})

const confirm = route({
  method: 'POST',
  path: '/api/factors/confirm',
  permission: 'signed_in',
  fresh: true,
  summary:
    'The first right code, or the passkey’s answer: the factor counts from now on, every other session ends and this one gets a new token',
  body: z.strictObject({ ticket: z.optional(ticketInput), try: factorTry }),
  async answer(asked) {
    const { body, transact, setCookie, headers } = asked
    const who = await transact((_tx, identity) => identity)
    const door = { sessionId: who.sessionId, ticketHash: null }
    const ready = await readyToConfirm(asked, placeOf(asked), who.accountId, body.try, body.ticket ?? '')
    const renewed = newSessionToken()
    await transact(async (tx) => {
      if (body.try.way === 'passkey') {
        const taken = body.ticket ? await takeTicket(tx, hashToken(body.ticket), 'register') : undefined
        if (taken?.session_id !== who.sessionId) refuse('sign_in.ticket_over')
      }
      if (!(await ready(tx, door, deviceName(String(headers['user-agent'] ?? ''))))) refuse('factor.wrong')
      await Promise.all([
        endSessionsOf(tx, who.accountId, who.sessionId),
        renewSession(tx, who.sessionId, renewed.hash),
        leaveSessionTrace(tx, traceOf(who, 'factor.add', 'applied')),
      ])
    })
    setCookie(sessionCookieName, renewed.token, browserSession.lastsSeconds)
    return {}
  },
})

const remove = route({
  method: 'POST',
  path: '/api/factors/:id/remove',
  permission: 'signed_in',
  fresh: true,
  summary: 'Takes a second factor away; the last one stays where the role needs one',
  params: z.strictObject({ id }),
  body: z.strictObject({}),
  async answer({ house, params, transact, setCookie }) {
    const renewed = newSessionToken()
    await transact(async (tx, identity) => {
      const who = await identity
      const verdict = await removeFactor(tx, who.sessionId, params.id, floorOf(house))
      if (verdict === 'not_fresh') refuse('session.not_fresh')
      if (verdict === 'needed') refuse('factor.last_needed')
      if (verdict === 'unknown') refuse('factor.not_found')
      await Promise.all([
        renewSession(tx, who.sessionId, renewed.hash),
        leaveSessionTrace(tx, traceOf(who, 'factor.remove', 'applied')),
      ])
    })
    setCookie(sessionCookieName, renewed.token, browserSession.lastsSeconds)
    return {}
  },
})

const enrol = route({
  method: 'POST',
  path: '/api/sign-in/enrol',
  permission: 'public',
  summary:
    'On the way in, where the role needs a factor and the account has none: begins one under the ticket',
  body: z.strictObject({ ticket: ticketInput, way }),
  async answer(asked) {
    const { house, body } = asked
    const { who, door } = await enrolling(house, body.ticket)
    return beginWith(house, placeOf(asked), who, door, body.way, body.ticket)
  },
})

const confirmEnrolment = route({
  method: 'POST',
  path: '/api/sign-in/enrol/confirm',
  permission: 'public',
  summary: 'The first right code or the passkey’s answer on the way in: starts the session',
  body: z.strictObject({ ticket: ticketInput, try: factorTry }),
  async answer(asked): Promise<Self> {
    const { house, body, headers } = asked
    const { who, door } = await enrolling(house, body.ticket)
    const ready = await readyToConfirm(asked, placeOf(asked), who.accountId, body.try, body.ticket)
    const session = newSession(asked)
    const by = { accountId: who.accountId, organisationId: who.organisationId }
    await house.database.as({ kind: 'account', ...by }, async (tx) => {
      if (!(await ready(tx, door, deviceName(String(headers['user-agent'] ?? ''))))) refuse('factor.wrong')
      if (!(await finishSession(tx, hashToken(body.ticket), session.row))) refuse('sign_in.ticket_over')
      await leaveSessionTrace(tx, {
        act: 'factor.add',
        outcome: 'applied',
        by,
        accountId: who.accountId,
      })
    })
    return welcome(asked, by, session)
  },
})

export const factorRoutes: readonly Route[] = [own, begin, confirm, remove, enrol, confirmEnrolment]

interface Enrolling {
  readonly accountId: string
  readonly organisationId: string
  readonly login: string
}

async function enrolling(house: House, ticket: string): Promise<{ who: Enrolling; door: FactorDoor }> {
  const ticketHash = hashToken(ticket)
  const seen = await house.database.as({ kind: 'visitor' }, (tx) => readTicket(tx, ticketHash))
  if (seen?.purpose !== 'enrol') refuse('sign_in.ticket_over')
  return {
    who: { accountId: seen.account_id, organisationId: seen.organisation_id, login: seen.login },
    door: { sessionId: null, ticketHash },
  }
}

async function beginWith(
  house: House,
  place: PasskeyPlace,
  { accountId, organisationId, login }: Enrolling,
  door: FactorDoor,
  kind: FactorKind,
  ticket: string,
): Promise<object> {
  const as = { kind: 'account', accountId, organisationId } as const
  if (kind === 'passkey') {
    const known = await house.database.as(as, ownPasskeys)
    const options = await optionsToAdd(
      place,
      challengeOf(house, ticket),
      { id: accountId, login },
      known.map(({ credential_id, transports }) => ({ credentialId: credential_id, transports })),
    )
    return { options, ticket }
  }
  const factorId = newId()
  if (kind === 'totp') {
    const secret = newTotpSecret()
    const sealed = seal(totpKey(house), secret, factorId)
    const done = await house.database.as(as, (tx) => beginFactor(tx, door, { id: factorId, kind, sealed }))
    if (!done) refuse('session.not_fresh')
    return { secret: base32(secret), address: totpAddress(secret, login, 'Ihala') }
  }
  const codes = newPrintedCodes()
  const codeHashes = codes.map((one) => printedHash(house, accountId, one))
  const done = await house.database.as(as, (tx) => beginFactor(tx, door, { id: factorId, kind, codeHashes }))
  if (!done) refuse('session.not_fresh')
  return { codes }
}

type Confirm = (tx: Parameters<typeof confirmFactor>[0], door: FactorDoor, device: string) => Promise<boolean>

/** Looks at the first code or answer; what it answers writes it, in the transaction that also renews or opens a session. */
async function readyToConfirm(
  { house }: AnyAsked,
  place: PasskeyPlace,
  accountId: string,
  given: FactorTry,
  ticket: string,
): Promise<Confirm> {
  if (given.way === 'codes') {
    const codeHash = printedHash(house, accountId, given.code)
    return (tx, door) => confirmFactor(tx, door, 'codes', { codeHash })
  }
  if (given.way === 'totp')
    return async (tx, door) => {
      const begun = await begunSecret(tx, door)
      if (begun === undefined) return false
      const secret = unseal(totpKey(house), begun.sealed, begun.id)
      const step = stepOf(secret, digitsIn(given.code), Date.parse(house.now()))
      return step === undefined ? false : confirmFactor(tx, door, 'totp', { step })
    }
  const passkey = await passkeyIn(given.answer, place, challengeOf(house, ticket))
  if (!passkey) return async () => false
  return (tx, door, device) =>
    addPasskey(tx, door, { id: newId(), rpId: place.rpId, label: device, ...passkey })
}
