import { asciiDigits } from '../basics/letters.ts'

/** Iraqi mobile numbers have ten digits after +964 and begin with 7; town lines have eight or nine. Checked softly: tables disagree. */
const national = /^(?:7\d{9}|[1-6]\d{7,8})$/
const international = /^[1-9]\d{7,14}$/

/**
 * A telephone number in the one form that can be dialled (E.164: `+9647701234567`). Takes Arabic-Indic and Persian digits,
 * spaces, dashes, brackets, `+964`, `00964`, `964`, a leading 0, or none of these. Null when it cannot be a number.
 */
export function phoneForStore(text: string): string | null {
  const written = asciiDigits(text.normalize('NFKC')).replace(
    /[\s\-–./()\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    '',
  )
  const abroad = /^(?:\+|00)/.test(written)
  const digits = written.replace(/^(?:\+|00)/, '')
  if (!/^\d+$/.test(digits)) return null
  const home = /^9640?(\d+)$/.exec(digits)?.[1] ?? (abroad ? undefined : digits.replace(/^0/, ''))
  if (home !== undefined) return national.test(home) ? `+964${home}` : null
  return international.test(digits) ? `+${digits}` : null
}
