import { foldLetters } from '../../basics/letters.ts'
import type { Paging } from './questions.ts'
import type { HsdsTaxonomy, HsdsTerm } from './records.ts'
import type { Vocabulary } from './taxonomies.ts'

export interface Part<T> {
  readonly items: readonly T[]
  readonly all: number
}

/** Terms as they are asked for: of a taxonomy, below a term, only those above others, by words. */
export function listedTerms(
  { terms }: Vocabulary,
  asked: {
    readonly search?: string | undefined
    readonly taxonomy_id?: string | undefined
    readonly parent_id?: string | undefined
    readonly top_only?: boolean | undefined
  },
  paging: Paging,
): Part<HsdsTerm> {
  const found = terms.filter(
    (term) =>
      (asked.taxonomy_id === undefined || term.taxonomy_id === asked.taxonomy_id) &&
      (asked.parent_id === undefined || term.parent_id === asked.parent_id) &&
      (asked.top_only !== true || term.parent_id === undefined) &&
      holds([term.name, term.code, ...Object.values(term.translations).flatMap(Object.values)], asked.search),
  )
  return part(found, paging)
}

export function listedTaxonomies(
  { taxonomies }: Vocabulary,
  search: string | undefined,
  paging: Paging,
): Part<HsdsTaxonomy> {
  return part(
    taxonomies.filter(({ name, description }) => holds([name, description], search)),
    paging,
  )
}

function part<T>(found: readonly T[], { page, perPage }: Paging): Part<T> {
  return { items: found.slice((page - 1) * perPage, page * perPage), all: found.length }
}

function holds(texts: readonly string[], search = ''): boolean {
  const all = foldLetters(texts.join(' '))
  return foldLetters(search)
    .split(' ')
    .every((word) => all.includes(word))
}
