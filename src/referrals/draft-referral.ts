import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { codeRandomBytes, makeCode } from '../basics/codes.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { urgencies } from '../cases/urgency.ts'
import type { Reference } from '../records/knowledge.ts'
import type { CaseMemberRow, CaseRow, NeedRow, OfferRow, PersonRow, ReferralRow } from '../records/rows.ts'
import { isProtected } from '../services/taxonomy.ts'
import { refuseAvoided } from './avoided.ts'
import { clockColumns, limitsOf } from './limits.ts'
import { refuseWhatIsNever } from './never-told.ts'
import { type MinimalSummary, minimalSummary, shareableItems } from './snapshot.ts'

/** `accompaniment` of the programme: who goes along, or that the way must be paid. */
const accompaniments = ['none', 'caseworker', 'relative', 'transport_needed'] as const
const openNeeds: readonly string[] = ['open', 'planned', 'referred', 'partly_met']

const input = z.strictObject({
  referralId: id,
  caseId: id,
  needId: id,
  offerId: id,
  urgency: z.enum(urgencies),
  sharedItems: z.array(z.enum(shareableItems)).check(z.maxLength(shareableItems.length)),
  /** At most what the provider must know to help; handed over only if chosen and consented. */
  narrative: z.optional(text(1000)),
  accompaniment: z.optional(z.enum(accompaniments)),
  /** The ended try this one follows. */
  previousReferralId: z.optional(id),
})
type Input = z.infer<typeof input>

/**
 * Asks nobody yet: one need, one offer, the items that would be handed over. The minimal summary is built here, so that
 * the officer sees exactly what the provider will see.
 */
export const draftReferral = action({
  name: 'referral.draft',
  input,
  root: { kind: 'case', id: ({ caseId }: Input) => caseId },
  needs: {
    reference: true,
    case: ({ caseId }: Input) => caseId,
    person: ({ caseId }: Input) => caseId,
    members: ({ caseId }: Input) => caseId,
    needs: ({ caseId }: Input) => caseId,
    siblings: ({ caseId }: Input) => caseId,
    offer: ({ offerId }: Input) => offerId,
    factsOfCase: ({ caseId }: Input) => caseId,
  },
  decide: (known, wish, circumstances) => {
    const { case: file, person, offer, reference } = known
    if (!file || !person) refuse('case.not_found')
    if (file.closedAt !== null) refuse('case.closed')
    const need = known.needs.find(({ id }) => id === wish.needId) ?? refuse('need.not_found')
    if (!openNeeds.includes(need.state)) refuse('need.closed', { state: need.state })
    if (!offer) refuse('offer.not_found')
    if (isProtected(need.service) || isProtected(offer.service)) refuse('case.protected_not_yet')
    if (offer.service !== need.service)
      refuse('referral.offer_not_open', { why: 'other_service', service: offer.service })
    refuseWhatIsNever(offer, need.service, wish.sharedItems)
    refuseAvoided(offer, known.factsOfCase)
    const { previousReferralId = null } = wish
    const previous = known.siblings.find((one) => one.id === previousReferralId)
    if (previousReferralId !== null && previous?.needId !== need.id) refuse('referral.not_found')

    const code = makeCode(file.code.slice(0, 2), circumstances.random(codeRandomBytes))
    const member = known.members.find(({ id }) => id === need.memberId)
    const summary = summaryOf({ code, wish, file, person, member, need, offer, reference })
    const { who, now, today } = circumstances
    const draft: ReferralRow = {
      ...nothingYet,
      ...summary,
      id: wish.referralId,
      organisationId: file.organisationId,
      siteId: file.siteId,
      officerId: who.accountId,
      receiverOrganisationId: offer.organisationId,
      receiverSiteId: offer.siteId,
      offerId: offer.id,
      sharedItems: [...new Set(wish.sharedItems)],
      previousReferralId,
      draftedAt: now,
      stateSince: now,
      programme: file.programme,
      programmeVersion: file.programmeVersion,
    }
    const governorate =
      file.placeCode === null ? null : (reference.ancestors(file.placeCode).at(-1) ?? file.placeCode)
    const limits = limitsOf(reference, { code: file.programme, version: file.programmeVersion }, governorate)
    return {
      changes: [
        { op: 'insert', table: 'referral', row: { ...draft, ...clockColumns(draft, draft, limits) } },
        {
          op: 'insert',
          table: 'referral_origin',
          row: {
            referralId: draft.id,
            organisationId: file.organisationId,
            caseId: file.id,
            needId: need.id,
            personId: person.id,
            consentIds: [],
            narrative: wish.narrative ?? null,
            openKey: null,
          },
        },
        {
          op: 'insert',
          table: 'referral_event',
          row: {
            id: circumstances.newId(),
            referralId: draft.id,
            organisationId: draft.organisationId,
            receiverOrganisationId: draft.receiverOrganisationId,
            kind: 'referral.draft',
            toState: 'draft',
            at: now,
            happenedOn: today,
            party: 'sender',
            accountId: who.accountId,
            detail: { service: draft.service, urgency: draft.urgency },
            shared: false,
          },
        },
      ],
      result: { referralId: draft.id, code, state: 'draft', summary },
      audit: { service: draft.service, urgency: draft.urgency },
    }
  },
})

interface SummaryParts {
  readonly code: string
  readonly wish: Input
  readonly file: CaseRow
  readonly person: PersonRow
  /** Whose need it is, when it is not everybody's. */
  readonly member: CaseMemberRow | undefined
  readonly need: NeedRow
  readonly offer: OfferRow
  readonly reference: Reference
}

function summaryOf({
  code,
  wish,
  file,
  person,
  member,
  need,
  offer,
  reference,
}: SummaryParts): MinimalSummary {
  const place = person.placeCode ?? file.placeCode
  // Finest first, and the last one is the governorate: counted from there, its level is known.
  const places = place === null ? [] : reference.ancestors(place)
  const facts = {
    code,
    service: need.service,
    urgency: wish.urgency,
    ageBand: member?.ageBand ?? file.ageBand,
    sex: member?.sex ?? file.sex,
    language: file.language,
    interpreterNeeded: person.interpreterNeeded,
    accompaniment: wish.accompaniment ?? 'none',
    places: places.map((code, index) => ({ code, level: places.length - index })),
  }
  return minimalSummary(facts, (offer.eligibility ?? {}) as { sexes?: readonly string[] })
}

/** A referral of which nothing has happened yet. */
export const nothingYet = {
  state: 'draft',
  channel: 'platform',
  sentAt: null,
  deliveredAt: null,
  acknowledgedAt: null,
  infoRequestedAt: null,
  infoQuestion: null,
  infoAnsweredAt: null,
  answeredAt: null,
  appointment: null,
  expectedOn: null,
  startedAt: null,
  completedAt: null,
  outcome: null,
  outcomeNote: null,
  reason: null,
  reasonNote: null,
  cancelAskedAt: null,
  cancelConfirmedAt: null,
  toldPersonAt: null,
  confirmedAt: null,
  received: null,
  helped: null,
  disputedAt: null,
  loopClosedAt: null,
  acknowledgeDueAt: null,
  decideDueAt: null,
  startDueAt: null,
  confirmDueAt: null,
  nextDueAt: null,
  nextDueKind: null,
  alertLevel: 0,
  expiredAt: null,
} as const
