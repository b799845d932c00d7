import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { screenLocksAfter } from '../staff/idle-rule.ts'
import { longestLeaseHours, type OfflineSettings, offlineDefaults } from '../sync/offline-settings.ts'
import { type MasterKeySource, masterKeyFile } from './master-keys.ts'
import { StartProblem } from './start-problem.ts'

/** What the environment says about this process. docs/operating.md describes each variable. */
export interface Settings {
  /** PORT, default 8080; 0 takes any free one. */
  readonly port: number
  /** IHALA_HOST, default 127.0.0.1: only a proxy on the same machine reaches it until somebody says otherwise. */
  readonly host: string
  /** IHALA_DATA, default ./data: the embedded database and its secret. */
  readonly dataFolder: string
  /** DATABASE_URL with IHALA_SECRET; without them the embedded PostgreSQL is used. */
  readonly server:
    | {
        readonly databaseUrl: string
        /** IHALA_DIRECT_URL: the same database without the pooler that DATABASE_URL names. */
        readonly directUrl: string
        readonly secret: string
      }
    | undefined
  /** IHALA_MASTER_KEY_FILE or IHALA_MASTER_KEY; for the database that comes along, a file in its folder. */
  readonly masterKey: MasterKeySource
  /** IHALA_SECOND_FACTOR=1 or 0: who administers or is certified adds a second factor. By default wherever people are real: without the demo. */
  readonly secondFactor: boolean
  /** IHALA_LOCK_MINUTES, default 15: so long without use, and the screen locks; the session itself five minutes later. */
  readonly lockMinutes: number
  /** IHALA_OIDC_FILE: identity providers of organisations. */
  readonly providersFile: string | undefined
  /** Load the invented Ninewa into an empty database. IHALA_DEMO=1 or 0; by default only into the embedded one. */
  readonly demo: boolean
  /** IHALA_TRUST_PROXY: how many proxies stand in front, or their addresses; false: none. */
  readonly trustProxy: false | number | readonly string[]
  /** IHALA_ORIGIN, such as https://ihala.example.org: for links that are sent and for refusing other sites. */
  readonly origin: string | undefined
  /** IHALA_ANCHOR_FILE: where the heads of the audit's chains are written every night. Without it: nowhere. */
  readonly anchorFile: string | undefined
  /** IHALA_REVOCATIONS_FILE: where access that was taken away is written every minute, apart from the database, for a restore. */
  readonly revocationsFile: string | undefined
  /** IHALA_LEASE_HOURS, default 72: so long a copy on a device opens without asking. IHALA_OFFLINE_DAYS, default 30: what rests longer is there as a summary. */
  readonly offline: OfflineSettings
  /** IHALA_KEY_DAYS: the keys of protected content are sealed anew when they are older, default 365; 0: never. */
  readonly keyDays: number
  /** IHALA_POOL: connections for requests, default 16. */
  readonly poolSize: number
  /** IHALA_NAMED_STATEMENTS=0 behind PgBouncer in transaction mode; so by default with IHALA_DIRECT_URL. */
  readonly pooler: boolean
  /** IHALA_LIMITS=0 hears everybody as often as they ask: for measuring, or where the proxy limits. */
  readonly limits: boolean
  /** IHALA_SECURITY_CONTACT, such as mailto:security@example.org: for /.well-known/security.txt. */
  readonly securityContact: string | undefined
  /** IHALA_CLAMD_SOCKET: Unix socket of a ClamAV daemon that looks at every file that is sent. */
  readonly clamdSocket: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads every setting and reports everything that is wrong at once, as one StartProblem. Never repeats a secret. */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = []
  const problem = (text: string): undefined => void problems.push(text)
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined

