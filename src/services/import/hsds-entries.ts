import type { Locale } from '../../language/locales.ts'
import { isLocale } from '../../language/locales.ts'
import type { Texts } from '../hsds/listed.ts'
import { accessTerms, placeLevels, referralMethods, type Vocabulary } from '../hsds/taxonomies.ts'
import { type Hours, type Opening, type OpeningDay, openingDays } from '../opening.ts'
import { isService } from '../taxonomy.ts'
import type { ImportProblem, SourceOffer, SourceOrganisation, SourceRow } from './entry.ts'

type Json = Readonly<Record<string, unknown>>

/** How words and codes of the other directory are understood here. */
export interface Understanding {
  /** The language its records are in. */
  readonly language: Locale
  readonly vocabulary: Vocabulary
  /** A term of theirs (id, code or name) → a service of ours. */
  readonly services: Readonly<Record<string, string>>
  /** A P-code, or a place's name; nothing for what is not known or could be several. */
  readonly place: (said: string) => string | undefined
}

/** Reads services of HSDS 3.x, each with what hangs on it; `organizations` where they are not nested in them. */
export function hsdsRows(
  services: readonly unknown[],
  organizations: readonly unknown[],
  understood: Understanding,
): SourceRow[] {
  const byId = new Map(organizations.filter(isObject).map((one) => [textOf(one, 'id') ?? '', one]))
  const seen = new Set<string>()
  return services.map((service, place): SourceRow => {
    const row = place + 1
    if (!isObject(service)) return { row, sourceId: null, problem: 'unreadable' }
    const sourceId = textOf(service, 'id') ?? null
    if (sourceId === null) return { row, sourceId, problem: 'unreadable' }
    if (seen.has(sourceId)) return { row, sourceId, problem: 'twice' }
    seen.add(sourceId)
    const read = offerOf(service, sourceId, byId, understood)
    return 'problem' in read ? { row, sourceId, ...read } : { row, sourceId, offer: read }
  })
}

type Refused = { readonly problem: ImportProblem; readonly said?: string | undefined }

function offerOf(
  service: Json,
  sourceId: string,
  organizations: ReadonlyMap<string, Json>,
  understood: Understanding,
): SourceOffer | Refused {
  const names = textsOf(service, 'name', understood)
  if (Object.keys(names).length === 0) return { problem: 'no_name' }
  const nested = service['organization']
  const organization =
    organizations.get(textOf(service, 'organization_id') ?? '') ?? (isObject(nested) ? nested : undefined)
  const organisation = organization && organisationOf(organization, understood)
  if (organisation === undefined) return { problem: 'no_organisation' }
  const terms = listOf(service, 'attributes').map(termOf)
  const code = serviceOf(terms, understood)
  if (code === undefined)
    return {
      problem: 'service_unknown',
      said: terms
        .map(({ name, code }) => name ?? code)
        .join(', ')
        .slice(0, 200),
    }
  const location = locationOf(service)
  const areas = listOf(service, 'service_areas').flatMap((area) => {
    const said = textOf(area, 'extent') ?? textOf(area, 'name')
    return said === undefined
      ? []
      : [understood.place(said) ?? understood.place(textOf(area, 'name') ?? '') ?? '']
  })
  const known = areas.filter((area) => area !== '')
  const placeCode = placeOf(location, understood) ?? known[0]
  if (placeCode === undefined)
    return { problem: 'place_unknown', said: placeSaid(location).join(', ').slice(0, 200) }
  const meant = terms.flatMap(({ id }) => understood.vocabulary.meant(id ?? '') ?? [])
  const codes = (taxonomy: string): string[] =>
    meant.filter((term) => term.taxonomy === taxonomy).map((term) => term.code)
  const flags = [...codes('referral_method'), ...codes('access')]
  const hours = listOf(service, 'schedules')
  const address = location === undefined ? undefined : listOf(location, 'addresses')[0]
  return {
    sourceId,
    organisation,
    site: {
      sourceId: textOf(location ?? {}, 'id') ?? `${sourceId} place`,
      names:
        location === undefined
          ? organisation.names
          : orElse(textsOf(location, 'name', understood), organisation.names),
      placeCode,
      address: (address && textOf(address, 'address_1')) ?? null,
      phone: firstPhone(location ?? {}),
      confidential: codes('confidentiality').length > 0,
    },
    service: code,
    names,
    descriptions: textsOf(service, 'description', understood),
    areas: known.length > 0 ? known : [placeCode],
    languages: languagesOf(service),
    eligibility: {
      ...numberOf(service, 'minimum_age', 'minAge'),
      ...numberOf(service, 'maximum_age', 'maxAge'),
      ...some('statusCategories', codes('status')),
      ...some('sexes', codes('sex')),
      ...some('documentsNeeded', codes('document_needed')),
      ...some('documentsNotNeeded', codes('document_not_needed')),
    },
    access: Object.fromEntries(
      [...referralMethods, ...accessTerms].filter((flag) => flags.includes(flag)).map((flag) => [flag, true]),
    ),
    phone: firstPhone(service),
    opening: openingOf(hours),
  }
}

