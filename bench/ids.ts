import { createHash } from 'node:crypto'

/**
 * Everything the load makes has an id that says what it is and its number, so that a request, a script of pgbench and
 * the loader can name the same row without looking it up. They have the form and the order of UUIDv7.
 */
export const kind = {
  ministry: 1,
  site: 2,
  officer: 3,
  provider: 4,
  providerSite: 5,
  providerAccount: 6,
  offer: 7,
  otherOffer: 8,
  person: 10,
  caseFile: 11,
  need: [12, 13, 14],
  consent: [15, 16, 17],
  referral: [21, 22, 23],
  note: 30,
  task: 31,
  caseEvent: [32, 33, 34],
  referralEvent: 40,
  session: 60,
  audit: 61,
  ledger: 62,
  command: 70,
  newPerson: 80,
  newCase: 81,
} as const

export function benchId(of: number, n: number): string {
  const digits = String(n).padStart(8, '0')
  return `0193${digits.slice(0, 4)}-${digits.slice(4)}-7${String(of).padStart(3, '0')}-8000-000000000000`
}

const form = /^0193(\d{4})-(\d{4})-7(\d{3})-8000-000000000000$/

/** What a text names, if it is one of ours. */
export function partsOf(id: string): { readonly of: number; readonly n: number } | undefined {
  const [, high, low, of] = form.exec(id) ?? []
  return of === undefined ? undefined : { of: Number(of), n: Number(`${high}${low}`) }
}

/** The same in SQL; simple enough that PostgreSQL puts it into the statement itself. */
export const sqlBenchId = `create or replace function bench_id(of integer, n bigint) returns uuid language sql immutable parallel safe as $$
  select ('0193' || lpad((n / 10000)::text, 4, '0') || '-' || lpad((n % 10000)::text, 4, '0') || '-7' || lpad(of::text, 3, '0') || '-8000-000000000000')::uuid $$`

/** Session tokens of the load: 256 bits in the form of a real one. */
export function tokenOfAccount(which: 'officer' | 'provider', n: number): string {
  return createHash('sha256').update(`bench ${which} ${n}`).digest('base64url')
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export const counts = { officers: 40, sites: 8, providers: 40, openCasesEach: 500 } as const
export const openCases = counts.officers * counts.openCasesEach

/** Who holds case n, and which provider its j-th referral (0, 1, 2) goes to. */
export const officerOf = (n: number): number => n % counts.officers
export const providerOf = (n: number, j: number): number =>
  (Math.floor(n / counts.officers) + j) % counts.providers
export const sqlOfficer = (n: string): string => `(${n} % ${counts.officers})`
export const sqlProvider = (n: string, j: number): string =>
  `((${n} / ${counts.officers} + ${j}) % ${counts.providers})`
