import { nextVisit } from '../../services/opening.ts'
import type { Calendar } from '../../places/calendar.ts'
import type { FoundOffer } from './found-offer.ts'

/** What somebody can ask of a service beside what and where. */
export const filterNames = ['open', 'woman', 'nopapers', 'walkin', 'phone', 'ramp'] as const
export type FilterName = (typeof filterNames)[number]

export interface Wishes {
  readonly filters: readonly FilterName[]
  /** A language the staff must speak, or have an interpreter for. */
  readonly speaks: string | null
}

const keeps: Readonly<Record<FilterName, (offer: FoundOffer) => boolean>> = {
  open: ({ openUntil }) => openUntil !== null,
  woman: ({ access }) => access.femaleStaff,
  nopapers: ({ eligibility }) => eligibility.documentsNeeded.length === 0,
  walkin: ({ access }) => access.walkIn && !access.referralOnly,
  phone: ({ access }) => access.phone || access.remote,
  ramp: ({ access }) => access.ramp,
}

const speaks = ({ languages, access }: FoundOffer, language: string): boolean =>
  languages.includes(language) || access.interpreter.includes(language)

/** `here`: in the place that was chosen; `comes`: a team of theirs comes there; `serves`: elsewhere, and for people from there too. */
export type Nearness = 'here' | 'comes' | 'serves'

export interface Result {
  readonly offer: FoundOffer
  readonly nearness: Nearness
  /** When a mobile team comes there next. */
  readonly comesOn: string | null
}

/**
 * What is left of the offers, the best first: with room before full, near before far, open before closed, confirmed
 * before not confirmed for long, and the later confirmed before the earlier. No weights: each step can be said.
 */
export function find(
  offers: readonly FoundOffer[],
  wishes: Wishes,
  where: {
    readonly isInside: (placeCode: string) => boolean
    readonly calendar: Calendar
    readonly now: string
  },
): readonly Result[] {
  const { isInside, calendar, now } = where
  return offers
    .filter(
      (offer) =>
        wishes.filters.every((name) => keeps[name](offer)) &&
        (wishes.speaks === null || speaks(offer, wishes.speaks)),
    )
    .map((offer): Result => {
      const visit = nextVisit(offer.visits, calendar, now, isInside)
      const here = !offer.sensitive && isInside(offer.placeCode)
      return {
        offer,
        nearness: here ? 'here' : visit === null ? 'serves' : 'comes',
        comesOn: visit?.day ?? null,
      }
    })
    .sort((one, other) => compare(rank(one), rank(other)) || one.offer.id.localeCompare(other.offer.id))
}

const near: Readonly<Record<Nearness, number>> = { here: 0, comes: 1, serves: 2 }

function rank({ offer, nearness }: Result): readonly number[] {
  return [
    offer.capacity === 'no' ? 1 : 0,
    near[nearness],
    offer.openUntil === null ? 1 : 0,
    offer.isStale ? 1 : 0,
    -Date.parse(offer.confirmedOn),
  ]
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [place, value] of one.entries()) {
    const difference = value - (other[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
