import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { capacityInput, waitDaysInput } from './offer-fields.ts'
import { afterCheck } from './offer-states.ts'
import { offerToLookAfter } from './own-offer.ts'

/**
 * Somebody else looked after an offer: telephoned or went there, and writes down what was said, by whom and on which day.
 * `correct` makes it fresh; `wrong` and `not_reached` are kept and change nothing. Whoever saved it last does not verify it.
 */
export const verifyOffer = action({
  name: 'offer.verify',
  input: z.strictObject({
    checkId: id,
    offerId: id,
    how: z.enum(['call', 'visit']),
    onDay: day,
    said: z.enum(['correct', 'wrong', 'not_reached']),
    spokeWith: z.optional(line(120)),
    capacity: z.optional(capacityInput),
    waitDays: z.optional(z.nullable(waitDaysInput)),
  }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId, directoryRights: ({ offerId }) => offerId },
  decide({ offer, directoryRights }, given, { who, now, today }) {
    const known = offerToLookAfter(offer, directoryRights, 'checks')
    if (known.savedBy === who.accountId) refuse('offer.own_word')
    if (given.onDay > today) refuse('date.in_future')
    const isRight = given.said === 'correct'
    const { capacity = known.capacity } = given
    const state = isRight ? afterCheck(known, today) : known.state
    return {
      changes: [
        {
          op: 'insert',
          table: 'offer_check',
          row: {
            id: given.checkId,
            organisationId: known.organisationId,
            offerId: known.id,
            how: given.how,
            onDay: given.onDay,
            spokeWith: given.spokeWith ?? null,
            said: given.said,
            checkedBy: who.accountId,
            checkedByOrganisationId: who.organisationId,
            checkedAt: now,
          },
        },
        ...(isRight
          ? [
              {
                op: 'update' as const,
                table: 'offer' as const,
                key: known.id,
                set: {
                  state,
                  verifiedAt: now,
                  verifiedHow: given.how,
                  checkedAt: now,
                  checkedHow: given.how,
                  checkedBy: who.accountId,
                  checkedByOrganisationId: who.organisationId,
                  remindedAt: null,
                  followUpOn: null,
                  ...(given.capacity === undefined
                    ? {}
                    : {
                        capacity,
                        waitDays: capacity === 'waitlist' ? (given.waitDays ?? null) : null,
                        capacityAt: now,
                      }),
                  rev: known.rev + 1,
                },
              },
            ]
          : []),
      ],
      result: { state },
      audit: { offerId: known.id, how: given.how, said: given.said, from: known.state, to: state },
    }
  },
})
