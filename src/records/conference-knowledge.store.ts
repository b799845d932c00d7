import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { ConferenceKnown } from './knowledge.ts'
import { camel } from './names.ts'

const conference = statement('select * from conference where id = $1')
const seats = statement('select * from conference_seat where conference_id = $1 order by invited_at, id')
const actions = statement('select * from conference_action where conference_id = $1 order by due_on, id')
const file = statement('select c.* from conference f join case_file c on c.id = f.case_id where f.id = $1')
const person = statement(
  'select p.* from conference f join case_file c on c.id = f.case_id join person p on p.id = c.person_id where f.id = $1',
)
const members = statement(
  'select m.* from conference f join case_member m on m.case_id = f.case_id where f.id = $1',
)
const needs = statement('select n.* from conference f join need n on n.id = f.need_id where f.id = $1')
const facts = statement(
  'select x.* from conference f join case_fact x on x.case_id = f.case_id where f.id = $1',
)
const consents = statement(
  'select n.* from conference f join consent n on n.case_id = f.case_id where f.id = $1',
)
const withdrawals = statement(
  'select w.* from conference f join consent_withdrawal w on w.case_id = f.case_id where f.id = $1',
)

/** A conference as its asker may see it: the convenor everything, who is invited its own seat and what it is to do. */
export async function loadConference(tx: Transaction, id: string): Promise<ConferenceKnown> {
  const all = async <T>(query: typeof seats): Promise<T[]> =>
    (await tx.rows<object>(query, [id])).map((row) => camel<T>(row))
  const one = async <T>(query: typeof seats): Promise<T | undefined> => (await all<T>(query))[0]
  type Convening = NonNullable<ConferenceKnown['convening']>
  const [found, seat, action, c, p, m, n, fact, lines, ends] = await Promise.all([
    one<Convening['conference']>(conference),
    all<ConferenceKnown['seats'][number]>(seats),
    all<ConferenceKnown['actions'][number]>(actions),
    one<Convening['case']>(file),
    one<Convening['person']>(person),
    all<Convening['members'][number]>(members),
    one<Convening['need']>(needs),
    one<NonNullable<Convening['facts']>>(facts),
    all<Omit<Convening['consents'][number], 'withdrawal'>>(consents),
    all<NonNullable<Convening['consents'][number]['withdrawal']>>(withdrawals),
  ])
  return {
    seats: seat,
    actions: action,
    convening:
      found && c && p && n
        ? {
            conference: found,
            case: c,
            person: p,
            need: n,
            members: m,
            facts: fact,
            consents: lines.map((line) => ({
              ...line,
              withdrawal: ends.find((end) => end.consentId === line.id) ?? null,
            })),
          }
        : undefined,
  }
}
