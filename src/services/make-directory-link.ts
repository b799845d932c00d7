import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { editsOwn } from './own-offer.ts'

/** Long enough for a provider who reads its messages once a week; it says how things stand and nothing else (proposal). */
const lastsDays = 14

/**
 * A link by which a provider says without an account that its offers are still right, and how much room there is. It opens
 * nothing else: no case, no place, no other change. The token is made by the caller and stands in the fragment of the
 * address; only its hash is kept.
 */
export const makeDirectoryLink = action({
  name: 'offer.make_link',
  input: z.strictObject({
    linkId: id,
    organisationId: id,
    /** 32 random bytes, base64url. */
    token: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  }),
  root: { kind: 'none' },
  needs: {
    organisation: ({ organisationId }) => organisationId,
    offersOf: ({ organisationId }) => organisationId,
    directoryRights: ({ organisationId }) => organisationId,
  },
  decide(
    { organisation, offersOf, directoryRights },
    { linkId, organisationId, token },
    { who, now, hashToken },
  ) {
    if (!organisation) refuse('organisation.not_found')
    const mine = organisationId === who.organisationId && editsOwn(who)
    if (!mine && directoryRights?.checks !== true) refuse('offer.not_yours')
    if (offersOf.length === 0) refuse('offer.none_to_confirm')
    const expiresAt = new Date(Date.parse(now) + lastsDays * 86_400_000).toISOString()
    return {
      changes: [
        {
          op: 'insert',
          table: 'directory_link',
          row: {
            id: linkId,
            organisationId,
            offerIds: offersOf.map((offer) => offer.id),
            tokenHash: hashToken(token),
            madeBy: who.accountId,
            madeByOrganisationId: who.organisationId,
            madeAt: now,
            expiresAt,
          },
        },
      ],
      result: { linkId, expiresAt, offers: offersOf.length },
      audit: { linkId, organisationId },
    }
  },
})
