import { Refusal } from '../../src/basics/refusal.ts'
import type { RecordsInMemory } from '../../src/records/memory.ts'
import { type Cast, makeCast } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type Clock, dayMs, hourMs } from './clock.ts'
import type { Directory } from './directory.ts'
import { makePerson, type Office } from './people.ts'
import { type DemoAudit, type Hashes, play, whoIs } from './play.ts'
import { type DemoCommand, schedule } from './script.ts'
import { type SituationName, situations } from './situations.ts'
import type { DemoAccount } from './staff.ts'
import type { Tale } from './tale.ts'

/** Who leads how many cases; 400 in all. The first officer has one of each kind, so that everything can be seen with one sign-in. */
const caseloads: readonly (readonly [login: string, office: Office, cases: number])[] = [
  ['mosul.officer', 'mosul', 56],
  ['mosul.officer2', 'mosul', 58],
  ['mosul.officer3', 'mosul', 50],
  ['hamdaniya.officer', 'hamdaniya', 38],
  ['hamdaniya.officer2', 'hamdaniya', 26],
  ['sinjar.officer', 'sinjar', 46],
  ['sinjar.officer2', 'sinjar', 32],
  ['telafar.officer', 'telafar', 42],
  ['telafar.officer2', 'telafar', 28],
  ['wlco.adviser', 'mosul', 12],
  ['rgc.officer', 'mosul', 12],
]

/** How often a case stands so. */
const often: Readonly<Record<SituationName, number>> = {
  fresh: 4,
  screened: 4,
  assessed: 7,
  drafted: 4,
  sent: 8,
  linkSent: 4,
  unanswered: 3,
  acknowledged: 8,
  undecided: 2,
  asked: 2,
  askedAnswered: 2,
  appointmentToday: 4,
  appointmentSoon: 12,
  acceptedOnly: 6,
  notStarted: 2,
  missed: 3,
  serving: 18,
  waitlisted: 8,
  waitedTooLong: 2,
  held: 4,
  declined: 4,
  declinedThenSent: 5,
  declinedThenServed: 8,
  unconfirmed: 10,
  unconfirmedLate: 3,
  confirmedAndMore: 14,
  disputed: 2,
  disputedThenServed: 3,
  failed: 2,
  failedThenServed: 4,
  cancelled: 4,
  askedToStop: 2,
  stopped: 2,
  mistake: 3,
  consentWithdrawn: 3,
  raised: 3,
  loweringWaits: 2,
  lowered: 4,
  closingWaits: 4,
  closingSentBack: 2,
  closed: 45,
  closedUnmet: 8,
  closedUnreachable: 5,
  closedOnRequest: 6,
  advised: 9,
  reopened: 4,
  justReopened: 2,
  review: 5,
  fromPaper: 6,
  officeTask: 4,
  contactToday: 4,
  movedAway: 3,
  died: 1,
  handedOver: 5,
}
const kinds = Object.keys(often) as SituationName[]
/** These take a supervisor, whom the legal office and the guidance centre do not have. */
const supervised: readonly SituationName[] = [
  'loweringWaits',
  'lowered',
  'closingWaits',
  'closingSentBack',
  'closed',
  'closedUnmet',
  'closedUnreachable',
  'closedOnRequest',
  'advised',
  'reopened',
  'justReopened',
  'review',
  'movedAway',
]
const lowering: readonly SituationName[] = ['loweringWaits', 'lowered', 'raised']

export interface Story {
  readonly commands: readonly DemoCommand[]
  readonly audit: readonly DemoAudit[]
}

/** Tells all tales into the records, each in its own time. The records then hold what the actions made of them. */
export function tell(
  records: RecordsInMemory,
  directory: Directory,
  staff: readonly DemoAccount[],
  clock: Clock,
  hashes: Hashes,
): Story {
  const cast = makeCast(directory, staff)
  const whos = new Map(staff.map((account) => [account.login, whoIs(account, directory)]))
  const commands: DemoCommand[] = []
  const audit: DemoAudit[] = []
  const perform = (command: DemoCommand): void => {
    const who = whos.get(command.login)
    if (!who) throw new Error(`nobody is called ${command.login}`)
    audit.push(play(records, command, who, hashes))
    commands.push(command)
  }
  for (const [login, office, cases] of caseloads) {
    const own = cast.account(login)
    const chance = chanceOf(`cases of ${login}`)
    const open = kinds
      .filter(
        (kind) =>
          (office === 'mosul' && own.organisationId === cast.account('mosul.officer').organisationId) ||
          kind !== 'handedOver',
      )
      .filter(
        (kind) =>
          staff.some(
            ({ organisationId, roles }) =>
              organisationId === own.organisationId && roles.includes('case_supervisor'),
          ) || !supervised.includes(kind),
      )
    const weights = Object.fromEntries(open.map((kind) => [kind, often[kind]])) as Record<
      SituationName,
      number
    >
    for (let count = 0; count < cases; count++) {
      const kind =
        login === 'mosul.officer' ? (kinds[count] ?? chance.weighted(weights)) : chance.weighted(weights)
      tellOne(records, taleOf(cast, login, office, kind, clock, chanceOf(`${login} ${count}`)), kind, perform)
    }
  }
  confirmOffers(directory, staff, clock, perform)
  readAlerts(records, cast, staff, clock, perform)
  return { commands, audit }
}

