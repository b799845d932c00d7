import {
  type Calendar,
  calendarFor,
  type CalendarRules,
  dayOf,
  endOfDay,
  type Holiday,
} from '../../places/calendar.ts'
import nrm from '../../../programmes/nrm/programme.json' with { type: 'json' }
import type { Programme } from '../../programmes/programme.ts'
import type { MeAnswer, Names, OfferAnswer, Page, PlaceItem } from '../../records/answers.ts'
import type { Reference } from '../../records/knowledge.ts'
import type { Id } from '../../records/rows.ts'
import { isRole } from '../../permissions/roles.ts'
import type { Who } from '../../permissions/who.ts'

/**
 * What a device keeps beside the cases, each as one answer under its own path with a version: a pull names the versions
 * (`reference` of the PullAnswer), and only what has another one is fetched again.
 */
export const referencePaths = ['/api/me', '/api/places', '/sync/names', '/sync/offers'] as const
type DayOff = Pick<Holiday, 'placeCode' | 'day'>
export type ReferencePath = (typeof referencePaths)[number]

/** GET /sync/names: who and what the rows of cases name by an id, and the days offices are closed. */
export interface NamesAnswer {
  /** Of the officer's own organisation, those who left too. */
  readonly accounts: readonly { readonly id: Id; readonly displayName: string }[]
  /** In the order of GET /api/organisations; those that left the mechanism too, for what was sent to them. */
  readonly organisations: readonly {
    readonly id: Id
    readonly code: string
    readonly names: Names
    readonly family: string
    readonly unitKind: string
    readonly state: string
    readonly protocolSignedOn: string | null
    readonly invented: boolean
  }[]
  /** In the order of GET /api/sites; a confidential place only of the officer's own organisation. */
  readonly sites: readonly {
    readonly id: Id
    readonly organisationId: Id
    readonly names: Names
    readonly placeCode: string
    readonly codePrefix: string
    readonly confidential: boolean
    readonly active: boolean
  }[]
  readonly holidays: readonly DayOff[]
  readonly calendar: CalendarRules
}

/**
 * An offer of the area as a device keeps it: what its officer would be shown of it (nothing of a confidential place but
 * the governorate), and what matching needs beside that.
 */
export interface AreaOffer extends Omit<OfferAnswer, 'organisation' | 'freshness' | 'mine'> {
  readonly organisationId: Id
  /** Of the offer, else of its place; null of a confidential one. */
  readonly lon: number | null
  readonly lat: number | null
  /** The point is the offer's own: only such a one is looked at when it covers another place. */
  readonly isExact: boolean
  readonly verifyEveryDays: number
}

/** GET /sync/offers */
export interface OffersAnswer {
  readonly offers: readonly AreaOffer[]
  /** When it was read: shown beside what is matched by it. */
  readonly at: string
}

/** All of it together, looked up by id. */
export interface KeptReference {
  readonly who: Who
  readonly me: MeAnswer
  readonly places: readonly PlaceItem[]
  readonly names: NamesAnswer
  readonly offers: OffersAnswer
  readonly reference: Reference
  placeOf(code: string): PlaceItem | undefined
  accountName(id: Id | null): string | null
  organisation(id: Id): NamesAnswer['organisations'][number] | undefined
  site(id: Id): NamesAnswer['sites'][number] | undefined
  offer(id: Id): AreaOffer | undefined
}

export interface KeptAnswers {
  readonly me: MeAnswer
  readonly places: Page<PlaceItem>
  readonly names: NamesAnswer
  readonly offers: OffersAnswer
}

export function keptReference({ me, places, names, offers }: KeptAnswers): KeptReference {
  const byCode = mapOf(places.items, ({ code }) => code)
  const accounts = mapOf(names.accounts, ({ id }) => id)
  const organisations = mapOf(names.organisations, ({ id }) => id)
  const sites = mapOf(names.sites, ({ id }) => id)
  const offerOf = mapOf(offers.offers, ({ id }) => id)
  return {
    who: whoOf(me),
    me,
    places: places.items,
    names,
    offers,
    reference: referenceOf(byCode, names),
    placeOf: (code) => byCode.get(code),
    accountName: (id) => (id === null ? null : (accounts.get(id)?.displayName ?? null)),
    organisation: (id) => organisations.get(id),
    site: (id) => sites.get(id),
    offer: (id) => offerOf.get(id),
  }
}

/** A name that has not reached the device yet: rows may come before it. */
export const noNames: Names = { ar: '…', en: '…' }

function mapOf<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [keyOf(item), item]))
}

/** The officer as a decision knows them; the server looks again when the command arrives. */
function whoOf({ account, organisation, roles, sites }: MeAnswer): Who {
  return {
    kind: 'account',
    accountId: account.id,
    organisationId: organisation.id,
    displayName: account.displayName,
    login: account.login,
    locale: account.locale,
    roles: roles.filter(isRole),
    sites: sites.map(({ id }) => id),
    supervisedSites: sites.filter(({ supervised }) => supervised).map(({ id }) => id),
    sessionId: '',
    mustChangePassword: account.mustChangePassword,
  }
}

// As data, without the checker that the server runs over it at its start.
const programmes: readonly Programme[] = [nrm as unknown as Programme]

function referenceOf(
  byCode: ReadonlyMap<string, PlaceItem>,
  { holidays, calendar: rules }: NamesAnswer,
): Reference {
  const calendars = new Map<string, Calendar>()
  // Towns are not kept: one lies in the unit its code begins with.
  const ancestors = (placeCode: string): readonly string[] => {
    const found: string[] = []
    const unit = placeCode.split('/')[0] ?? placeCode
    if (unit !== placeCode && byCode.has(unit)) found.push(placeCode)
    for (
      let at: string | null | undefined = unit;
      at != null && byCode.has(at) && !found.includes(at);
      at = byCode.get(at)?.parent
    )
      found.push(at)
    return found
  }
  return {
    ancestors,
    calendarOf(placeCode) {
      const key = placeCode ?? ''
      let calendar = calendars.get(key)
      if (calendar === undefined) {
        calendar = calendarFor(rules, holidays, placeCode === null ? [] : ancestors(placeCode))
        calendars.set(key, calendar)
      }
      return calendar
    },
    programme: (code, version) =>
      programmes.find((one) => one.code === code && (version === undefined || one.version === version)),
  }
}

/** The day and its end in the capital's calendar, as the server counts them for lists. */
export function dayHere({ reference }: KeptReference, now: string): { today: string; endOfToday: string } {
  const calendar = reference.calendarOf(null)
  const today = dayOf(now, calendar)
  return { today, endOfToday: endOfDay(today, calendar) }
}
