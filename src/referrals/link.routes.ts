import * as z from 'zod/mini'
import type { Answer } from '../actions/action.ts'
import { perform } from '../actions/perform.store.ts'
import { id } from '../basics/inputs.ts'
import { Refusal, refuse } from '../basics/refusal.ts'
import type { LinkAnswer } from '../records/answers.ts'
import { hashToken, hashWord } from '../server/circumstances.ts'
import { tellRefusal } from '../server/http.ts'
import { type Route, route } from '../server/route.ts'
import { type LinkedReferral, openLinkedReferral } from './link.store.ts'
import { openActions } from './may.ts'

const key = {
  token: z.string().check(z.minLength(1), z.maxLength(100)),
  word: z.string().check(z.minLength(1), z.maxLength(100)),
}

/** States in which a provider has nothing more to do, whatever its link was for. */
const stopped: readonly string[] = ['cancelled', 'declined', 'failed', 'entered_in_error']

/**
 * A provider without account opens its link. Before the right word nothing is said, not even whether there is such a link:
 * an unknown, expired, revoked or closed link and a wrong word all get the same answer. POST, and the token never stands in
 * a URL the server sees. Where the referral stopped meanwhile, only that is said.
 */
const open = route({
  method: 'POST',
  path: '/api/link/open',
  permission: 'public',
  summary: 'Opens a one-time link with its code word: the step it is for and the minimal summary',
  body: z.strictObject(key),
  async answer({ house, body, signal }): Promise<LinkAnswer> {
    const found = await house.database.as(
      { kind: 'visitor' },
      (tx) => openLinkedReferral(tx, hashToken(body.token), hashWord(house.secret, body.word)),
      { signal },
    )
    if (found.verdict === 'used') return { verdict: 'used', step: found.step, referral: null, may: [] }
    if (!found.referral || found.step === null) return refuse('link.unknown')
    if (stopped.includes(found.referral.state))
      return { verdict: 'over', step: found.step, referral: null, may: [] }
    return {
      verdict: 'open',
      step: found.step,
      referral: shown(found.referral),
      may: openActions(found.referral, 'receiver', found.step),
    }
  },
})

const act = route({
  method: 'POST',
  path: '/api/link/act',
  permission: 'public',
  summary: 'Performs one action through a one-time link',
  body: z.strictObject({ ...key, id, name: z.string().check(z.maxLength(80)), input: z.unknown() }),
  async answer({ house, body, locale, signal }): Promise<Answer> {
    const caller = {
      kind: 'link',
      tokenHash: hashToken(body.token),
      wordHash: hashWord(house.secret, body.word),
    } as const
    const answer = await perform(
      house,
      caller,
      { id: body.id, name: body.name, input: body.input },
      signal,
    ).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'link.wrong_word') return refuse('link.unknown')
      throw error
    })
    return answer.refusal === undefined ? answer : { ...answer, refusal: tellRefusal(answer.refusal, locale) }
  },
})

export const linkRoutes: readonly Route[] = [open, act]

function shown(referral: LinkedReferral): NonNullable<LinkAnswer['referral']> {
  return {
    id: referral.id,
    code: referral.code,
    service: referral.service,
    urgency: referral.urgency,
    state: referral.state,
    senderNames: referral.senderNames,
    senderSiteNames: referral.senderSiteNames,
    receiverNames: referral.receiverNames,
    offerNames: referral.offerNames,
    ageBand: referral.ageBand,
    sex: referral.sex,
    language: referral.language,
    interpreterNeeded: referral.interpreterNeeded,
    placeNames: referral.placeNames,
    accompaniment: referral.accompaniment,
    sentAt: referral.sentAt,
    decideDueAt: referral.decideDueAt,
    appointment: referral.appointment,
    expectedOn: referral.expectedOn,
  }
}
