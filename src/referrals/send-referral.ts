import * as z from 'zod/mini'
import { action, type Change } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { consentCovers } from '../people/consent.ts'
import type { ConsentKnown, Knowledge, SiblingReferral } from '../records/knowledge.ts'
import type { ReferralRow } from '../records/rows.ts'
import { isProtected } from '../services/taxonomy.ts'
import { refuseAvoided } from './avoided.ts'
import { refuseWhatIsNever } from './never-told.ts'
import { openOfferOrRefuse } from './offer-open.ts'
import { asSender, foundOrRefuse } from './sides.ts'
import { buildSnapshot, type CaseFacts } from './snapshot.ts'
import { moved, take } from './step.ts'
import { endedWithoutService, endOfNeed, openTries } from './tries.ts'

const input = z.strictObject({ referralId: id })
type Input = z.infer<typeof input>

/**
 * Sends what was drafted. Refuses while the offer is closed (`referral.offer_not_open`), its organisation has not signed
 * (`referral.protocol_not_signed`), its kind is never told such things (`referral.receiver_never`, `referral.items_never`),
 * the person wants to keep away from it (`referral.avoided`),
 * the same is already asked for (`referral.duplicate`), or the person has not consented
 * to this recipient, purpose and every item (`referral.consent_missing`, `referral.items_not_consented`).
 * The snapshot holds exactly the chosen items; for U0 and U1 the answer says that a call has to follow.
 */
export const sendReferral = action({
  name: 'referral.send',
  input,
  root: { kind: 'referral', id: ({ referralId }: Input) => referralId },
  needs: {
    reference: true,
    referral: ({ referralId }: Input) => referralId,
    sending: ({ referralId }: Input) => referralId,
    consentsOfReferral: ({ referralId }: Input) => referralId,
    siblingsOfReferral: ({ referralId }: Input) => referralId,
    offerOfReferral: ({ referralId }: Input) => referralId,
  },
  decide: (seen, _input, circumstances) => {
    const known = foundOrRefuse(seen.referral)
    const { referral, origin } = known
    const acting = asSender(known, circumstances)
    const state = moved(referral, acting, { to: 'sent' })
    const { sending } = seen
    if (!sending || !origin) refuse('referral.not_your_side', { side: 'sender' })
    if (sending.case.closedAt !== null) refuse('case.closed')
    if (isProtected(referral.service)) refuse('case.protected_not_yet')
    if (endOfNeed.includes(sending.need.state)) refuse('need.closed', { state: sending.need.state })
    const offer = openOfferOrRefuse(seen.offerOfReferral, circumstances)
    refuseWhatIsNever(offer, referral.service, referral.sharedItems)
    refuseAvoided(offer, sending.facts)
    refuseDuplicate(seen.siblingsOfReferral, referral, origin.needId)
    const consent = consentOrRefuse(
      seen.consentsOfReferral,
      referral,
      sending.case.ageBand,
      circumstances.today,
    )
    const items = buildSnapshot(referral.sharedItems, consent.covered, factsOf(sending, origin.narrative))
    const callNow = referral.urgency === 'U0' || referral.urgency === 'U1'
    const step = take({
      name: 'referral.send',
      known,
      reference: seen.reference,
      circumstances,
      acting,
      set: { ...state, sentAt: circumstances.now },
      detail: { service: referral.service, urgency: referral.urgency, items: referral.sharedItems },
      further: [
        // the consents first: the database lets nothing be handed over that they do not cover
        {
          op: 'update',
          table: 'referral_origin',
          key: referral.id,
          set: { consentIds: consent.consentIds, openKey: `${origin.needId}:${referral.offerId}` },
        },
        {
          op: 'insert',
          table: 'referral_snapshot',
          row: {
            referralId: referral.id,
            organisationId: referral.organisationId,
            receiverOrganisationId: referral.receiverOrganisationId,
            items,
            madeAt: circumstances.now,
            withdrawnAt: null,
          },
        },
        { op: 'update', table: 'need', key: origin.needId, set: { state: 'referred' } },
        ...nextStepTaken(seen.siblingsOfReferral, referral, origin.needId),
      ],
      result: { code: referral.code, callNow, receiverNames: known.receiverNames, offerId: offer.id },
    })
    return step
  },
})

function refuseDuplicate(siblings: readonly SiblingReferral[], referral: ReferralRow, needId: string): void {
  const same = siblings.find(
    (one) =>
      one.id !== referral.id &&
      one.needId === needId &&
      openTries.includes(one.state) &&
      (one.offerId === referral.offerId || one.receiverOrganisationId === referral.receiverOrganisationId),
  )
  if (same) refuse('referral.duplicate', { referralId: same.id })
}

function consentOrRefuse(
  consents: readonly ConsentKnown[],
  { receiverOrganisationId, sharedItems }: ReferralRow,
  ageBand: string,
  today: string,
) {
  const withdrawn = consents.filter(({ withdrawal }) => withdrawal).map(({ id }) => id)
  const about = { organisationId: receiverOrganisationId, purpose: 'referral', ageBand, today }
  const asked = consentCovers(consents, withdrawn, { ...about, items: sharedItems })
  // Also a referral that hands over nothing needs the person's word for this recipient.
  const anything = consentCovers(consents, withdrawn, {
    ...about,
    items: consents.flatMap(({ items }) => items),
  })
  const missing = {
    organisationId: receiverOrganisationId,
    items: asked.missing.map(({ item }) => item),
    why: asked.missing.map(({ why }) => why),
  }
  if (anything.consentIds.length === 0) refuse('referral.consent_missing', missing)
  if (asked.missing.length > 0) refuse('referral.items_not_consented', missing)
  return {
    covered: asked.covered,
    consentIds: asked.consentIds.length > 0 ? asked.consentIds : anything.consentIds,
  }
}

function factsOf(
  { person, case: file, members, needs, need, facts }: NonNullable<Knowledge['sending']>,
  narrative: string | null,
): CaseFacts {
  return {
    person,
    case: file,
    members: members.filter(({ removedAt }) => removedAt === null),
    needs: needs.filter(({ id }) => id === need.id),
    healthSummary: facts?.healthSummary ?? null,
    narrative,
  }
}

/** The earlier tries of this need ended without service; this is their next step, so their clocks stop. */
function nextStepTaken(
  siblings: readonly SiblingReferral[],
  referral: ReferralRow,
  needId: string,
): Change[] {
  return siblings
    .filter(
      (one) =>
        one.id !== referral.id &&
        one.needId === needId &&
        endedWithoutService.includes(one.state) &&
        one.nextDueAt !== null,
    )
    .map((one) => ({
      op: 'update',
      table: 'referral',
      key: one.id,
      set: { nextDueAt: null, nextDueKind: null, alertLevel: 0 },
    }))
}
