import type { Locale } from '../language/locales.ts'

/** 1 governorate · 2 district · 3 sub-district · 4 town, village or collective town. */
export type PlaceLevel = 1 | 2 | 3 | 4
/** Who runs a place, apart from what it lies in. `disputed`: one of the districts of the disputed internal boundaries. */
export type Administration = 'federal' | 'krg' | 'disputed'

/** Kurmanji stands in both scripts: `kmr` in Arabic letters, `kmrLatin` as in the sources. Any of them may be missing. */
export interface PlaceNames {
  readonly ar?: string | undefined
  readonly ckb?: string | undefined
  readonly kmr?: string | undefined
  readonly kmrLatin?: string | undefined
  readonly en?: string | undefined
}

export interface PlaceRow {
  /** P-code (`IQG15Q07`), our own code for units without one (`IQ-X-SORAN`), or `<sub-district>/<GeoNames id>` for a town. */
  readonly code: string
  readonly level: PlaceLevel
  /** The unit it lies in; null for governorates. */
  readonly parent: string | null
  readonly names: PlaceNames
  readonly aliases: readonly string[]
  /** A point inside the unit, degrees; null where none is known. */
  readonly lon: number | null
  readonly lat: number | null
  readonly administeredBy: Administration | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly note: string | null
}

const fallbacks: Readonly<Record<Locale, readonly (keyof PlaceNames)[]>> = {
  ar: ['ar', 'ckb', 'kmr', 'en'],
  ckb: ['ckb', 'ar', 'kmr', 'en'],
  kmr: ['kmr', 'ckb', 'ar', 'en'],
  en: ['en', 'kmrLatin', 'ar', 'ckb'],
}

/** The name to show a reader of this language: their own, else the nearest in a script they read, else the code. */
export function placeName(place: Pick<PlaceRow, 'code' | 'names'>, locale: Locale): string {
  for (const language of fallbacks[locale]) {
    const name = place.names[language]
    if (name) return name
  }
  return place.code
}

/** A place by code, and what it lies in. Made once from all rows. */
export interface Gazetteer {
  readonly places: readonly PlaceRow[]
  find(code: string): PlaceRow | undefined
  /** The place and everything it lies in, finest first. Empty for an unknown code. */
  ancestorsOf(code: string): readonly PlaceRow[]
  childrenOf(code: string | null): readonly PlaceRow[]
}

export function makeGazetteer(places: readonly PlaceRow[]): Gazetteer {
  const byCode = new Map(places.map((place) => [place.code, place]))
  const children = new Map<string | null, PlaceRow[]>()
  for (const place of places) children.set(place.parent, [...(children.get(place.parent) ?? []), place])
  const ancestorsOf = (code: string): PlaceRow[] => {
    const line: PlaceRow[] = []
    for (
      let place = byCode.get(code);
      place && !line.includes(place);
      place = place.parent === null ? undefined : byCode.get(place.parent)
    ) {
      line.push(place)
    }
    return line
  }
  return {
    places,
    find: (code) => byCode.get(code),
    ancestorsOf,
    childrenOf: (code) => children.get(code) ?? [],
  }
}

/** The finest P-code of a line of ancestors: what reports and exports carry for a place that has none of its own. */
export function codedPlace(ancestors: readonly PlaceRow[]): PlaceRow | undefined {
  return ancestors.find(({ code }) => /^IQG\d\d(Q\d\d(N\d\d)?)?$/.test(code))
}

/** The governorate of a line of ancestors: the widest of them. Halabja counts as itself. */
export function governorateOf(ancestors: readonly PlaceRow[]): PlaceRow | undefined {
  return ancestors.find(({ level }) => level === 1)
}

/** The unit of P-codes that holds this one (`IQG15Q07N02` → `IQG15Q07` → `IQG15`), read from the code alone; null at the top. */
export function parentCode(pcode: string): string | null {
  const town = pcode.indexOf('/')
  if (town > 0) return pcode.slice(0, town)
  return /^(IQG\d\d(?:Q\d\d)?)[QN]\d\d$/.exec(pcode)?.[1] ?? null
}

const earthRadius = 6371.0088
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Kilometres between two points on the great circle (haversine, mean radius of the earth). */
export function distanceKm(one: { lon: number; lat: number }, other: { lon: number; lat: number }): number {
  const lat = radians(other.lat - one.lat)
  const lon = radians(other.lon - one.lon)
  const half =
    Math.sin(lat / 2) ** 2 +
    Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * Math.sin(lon / 2) ** 2
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(half)))
}

/** The point of a place, or of the nearest unit around it that has one. */
export function pointOf(ancestors: readonly PlaceRow[]): { lon: number; lat: number } | undefined {
  for (const { lon, lat } of ancestors) if (lon !== null && lat !== null) return { lon, lat }
  return undefined
}
