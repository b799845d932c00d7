import { type Locale, localeCodes } from '../../language/locales.ts'
import type { Words } from '../../language/words.ts'
import type { HsdsAttribute, Translations } from './records.ts'
import type { ListedPlace, Texts } from './listed.ts'
import { type NamedId, placeLevels, type TaxonomyCode, type Vocabulary } from './taxonomies.ts'

/** All that turns rows into records of one language. */
export interface Saying {
  readonly locale: Locale
  readonly t: Words
  readonly namedId: NamedId
  readonly vocabulary: Vocabulary
  readonly ancestors: (placeCode: string) => readonly string[]
  readonly place: (code: string) => ListedPlace | undefined
  readonly placeName: (code: string) => string
}

export function sayingOf(
  given: Omit<Saying, 'placeName' | 'place' | 'locale'>,
  places: ReadonlyMap<string, ListedPlace>,
): Saying {
  const { locale } = given.vocabulary
  return {
    ...given,
    locale,
    place: (code) => places.get(code),
    placeName: (code) => nameIn(places.get(code)?.names ?? {}, locale) ?? code,
  }
}

/** The text in this language, else in Arabic, else in whichever there is. */
export function nameIn(texts: Texts, locale: Locale): string | undefined {
  const wished = [texts[locale], texts['ar'], ...localeCodes.map((code) => texts[code])]
  return wished.find((text) => text !== undefined && text.trim() !== '')
}

/** Every language that a record has a text in. */
export function translationsOf(fields: Readonly<Record<string, Texts>>): Translations {
  return Object.fromEntries(
    localeCodes.flatMap((locale) => {
      const texts = Object.entries(fields).flatMap(([name, text]) =>
        text[locale] === undefined || text[locale] === '' ? [] : [[name, text[locale]]],
      )
      return texts.length === 0 ? [] : [[locale, Object.fromEntries(texts) as Record<string, string>]]
    }),
  )
}

/** The terms a record carries; a code that no list knows is left out rather than shown raw. */
export function attributesOf(
  entity: string,
  linkId: string,
  codes: readonly (readonly [taxonomy: TaxonomyCode, code: string, value?: string])[],
  { vocabulary, namedId }: Saying,
): HsdsAttribute[] {
  return codes.flatMap(([taxonomy, code, value]) => {
    const term = vocabulary.term(taxonomy, code)
    if (term === undefined) return []
    return {
      id: namedId(`attribute:${linkId}:${taxonomy}:${code}`),
      link_id: linkId,
      link_entity: entity,
      taxonomy_term_id: term.id,
      label: term.taxonomy,
      ...(value === undefined ? {} : { value }),
      taxonomy_term: term,
    }
  })
}

/** P-code, kind of unit and who administers it. */
export function placeAttributes(
  code: string,
  place: ListedPlace | undefined,
): (readonly [TaxonomyCode, string, string?])[] {
  if (place === undefined) return []
  const level = placeLevels[place.level - 1]
  return [
    ...(level === undefined ? [] : [['place_level', level, code] as const]),
    ...(place.administeredBy === null ? [] : [['administered_by', place.administeredBy] as const]),
  ]
}
