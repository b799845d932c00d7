import { plainLetters } from '../basics/letters.ts'
import type { NameParts } from '../records/rows.ts'
import { skeletons } from './skeleton.ts'

/** Raised whenever the same name would get other keys: stored keys of an older version are made again. */
export const nameKeysVersion = 1

const abd = /^(?:عبد|عەبد|abd|abdul|abdel|abdal|ebd|evd)$/
const article = /^(?:ال|آل|al|el|ul|ad|ar|as|ed|ud)$/
const faith = /^(?:الدين|دين|دینی|din|deen|eddin|uddin|aldin)$/
const kunya = /^(?:ابو|أبو|ئەبو|ام|أم|abu|abo|um|umm|om)$/
const between = /^(?:بن|ابن|بنت|کوڕی|کچی|bin|ibn|bint|ben)$/

/**
 * The words of a name as they count: عبد joins the next word, الدين the one before, a kunya (أبو حسن) is one word,
 * بن and a lone article go.
 */
export function nameWords(name: string): string[] {
  const pieces = plainLetters(name)
    .replace(/['’‘ʿʾ`()[\]{}.,،]/g, '')
    .split(/[\s\-–—_/]+/)
    .filter((piece) => piece !== '' && !between.test(piece))
  const words: string[] = []
  for (let place = 0; place < pieces.length; place++) {
    let word = pieces[place] ?? ''
    const joins = abd.test(word) || kunya.test(word)
    while (joins && article.test(pieces[place + 1] ?? '')) word += pieces[++place] ?? ''
    if (joins && place + 1 < pieces.length) word += pieces[++place] ?? ''
    else if (article.test(word)) {
      // "Nur al-Din" joins backwards; any other lone article says nothing.
      if (!faith.test(pieces[place + 1] ?? '')) continue
      word = pieces[++place] ?? ''
    }
    if (faith.test(word) && words.length > 0) words[words.length - 1] += word
    else words.push(word)
  }
  return words
}

/** The skeleton with each one sound left out, and itself: two that differ in one sound share one of these. */
function nearly(skeleton: string): string[] {
  if (skeleton.length < 3) return [skeleton]
  const without = Array.from(skeleton, (_, place) => skeleton.slice(0, place) + skeleton.slice(place + 1))
  return [...new Set([skeleton, ...without])]
}

const mostWords = 6

/**
 * Keys two spellings of one name share: every two words together in any order (`p:AL+DHR`), and the first two in order
 * with up to one wrong sound in each (`>DHR+AL`). A single word is too common to search by, and only finds those who are
 * written down by a single word (`=ADAR`): a code name, or nothing but a given name.
 */
function keysOfWords(words: readonly string[]): string[] {
  const all = words
    .slice(0, mostWords)
    .map(skeletons)
    .filter((ways) => ways.length > 0)
  const [first, second] = all
  if (!first) return []
  if (!second) return first.map((skeleton) => `=${skeleton}`)
  const keys = new Set<string>()
  for (const [place, ways] of all.entries())
    for (const others of all.slice(place + 1))
      for (const one of ways) for (const other of others) keys.add(`p:${[one, other].sort().join('+')}`)
  for (const one of first.flatMap(nearly))
    for (const other of second.flatMap(nearly)) keys.add(`>${one}+${other}`)
  return [...keys]
}

/** What is stored beside a person so that a search finds them; a code name is found apart from the name. */
export function keysOf(
  name: NameParts,
  codeName: string | null,
): { searchKeys: string[]; searchVersion: number } {
  const { given, father, grandfather, greatGrandfather, family, mother } = name
  const parts = [given, father, grandfather, greatGrandfather, family, mother]
  const words = parts.flatMap((part) => nameWords(part ?? ''))
  const searchKeys = [...new Set([...keysOfWords(words), ...keysOfWords(nameWords(codeName ?? ''))])]
  return { searchKeys, searchVersion: nameKeysVersion }
}

/** The keys of what an officer typed into the one search box. Empty when there is nothing to search by. */
export function searchKeysOfText(text: string): string[] {
  return keysOfWords(nameWords(text))
}
