import { asciiDigits } from '../basics/letters.ts'

/** One form of a code from paper: capitals, gaps, dashes and the digits of an Arabic keyboard do not matter. */
export function foldOfficeCode(typed: string): string {
  return asciiDigits(typed.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
