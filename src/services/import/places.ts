import type { PlaceRow } from '../../places/places.ts'
import { foldPlace, makePlaceSearch } from '../../places/place-search.ts'

/** Wider units before towns: a bare name of a district is not the village that bears it too. */
const units = [1, 2, 3] as const

/** A place by its P-code or its name; nothing where no name is quite the same, or two units of one level bear it. */
export function placeFinder(places: readonly PlaceRow[]): (said: string) => string | undefined {
  const codes = new Set(places.map(({ code }) => code))
  const search = makePlaceSearch(places.filter(({ level }) => level <= 3))
  const found = new Map<string, string | undefined>()
  return (said) => {
    const text = said.trim()
    if (codes.has(text)) return text
    if (!found.has(text)) found.set(text, byName(text, search))
    return found.get(text)
  }
}

function byName(text: string, search: ReturnType<typeof makePlaceSearch>): string | undefined {
  for (const level of units) {
    const exact = search(text, { levels: [level], limit: 5 }).filter((place) => isNamed(place, text))
    if (exact.length > 0) return exact.length === 1 ? exact[0]?.code : undefined
  }
  return undefined
}

function isNamed(place: PlaceRow, text: string): boolean {
  const wanted = foldPlace(text)
  return [...Object.values(place.names), ...place.aliases].some(
    (name) => typeof name === 'string' && foldPlace(name) === wanted,
  )
}

/** A place and all it lies in, finest first. */
export function ancestorsOf(
  places: readonly Pick<PlaceRow, 'code' | 'parent'>[],
): (code: string) => readonly string[] {
  const parents = new Map(places.map(({ code, parent }) => [code, parent]))
  return (code) => {
    const chain: string[] = []
    for (
      let at: string | null | undefined = code;
      at != null && parents.has(at) && chain.length < 9;
      at = parents.get(at)
    )
      chain.push(at)
    return chain
  }
}
