import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'
import { factOrRefuse } from './referral-facts.ts'
import { asReceiver, asSender, by, foundOrRefuse, sidesOf } from './sides.ts'
import { factsOf, standingOf, take } from './step.ts'

/**
 * A word on the way that both sides read: an interim note, or that the urgent hand-over was also spoken (`about: call`,
 * U0 and U1). The sender's own thoughts belong into the case.
 */
export const addReferralNote = action({
  name: 'referral.add_note',
  input: z.strictObject({
    referralId: id,
    note: text(500),
    about: z.optional(z.enum(['note', 'call'])),
    by: z.optional(by),
  }),
  root: { kind: 'referral', id: ({ referralId }: { readonly referralId: string }) => referralId },
  needs: { reference: true, referral: ({ referralId }: { readonly referralId: string }) => referralId },
  decide: ({ referral, reference }, { note, about = 'note', by }, circumstances) => {
    const known = foundOrRefuse(referral)
    const speaksForItself = sidesOf(known, circumstances.who).sender && !by
    const acting = speaksForItself
      ? asSender(known, circumstances)
      : asReceiver(known, circumstances, { name: 'referral.add_note', reference, by })
    factOrRefuse(standingOf(known.referral), factsOf(known.referral), 'interim_note', acting.party)
    return take({
      name: 'referral.add_note',
      known,
      reference,
      circumstances,
      acting,
      set: {},
      detail: { note, about },
    })
  },
})
