/** Arabic, Sorani and Badini letters brought to one form, so that what two people write alike compares as equal. */

const invisible =
  /[\u0640\u064B-\u0652\u0670\u061C\u200B\u200D-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g
const digit = /[\u0660-\u0669\u06F0-\u06F9]/g

/** Arabic-Indic and Persian digits as 0-9. */
export function asciiDigits(text: string): string {
  return text.replace(digit, (sign) => String((sign.codePointAt(0) ?? 0) & 0xf))
}

/**
 * One encoding of each letter, still telling Arabic from Kurdish letters: NFKC, no tatweel, vowel signs, direction or
 * zero-width marks; ه + zero-width non-joiner is the Kurdish ە; digits 0-9; lower case; single spaces.
 */
export function plainLetters(text: string): string {
  return asciiDigits(
    text
      .replace(/\u0647\u200C/g, '\u06D5')
      .replace(/\u200C/g, '')
      .normalize('NFKC')
      .replace(invisible, ''),
  )
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

// Never shown: letters that are typed for one another.
const folded = new Map(
  Object.entries({
    ا: 'أإآٱ',
    ي: 'ىیېئێ',
    ك: 'کگ',
    ه: 'ھہةەۀ',
    و: 'ؤۆ',
    '': 'ء',
    ف: 'ڤ',
    ج: 'چ',
    ب: 'پ',
    ز: 'ژ',
    ل: 'ڵ',
    ر: 'ڕ',
  }).flatMap(([to, from]) => Array.from(from, (letter) => [letter, to] as const)),
)

/** How the text looks typed on a plain Arabic keyboard: أ and ا, ی and ي, ڕ and ر are one letter. For comparing, never for showing. */
export function foldLetters(text: string): string {
  return Array.from(plainLetters(text), (letter) => folded.get(letter) ?? letter).join('')
}
