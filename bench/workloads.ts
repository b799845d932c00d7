import { askedServices, crowdedService } from './load.ts'
import {
  benchId,
  counts,
  kind,
  officerOf,
  openCases,
  providerOf,
  sqlOfficer,
  sqlProvider,
  tokenOfAccount,
} from './ids.ts'
import { misspelt, nameOf } from './names.ts'

export interface BenchRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly token: string
  readonly body?: unknown
  /** What a right answer holds besides status 200. */
  readonly expect: string
}

export interface Workload {
  readonly name: string
  readonly title: string
  /** The n-th request; every n at most once where `supply` says that it uses something up. */
  readonly request: (n: number) => BenchRequest
  /** How many there are, where each can be done once only. */
  readonly supply?: number
  /** Which of `range` numbers a script draws when nothing is used up. */
  readonly range?: number
  /** How a script of pgbench writes what depends on n: kind of id → its number in SQL. */
  readonly numbers: { readonly [kind: number]: { readonly of: (n: number) => number; readonly sql: string } }
  readonly account: {
    readonly which: 'officer' | 'provider'
    readonly of: (n: number) => number
    readonly sql: string
  }
  /** Answers whose values must differ from one to the next (spoken codes), by name in `result`. */
  readonly unique?: readonly string[]
  /** Milliseconds of CPU of server and database per operation; share of the bare SQL's rate; p95 in milliseconds. */
  readonly target: { readonly cpuMs?: number; readonly share?: number; readonly p95Ms?: number }
}

/** The last open cases are left for the mixed work of 150 officers, so that no workload uses up what it needs. */
const keptForMix = 1500

const now = new Date()
const today = new Date(now.getTime() + 3 * 3_600_000).toISOString().slice(0, 10)
const officerToken = (n: number): string => tokenOfAccount('officer', officerOf(n))
const act = (n: number, which: number, name: string, input: object, token: string): BenchRequest => ({
  method: 'POST',
  path: '/actions',
  token,
  expect: '"outcome":"applied"',
  body: { id: benchId(kind.command + which, n), name, input },
})
const get = (path: string, token: string, expect: string): BenchRequest => ({
  method: 'GET',
  path,
  token,
  expect,
})

const plain = { of: (n: number) => n, sql: ':n' }
const byOfficer = { of: officerOf, sql: sqlOfficer(':n') }
const officer = { which: 'officer', ...byOfficer } as const
const bySite = {
  of: (n: number) => officerOf(n) % counts.sites,
  sql: `(${sqlOfficer(':n')} % ${counts.sites})`,
}
const byProvider = (j: number) => ({ of: (n: number) => providerOf(n, j), sql: sqlProvider(':n', j) })
const ofCase = {
  [kind.caseFile]: plain,
  [kind.person]: plain,
  [kind.officer]: byOfficer,
  [kind.site]: bySite,
  ...Object.fromEntries([...kind.need, ...kind.consent, ...kind.referral].map((one) => [one, plain])),
}
const ofReferral = (j: number) => ({
  ...ofCase,
  [kind.provider]: byProvider(j),
  [kind.providerSite]: byProvider(j),
  [kind.providerAccount]: byProvider(j),
  [kind.offer]: {
    of: (n: number) => j * counts.providers + providerOf(n, j),
    sql: `(${j * counts.providers} + ${sqlProvider(':n', j)})`,
  },
})

/** Spread over all open cases, so that neither a row nor a page is asked for twice in a row. */
const spread = (n: number): number => (n * 7919) % openCases

