import { asciiDigits, foldLetters } from './letters.ts'

/**
 * Codes people speak: `NV-4K7-29XC` names a case, a referral or a person and says nothing about it.
 * Two letters of the place, six random signs, one check sign. The 23 signs have no look-alikes (0 O, 1 I L, 2 Z, 5 S,
 * 6 G, 8 B) and no vowels, so that no word appears. 23 is prime: with a different weight for each position the check
 * sign catches every single wrong sign and every swap of two signs.
 */
export const codeSigns = '23456789CDFHJKMNPQRTVWX'
const size = codeSigns.length
const prefixLength = 2
const randomLength = 6
const length = prefixLength + randomLength + 1

/** Random bytes `makeCode` wants; 48 bits over 23^6 codes leave no visible bias. */
export const codeRandomBytes = 6

/** A prefix is two letters of the code's own signs (`NV`), so that the check sign covers it too. */
export function isCodePrefix(text: string): boolean {
  return text.length === prefixLength && Array.from(text).every((sign) => codeSigns.indexOf(sign) >= 8)
}

function checkSign(signs: string): string {
  const sum = Array.from(signs).reduce(
    (total, sign, place) => total + (place + 1) * codeSigns.indexOf(sign),
    0,
  )
  // The check sign stands at the last place, with that place's weight, and brings the weighted sum to zero.
  const weight = signs.length + 1
  for (let value = 0; value < size; value++)
    if ((sum + weight * value) % size === 0) return codeSigns.charAt(value)
  throw new Error('a prime number of signs always has a check sign')
}

function written(signs: string): string {
  return `${signs.slice(0, 2)}-${signs.slice(2, 5)}-${signs.slice(5)}`
}

/** A new code from a place's prefix and at least `codeRandomBytes` random bytes. Whoever stores it draws again if it is taken. */
export function makeCode(prefix: string, random: Uint8Array): string {
  if (!isCodePrefix(prefix)) throw new Error(`A code prefix is two letters of ${codeSigns.slice(8)}`)
  if (random.length < codeRandomBytes) throw new Error(`A code needs ${codeRandomBytes} random bytes`)
  let number = random.subarray(0, codeRandomBytes).reduce((total, byte) => total * 256 + byte, 0)
  let signs = prefix
  for (let place = 0; place < randomLength; place++) {
    signs += codeSigns.charAt(number % size)
    number = Math.floor(number / size)
  }
  return written(signs + checkSign(signs))
}

// Signs that are not in codes but look like one that is.
const meant: Readonly<Record<string, string>> = { Z: '2', S: '5', G: '6', B: '8' }

/**
 * Reads a code as people write it: any case, Arabic-Indic or Persian digits, spaces, no dashes, Z for 2, S for 5, G for 6,
 * B for 8. Answers the code in its one written form, or null when it cannot be a code (then it was misheard).
 */
export function parseCode(text: string): string | null {
  const signs = Array.from(asciiDigits(text.slice(0, 100).normalize('NFKC')).toUpperCase())
    .filter((sign) => /[\p{L}\p{N}]/u.test(sign))
    .map((sign) => meant[sign] ?? sign)
    .join('')
  if (signs.length !== length || !isCodePrefix(signs.slice(0, prefixLength))) return null
  if (!Array.from(signs).every((sign) => codeSigns.includes(sign))) return null
  return checkSign(signs.slice(0, -1)) === signs.at(-1) ? written(signs) : null
}

/** The chosen word of a person, in the form that is compared and hashed: however it was typed, it is the same word. */
export function foldChosenWord(word: string): string {
  return foldLetters(word).replace(/[\s\-_.'’]/g, '')
}
