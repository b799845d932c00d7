import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { ownOffer } from './own-offer.ts'

/** "Still correct", in one tap: the offer is fresh again, and shown again if it had been hidden for want of this word. */
export const confirmOffer = action({
  name: 'offer.confirm',
  input: z.strictObject({ offerId: id }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId },
  decide({ offer }, { offerId }, { who, now }) {
    const known = ownOffer(offer, who)
    const state = known.state === 'stale' || known.state === 'hidden' ? 'published' : known.state
    return {
      changes: [
        {
          op: 'update',
          table: 'offer',
          key: offerId,
          set: { verifiedAt: now, verifiedHow: 'provider', state, rev: known.rev + 1 },
        },
      ],
      result: { state, verifiedAt: now },
      audit: { offerId, from: known.state, to: state },
    }
  },
})
