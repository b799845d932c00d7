import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { editsOwn, offerToLookAfter, ownOffer } from './own-offer.ts'

/** Not shown any more: `hidden` until somebody says that it is right again, `ended` for good. Ending it for others is for who keeps the directory. */
export const takeDownOffer = action({
  name: 'offer.take_down',
  input: z.strictObject({ offerId: id, to: z.enum(['hidden', 'ended']) }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId, directoryRights: ({ offerId }) => offerId },
  decide({ offer, directoryRights }, { offerId, to }, { who }) {
    const known =
      offer?.organisationId === who.organisationId && editsOwn(who)
        ? ownOffer(offer, who)
        : offerToLookAfter(offer, directoryRights, to === 'ended' ? 'keeps' : 'checks')
    return {
      changes: [
        {
          op: 'update',
          table: 'offer',
          key: offerId,
          set: {
            state: to,
            followUpOn: null,
            ...(to === 'ended' ? { wantsPublishing: false } : {}),
            rev: known.rev + 1,
          },
        },
      ],
      result: { state: to },
      audit: { offerId, from: known.state, to },
    }
  },
})

/** Takes an entry of the queue on: who did it asks again on this day, and the others see that. */
export const followUpOffer = action({
  name: 'offer.follow_up',
  input: z.strictObject({ offerId: id, onDay: day }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId, directoryRights: ({ offerId }) => offerId },
  decide({ offer, directoryRights }, { offerId, onDay }, { who, today }) {
    const known = offerToLookAfter(offer, directoryRights, 'checks')
    if (onDay < today) refuse('input.invalid', { fields: ['onDay'] })
    return {
      changes: [
        {
          op: 'update',
          table: 'offer',
          key: offerId,
          set: { keeperId: who.accountId, followUpOn: onDay, rev: known.rev + 1 },
        },
      ],
      audit: { offerId, onDay },
    }
  },
})