function taleOf(
  cast: Cast,
  officer: string,
  office: Office,
  kind: SituationName,
  clock: Clock,
  chance: Chance,
): Tale {
  const madeAt = clock.now - chance.whole(40, 80) * dayMs
  return {
    chance,
    clock,
    cast,
    officer,
    site: cast.siteOf(officer),
    person: makePerson(chance, clock, office, { adult: officer === 'mosul.officer' }),
    caseId: chance.id(madeAt),
    urgency: lowering.includes(kind) ? 'U2' : chance.weighted({ U0: 1, U1: 9, U2: 45, U3: 45 }),
    steps: [],
    id: () => chance.id(madeAt),
  }
}

function tellOne(
  records: RecordsInMemory,
  tale: Tale,
  kind: SituationName,
  perform: (command: DemoCommand) => void,
): void {
  const { clock, chance, caseId } = tale
  const ago = situations[kind](tale)
  const times = schedule(tale.steps, ago, clock, chance)
  const timeOf = new Map(
    tale.steps.flatMap(({ tag }, place) =>
      tag === undefined ? [] : [[tag, times[place] as string] as const],
    ),
  )
  for (const [place, { by, name, input }] of tale.steps.entries()) {
    const at = times[place] as string
    const given = input({
      at: (tag) => (tag === undefined ? at : (timeOf.get(tag) ?? at)),
      dayAfter: (days) => new Date(Date.parse(at) + 3 * hourMs + days * dayMs).toISOString().slice(0, 10),
      task: (wanted, until) =>
        records
          .ofCase('task', caseId)
          .find(
            (task) =>
              task.kind === wanted && task.doneAt === null && (until === undefined || task.dueAt < until),
          )?.id,
    })
    if (given === undefined) continue
    try {
      perform({ id: chance.id(Date.parse(at)), login: by, at, name, input: given })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new Error(
        `${kind}: ${name} of ${by} was refused with ${error.code} ${JSON.stringify(error.details)}`,
        { cause: error },
      )
    }
  }
}

/** Providers with an account said within the last days that some of their offers are still correct, or how full they are. */
function confirmOffers(
  directory: Directory,
  staff: readonly DemoAccount[],
  clock: Clock,
  perform: (command: DemoCommand) => void,
): void {
  const chance = chanceOf('offers')
  for (const account of staff.filter(({ roles }) => roles.includes('provider_focal_point'))) {
    const own = directory.offers.filter(
      ({ organisationId, state }) => organisationId === account.organisationId && state === 'published',
    )
    for (const { id } of own.slice(0, 2)) {
      const at = clock.at(-chance.whole(1, 6), 10, chance.whole(0, 50))
      perform({
        id: chance.id(Date.parse(at)),
        login: account.login,
        at,
        name: 'offer.confirm',
        input: { offerId: id },
      })
    }
    const [first] = own
    const at = clock.at(-chance.whole(0, 3) - 1, 11, chance.whole(0, 50))
    if (first && chance.odds(0.6))
      perform({
        id: chance.id(Date.parse(at)),
        login: account.login,
        at,
        name: 'offer.set_capacity',
        input: { offerId: first.id, capacity: 'yes', waitDays: chance.whole(1, 9) },
      })
  }
}

/** What is older than three days has been read by whom it was for; of the rest about half waits to be read. */
function readAlerts(
  records: RecordsInMemory,
  cast: Cast,
  staff: readonly DemoAccount[],
  clock: Clock,
  perform: (command: DemoCommand) => void,
): void {
  const chance = chanceOf('alerts')
  for (const alert of records.rows('alert')) {
    const seenAt = Date.parse(alert.at) + chance.whole(20, 1800) * 60_000
    const reader =
      alert.accountId === null
        ? staff.find(({ siteId, roles }) => siteId === alert.siteId && roles.includes('case_supervisor'))
        : staff.find(({ id }) => id === alert.accountId)
    const recent = Date.parse(alert.at) > clock.now - 3 * dayMs
    if (seenAt > clock.now || !reader || (recent && chance.odds(0.5))) continue
    const at = new Date(seenAt).toISOString()
    perform({
      id: chance.id(seenAt),
      login: cast.account(reader.login).login,
      at,
      name: 'alert.seen',
      input: { alertId: alert.id },
    })
  }
}
