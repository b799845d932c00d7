import { toLatinDigits } from './numbers.ts'
import type { Words } from './words.ts'

const FIRST_STRONG_ISOLATE = '\u2068'
const LEFT_TO_RIGHT_ISOLATE = '\u2066'
const POP_ISOLATE = '\u2069'

/** Text of unknown direction (a name, a place) inside a plain-text sentence: it cannot turn its surroundings around. In React use `<bdi>`. */
export function isolate(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`
}

/** A code, phone number or address of a page inside a plain-text sentence: always read from left to right. */
export function isolateCode(text: string): string {
  return `${LEFT_TO_RIGHT_ISOLATE}${text}${POP_ISOLATE}`
}

/**
 * A phone number as people in Iraq write it: 0750 123 4567. Digits stay 0-9 whatever the reader's choice: that is what
 * the keypad shows, and groups of Arabic-Indic digits would change places between right-to-left words.
 * @param phone stored as +964…; numbers of other countries are shown as they are stored.
 */
export function formatPhone(phone: string): string {
  const latin = toLatinDigits(phone).replace(/[\s-]/g, '')
  const mobile = /^\+964(7\d{2})(\d{3})(\d{4})$/.exec(latin)
  return mobile ? `0${mobile[1]} ${mobile[2]} ${mobile[3]}` : latin
}

/** Several things in one sentence: الاسم، الهاتف والعمر; a, b and c. */
export function formatList(t: Words, items: readonly string[]): string {
  const [first = '', ...rest] = items
  return rest.reduce(
    (before, after, at) =>
      t(at === rest.length - 1 ? 'language.list.last' : 'language.list.between', { before, after }),
    first,
  )
}
