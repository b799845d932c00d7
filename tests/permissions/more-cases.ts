import { withOwner } from '../../src/server/database-owner.ts'
import { type TestHouse, testId } from '../support/house.ts'

/** Rows as a loader writes them. */
export const loadRows = <T>({ db }: TestHouse, sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(db.owner, (owner) => owner.transaction(() => owner.rows<T>(sql, params), 'loader'))

/** So many more open cases like this one, each with a need of this service. */
export async function moreCases(
  house: TestHouse,
  caseId: string,
  service: string,
  count: number,
): Promise<void> {
  for (let one = 0; one < count; one++) {
    const id = testId()
    await loadRows(
      house,
      `insert into case_file (id, organisation_id, site_id, officer_id, person_id, code, programme, programme_version, state, urgency, display_name,
        status_category, age_band, sex, language, opened_on, entered_at)
      select $1::uuid, organisation_id, site_id, officer_id, person_id, $1::text, programme, programme_version, state, urgency, display_name,
        status_category, age_band, sex, language, opened_on, entered_at from case_file where id = $2`,
      [id, caseId],
    )
    await loadRows(
      house,
      `insert into need (id, case_id, organisation_id, service, severity, priority, state, happened_on, entered_at, entered_by, rev)
      select $1::uuid, $1::uuid, organisation_id, $3, 2, 1, 'open', happened_on, entered_at, entered_by, 0 from need where case_id = $2 limit 1`,
      [id, caseId, service],
    )
  }
}