function organisationOf(organization: Json, understood: Understanding): SourceOrganisation | undefined {
  const sourceId = textOf(organization, 'id')
  const names = textsOf(organization, 'name', understood)
  if (sourceId === undefined || Object.keys(names).length === 0) return undefined
  const families = listOf(organization, 'attributes')
    .flatMap((one) => understood.vocabulary.meant(termOf(one).id ?? '') ?? [])
    .filter(({ taxonomy }) => taxonomy === 'organisation_family')
  return {
    sourceId,
    names,
    descriptions: textsOf(organization, 'description', understood),
    // said by whoever screens it; until then it may come to know the least
    family: families[0]?.code ?? 'local_cso',
    url: textOf(organization, 'website') ?? null,
  }
}

interface Term {
  readonly id: string | undefined
  readonly code: string | undefined
  readonly name: string | undefined
}

function termOf(attribute: Json): Term {
  const term = isObject(attribute['taxonomy_term']) ? attribute['taxonomy_term'] : {}
  return {
    id: textOf(term, 'id') ?? textOf(attribute, 'taxonomy_term_id'),
    code: textOf(term, 'code'),
    name: textOf(term, 'name'),
  }
}

function serviceOf(terms: readonly Term[], { services }: Understanding): string | undefined {
  for (const { id, code, name } of terms) {
    const mapped = [id, code, name].flatMap((key) => (key === undefined ? [] : (services[key] ?? [])))[0]
    const found = mapped ?? code
    if (found !== undefined && isService(found)) return found
  }
  return undefined
}

function locationOf(service: Json): Json | undefined {
  const [first] = listOf(service, 'service_at_locations')
  const location = first?.['location']
  return isObject(location) ? location : undefined
}

function placeOf(location: Json | undefined, { place }: Understanding): string | undefined {
  for (const said of placeSaid(location)) {
    const found = place(said)
    if (found !== undefined) return found
  }
  return undefined
}

/** What a location says of where it is, finest first. */
function placeSaid(location: Json | undefined): string[] {
  if (location === undefined) return []
  const codes = listOf(location, 'attributes')
    .filter((one) => (placeLevels as readonly string[]).includes(termOf(one).code ?? ''))
    .map((one) => textOf(one, 'value'))
  const [address = {}] = listOf(location, 'addresses')
  const isPcode = /^p-?code$/i.test(textOf(location, 'external_identifier_type') ?? '')
  return [
    isPcode ? textOf(location, 'external_identifier') : undefined,
    ...codes,
    textOf(address, 'city'),
    textOf(address, 'region'),
    textOf(address, 'state_province'),
  ].filter((said): said is string => said !== undefined)
}

const theirLanguages: Readonly<Record<string, string>> = {
  ara: 'ar',
  ar: 'ar',
  eng: 'en',
  en: 'en',
  ku: 'ckb',
  kur: 'ckb',
  ckb: 'ckb',
  kmr: 'kmr',
}

