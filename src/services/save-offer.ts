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
  waitDaysInput,
} from './offer-fields.ts'
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
  fundingEndsOn: z.optional(z.nullable(day)),
  contactPublic: z.optional(z.nullable(contactInput)),
  contactForReferral: z.optional(z.nullable(contactInput)),
  state: z.optional(z.enum(['draft', 'published', 'ended'])),
})

/** Places where people hide: their offers are confidential whoever enters them, and whatever they enter (domain: never list shelter locations). */
const shelters: readonly string[] = ['GBV.SHELTE', 'TIP.SHELTE']

/**
 * Writes an offer of one's own organisation, new or changed: what is left out of a change stays as it was. Saving says
 * that all of it is correct today. Service and site of an offer never change: referrals point to it.
 */
export const saveOffer = action({
  name: 'offer.save',
  input,
  root: { kind: 'none' },
  needs: { reference: true, offer: ({ offerId }) => offerId, site: ({ siteId }) => siteId },
  decide({ reference, offer, site }, given, { who, now }) {
    if (!site || site.organisationId !== who.organisationId) refuse('site.not_found')
    if (!isService(given.service)) refuse('need.service_unknown')
    requirePlaces(reference, given.areas)
    const known = offer && ownOffer(offer, who)
    if (known && (known.service !== given.service || known.siteId !== given.siteId)) refuse('record.changed')
    const confidential =
      (given.confidential ?? known?.confidential ?? false) ||
      site.confidential ||
      shelters.includes(given.service)
    const capacity = given.capacity ?? known?.capacity ?? 'ask'
    const set = {
      state:
        given.state ??
        (known?.state === 'stale' || known?.state === 'hidden' ? 'published' : (known?.state ?? 'draft')),
      names: given.names as OfferRow['names'],
      descriptions: (given.descriptions ?? known?.descriptions ?? {}) as OfferRow['descriptions'],
      areas: [...new Set(given.areas)],
      confidential,
      eligibility: (given.eligibility ?? known?.eligibility ?? eligibilityOf({})) as Json,
      access: (given.access ?? known?.access ?? accessOf({})) as Json,
      languages: given.languages ?? known?.languages ?? [],
      capacity,
      waitDays:
        capacity === 'no' ? null : given.waitDays === undefined ? (known?.waitDays ?? null) : given.waitDays,
      capacityAt: now,
      verifiedAt: now,
      verifiedHow: 'provider',
      fundingEndsOn: given.fundingEndsOn === undefined ? (known?.fundingEndsOn ?? null) : given.fundingEndsOn,
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
      placeCode: site.placeCode,
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
