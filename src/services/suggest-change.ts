import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { editsOwn } from './own-offer.ts'
import { afterTaking, suggestible, suggestibleFields, suggestionAbout, takeable } from './suggestion.ts'

const proposedInput = z.partial(z.strictObject(suggestible))

/** "This is not right": an officer or a provider says what stands otherwise. Nothing of the offer changes by it. */
export const suggestChange = action({
  name: 'offer.suggest',
  input: z.strictObject({
    suggestionId: id,
    offerId: id,
    about: z.enum(suggestionAbout),
    proposed: z.optional(proposedInput),
    note: z.optional(text(1000)),
  }),
  root: { kind: 'none' },
  needs: { offer: ({ offerId }) => offerId },
  decide({ offer }, { suggestionId, offerId, about, proposed = {}, note }, { who, now }) {
    if (!offer) refuse('offer.not_found')
    if (about === 'wrong' && note === undefined && Object.keys(proposed).length === 0)
      refuse('input.invalid', { fields: ['note'] })
    return {
      changes: [
        {
          op: 'insert',
          table: 'directory_suggestion',
          row: {
            id: suggestionId,
            organisationId: offer.organisationId,
            offerId,
            source: offer.organisationId === who.organisationId ? 'provider' : 'officer',
            sourceName: null,
            about,
            proposed,
            note: note ?? null,
            state: 'open',
            createdAt: now,
            createdBy: who.accountId,
            createdByOrganisationId: who.organisationId,
          },
        },
      ],
      result: { suggestionId },
      audit: { offerId, about },
    }
  },
})

/**
 * The provider, or who keeps the directory, takes of a suggestion what is right, field by field, or refuses it with a
 * reason. What was taken is the provider's word only where the provider took it.
 */
export const decideSuggestion = action({
  name: 'offer.decide_suggestion',
  input: z.strictObject({
    suggestionId: id,
    offerId: id,
    take: z.array(z.enum(suggestibleFields as [string, ...string[]])).check(z.maxLength(20)),
    reason: z.optional(text(500)),
  }),
  root: { kind: 'none' },
  needs: {
    offer: ({ offerId }) => offerId,
    suggestion: ({ suggestionId }) => suggestionId,
    directoryRights: ({ offerId }) => offerId,
  },
  decide({ offer, suggestion, directoryRights }, { suggestionId, offerId, take, reason }, { who, now }) {
    if (!offer) refuse('offer.not_found')
    const mine = offer.organisationId === who.organisationId && editsOwn(who)
    if (!mine && directoryRights?.keeps !== true) refuse('offer.not_yours')
    if (!suggestion || suggestion.offerId !== offerId) refuse('suggestion.not_found')
    if (suggestion.state !== 'open') refuse('suggestion.decided')
    if (take.length === 0 && reason === undefined) refuse('input.invalid', { fields: ['reason'] })
    const proposed = suggestion.proposed as { readonly [field: string]: unknown }
    const fields = takeable(proposed).filter((field) => take.includes(field))
    if (fields.length !== take.length) refuse('input.invalid', { fields: ['take'] })
    const state = take.length > 0 ? 'taken' : 'refused'
    return {
      changes: [
        {
          op: 'update',
          table: 'directory_suggestion',
          key: suggestionId,
          set: { state, taken: fields, decidedAt: now, decidedBy: who.accountId, reason: reason ?? null },
        },
        ...(fields.length > 0
          ? [
              {
                op: 'update' as const,
                table: 'offer' as const,
                key: offerId,
                set: {
                  ...afterTaking(offer, proposed, fields),
                  ...(fields.includes('capacity') ? { capacityAt: now } : {}),
                  ...(mine ? { verifiedAt: now, verifiedHow: 'provider', confirmedAt: now } : {}),
                  savedBy: who.accountId,
                  rev: offer.rev + 1,
                },
              },
            ]
          : []),
      ],
      result: { state },
      audit: { suggestionId, offerId, state, fields: fields.join() },
    }
  },
})
