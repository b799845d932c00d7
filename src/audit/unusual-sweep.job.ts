import { addHours, type Calendar } from '../places/calendar.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'
import { findUnusual, type HourOfReading, mayBeUnusual, type Unusual } from './unusual.ts'

/** How far back what is usual for somebody reaches. */
const usualDays = 28

interface Reading extends HourOfReading {
  readonly accountId: string
  readonly organisationId: string
}

const sql = {
  byHour: statement('select * from reading_by_hour($1, $2)'),
  /** Once for each account, rule and hour, however often the sweep comes by. */
  raise:
    statement(`insert into unusual_access (id, organisation_id, account_id, site_id, rule, hour, seen, threshold, raised_at)
    select $1, $2, $3, (select min(r.site_id::text)::uuid from account_role r where r.account_id = $3), $4, $5, $6, $7, $8
    on conflict (account_id, rule, hour) do nothing`),
  // Whoever supervises a site where the account works, and who looks after data protection; nobody is told of themselves.
  told: statement(`select distinct a.id from account_role r join account a on a.id = r.account_id
    where a.organisation_id = $1 and a.state = 'active' and a.id <> $2 and (r.role = 'data_protection_officer'
      or (r.role in ('case_supervisor', 'branch_manager') and (r.site_id is null or exists (
        select from account_role w where w.account_id = $2 and (w.site_id is null or w.site_id = r.site_id)))))
    order by a.id`),
  alert: statement(
    `insert into alert (id, organisation_id, account_id, kind, level, at) values ($1, $2, $3, 'access.unusual', 100, $4)`,
  ),
}

/**
 * Looks at what every account read in this hour and the one before, and tells what is unusual for it: once to the
 * supervisors of its sites and to the data protection officer, and for review. Runs as the worker, who gets counts and
 * no line. Answers how many were told.
 */
export async function sweepUnusual(
  tx: Transaction,
  now: string,
  { calendar, newId }: { readonly calendar: Calendar; readonly newId: () => string },
): Promise<number> {
  const since = `${addHours(now, -1).slice(0, 13)}:00:00.000Z`
  const suspects = (await readings(tx, since, null)).filter(mayBeUnusual)
  if (suspects.length === 0) return 0
  const accounts = [...new Set(suspects.map(({ accountId }) => accountId))]
  const past = await readings(tx, addHours(now, -24 * usualDays), accounts)
  let told = 0
  for (const reading of suspects) {
    const before = past.filter(
      ({ accountId, hour }) => accountId === reading.accountId && hour < reading.hour,
    )
    for (const unusual of findUnusual(reading, before, calendar))
      if (await tell(tx, reading, unusual, now, newId)) told += 1
  }
  return told
}

async function readings(
  tx: Transaction,
  since: string,
  accounts: readonly string[] | null,
): Promise<Reading[]> {
  return (await tx.rows<object>(sql.byHour, [since, accounts])).map((row) => camel<Reading>(row))
}

async function tell(
  tx: Transaction,
  { accountId, organisationId }: Reading,
  { rule, hour, seen, threshold }: Unusual,
  now: string,
  newId: () => string,
): Promise<boolean> {
  const raised = await tx.run(sql.raise, [
    newId(),
    organisationId,
    accountId,
    rule,
    hour,
    seen,
    threshold,
    now,
  ])
  if (raised === 0) return false
  const people = await tx.rows<{ id: string }>(sql.told, [organisationId, accountId])
  for (const { id } of people) await tx.run(sql.alert, [newId(), organisationId, id, now])
  return true
}
