import { foldLetters } from '../basics/letters.ts'

/**
 * What opens a copy where the device has no safe of its own: six plain words drawn by chance. The lists hold 450 words
 * and more, so a phrase is worth at least 50 bits; at a quarter of a second a guess (Argon2id, 64 MiB) that is beyond
 * guessing, which a PIN of six digits is not (72 hours of one core).
 */
export const wordsInPhrase = 6

/** Fewer bits are not worth the writing down; a list has to be long enough for them. */
const fewestBits = 50

export function phraseBits(listLength: number): number {
  return wordsInPhrase * Math.log2(listLength)
}

/** Words of a list as it lies in `phrase-words`: several a line. */
export function wordsOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '))
}

/** @param random gives so many random bytes. Each word is as likely as every other: what would tip the balance is drawn again. */
export function drawPhrase(words: readonly string[], random: (bytes: number) => Uint8Array): string[] {
  if (phraseBits(words.length) < fewestBits) throw new Error('the list is too short')
  const whole = Math.floor(65_536 / words.length) * words.length
  const drawn: string[] = []
  while (drawn.length < wordsInPhrase) {
    const [high = 0, low = 0] = random(2)
    const number = high * 256 + low
    if (number < whole) drawn.push(words[number % words.length] ?? '')
  }
  return drawn
}

/** However it was typed (letters of an Arabic or a Kurdish keyboard, capitals, more spaces), it is the same phrase. */
export function foldPhrase(text: string): string {
  return foldLetters(text.replace(/[-–—_.,،]+/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

/** Six digits or more, typed in any digits. Null: too short, or something else than digits. */
export function foldPin(text: string): string | null {
  const digits = foldLetters(text).replace(/\s/g, '')
  return /^\d{6,12}$/.test(digits) && !isPlain(digits) ? digits : null
}

/** One digit again and again, or counting up or down: the first that anybody tries. */
function isPlain(digits: string): boolean {
  const steps = new Set(Array.from(digits.slice(1), (digit, place) => Number(digit) - Number(digits[place])))
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 0)
}
