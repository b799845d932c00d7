import { foldLetters } from '../basics/letters.ts'
import type { PlaceLevel, PlaceRow } from './places.ts'

/**
 * A place name brought to one form for comparing: letters folded (hamza forms, both codings of Kurdish h, k and y),
 * Latin marks, hyphens and apostrophes gone, the article gone (al-, ال).
 */
export function foldPlace(text: string): string {
  // Latin marks are taken off only Latin letters: in Arabic script a mark can be part of a Kurdish letter.
  const plain = text
    .normalize('NFKD')
    .replace(/([A-Za-z])[\u0300-\u036f]+/g, '$1')
    .normalize('NFC')
  return foldLetters(plain)
    .replace(/[\u2018\u2019'`\u02bb\u02bc\u02bf]/g, '')
    .replace(/[-_\u2013.,()/]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '' && word !== 'al' && word !== 'el')
    .map((word) => (word.startsWith('ال') && word.length > 4 ? word.slice(2) : word))
    .join(' ')
}

export interface PlaceSearchOptions {
  readonly levels?: readonly PlaceLevel[] | undefined
  readonly limit?: number | undefined
}

export type PlaceSearch = (text: string, options?: PlaceSearchOptions) => readonly PlaceRow[]

/**
 * Finds places by any of their names and aliases in any language, or by code. Whole names come before beginnings,
 * these before words inside; wider units before towns, larger towns before smaller ones (the order of the rows).
 */
export function makePlaceSearch(places: readonly PlaceRow[]): PlaceSearch {
  const entries = places.map((place) => {
    const names = [...Object.values(place.names), ...place.aliases].filter((name) => typeof name === 'string')
    return { place, keys: [...new Set(names.map(foldPlace))] }
  })
  return (text, { levels, limit = 20 } = {}) => {
    const wanted = foldPlace(text)
    if (wanted === '') return []
    const code = text.trim().toUpperCase()
    const found: { place: PlaceRow; rank: number }[] = []
    for (const { place, keys } of entries) {
      if (levels && !levels.includes(place.level)) continue
      const rank = place.code === code ? 0 : Math.min(...keys.map((key) => rankOf(key, wanted)))
      if (rank < noMatch) found.push({ place, rank })
    }
    return found
      .sort((one, other) => one.rank - other.rank || one.place.level - other.place.level)
      .slice(0, limit)
      .map(({ place }) => place)
  }
}

const noMatch = 9

function rankOf(key: string, wanted: string): number {
  if (key === wanted) return 1
  if (key.startsWith(wanted)) return 2
  if (key.includes(` ${wanted}`)) return 3
  return wanted.length > 2 && key.includes(wanted) ? 4 : noMatch
}
