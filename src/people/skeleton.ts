import { plainLetters } from '../basics/letters.ts'

/**
 * The consonant skeleton of a name: what Arabic, Sorani, Badini and Latin spellings of one name have in common.
 * Vowels go, sounds that scripts do not tell apart share a class, doubled letters count once:
 * محمد, محەمەد, Mohammed and Mihemed are all MHMD.
 */

// Never shown: letters of four scripts that stand for one sound.
const classes: Readonly<Record<string, string>> = {
  B: 'بپbp',
  T: 'تطt',
  D: 'دذضظزثdz',
  J: 'جچژjcç',
  S: 'سصs',
  C: 'شş',
  H: 'حهھہh',
  K: 'خكکقگغkqgx',
  F: 'فڤfv',
  L: 'لڵl',
  M: 'مm',
  N: 'نñn',
  R: 'رڕr',
}
const classOf = new Map(
  Object.entries(classes).flatMap(([name, letters]) =>
    Array.from(letters, (letter) => [letter, name] as const),
  ),
)

// Two Latin letters for one sound; then accents go, but those of Kurmanji that make another consonant stay.
const digraphs: Readonly<Record<string, string>> = {
  sh: 'ş',
  kh: 'x',
  gh: 'x',
  dh: 'd',
  th: 'ث',
  ch: 'ç',
  zh: 'ژ',
  ck: 'k',
}
const digraph = /sh|kh|gh|dh|th|ch|zh|ck/g

function letters(word: string): string {
  return plainLetters(word)
    .replace(digraph, (pair) => digraphs[pair] ?? pair)
    .replace(/[^\p{L}]/gu, '')
}

function skeletonOf(word: string): string {
  let skeleton = ''
  const signs = Array.from(word)
  for (const [place, sign] of signs.entries()) {
    const name = classOf.get(sign) ?? (place === 0 ? leading(sign) : '')
    // A final h is heard in one spelling and left out in the next (Sarah, سارة; Salah, صلاح).
    if (name === 'H' && place === signs.length - 1 && place > 0) continue
    if (name !== '' && !skeleton.endsWith(name)) skeleton += name
  }
  return compound(skeleton)
}

function leading(sign: string): string {
  if ('وwۆ'.includes(sign)) return 'W'
  if ('يیyى'.includes(sign)) return 'Y'
  return 'A'
}

/** Abd al-Rahman, Abdurrahman; Nur al-Din, Nuruddin: the article inside a compound is written or not. */
function compound(skeleton: string): string {
  return skeleton.replace(/^ABDL(?=.)/, 'ABD').replace(/(?<=.)LDN$/, 'DN')
}

/** Sounds that one script writes in two ways: the same word also with the other one. */
const otherwise: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ث/g, ['s', 't']],
  [/[çچ]/g, ['ş']],
  [/ژ/g, ['z']],
  // An article written together with the name, or letters that are no article: الياس, Aljubouri.
  [/^(?:ال(?!بو)|al)(?=...)/, ['']],
]

/** All skeletons of a word, the plain one first; empty for a word without letters. */
export function skeletons(word: string): string[] {
  const plain = letters(word)
  if (plain === '') return []
  const ways = new Set([skeletonOf(plain)])
  for (const [pattern, others] of otherwise)
    if (plain.search(pattern) >= 0)
      for (const other of others) ways.add(skeletonOf(plain.replace(pattern, other)))
  return [...ways].filter((skeleton) => skeleton !== '')
}
