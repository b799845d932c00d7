import { afterAll, beforeAll, expect, test } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { heldTables } from '../../src/sync/protocol.ts'
import { type TestHouse, openCase, testHouse, world } from '../support/house.ts'
import { statement } from '../../src/server/database.ts'

let here: TestHouse
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

const triggers = () =>
  withOwner(here.db.admin, (admin) =>
    admin.rows<{ name: string; insert: boolean; update: boolean; erase: boolean }>(
      `select c.relname as name, bool_or(t.tgtype & 4 > 0 and f.proname ~ '^(require_touched|touch_new_case|number_draft)') as insert,
        bool_or(t.tgtype & 16 > 0 and f.proname ~ '^require_(touched|raised)') as update, bool_or(t.tgtype & 8 > 0 and f.proname = 'remember_erased') as erase
      from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_trigger t on t.tgrelid = c.oid and t.tgenabled <> 'D'
      left join pg_proc f on f.oid = t.tgfoid where n.nspname = 'public' and c.relkind = 'r' group by 1`,
    ),
  )
const deletable = () =>
  withOwner(here.db.admin, (admin) =>
    admin.rows<{ name: string }>(
      `select distinct table_name as name from information_schema.role_table_grants
      where grantee in ('ihala_app', 'ihala_worker', 'ihala_definer') and privilege_type = 'DELETE' and table_schema = 'public'`,
    ),
  )

/** A person comes before their case, whose own insertion is what raises it. */
const insertedBeforeItsCase = ['person']

test('no table of which a device holds rows can be written without raising its case', async () => {
  const found = new Map((await triggers()).map((one) => [one.name, one]))
  const erased = new Set((await deletable()).map(({ name }) => name))
  const loose = heldTables.filter((table) => {
    const has = found.get(table)
    return (
      !has ||
      !has.update ||
      (!has.insert && !insertedBeforeItsCase.includes(table)) ||
      (erased.has(table) && !has.erase)
    )
  })
  expect(loose).toEqual([])
})

test('a case, its person and its rows refuse a write that forgets to raise it, and the worker’s too', async () => {
  const amina = await here.signIn('amina')
  const { caseId, personId } = await openCase(amina)
  const identity = {
    kind: 'account',
    accountId: world.accounts.amina,
    organisationId: world.organisations.ministry,
    sites: [world.sites.mosul],
    roles: ['caseworker'],
  } as const
  const forgetting = [
    statement(`update person set language = 'ckb' where id = $1`),
    statement(
      `insert into case_event (id, case_id, organisation_id, kind, at, happened_on) select gen_random_uuid(), c.id, c.organisation_id, 'x', now(), current_date
      from case_file c where c.person_id = $1`,
    ),
  ]
  for (const write of forgetting)
    await expect(
      here.db.database.as(identity, (tx) => tx.run(write, [personId])),
      write.text,
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(P0R01|42501)$/) })
  const [before, after] = [await rev(caseId), await changeByHand(caseId, personId)]
  // an operator's own hand raises it by itself
  expect(after).toBeGreaterThan(before)
})

async function rev(caseId: string): Promise<number> {
  const [row] = await withOwner(here.db.admin, (admin) =>
    admin.rows<{ rev: number }>('select rev::float8 as rev from case_file where id = $1', [caseId]),
  )
  return row?.rev ?? 0
}
async function changeByHand(caseId: string, personId: string): Promise<number> {
  await withOwner(here.db.admin, (admin) =>
    admin.rows(`update person set language = 'ckb' where id = $1`, [personId]),
  )
  return rev(caseId)
}