  const server = readServer(
    {
      databaseUrl: value('DATABASE_URL'),
      directUrl: value('IHALA_DIRECT_URL'),
      secret: value('IHALA_SECRET'),
    },
    problem,
  )
  const demo = yesOrNo('IHALA_DEMO', value('IHALA_DEMO'), value('DATABASE_URL') === undefined, problem)
  const settings: Settings = {
    port: wholeNumber('PORT', value('PORT'), 8080, 0, 65535, problem),
    host: value('IHALA_HOST') ?? '127.0.0.1',
    dataFolder: resolve(value('IHALA_DATA') ?? 'data'),
    server,
    masterKey: readMasterKey(
      value('IHALA_MASTER_KEY_FILE'),
      value('IHALA_MASTER_KEY'),
      server === undefined ? masterKeyFile(resolve(value('IHALA_DATA') ?? 'data')) : undefined,
      problem,
    ),
    secondFactor: yesOrNo('IHALA_SECOND_FACTOR', value('IHALA_SECOND_FACTOR'), !demo, problem),
    lockMinutes: wholeNumber(
      'IHALA_LOCK_MINUTES',
      value('IHALA_LOCK_MINUTES'),
      screenLocksAfter,
      1,
      240,
      problem,
    ),
    providersFile: value('IHALA_OIDC_FILE'),
    demo,
    trustProxy: readProxy(value('IHALA_TRUST_PROXY'), problem),
    origin: readOrigin(value('IHALA_ORIGIN'), problem),
    anchorFile: fileAt(value('IHALA_ANCHOR_FILE')),
    revocationsFile: fileAt(value('IHALA_REVOCATIONS_FILE')),
    offline: {
      leaseHours: wholeNumber(
        'IHALA_LEASE_HOURS',
        value('IHALA_LEASE_HOURS'),
        offlineDefaults.leaseHours,
        1,
        longestLeaseHours,
        problem,
      ),
      restsAfterDays: wholeNumber(
        'IHALA_OFFLINE_DAYS',
        value('IHALA_OFFLINE_DAYS'),
        offlineDefaults.restsAfterDays,
        1,
        365,
        problem,
      ),
    },
    keyDays: wholeNumber('IHALA_KEY_DAYS', value('IHALA_KEY_DAYS'), 365, 0, 3650, problem),
    poolSize: wholeNumber('IHALA_POOL', value('IHALA_POOL'), 16, 1, 500, problem),
    pooler: !yesOrNo(
      'IHALA_NAMED_STATEMENTS',
      value('IHALA_NAMED_STATEMENTS'),
      value('IHALA_DIRECT_URL') === undefined,
      problem,
    ),
    limits: yesOrNo('IHALA_LIMITS', value('IHALA_LIMITS'), true, problem),
    securityContact: readContact(value('IHALA_SECURITY_CONTACT'), problem),
    clamdSocket: value('IHALA_CLAMD_SOCKET'),
  }
  if (problems.length > 0)
    throw new StartProblem(`Ihala cannot start with these settings:\n- ${problems.join('\n- ')}`)
  return settings
}

function fileAt(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path)
}

type Problem = (text: string) => undefined

function readServer(
  given: Readonly<Record<'databaseUrl' | 'directUrl' | 'secret', string | undefined>>,
  problem: Problem,
): Settings['server'] {
  const { databaseUrl, directUrl, secret } = given
  if (directUrl && !databaseUrl)
    return problem('IHALA_DIRECT_URL goes with DATABASE_URL, which is then the address of the pooler.')
  if (!databaseUrl)
    return secret
      ? problem(
          'IHALA_SECRET is set but DATABASE_URL is not. The embedded database keeps a secret of its own: remove one or add the other.',
        )
      : undefined
  if (!/^postgres(ql)?:\/\//.test(databaseUrl))
    problem('DATABASE_URL should begin with postgres:// (postgres://user:password@host:5432/database).')
  if (directUrl && !/^postgres(ql)?:\/\//.test(directUrl))
    problem('IHALA_DIRECT_URL should begin with postgres:// as DATABASE_URL does.')
  const advice = 'Make one with: openssl rand -hex 32'
  if (!secret)
    return problem(
      `IHALA_SECRET is missing. With DATABASE_URL every process of this installation needs the same secret. ${advice}`,
    )
  if (secret.length < 32 || new Set(secret).size < 10 || /change|secret|password|example|ihala/i.test(secret))
    return problem(`IHALA_SECRET is too short or easy to guess. ${advice}`)
  return { databaseUrl, directUrl: directUrl ?? databaseUrl, secret }
}

function readMasterKey(
  file: string | undefined,
  text: string | undefined,
  byDefault: string | undefined,
  problem: Problem,
): MasterKeySource {
  if (file !== undefined && text !== undefined)
    problem('Set IHALA_MASTER_KEY_FILE or IHALA_MASTER_KEY, not both.')
  if (file !== undefined) return { kind: 'file', path: resolve(file) }
  if (text !== undefined) return { kind: 'text', text }
  return byDefault === undefined ? { kind: 'none' } : { kind: 'file', path: byDefault }
}

function readProxy(text: string | undefined, problem: Problem): Settings['trustProxy'] {
  if (text === undefined || text === '0') return false
  if (/^\d$/.test(text)) return Number(text)
  const addresses = text.split(',').map((address) => address.trim())
  if (addresses.every((address) => isIP(address.replace(/\/\d{1,3}$/, '')) !== 0)) return addresses
  problem(
    'IHALA_TRUST_PROXY is the number of proxies in front (1), or their addresses (10.0.0.5 or 10.0.0.0/8, separated by commas).',
  )
  return false
}

function readOrigin(text: string | undefined, problem: Problem): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  )
    return url.origin
  return problem('IHALA_ORIGIN is the address people type, without a path: https://ihala.example.org')
}

function readContact(text: string | undefined, problem: Problem): string | undefined {
  if (text === undefined || /^(mailto:\S+@\S+|https:\/\/\S+|tel:\+[\d-]+)$/.test(text)) return text
  return problem('IHALA_SECURITY_CONTACT is an address: mailto:security@example.org, https://… or tel:+…')
}

function wholeNumber(
  name: string,
  text: string | undefined,
  byDefault: number,
  least: number,
  most: number,
  problem: Problem,
): number {
  if (text === undefined) return byDefault
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  problem(`${name} should be a whole number from ${least} to ${most}.`)
  return byDefault
}

function yesOrNo(name: string, text: string | undefined, byDefault: boolean, problem: Problem): boolean {
  if (text === undefined) return byDefault
  if (text === '1' || text === '0') return text === '1'
  problem(`${name} should be 1 or 0.`)
  return byDefault
}
