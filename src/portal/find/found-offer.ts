import { type Calendar, dayOf } from '../../places/calendar.ts'
import type { Names } from '../../records/answers.ts'
import { freshness } from '../../services/freshness.ts'
import { accessOf, eligibilityOf } from '../../services/offer-fields.ts'
import { nextOpen, openAt, type Opening, type Visit } from '../../services/opening.ts'
import { type Ancestors, governorateOnly, publicOffer } from '../../services/public-offer.ts'
import { isProtected, service } from '../../services/taxonomy.ts'

/** An offer as a visitor's query reads it; of a confidential site there is no row to read. */
export interface OfferRead {
  readonly id: string
  readonly service: string
  readonly state: string
  readonly names: Names
  readonly descriptions: { readonly [locale: string]: string }
  readonly areas: readonly string[]
  readonly placeCode: string
  readonly confidential: boolean
  readonly eligibility: { readonly [key: string]: unknown }
  readonly access: { readonly [key: string]: unknown }
  readonly languages: readonly string[]
  readonly capacity: string
  readonly waitDays: number | null
  readonly verifiedAt: string
  readonly verifyEveryDays: number
  readonly contactPublic: { readonly [key: string]: unknown } | null
  readonly opening: Opening | null
  readonly visits: readonly Visit[] | null
  readonly invented: boolean
  readonly organisationNames: Names
  readonly siteNames: Names | null
  readonly sitePlace: string | null
  readonly siteAddress: { readonly [key: string]: unknown } | null
  readonly sitePhone: string | null
  readonly siteOpening: Opening | null
}

/** An offer as the public pages show it. */
export interface FoundOffer {
  readonly id: string
  readonly service: string
  readonly names: Names
  readonly organisationNames: Names
  readonly description: { readonly [locale: string]: string }
  /** Nothing about where it is may be shown: the governorate, and the way to reach it. */
  readonly sensitive: boolean
  readonly siteNames: Names | null
  /** Finest that may be shown. */
  readonly placeCode: string
  readonly areas: readonly string[]
  readonly landmark: string | null
  readonly phone: string | null
  readonly access: ReturnType<typeof accessOf>
  readonly eligibility: ReturnType<typeof eligibilityOf>
  readonly languages: readonly string[]
  readonly capacity: string
  readonly waitDays: number | null
  readonly confirmedOn: string
  readonly isStale: boolean
  readonly opening: Opening | null
  readonly visits: readonly Visit[]
  /** Until when it is open now, with whom for; null while it is closed or its hours are not known. */
  readonly openUntil: string | null
  readonly womenOnlyNow: boolean
  /** The instant it opens next, where it is closed and has hours. */
  readonly opensAt: string | null
  readonly invented: boolean
}

const shelters = ['SHE.TEMPOR', 'GBV.SHELTE', 'TIP.SHELTE']
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null

/** Of what must not tell where it is, no page shows more than the governorate, even where the row knows more. */
export function isSensitive(offer: Pick<OfferRead, 'service' | 'confidential'>): boolean {
  return offer.confidential || isProtected(offer.service) || shelters.includes(offer.service)
}

/** What a visitor may see of an offer now; the one way from a row to a public page. */
export function foundOffer(
  read: OfferRead,
  ancestors: Ancestors,
  calendar: Calendar,
  now: string,
): FoundOffer {
  const shown = publicOffer(read, ancestors)
  const sensitive = isSensitive(read) || service(read.service) === undefined
  const contact = shown.contactPublic ?? {}
  const whole = shown.opening ?? shown.siteOpening
  const today = dayOf(now, calendar)
  // a season that is over tells nobody anything
  const opening =
    whole === null ? null : { ...whole, seasons: (whole.seasons ?? []).filter(({ to }) => to >= today) }
  const open = opening === null ? null : openAt(opening, calendar, now)
  return {
    id: shown.id,
    service: shown.service,
    names: shown.names,
    organisationNames: shown.organisationNames,
    description: sensitive ? {} : shown.descriptions,
    sensitive,
    siteNames: sensitive ? null : shown.siteNames,
    placeCode: sensitive ? governorateOnly(shown.placeCode, ancestors) : (shown.sitePlace ?? shown.placeCode),
    areas: sensitive
      ? [...new Set(shown.areas.map((area) => governorateOnly(area, ancestors)))].filter(
          (area) => area !== '',
        )
      : shown.areas,
    landmark: sensitive ? null : (textOf(contact['address']) ?? textOf(shown.siteAddress?.['landmark'])),
    phone: textOf(contact['phone']) ?? (sensitive ? null : shown.sitePhone),
    access: accessOf(shown.access),
    eligibility: eligibilityOf(shown.eligibility),
    languages: shown.languages,
    capacity: shown.capacity,
    waitDays: shown.waitDays,
    confirmedOn: dayOf(shown.verifiedAt, calendar),
    isStale: shown.state === 'stale' || freshness(shown, today) !== 'fresh',
    opening,
    visits: sensitive ? [] : (shown.visits ?? []),
    openUntil: open?.until ?? null,
    womenOnlyNow: open?.womenOnly ?? false,
    opensAt: opening === null || open !== null ? null : nextOpen(opening, calendar, now),
    invented: shown.invented,
  }
}
