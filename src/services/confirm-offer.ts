import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { afterWord } from './offer-states.ts'
import { ownOffer } from './own-offer.ts'

/** "Still correct", in one tap: the offer is fresh again, and shown again if it had been hidden for want of this word. */
export const confirmOffer = action({
  name: 'offer.confirm',
  input: z.strictObject({ offerId: id }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId },
  decide({ offer }, { offerId }, { who, now, today }) {
    const known = ownOffer(offer, who)
    const state = afterWord(known, today)
    return {
      changes: [
        {
          op: 'update',
          table: 'offer',
          key: offerId,
          set: {
            verifiedAt: now,
            verifiedHow: 'provider',
            confirmedAt: now,
            remindedAt: null,
            state,
            rev: known.rev + 1,
          },
        },
      ],
      result: { state, verifiedAt: now },
      audit: { offerId, from: known.state, to: state },
    }
  },
})
