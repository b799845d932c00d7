import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { capture, type Said } from '../../bench/capture.ts'
import { load } from '../../bench/load.ts'
import { type Workload, workloadNamed, workloads } from '../../bench/workloads.ts'
import { roleSettings } from '../../src/server/database-address.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { circumstancesOf, keyedHash } from '../../src/server/circumstances.ts'
import type { Database } from '../../src/server/database.ts'
import type { House } from '../../src/server/house.ts'
import { loadReferenceData } from '../../src/server/reference-data.ts'
import { openReference } from '../../src/server/reference.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { testMasterKeys } from '../support/master-keys.ts'

// Ten thousand people and cases, analysed: enough that PostgreSQL would rather read an index than a table.
const people = 10_000
/** Nobody's question may read one of these from end to end; neither may a policy, a trigger or a function on the way. */
const large = [
  'person',
  'case_file',
  'need',
  'consent',
  'note',
  'task',
  'case_event',
  'referral',
  'referral_origin',
  'referral_snapshot',
  'referral_event',
  'offer',
  'audit_line',
  'action_ledger',
  'place',
]

let db: TestDatabase
let house: House
beforeAll(async () => {
  db = await testDatabase()
  await withOwner(db.owner, loadReferenceData)
  await withOwner(db.admin, (admin) => load(admin, { people, offers: 2000 }, () => {}))
  house = {
    database: undone(db.database),
    reference: await openReference(db.database),
    secret: db.secret,
    masterKeys: testMasterKeys,
    secure: false,
    demo: false,
    trustProxy: false,
    origin: null,
    now: () => new Date().toISOString(),
    circumstances: (who) => circumstancesOf(db.secret, who),
    keyedHash: (purpose, text) => keyedHash(db.secret, purpose, text),
  }
}, 180_000)
afterAll(() => db.close())

/** A database on which nothing stays done: what was captured can be said once more. */
function undone(database: Database): Database {
  return {
    ...database,
    asSession: async (tokenHash, work) => {
      const undo = new Error('undone')
      let result: unknown
      await database
        .asSession(tokenHash, async (tx, identity) => {
          result = await work(tx, identity)
          throw undo
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error
        })
      return result as never
    },
  }
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Plan[]
}

/**
 * Runs what an operation says to the database once more, as the role of the server, with plans made for any value, and
 * answers every plan there was: of the statements, and of the functions and triggers behind them.
 */
async function plansOf(groups: readonly (readonly Said[])[]): Promise<Plan[]> {
  const client = new pg.Client(db.admin)
  const plans: Plan[] = []
  client.on('notice', ({ message }) => {
    const at = message?.indexOf('{') ?? -1
    if (message?.includes('plan:') && at >= 0)
      plans.push((JSON.parse(message.slice(at)) as { Plan: Plan }).Plan)
  })
  await client.connect()
  try {
    for (const [name, value] of Object.entries({ ...roleSettings, ...watching }))
      await client.query(name === 'load' ? `load '${value}'` : `set ${name} = '${value}'`)
    await client.query('set session authorization ihala_app')
    for (const { text, params } of groups.flat()) {
      if (text !== 'commit') await client.query(text, params as unknown[])
    }
    await client.query('rollback')
  } finally {
    await client.end()
  }
  return plans
}

const watching = {
  load: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  client_min_messages: 'log',
  plan_cache_mode: 'force_generic_plan',
}

function readings(plan: Plan): { readonly how: string; readonly table: string }[] {
  const own =
    plan['Relation Name'] === undefined ? [] : [{ how: plan['Node Type'], table: plan['Relation Name'] }]
  return [...own, ...(plan.Plans ?? []).flatMap(readings)]
}

async function readFromEndToEnd(workload: Workload): Promise<string[]> {
  const n = workload.range === undefined && workload.supply === undefined ? 1_000_000 : 1
  const { groups } = await capture(house, workload.request(n))
  const read = (await plansOf(groups)).flatMap(readings)
  expect(read.length).toBeGreaterThan(3)
  return read
    .filter(({ how, table }) => how === 'Seq Scan' && large.includes(table))
    .map(({ table }) => table)
}

for (const workload of workloads.filter(({ name }) => name !== 'match10k')) {
  test(`${workload.name}, ${workload.title}: every large table is read by an index`, async () => {
    expect(await readFromEndToEnd(workload)).toEqual([])
  })
}

test('an index that is lost does not go unnoticed', async () => {
  await withOwner(db.admin, (admin) => admin.script('drop index referral_origin_case'))
  expect(await readFromEndToEnd(workloadNamed('W3'))).toContain('referral_origin')
  await withOwner(db.admin, (admin) => admin.script('drop index case_due'))
  expect(await readFromEndToEnd(workloadNamed('W4'))).toContain('case_file')
})
