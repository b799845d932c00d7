import * as z from 'zod/mini'
import { refuse } from '../basics/refusal.ts'
import { hashToken } from '../server/circumstances.ts'
import { counterAfter, optionsToProve, ownerIn, passkeyAnswer } from '../server/passkeys.ts'
import { type Route, route } from '../server/route.ts'
import { newSessionToken } from '../server/session-token.ts'
import { openTicket } from './factors.store.ts'
import { passkeyOfTicket, provePasskeyOf } from './passkey-sign-in.store.ts'
import { challengeOf, placeOf, ticketInput } from './second-factor.store.ts'
import { finishSession, leaveSessionTrace } from './sessions.store.ts'
import { deviceOf, newSession, type Self, welcome } from './sign-in.routes.ts'
import { rightTry, takeTry, triesOf } from './tries.store.ts'

const begin = route({
  method: 'POST',
  path: '/api/sign-in/passkey/begin',
  permission: 'public',
  summary:
    'What the browser’s passkey is asked with, and a ticket: the same for everybody, no account is named',
  body: z.strictObject({}),
  async answer(asked) {
    const { house } = asked
    const { token: ticket, hash } = newSessionToken()
    const place = placeOf(asked)
    await house.database.as({ kind: 'visitor' }, (tx) =>
      openTicket(tx, { hash, purpose: 'passkey', seconds: 300 }),
    )
    return { ticket, passkey: await optionsToProve(place, challengeOf(house, ticket), [], 'required') }
  },
})

const signIn = route({
  method: 'POST',
  path: '/api/sign-in/passkey',
  permission: 'public',
  summary:
    'Starts a session by a passkey alone, whose device has asked who holds it: two factors in one, so that no second step follows',
  body: z.strictObject({ ticket: ticketInput, answer: passkeyAnswer }),
  async answer(asked): Promise<Self> {
    const { house, body, address } = asked
    const place = placeOf(asked)
    const ticketHash = hashToken(body.ticket)
    const key = await house.database.as({ kind: 'visitor' }, (tx) =>
      passkeyOfTicket(tx, ticketHash, body.answer.id, place.rpId),
    )
    // an unknown passkey falls under counts like a known one, and is refused alike
    const login = key?.login ?? `passkey ${body.answer.id}`
    const tries = await triesOf(house, 'passkey', { login, address, device: deviceOf(asked) })
    const seconds = await house.database.as({ kind: 'visitor' }, (tx) => takeTry(tx, tries))
    if (seconds > 0) refuse('sign_in.wait', { seconds })
    const counter =
      key && ownerIn(body.answer) === key.account_id
        ? await counterAfter(
            body.answer,
            place,
            challengeOf(house, body.ticket),
            {
              credentialId: body.answer.id,
              publicKey: key.public_key,
              counter: Number(key.counter),
            },
            true,
          )
        : undefined
    const proof = key && counter !== undefined ? { factorId: key.id, counter } : undefined
    const session = newSession(asked)
    const verdict = await house.database.as({ kind: 'visitor' }, async (tx) => {
      const verdict = await provePasskeyOf(tx, ticketHash, proof)
      if (verdict === 'right') {
        if (!(await finishSession(tx, ticketHash, session.row)))
          throw new Error('a proved ticket opens its session')
        await rightTry(tx, tries)
      } else
        await leaveSessionTrace(tx, {
          act: 'session.passkey',
          outcome: 'refused',
          accountId: key?.account_id,
        })
      return verdict
    })
    if (verdict === 'over') refuse('sign_in.ticket_over')
    if (verdict === 'wrong' || key === undefined) refuse('factor.wrong')
    return welcome(asked, { accountId: key.account_id, organisationId: key.organisation_id }, session)
  },
})

export const passkeySignInRoutes: readonly Route[] = [begin, signIn]
