import type { ConsentsAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, type TestHouse, testHouse, world } from '../support/house.ts'

/** Who takes part where consents are recorded, signed and ended. Sana is also manager of the branch. */
export interface ConsentCast {
  readonly here: TestHouse
  readonly amina: Client
  readonly sana: Client
  readonly baran: Client
  readonly dara: Client
  readonly karim: Client
}

export async function consentCast(): Promise<ConsentCast> {
  const here = await testHouse()
  const [amina, sana, baran, dara, karim] = await Promise.all([
    here.signIn('amina'),
    here.signIn('sana'),
    here.signIn('baran'),
    here.signIn('dara'),
    here.signIn('karim'),
  ])
  await behindOf(here)(
    `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, 'branch_manager', $3)`,
    [world.accounts.sana, world.organisations.ministry, world.sites.mosul],
  )
  return { here, amina, sana, baran, dara, karim }
}

/** As whoever administers the database: past every policy. */
export const behindOf =
  (here: TestHouse) =>
  <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
    withOwner(here.db.admin, (admin) => admin.rows(sql, params))

export const ledgerOf = async (client: Client, caseId: string) =>
  (await client.get<ConsentsAnswer>(`/api/cases/${caseId}/consents`)).body
