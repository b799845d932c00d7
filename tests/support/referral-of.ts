import type { OfferKnown, ReferralKnown } from '../../src/records/knowledge.ts'
import type { ReferralOriginRow, ReferralRow } from '../../src/records/rows.ts'
import type { Who } from '../../src/permissions/who.ts'
import { nothingYet } from '../../src/referrals/draft-referral.ts'
import { ids, now, uuid } from './amina.ts'

/** For tests of rules alone: a referral of Huda's by Amina to Bridges, where Dara answers. */
export const sites = { bridges: uuid(42) }
export const referralId = uuid(61)

export const dara: Who = {
  kind: 'account',
  accountId: uuid(15),
  organisationId: ids.bridges,
  displayName: 'متخيل',
  login: 'invented',
  locale: 'ar',
  roles: ['provider_focal_point'],
  sites: [sites.bridges],
  supervisedSites: [],
  sessionId: uuid(91),
  mustChangePassword: false,
}
/** Dara's colleague with a one-time link and no account. */
export const linkTo = (step: string): Who => ({
  ...dara,
  kind: 'link',
  accountId: '',
  organisationId: '',
  roles: [],
  sites: [],
  link: { linkId: uuid(71), referralId, step },
})

export function referralOf(more: Partial<ReferralRow> = {}): ReferralRow {
  return {
    id: referralId,
    code: 'NV-333-333',
    organisationId: ids.ministry,
    siteId: ids.mosul,
    officerId: ids.amina,
    receiverOrganisationId: ids.bridges,
    receiverSiteId: sites.bridges,
    offerId: uuid(62),
    service: 'EDU.ENROL',
    urgency: 'U2',
    ageBand: '30-59',
    sex: null,
    language: 'ar',
    interpreterNeeded: false,
    placeCode: 'IQG15Q05',
    accompaniment: 'none',
    sharedItems: ['name'],
    ...nothingYet,
    previousReferralId: null,
    draftedAt: '2026-11-22T08:00:00.000Z',
    programme: 'nrm',
    programmeVersion: 1,
    stateSince: '2026-11-22T08:00:00.000Z',
    ...more,
  }
}

/** Sent at eight, an hour ago. */
export const sentReferral = (more: Partial<ReferralRow> = {}): ReferralRow =>
  referralOf({
    state: 'sent',
    sentAt: '2026-11-22T08:00:00.000Z',
    nextDueAt: '2026-11-23T08:00:00.000Z',
    nextDueKind: 'acknowledge',
    ...more,
  })

export const origin: ReferralOriginRow = {
  referralId,
  organisationId: ids.ministry,
  caseId: ids.case,
  needId: ids.need,
  personId: ids.person,
  consentIds: [],
  narrative: null,
  openKey: null,
}
export const asSeenBySender = (referral: ReferralRow): ReferralKnown => ({
  referral,
  origin,
  receiverNames: { ar: 'جسور', en: 'Bridges' },
  senderGovernorate: 'IQG15',
})
export const asSeenByReceiver = (referral: ReferralRow): ReferralKnown => ({
  ...asSeenBySender(referral),
  origin: undefined,
})

export function offerOf(more: Partial<OfferKnown> = {}): OfferKnown {
  return {
    id: uuid(62),
    organisationId: ids.bridges,
    siteId: sites.bridges,
    service: 'EDU.ENROL',
    sector: 'EDU',
    state: 'published',
    names: {},
    descriptions: {},
    areas: ['IQG15'],
    placeCode: 'IQG15Q05',
    lon: null,
    lat: null,
    confidential: false,
    eligibility: {},
    access: {},
    languages: ['ar'],
    capacity: 'yes',
    waitDays: null,
    capacityAt: now,
    verifiedAt: '2026-11-01T09:00:00.000Z',
    verifiedHow: 'call',
    verifyEveryDays: 60,
    fundingEndsOn: null,
    contactPublic: null,
    contactForReferral: null,
    opening: null,
    visits: null,
    slotsPerMonth: null,
    confirmedAt: null,
    checkedAt: null,
    checkedHow: null,
    checkedBy: null,
    checkedByOrganisationId: null,
    savedBy: null,
    wantsPublishing: false,
    remindedAt: null,
    fundingWarnedAt: null,
    keeperId: null,
    followUpOn: null,
    invented: true,
    rev: 1,
    organisationState: 'active',
    organisationFamily: 'national_ngo',
    organisationUnitKind: 'provider',
    organisationNames: {},
    protocolSignedOn: '2025-01-01',
    ...more,
  }
}
