import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Reference } from '../records/knowledge.ts'
import type { Json, OfferRow } from '../records/rows.ts'
import { verifyEveryDays } from './freshness.ts'
import {
  accessInput,
  accessOf,
  areasInput,
  capacityInput,
  contactInput,
  descriptionsInput,
  eligibilityInput,
  eligibilityOf,
  languagesInput,
  namesInput,
  openingInput,
  slotsInput,
  visitsInput,
  waitDaysInput,
} from './offer-fields.ts'
import { afterSaving } from './offer-states.ts'
import { ownOffer } from './own-offer.ts'
import { isService, sectorOf } from './taxonomy.ts'

const input = z.strictObject({
  offerId: id,
  siteId: id,
  service: code,
  names: namesInput,
  descriptions: z.optional(descriptionsInput),
  areas: areasInput,
  confidential: z.optional(z.boolean()),
  eligibility: z.optional(eligibilityInput),
  access: z.optional(accessInput),
  languages: z.optional(languagesInput),
  capacity: z.optional(capacityInput),
  waitDays: z.optional(z.nullable(waitDaysInput)),
  slotsPerMonth: z.optional(z.nullable(slotsInput)),
  opening: z.optional(z.nullable(openingInput)),
  visits: z.optional(z.nullable(visitsInput)),
  fundingEndsOn: z.optional(z.nullable(day)),
  contactPublic: z.optional(z.nullable(contactInput)),
  contactForReferral: z.optional(z.nullable(contactInput)),
  state: z.optional(z.enum(['draft', 'published', 'ended'])),
})

/** Places where people hide: their offers are confidential whoever enters them, and whatever they enter (domain: never list shelter locations). */
const shelters: readonly string[] = ['GBV.SHELTE', 'TIP.SHELTE']

/**
 * Writes an offer of one's own organisation, new or changed: what is left out of a change stays as it was. Saving is the
 * provider's word that all of it is correct today; a first publishing waits until somebody else has looked. Service and site of an offer never change: referrals point to it.
 */
export const saveOffer = action({
  name: 'offer.save',
  input,
  root: { kind: 'none' },
  needs: { reference: true, offer: ({ offerId }) => offerId, site: ({ siteId }) => siteId },
  decide({ reference, offer, site }, given, { who, now, today }) {
    if (!site || site.organisationId !== who.organisationId) refuse('site.not_found')
    if (!isService(given.service)) refuse('need.service_unknown')
    requirePlaces(reference, [...given.areas, ...(given.visits ?? []).map((visit) => visit.placeCode)])
    const known = offer && ownOffer(offer, who)
    if (known && (known.service !== given.service || known.siteId !== given.siteId)) refuse('record.changed')
    const confidential =
      (given.confidential ?? known?.confidential ?? false) ||
      site.confidential ||
      shelters.includes(given.service)
    // of a place where people hide the directory knows the governorate alone
    const governorate = (place: string) => reference.ancestors(place).at(-1) ?? place
    const fundingEndsOn =
      given.fundingEndsOn === undefined ? (known?.fundingEndsOn ?? null) : given.fundingEndsOn
    const capacity = given.capacity ?? known?.capacity ?? 'ask'
    const set = {
      ...afterSaving(known && { ...known, fundingEndsOn }, given.state, today),
      names: given.names as OfferRow['names'],
      descriptions: (given.descriptions ?? known?.descriptions ?? {}) as OfferRow['descriptions'],
      areas: [...new Set(confidential ? given.areas.map(governorate) : given.areas)],
      confidential,
      eligibility: (given.eligibility ?? known?.eligibility ?? eligibilityOf({})) as Json,
      access: (given.access ?? known?.access ?? accessOf({})) as Json,
      languages: given.languages ?? known?.languages ?? [],
      capacity,
      waitDays:
        capacity === 'no' ? null : given.waitDays === undefined ? (known?.waitDays ?? null) : given.waitDays,
      capacityAt: now,
      slotsPerMonth: given.slotsPerMonth === undefined ? (known?.slotsPerMonth ?? null) : given.slotsPerMonth,
      opening: given.opening === undefined ? (known?.opening ?? null) : given.opening,
      visits: confidential ? null : given.visits === undefined ? (known?.visits ?? null) : given.visits,
      verifiedAt: now,
      verifiedHow: 'provider',
      confirmedAt: now,
      savedBy: who.accountId,
      remindedAt: null,
      fundingEndsOn,
      ...(fundingEndsOn === known?.fundingEndsOn ? {} : { fundingWarnedAt: null }),
      contactPublic: confidential
        ? null
        : given.contactPublic === undefined
          ? (known?.contactPublic ?? null)
          : given.contactPublic,
      contactForReferral:
        given.contactForReferral === undefined
          ? (known?.contactForReferral ?? null)
          : given.contactForReferral,
      ...(confidential ? { lon: null, lat: null } : {}),
      rev: (known?.rev ?? 0) + 1,
    } satisfies Partial<OfferRow>
    const row = {
      ...set,
      id: given.offerId,
      organisationId: who.organisationId,
      siteId: site.id,
      service: given.service,
      sector: sectorOf(given.service),
      placeCode: confidential ? governorate(site.placeCode) : site.placeCode,
      verifyEveryDays: verifyEveryDays(given.service),
    } satisfies Partial<OfferRow>
    return {
      changes: [
        known
          ? { op: 'update', table: 'offer', key: given.offerId, set }
          : { op: 'insert', table: 'offer', row },
      ],
      result: { offerId: given.offerId, state: set.state, confidential },
      audit: { offerId: given.offerId, from: known?.state ?? null, to: set.state },
    }
  },
})

function requirePlaces(reference: Reference, areas: readonly string[]): void {
  if (areas.some((area) => reference.ancestors(area).length === 0)) refuse('place.unknown')
}
