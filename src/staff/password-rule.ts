import { asciiDigits } from '../basics/letters.ts'
import { refuse } from '../basics/refusal.ts'

/** Least length of a password; the rest of the rule is that it is not one that others would guess first (NIST SP 800-63B). */
export const leastPasswordLength = 10
/** Longer than anybody types; keeps the hashing short. */
export const mostPasswordLength = 200

// Never shown: what people in Iraq and elsewhere choose first, of ten signs or more, and pieces that carry such a choice alone.
const common = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'qwerty',
  'asdfgh',
  'zxcvbn',
  'iloveyou',
  'administrator',
  'admin',
  'welcome',
  'letmein',
  'changeme',
  'ihala',
  'iraq',
  'mosul',
  'ninewa',
  'nineveh',
  'baghdad',
  'mohammed',
  'muhammad',
  'mohamed',
  'hussein',
  'allah',
  'bismillah',
  'habibi',
  'كلمةالسر',
  'كلمةالمرور',
  'بسمالله',
  'العراق',
  'الموصل',
  'نينوى',
  'محمد',
  'حسين',
  'ضصثقفغ',
  'شسيبلا',
]
const rows = [
  '01234567890',
  '09876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'ضصثقفغعهخحجد',
  'شسيبلاتنمكط',
]

/** Why a password will not do, or null. `login` is the account's own. */
export function passwordFault(password: string, login: string): 'too_short' | 'is_login' | 'common' | null {
  const plain = asciiDigits(password.normalize('NFKC')).toLowerCase()
  const signs = Array.from(plain)
  if (signs.length < leastPasswordLength) return 'too_short'
  const own = login.toLowerCase()
  if (own !== '' && [own, own + own].includes(plain.replace(/[^\p{L}]+$/u, ''))) return 'is_login'
  if (new Set(signs).size < 5) return 'common'
  // What is left after the guessable pieces must still be worth something.
  let rest = plain.replace(/[\s._\-!#*+=]/g, '')
  for (const piece of common) rest = rest.replaceAll(piece, '')
  rest = withoutRows(rest).replaceAll('@', '')
  return Array.from(rest).length < 4 ? 'common' : null
}

/** Refuses with `password.too_weak {because, least}`. */
export function requireGoodPassword(password: string, login: string): void {
  const because = passwordFault(password, login)
  if (because) refuse('password.too_weak', { because, least: leastPasswordLength })
}

/** Without runs of four or more neighbours on a keyboard or in a row of digits, and without years. */
function withoutRows(text: string): string {
  let rest = text.replace(/(19|20)\d\d/g, '')
  for (const row of rows)
    for (let length = row.length; length >= 4; length--)
      for (let from = 0; from + length <= row.length; from++)
        rest = rest.replaceAll(row.slice(from, from + length), '')
  return rest
}