export const workloads: readonly Workload[] = [
  {
    name: 'W1',
    title: 'open person + case',
    account: officer,
    unique: ['code', 'personCode'],
    target: { cpuMs: 0.9, share: 0.35 },
    numbers: { ...ofCase, [kind.newCase]: plain, [kind.newPerson]: plain },
    request: (n) => {
      const { mother, ...name } = nameOf(n + 500_000)
      return act(
        n,
        1,
        'case.open',
        {
          caseId: benchId(kind.newCase, n),
          personId: benchId(kind.newPerson, n),
          siteId: benchId(kind.site, officerOf(n) % counts.sites),
          openedOn: today,
          statusCategory: 'idp_returnee',
          ageBand: '30-59',
          sex: 'female',
          language: 'ar',
          contactSafety: { mode: 'phone_any', phone: `+96478${10_000_000 + n}` },
          name: { ...name, mother },
          place: 'IQG15Q05N04',
        },
        officerToken(n),
      )
    },
  },
  {
    name: 'W2',
    title: 'find a person, typos',
    account: officer,
    range: openCases,
    numbers: ofCase,
    target: { cpuMs: 2.5, share: 0.5, p95Ms: 45 },
    request: (n) => ({
      method: 'POST',
      path: '/api/people/search',
      token: officerToken(n),
      expect: '"items":[',
      body: { text: misspelt(spread(n)) },
    }),
  },
  {
    name: 'W3',
    title: 'a case with its referrals',
    account: officer,
    range: openCases,
    numbers: ofCase,
    target: { cpuMs: 0.45, share: 0.2 },
    request: (n) =>
      get(`/api/cases/${benchId(kind.caseFile, spread(n))}`, officerToken(spread(n)), '"referrals":[{'),
  },
  {
    name: 'W4',
    title: 'my 50 next due',
    account: officer,
    range: counts.officers,
    numbers: ofCase,
    target: { cpuMs: 0.65, share: 0.35 },
    request: (n) => get('/api/cases?mine=1&sort=due&limit=50', officerToken(n), '"items":[{'),
  },
  {
    name: 'W5',
    title: 'send a referral',
    account: officer,
    supply: openCases - keptForMix,
    numbers: ofReferral(2),
    target: { cpuMs: 0.65, share: 0.35 },
    request: (n) => act(n, 2, 'referral.send', { referralId: benchId(kind.referral[2], n) }, officerToken(n)),
  },
  {
    name: 'W6',
    title: 'accept a referral',
    account: { which: 'provider', ...byProvider(1) },
    supply: openCases - keptForMix,
    numbers: ofReferral(1),
    target: { cpuMs: 0.65, share: 0.35 },
    request: (n) =>
      act(
        n,
        3,
        'referral.accept',
        { referralId: benchId(kind.referral[1], n) },
        tokenOfAccount('provider', providerOf(n, 1)),
      ),
  },
  {
    name: 'inbox',
    title: "a provider's open referrals",
    account: { which: 'provider', of: (n) => n % counts.providers, sql: `(:n % ${counts.providers})` },
    range: counts.providers,
    numbers: {},
    target: { cpuMs: 0.65, share: 0.35 },
    request: (n) =>
      get('/api/referrals?box=in', tokenOfAccount('provider', n % counts.providers), '"items":[{'),
  },
  {
    name: 'match',
    title: 'match one need, 2,000 offers',
    account: officer,
    range: openCases,
    numbers: ofCase,
    target: { p95Ms: 20 },
    request: (n) =>
      get(
        `/api/match?caseId=${benchId(kind.caseFile, spread(n))}&service=${askedServices[n % 3]}`,
        officerToken(spread(n)),
        '"items":[{',
      ),
  },
  {
    name: 'match10k',
    title: 'match, 10,000 of one service',
    account: officer,
    range: openCases,
    numbers: ofCase,
    target: { p95Ms: 20 },
    request: (n) =>
      get(
        `/api/match?caseId=${benchId(kind.caseFile, spread(n))}&service=${crowdedService}`,
        officerToken(spread(n)),
        '"items":[{',
      ),
  },
]

export const workloadNamed = (name: string): Workload => {
  const found = workloads.find((one) => one.name === name)
  if (found === undefined)
    throw new Error(`There is no workload ${name}. There are: ${workloads.map((one) => one.name).join(', ')}`)
  return found
}

/** What officers and providers do all day, in the proportions of a guess: mostly looking, some writing. */
export function mixedRequest(n: number): BenchRequest {
  const [kindOfWork, number] = [n % 20, Math.floor(n / 20)]
  const name =
    kindOfWork < 8
      ? 'W3'
      : kindOfWork < 12
        ? 'W4'
        : kindOfWork < 14
          ? 'inbox'
          : kindOfWork < 16
            ? 'W2'
            : kindOfWork < 17
              ? 'match'
              : kindOfWork < 18
                ? 'W1'
                : kindOfWork < 19
                  ? 'W5'
                  : 'W6'
  // numbers apart from those the workloads alone use up
  const from = name === 'W1' ? 5_000_000 : name === 'W5' || name === 'W6' ? openCases - keptForMix : 0
  return workloadNamed(name).request(from + number)
}
