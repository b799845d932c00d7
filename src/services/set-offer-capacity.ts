import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { capacityInput, waitDaysInput } from './offer-fields.ts'
import { ownOffer } from './own-offer.ts'

/** The light of an offer: places, a waiting list, none, or ask. Whoever sets it speaks for today, not for the rest of the offer. */
export const setOfferCapacity = action({
  name: 'offer.set_capacity',
  input: z.strictObject({
    offerId: id,
    capacity: capacityInput,
    waitDays: z.optional(z.nullable(waitDaysInput)),
  }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId },
  decide({ offer }, { offerId, capacity, waitDays = null }, { who, now }) {
    const known = ownOffer(offer, who)
    return {
      changes: [
        {
          op: 'update',
          table: 'offer',
          key: offerId,
          set: {
            capacity,
            waitDays: capacity === 'no' ? null : waitDays,
            capacityAt: now,
            rev: known.rev + 1,
          },
        },
      ],
      audit: { offerId, from: known.capacity, to: capacity },
    }
  },
})
