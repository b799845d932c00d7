import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { factOrRefuse } from './referral-facts.ts'
import { asReceiver, asSender, by, foundOrRefuse } from './sides.ts'
import { factsOf, standingOf, take } from './step.ts'

const byReferral = ({ referralId }: { readonly referralId: string }) => referralId
const root = { kind: 'referral', id: byReferral } as const
const needs = { reference: true, referral: byReferral } as const

/** A question before deciding. The first one stops the clock of the decision until it is answered, two working days at most. */
export const askInformation = action({
  name: 'referral.ask_information',
  input: z.strictObject({ referralId: id, question: text(500), by: z.optional(by) }),
  root,
  needs,
  decide: ({ referral, reference }, { question, by }, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asReceiver(known, circumstances, { name: 'referral.ask_information', reference, by })
    const before = known.referral
    factOrRefuse(standingOf(before), factsOf(before), 'info_requested', acting.party)
    return take({
      name: 'referral.ask_information',
      known,
      reference,
      circumstances,
      acting,
      set: {
        // The first question keeps its time: only that one stops the clock.
        infoRequestedAt: before.infoRequestedAt ?? acting.at,
        infoQuestion: question,
        acknowledgedAt: before.acknowledgedAt ?? acting.at,
      },
      detail: { question },
    })
  },
})

export const answerInformation = action({
  name: 'referral.answer_information',
  input: z.strictObject({ referralId: id, answer: text(500) }),
  root,
  needs,
  decide: ({ referral, reference }, { answer }, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asSender(known, circumstances)
    const before = known.referral
    factOrRefuse(standingOf(before), factsOf(before), 'info_answered', acting.party)
    if (before.infoQuestion === null)
      refuse('referral.fact_not_allowed', { fact: 'info_answered', state: before.state })
    return take({
      name: 'referral.answer_information',
      known,
      reference,
      circumstances,
      acting,
      // No open question is left; what was asked and answered stands in the story.
      set: { infoAnsweredAt: before.infoAnsweredAt ?? acting.at, infoQuestion: null },
      detail: { answer },
    })
  },
})
