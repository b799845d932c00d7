import { publicOffer } from '../public-offer.ts'
import { atLocationId } from './at-location-id.ts'
import type { ListedOffer } from './listed.ts'
import { locationOf } from './location.ts'
import { organizationOf } from './organization.ts'
import type { HsdsContact, HsdsPhone, HsdsService, HsdsServiceAtLocation } from './records.ts'
import { attributesOf, nameIn, type Saying, translationsOf } from './saying.ts'
import { schedulesOf, visitSchedules } from './schedules.ts'
import { accessTerms, referralMethods, type TaxonomyCode } from './taxonomies.ts'

/** An offer as the standard's service, one-to-one fields alone, as lists hold it. */
export function serviceOf(row: ListedOffer, saying: Saying): HsdsService {
  const offer = publicOffer(row, saying.ancestors)
  const { t, locale } = saying
  const description = nameIn(offer.descriptions, locale)
  const email = textOf(offer.contactPublic, 'email')
  const { minAge, maxAge } = offer.eligibility
  return {
    id: offer.id,
    organization_id: offer.organisationId,
    name: nameIn(offer.names, locale) ?? t(`services.service.${offer.service}`),
    ...(description === undefined ? {} : { description }),
    ...(email === undefined ? {} : { email }),
    status: 'active',
    ...maybe('interpretation_services', namesOf(interpreted(offer), 'language', saying)),
    ...maybe('application_process', applicationOf(offer, saying)),
    fees_description: t('server.hsds.free'),
    ...(offer.waitDays === null ? {} : { wait_time: t('services.waitDays', { count: offer.waitDays }) }),
    ...maybe('eligibility_description', eligibilityOf(offer, saying)),
    ...(minAge === undefined ? {} : { minimum_age: minAge }),
    ...(maxAge === undefined ? {} : { maximum_age: maxAge }),
    assured_date: offer.verifiedAt.slice(0, 10),
    ...(offer.state === 'stale' ? { alert: t('server.hsds.toBeConfirmed') } : {}),
    last_modified: offer.changedAt,
    translations: translationsOf({ name: offer.names, description: offer.descriptions }),
  }
}

/** With everything that hangs on it. */
export function fullService(row: ListedOffer, saying: Saying): HsdsService {
  const offer = publicOffer(row, saying.ancestors)
  const { namedId } = saying
  const id = offer.id
  const phones = phonesOf(offer, saying)
  const contacts = contactsOf(offer, saying)
  const hours = textOf(offer.contactPublic, 'hours')
  const schedules = [
    ...(offer.opening === null ? [] : schedulesOf(offer.opening, { service_id: id }, saying)),
    ...visitSchedules(offer.visits ?? [], id, saying),
    ...(hours === undefined
      ? []
      : [{ id: namedId(`hours:${id}`), service_id: id, wkst: 'SA' as const, description: hours }]),
  ]
  return {
    ...serviceOf(row, saying),
    organization: organizationOf(organisationOf(offer), saying),
    ...(phones.length === 0 ? {} : { phones }),
    ...(contacts.length === 0 ? {} : { contacts }),
    ...(schedules.length === 0 ? {} : { schedules }),
    service_areas: offer.areas.map((code) => ({
      id: namedId(`area:${id}:${code}`),
      service_id: id,
      name: saying.placeName(code),
      extent: code,
      extent_type: 'pcode',
    })),
    service_at_locations: [atLocationOf(row, saying)],
    languages: offer.languages.map((code) => ({
      id: namedId(`language:${id}:${code}`),
      service_id: id,
      code,
      name: wordOr(`programmes.language.${code}`, code, saying),
    })),
    required_documents: (offer.eligibility.documentsNeeded ?? []).map((code) => ({
      id: namedId(`document:${id}:${code}`),
      service_id: id,
      document: wordOr(`programmes.document.${code}`, code, saying),
    })),
    attributes: attributesOf('service', id, termsOf(offer), saying),
  }
}

