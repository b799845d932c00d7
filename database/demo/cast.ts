import type { Eligibility } from '../../src/matching/offer.ts'
import { ageRange } from '../../src/people/age-bands.ts'
import type { OfferRow } from '../../src/records/rows.ts'
import { isProtected, serviceClass } from '../../src/services/taxonomy.ts'
import type { DemoOrganisation, DemoSite, Directory } from './directory.ts'
import type { DemoPerson } from './people.ts'
import type { DemoAccount } from './staff.ts'

/** Everybody and everything a tale can turn to. */
export interface Cast {
  account(login: string): DemoAccount
  siteOf(login: string): DemoSite
  /** Whoever answers by account for this offer; without one the officer writes down what was said on the telephone. */
  providerOf(offer: OfferRow): string | undefined
  /** Open offers of signed organisations that fit this person, those of providers with an account first. */
  offersFor(service: string, person: DemoPerson, site: DemoSite): readonly OfferRow[]
  /** The supervisor of that officer's site. */
  supervisorOf(login: string): string
  /** Services for which there is such an offer. */
  servicesFor(person: DemoPerson, site: DemoSite): readonly string[]
}

export function makeCast(directory: Directory, staff: readonly DemoAccount[]): Cast {
  const accounts = new Map(staff.map((account) => [account.login, account]))
  const organisations = new Map<string, DemoOrganisation>(directory.organisations.map((one) => [one.id, one]))
  const sites = new Map(directory.sites.map((site) => [site.id, site]))
  const answering = staff.filter(
    ({ roles }) => roles.includes('provider_focal_point') || roles.includes('provider_worker'),
  )
  const account = (login: string): DemoAccount => accounts.get(login) ?? fail(login)
  const providerOf = ({ organisationId, siteId }: OfferRow): string | undefined =>
    answering.find(
      (one) => one.organisationId === organisationId && (one.siteId === null || one.siteId === siteId),
    )?.login
  const open = directory.offers.filter(
    ({ state, organisationId, service }) =>
      (state === 'published' || state === 'stale') &&
      !isProtected(service) &&
      serviceClass(service) !== 'C1' &&
      (organisations.get(organisationId)?.protocolSignedOn ?? null) !== null,
  )
  const fits = (offer: OfferRow, person: DemoPerson, site: DemoSite): boolean => {
    const {
      statusCategories,
      sexes,
      minAge = 0,
      maxAge = 120,
      documentsNeeded,
      referralBy,
    } = offer.eligibility as unknown as Eligibility
    const age = ageRange(person.ageBand)
    return (
      (offer.areas.includes('IQG15') || offer.areas.includes(site.town.district)) &&
      offer.organisationId !== site.organisationId &&
      (statusCategories?.includes(person.statusCategory) ?? true) &&
      (sexes?.includes(person.sex) ?? true) &&
      (referralBy?.includes('state') ?? true) &&
      (age === null || (age.to >= minAge && age.from <= maxAge)) &&
      documentsNeeded.every((document) => person.documentsHeld?.includes(document) ?? true)
    )
  }
  const fitting = new WeakMap<DemoPerson, readonly OfferRow[]>()
  const forPerson = (person: DemoPerson, site: DemoSite): readonly OfferRow[] => {
    const known = fitting.get(person) ?? open.filter((offer) => fits(offer, person, site))
    fitting.set(person, known)
    return known
  }
  const offersFor: Cast['offersFor'] = (service, person, site) =>
    forPerson(person, site)
      .filter((offer) => offer.service === service)
      .sort((one, other) => Number(providerOf(other) !== undefined) - Number(providerOf(one) !== undefined))
  return {
    account,
    providerOf,
    offersFor,
    siteOf: (login) => {
      const { siteId, organisationId } = account(login)
      return (
        (siteId === null
          ? directory.sites.find((site) => site.organisationId === organisationId)
          : sites.get(siteId)) ?? fail(login)
      )
    },
    supervisorOf: (login) =>
      staff.find(({ roles, siteId }) => roles.includes('case_supervisor') && siteId === account(login).siteId)
        ?.login ?? fail(login),
    servicesFor: (person, site) => [...new Set(forPerson(person, site).map(({ service }) => service))],
  }
}

function fail(login: string): never {
  throw new Error(`nobody is called ${login}`)
}