function languagesOf(service: Json): string[] {
  const codes = listOf(service, 'languages').flatMap((one) => textOf(one, 'code') ?? [])
  return [...new Set(codes.map((code) => theirLanguages[code.toLowerCase()] ?? code.toLowerCase()))].filter(
    (code) => /^[a-z]{2,3}$/.test(code),
  )
}

/** The week and its seasons out of schedules; records that name no days are text for people and stay out. */
function openingOf(schedules: readonly Json[]): Opening | null {
  const read = schedules.flatMap((schedule) => {
    const days = (textOf(schedule, 'byday') ?? '')
      .toLowerCase()
      .split(',')
      .filter((day): day is OpeningDay => (openingDays as readonly string[]).includes(day))
    const [from, to] = [hour(textOf(schedule, 'opens_at')), hour(textOf(schedule, 'closes_at'))]
    // a visit of a mobile team is not an opening hour
    if (days.length === 0 || from === undefined || to === undefined || isVisit(schedule)) return []
    const womenOnly = schedule['description'] === undefined ? {} : womenOnlyOf(schedule)
    const hours: Hours = { days, from, to: to === '23:59' ? '24:00' : to, ...womenOnly }
    return { hours, from: textOf(schedule, 'valid_from'), to: textOf(schedule, 'valid_to') }
  })
  const weekly = read
    .filter((one) => one.from === undefined || one.to === undefined)
    .map(({ hours }) => hours)
  if (weekly.length === 0) return null
  const seasons = new Map<string, { from: string; to: string; weekly: Hours[] }>()
  for (const { hours, from, to } of read) {
    if (from === undefined || to === undefined) continue
    const season = seasons.get(`${from} ${to}`) ?? { from, to, weekly: [] }
    season.weekly.push(hours)
    seasons.set(`${from} ${to}`, season)
  }
  return { weekly, ...(seasons.size === 0 ? {} : { seasons: [...seasons.values()] }) }
}

const womenOnlyTerm = 'women_only'
function womenOnlyOf(schedule: Json): { womenOnly?: true } {
  return schedule['attending_type'] === womenOnlyTerm ? { womenOnly: true } : {}
}

function isVisit(schedule: Json): boolean {
  return schedule['attending_type'] === 'mobile_team'
}

function hour(text: string | undefined): string | undefined {
  return /^([01]\d|2[0-3]):[0-5]\d/.exec(text ?? '')?.[0]
}

function firstPhone(record: Json): string | null {
  return (
    listOf(record, 'phones')
      .flatMap((phone) => textOf(phone, 'number') ?? [])[0]
      ?.slice(0, 40) ?? null
  )
}

/** The text in the language of the record, and in all that `translations` of our profile holds. */
function textsOf(record: Json, field: string, { language }: Understanding): Texts {
  const own = textOf(record, field)
  const translations = isObject(record['translations']) ? record['translations'] : {}
  const others = Object.entries(translations).flatMap(([locale, fields]) => {
    const text = isObject(fields) ? textOf(fields, field) : undefined
    return isLocale(locale) && text !== undefined ? [[locale, text]] : []
  })
  // ours says every written text; the record's own may stand for a missing one
  return Object.fromEntries(others.length > 0 ? others : own === undefined ? [] : [[language, own]]) as Texts
}

function orElse(texts: Texts, otherwise: Texts): Texts {
  return Object.keys(texts).length > 0 ? texts : otherwise
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function listOf(record: Json, field: string): readonly Json[] {
  const value = record[field]
  return Array.isArray(value) ? value.filter(isObject) : []
}

function textOf(record: Json, field: string): string | undefined {
  const value = record[field]
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 2000) : undefined
}

function numberOf(record: Json, field: string, as: string): object {
  const value = Number(record[field] ?? Number.NaN)
  return record[field] !== '' && Number.isInteger(value) && value >= 0 && value <= 120 ? { [as]: value } : {}
}

function some(field: string, codes: readonly string[]): object {
  return codes.length === 0 ? {} : { [field]: codes }
}