export function organisationOf(offer: ListedOffer) {
  return {
    id: offer.organisationId,
    code: offer.organisationCode,
    names: offer.organisationNames,
    family: offer.organisationFamily,
    descriptions: offer.organisationDescriptions,
    url: offer.organisationUrl,
  }
}

/** The service at its place, without the service: {@link fullService} holds it. */
export function atLocationOf(row: ListedOffer, saying: Saying): HsdsServiceAtLocation {
  const offer = publicOffer(row, saying.ancestors)
  const location = locationOf(offer, saying)
  return {
    id: atLocationId(offer.id),
    service_id: offer.id,
    location_id: location.id,
    location,
  }
}

/** What an offer is classified by; the filters of hsds.store.ts ask the same of the row. */
export function termsOf(offer: Omit<ListedOffer, 'contactForReferral'>): (readonly [TaxonomyCode, string])[] {
  const { eligibility, access } = offer
  const each = (taxonomy: TaxonomyCode, codes: readonly string[] | undefined) =>
    (codes ?? []).map((code) => [taxonomy, code] as const)
  return [
    ['service', offer.sector],
    ['service', offer.service],
    ...each(
      'referral_method',
      referralMethods.filter((flag) => access[flag] === true),
    ),
    ...each(
      'access',
      accessTerms.filter((flag) => access[flag] === true),
    ),
    ['capacity', offer.capacity],
    ['confirmation', offer.state],
    ...each('status', eligibility.statusCategories),
    ...each('sex', eligibility.sexes),
    ...each('document_needed', eligibility.documentsNeeded),
    ...each('document_not_needed', eligibility.documentsNotNeeded),
    ...(offer.confidential ? [['confidentiality', 'place_not_public'] as const] : []),
  ]
}

type Shown = Omit<ListedOffer, 'contactForReferral'>

function phonesOf(offer: Shown, { namedId }: Saying): HsdsPhone[] {
  const number = textOf(offer.contactPublic, 'phone')
  return number === undefined
    ? []
    : [{ id: namedId(`phone:${offer.id}`), number, type: 'voice', service_id: offer.id }]
}

function contactsOf(offer: Shown, { namedId }: Saying): HsdsContact[] {
  const name = textOf(offer.contactPublic, 'name')
  return name === undefined ? [] : [{ id: namedId(`contact:${offer.id}`), service_id: offer.id, name }]
}

function applicationOf({ access }: Shown, { t }: Saying): string {
  return referralMethods
    .filter((flag) => access[flag] === true)
    .map((flag) => t(`services.access.${flag}`))
    .join(' · ')
}

function eligibilityOf({ eligibility }: Shown, saying: Saying): string {
  const { statusCategories, sexes, documentsNeeded, referralBy } = eligibility
  const parts = [
    namesOf(statusCategories, 'statusCategory', saying),
    namesOf(sexes, 'sex', saying),
    namesOf(documentsNeeded, 'document', saying),
    (referralBy ?? []).map((family) => wordOr(`services.family.${family}`, family, saying)).join(', '),
  ]
  const keys = [
    'server.hsds.forStatus',
    'server.hsds.forSex',
    'server.hsds.withDocuments',
    'server.hsds.referredBy',
  ]
  return parts
    .flatMap((codes, place) => (codes === '' ? [] : saying.t(keys[place] as string, { list: codes })))
    .join(' ')
}

function interpreted({ access }: Shown): readonly string[] {
  const codes = access['interpreter']
  return Array.isArray(codes) ? codes.filter((code): code is string => typeof code === 'string') : []
}

function namesOf(codes: readonly string[] | undefined, list: string, saying: Saying): string {
  return (codes ?? []).map((code) => wordOr(`programmes.${list}.${code}`, code, saying)).join(', ')
}

function wordOr(key: string, code: string, { t }: Saying): string {
  return t.has(key) ? t(key) : code
}

function textOf(from: { readonly [key: string]: unknown } | null, field: string): string | undefined {
  const value = from?.[field]
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function maybe(field: string, text: string): object {
  return text === '' ? {} : { [field]: text }
}
