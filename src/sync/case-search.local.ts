import MiniSearch from 'minisearch'
import { foldLetters } from '../basics/letters.ts'
import type { Id } from '../records/rows.ts'
import type { HeldRows } from './protocol.ts'

/** What a case is found by. It lies sealed in the summary, and in the clear in memory alone. */
export interface SearchLine {
  readonly names: string
  readonly codes: string
  readonly phones: string
  readonly place: string
}

/** Written or left out as people please: الحمداني and حمداني are one name. */
const article = /^ال(?=..)/

function plain(term: string): string {
  return foldLetters(term).replace(/^\+/, '')
}

const fields = ['names', 'codes', 'phones', 'place'] as const

/** Names of the person and of the members who still belong, codes people speak, telephone numbers, the place. */
export function searchLineOf(rows: HeldRows): SearchLine {
  const file = rows.case_file?.[0]
  const people = rows.person ?? []
  const members = (rows.case_member ?? []).filter((member) => member.removedAt === null)
  const names = [
    file?.displayName,
    ...people.flatMap((one) => [one.displayName, one.codeName, ...Object.values(one.nameParts)]),
    ...members.flatMap((one) => [one.displayName, ...Object.values(one.nameParts)]),
  ]
  return {
    names: [...new Set(names.filter(Boolean))].join(' '),
    codes: [file?.code, ...people.map((one) => one.code)].filter(Boolean).join(' '),
    phones: people.map((one) => one.contactSafety.phone ?? '').join(' '),
    place: file?.placeCode ?? '',
  }
}

/**
 * The index over the summaries of a device: made at unlock, in memory, never stored. Letters that are typed for one
 * another are one letter; a telephone number is found by its end as well.
 */
export class CaseSearch {
  readonly #index = new MiniSearch<SearchLine & { id: Id }>({
    fields: [...fields],
    tokenize: (text) => text.split(/[\s\-–—_/.,،'’]+/).filter((part) => part !== ''),
    processTerm: (term) => {
      const word = plain(term)
      if (/^\d{7,}$/.test(word)) return [word, word.slice(-4), word.slice(-7), `0${word.slice(-10)}`]
      return article.test(word) ? [word, word.replace(article, '')] : word
    },
    searchOptions: {
      processTerm: (term) => plain(term).replace(article, ''),
      prefix: true,
      fuzzy: (term) => (/\d/.test(term) || term.length < 4 ? false : 0.2),
      combineWith: 'AND',
      boost: { codes: 3, names: 2 },
    },
  })

  put(id: Id, line: SearchLine): void {
    if (this.#index.has(id)) this.#index.discard(id)
    this.#index.add({ id, ...line })
  }

  drop(id: Id): void {
    if (this.#index.has(id)) this.#index.discard(id)
  }

  /** Ids of the cases that fit all words of `text`, the best first. */
  find(text: string, most: number): readonly Id[] {
    return this.#index
      .search(text)
      .slice(0, most)
      .map((one) => one.id as Id)
  }
}
