import { accessOf, eligibilityOf } from '../../src/services/offer-fields.ts'
import { verifyEveryDays } from '../../src/services/freshness.ts'
import { type Opening, openingDays } from '../../src/services/opening.ts'
import { sectorOf } from '../../src/services/taxonomy.ts'
import serviceWords from '../../src/services/words.json' with { type: 'json' }
import type { Json, OfferRow } from '../../src/records/rows.ts'
import { type Chance, chanceOf } from './chance.ts'
import offerData from './data/offers.json' with { type: 'json' }
import organisationData from './data/organisations.json' with { type: 'json' }
import sentences from './data/sentences.json' with { type: 'json' }
import townData from './data/towns.json' with { type: 'json' }
import { type Clock, dayMs } from './clock.ts'

export interface Names {
  readonly ar: string
  readonly ckb: string
  readonly kmr: string
  readonly en: string
}
export interface Town {
  readonly place: string
  readonly district: string
  readonly prefix: string
  readonly lon: number
  readonly lat: number
  readonly languages: readonly string[]
  readonly names: Names
}
export interface DemoOrganisation {
  readonly key: string
  readonly id: string
  readonly code: string
  readonly family: string
  readonly unitKind: string
  readonly ministry: string | null
  readonly names: Names
  readonly state: string
  readonly protocolSignedOn: string | null
  readonly onCommittee: boolean
  readonly invented: true
}
export interface DemoSite {
  /** `momd.mosul` */
  readonly key: string
  readonly town: Town
  readonly id: string
  readonly organisationId: string
  readonly names: Names
  readonly placeCode: string
  readonly codePrefix: string
  readonly address: Json
  readonly phone: string | null
  readonly opening: Json
  readonly confidential: boolean
}
export interface Directory {
  readonly organisations: readonly DemoOrganisation[]
  readonly sites: readonly DemoSite[]
  /** Where the one confidential place is: stands apart, for its own organisation alone. */
  readonly sitesPrivate: readonly {
    siteId: string
    organisationId: string
    placeCode: string
    address: Json
    phone: string
    lon: number
    lat: number
  }[]
  readonly offers: readonly OfferRow[]
}

/** Where the demo plays; of a confidential place the rows that others read know no more. */
const governorate = 'IQG15'
const locales = ['ar', 'ckb', 'kmr', 'en'] as const
const towns: { readonly [key: string]: Town } = townData
const words: { readonly [key: string]: Names } = serviceWords

const each = (make: (locale: (typeof locales)[number]) => string): Names => ({
  ar: make('ar'),
  ckb: make('ckb'),
  kmr: make('kmr'),
  en: make('en'),
})

/**
 * A telephone number that reaches nobody: 7000 begins no operator's range in Iraq (73 to 79 are in use), yet it has the
 * form that can be stored and read aloud.
 */
export function inventedPhone(chance: Chance): string {
  return `+9647000${String(chance.whole(0, 999_999)).padStart(6, '0')}`
}

/** Organisations, their sites and what they offer in and around Ninewa; all invented and named so. */
export function makeDirectory(clock: Clock): Directory {
  const chance = chanceOf('directory')
  const madeAt = clock.now - 400 * dayMs
  const organisations: DemoOrganisation[] = []
  const sites: DemoSite[] = []
  const sitesPrivate: Directory['sitesPrivate'][number][] = []
  for (const given of organisationData) {
    const organisation: DemoOrganisation = {
      key: given.key,
      id: chance.id(madeAt),
      code: given.code,
      family: given.family,
      unitKind: given.unitKind,
      ministry: given.ministry ?? null,
      names: each((locale) => `${given.names[locale]} ${sentences.example[locale]}`),
      state: 'active',
      protocolSignedOn: given.signed ? clock.day(-chance.whole(120, 380)) : null,
      onCommittee: given.key === 'momd',
      invented: true,
    }
    organisations.push(organisation)
    for (const [siteKey, townKey] of Object.entries(given.sites)) {
      const town = towns[townKey] as Town
      const confidential = siteKey === 'hidden'
      const id = chance.id(madeAt)
      const phone = inventedPhone(chance)
      sites.push({
        key: `${given.key}.${siteKey}`,
        town,
        id,
        organisationId: organisation.id,
        names:
          siteKey === 'directorate'
            ? sentences.directorate
            : confidential
              ? sentences.hiddenPlace
              : each((locale) => sentences.office[locale].replace('{town}', town.names[locale])),
        placeCode: confidential ? governorate : town.place,
        codePrefix: town.prefix,
        address: confidential ? null : { landmark: sentences.landmark.ar },
        phone: confidential ? null : phone,
        opening: confidential ? null : (officeHours(given.family) as unknown as Json),
        confidential,
      })
      if (confidential)
        sitesPrivate.push({
          siteId: id,
          organisationId: organisation.id,
          placeCode: town.place,
          address: { landmark: sentences.landmark.ar },
          phone,
          lon: town.lon,
          lat: town.lat,
        })
    }
  }
  return { organisations, sites, sitesPrivate, offers: makeOffers(clock, sites, chance) }
}

interface Particulars {
  readonly [name: string]: unknown
  readonly areas?: string | undefined
  readonly state?: string | undefined
  readonly capacity?: string | undefined
  readonly waitDays?: number | undefined
  readonly verifiedDaysAgo?: number | undefined
  readonly fundingEndsIn?: number | undefined
  readonly confidential?: boolean | undefined
  readonly femaleStaff?: boolean | undefined
  readonly visits?: unknown
  readonly phone?: boolean | undefined
  readonly ramp?: boolean | undefined
}

function makeOffers(clock: Clock, sites: readonly DemoSite[], chance: Chance): OfferRow[] {
  const particulars: { readonly [key: string]: Particulars | undefined } = offerData.particulars
  return Object.entries(offerData.services).flatMap(([siteKey, services]) => {
    const site = sites.find(({ key }) => key === siteKey)
    if (!site) throw new Error(`no site ${siteKey}`)
    return services.map((service) =>
      makeOffer(clock, site, service, particulars[`${siteKey} ${service}`] ?? {}, chance),
    )
  })
}

const eligibilityFields = [
  'statusCategories',
  'sexes',
  'minAge',
  'maxAge',
  'householdTypes',
  'documentsNeeded',
  'documentsNotNeeded',
  'referralBy',
] as const
const accessFields = [
  'walkIn',
  'referralOnly',
  'phone',
  'remote',
  'ramp',
  'womenOnlyHours',
  'femaleStaff',
  'interpreter',
  'childcare',
  'transportPaid',
] as const
const only = (given: Particulars, fields: readonly string[]): object =>
  Object.fromEntries(
    fields.filter((field) => given[field] !== undefined).map((field) => [field, given[field]]),
  )

function makeOffer(
  clock: Clock,
  site: DemoSite,
  service: string,
  given: Particulars,
  chance: Chance,
): OfferRow {
  const { town } = site
  const confidential = given.confidential ?? site.confidential
  const capacity = given.capacity ?? chance.weighted({ yes: 60, waitlist: 20, ask: 14, no: 6 })
  const waitDays =
    given.waitDays ??
    (capacity === 'waitlist' ? chance.whole(2, 8) * 7 : capacity === 'yes' ? chance.whole(0, 10) : null)
  const every = verifyEveryDays(service)
  const verifiedAt = clock.at(-(given.verifiedDaysAgo ?? chance.whole(1, every - 5)), 8, chance.whole(0, 55))
  const how = chance.weighted({ call: 60, visit: 25, provider: 15 })
  const access = accessOf({
    walkIn: true,
    phone: chance.odds(0.6),
    ramp: chance.odds(0.4),
    femaleStaff: chance.odds(0.7),
    ...only(given, accessFields),
  })
  const phone = inventedPhone(chance)
  const notes = [
    'free',
    access.referralOnly ? 'referralOnly' : 'walkIn',
    ...(access.femaleStaff ? (['femaleStaff'] as const) : []),
    ...(access.transportPaid ? (['transportPaid'] as const) : []),
    ...(access.childcare ? (['childcare'] as const) : []),
    ...(capacity === 'waitlist' ? (['waits'] as const) : []),
  ] as const
  return {
    id: chance.id(clock.now - 300 * dayMs),
    organisationId: site.organisationId,
    siteId: site.id,
    service,
    sector: sectorOf(service),
    state: given.state ?? 'published',
    names: each(
      (locale) =>
        `${words[`services.service.${service}`]?.[locale] ?? ''}${confidential ? '' : ` – ${town.names[locale]}`}`,
    ) as unknown as OfferRow['names'],
    descriptions: each((locale) =>
      notes.map((note) => sentences[note][locale]).join(' '),
    ) as unknown as OfferRow['descriptions'],
    areas: given.areas === 'ninewa' || confidential ? [governorate] : [town.district],
    placeCode: site.placeCode,
    lon: confidential ? null : town.lon + chance.whole(-60, 60) / 10_000,
    lat: confidential ? null : town.lat + chance.whole(-60, 60) / 10_000,
    confidential,
    eligibility: eligibilityOf(only(given, eligibilityFields)) as unknown as Json,
    access: access as unknown as Json,
    languages: town.languages.filter((_, place) => place === 0 || chance.odds(0.7)),
    capacity,
    waitDays: capacity === 'no' ? null : waitDays,
    capacityAt: verifiedAt,
    verifiedAt,
    verifiedHow: how,
    verifyEveryDays: every,
    fundingEndsOn: given.fundingEndsIn === undefined ? null : clock.day(given.fundingEndsIn),
    contactPublic: confidential ? null : { phone },
    contactForReferral: confidential ? null : { phone: inventedPhone(chance) },
    opening: confidential ? (alwaysOpen as unknown as Json) : null,
    visits: (given.visits ?? null) as unknown as Json,
    slotsPerMonth: capacity === 'yes' ? chance.whole(2, 12) * 5 : null,
    confirmedAt: how === 'provider' ? verifiedAt : clock.at(-chance.whole(every, every + 40), 9, 0),
    checkedAt: how === 'provider' ? clock.at(-chance.whole(every, every + 40), 10, 30) : verifiedAt,
    checkedHow: how === 'visit' ? 'visit' : 'call',
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
  }
}

const week = ['su', 'mo', 'tu', 'we', 'th'] as const
const alwaysOpen: Opening = {
  weekly: [{ days: [...openingDays], from: '00:00', to: '24:00' }],
  holidays: true,
}

/** The week from Sunday to Thursday, shorter in Ramadan; organisations keep an afternoon for women. Ramadan of 2027 is expected on 8 February. */
function officeHours(family: string): Opening {
  const state = family === 'state'
  return {
    weekly: [
      { days: week, from: state ? '08:00' : '08:30', to: state ? '14:00' : '14:30' },
      ...(state ? [] : [{ days: ['tu'] as const, from: '15:00', to: '17:00', womenOnly: true as const }]),
    ],
    seasons: [
      { from: '2026-02-18', to: '2026-03-19', weekly: [{ days: week, from: '09:30', to: '13:30' }] },
      { from: '2027-02-08', to: '2027-03-09', weekly: [{ days: week, from: '09:30', to: '13:30' }] },
    ],
  }
}
