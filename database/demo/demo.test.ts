import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts'
import type { OwnerSession } from '../../src/server/database-owner.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { columnOf } from '../../src/records/names.ts'
import { loadReferenceData } from '../../src/server/reference-data.ts'
import { openReference } from '../../src/server/reference.ts'
import { hashToken, hashWord } from '../../src/server/circumstances.ts'
import { newSessionToken } from '../../src/server/session-token.ts'
import { perform } from '../../src/actions/perform.store.ts'
import { bulkInsert } from './bulk-insert.ts'
import { clockAt } from './clock.ts'
import { makeDirectory } from './directory.ts'
import { type Demo, loadDemo, loadStage, makeDemo, storyTables } from './load.ts'
import { testMasterKeys } from '../../tests/support/master-keys.ts'
import { circumstancesFor } from './play.ts'
import type { DemoCommand } from './script.ts'

const now = '2026-11-22T07:40:00.000Z'
/** Whole cases that are played through the door as well: each kind of tale once, and more. */
const played = 60

const asLoader = <T>(db: TestDatabase, work: (owner: OwnerSession) => Promise<T>): Promise<T> =>
  withOwner(db.owner, (owner) => owner.transaction(() => work(owner), 'loader'))
const rowsOf = (db: TestDatabase, table: string): Promise<Record<string, unknown>[]> =>
  asLoader(db, async (owner) =>
    (
      await owner.rows<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) - 'touched' as row from ${table} t`,
      )
    ).map(({ row }) => row),
  )
/** In an order of their own and without what the database alone makes up. */
const comparable = (rows: readonly Record<string, unknown>[], without: readonly string[] = []): string[] =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([column]) => !without.includes(column))
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
    )
    .sort()

let loaded: TestDatabase
let demo: Demo

beforeAll(async () => {
  loaded = await testDatabase()
  demo = makeDemo({ now, secret: loaded.secret })
  await withOwner(loaded.owner, async (owner) => {
    await loadReferenceData(owner)
    await loadDemo(owner, { now, secret: loaded.secret })
  })
})
afterAll(() => loaded.close())

describe('playing the actions gives the rows that are loaded', () => {
  it(`for ${played} whole cases, every table and every column`, async () => {
    const db = await testDatabase()
    const cases = new Set(
      demo.records
        .rows('case_file')
        .slice(0, played)
        .map(({ id }) => id),
    )
    const chosen = demo.story.commands.filter((command) => belongsTo(demo, command, cases))
    await withOwner(db.owner, async (owner) => {
      await loadReferenceData(owner)
      await owner.transaction(async () => {
        await loadStage(owner, demo.directory, demo.staff, 'nobody signs in here')
        await bulkInsert(owner, 'offer', makeDirectory(clockAt(now)).offers)
      }, 'loader')
    })
    await playThrough(db, demo, chosen)
    const mine = new Map<string, Set<unknown>>()
    for (const table of storyTables) {
      const theirs = await rowsOf(db, table)
      const keys = new Set(theirs.map((row) => keyOf(table, row)))
      mine.set(table, keys)
      const ours = (await rowsOf(loaded, table)).filter((row) => keys.has(keyOf(table, row)))
      // who wrote last and when is known of what was written here, and of nothing that was loaded
      const besides = ['marks', 'worked_at']
      expect(comparable(ours, besides), table).toEqual(comparable(theirs, besides))
    }
    expect(mine.get('case_file')?.size).toBe(played)
    expect(mine.get('case_event')?.size).toBe(
      demo.records.rows('case_event').filter(({ caseId }) => cases.has(caseId)).length,
    )
    expect(mine.get('referral')?.size).toBe(
      demo.records.rows('referral_origin').filter(({ caseId }) => cases.has(caseId)).length,
    )
    // The audit line is written by the door with the hour of the clock; all it says must be the same.
    const audit = comparable(await rowsOf(db, 'audit_line'), ['id', 'at', 'written_in'])
    const ids = new Set(chosen.map(({ id }) => id))
    expect(
      comparable(
        (await rowsOf(loaded, 'audit_line')).filter((line) => ids.has(String(line['id']))),
        ['id', 'at', 'written_in'],
      ),
    ).toEqual(audit)
    await db.close()
  }, 120_000)
})

function keyOf(table: string, row: Record<string, unknown>): unknown {
  return row[
    { consent_withdrawal: 'consent_id', referral_origin: 'referral_id', referral_snapshot: 'referral_id' }[
      table
    ] ?? columnOf('id')
  ]
}

function belongsTo({ records }: Demo, { input }: DemoCommand, cases: ReadonlySet<string>): boolean {
  const { caseId, referralId, needId, consentId, taskId, alertId } = input as {
    readonly [field: string]: string | undefined
  }
  const alert = alertId === undefined ? undefined : records.row('alert', alertId)
  const of =
    caseId ??
    alert?.caseId ??
    records.row('referral_origin', referralId ?? alert?.referralId ?? '')?.caseId ??
    records.row('need', needId ?? '')?.caseId ??
    records.row('consent', consentId ?? '')?.caseId ??
    records.row('task', taskId ?? '')?.caseId
  return of !== undefined && cases.has(of)
}

/** Sends the commands through the real door, one after the other, each at its own time. */
async function playThrough(
  db: TestDatabase,
  { staff }: Demo,
  commands: readonly DemoCommand[],
): Promise<void> {
  const tokens = new Map(staff.map(({ login }) => [login, newSessionToken()]))
  await asLoader(db, (owner) =>
    bulkInsert(
      owner,
      'session',
      staff.map((account) => ({
        id: account.id,
        tokenHash: tokens.get(account.login)?.hash,
        accountId: account.id,
        kind: 'browser',
        createdAt: new Date().toISOString(),
        lastSeenAt: new Date().toISOString(),
        idleSeconds: 86_400,
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      })),
    ),
  )
  const reference = await openReference(db.database)
  const hashes = { hashWord: (word: string) => hashWord(db.secret, word), hashToken }
  for (const command of commands) {
    const door = {
      database: db.database,
      reference,
      secret: db.secret,
      masterKeys: testMasterKeys,
      circumstances: (who: Parameters<typeof circumstancesFor>[1]) => circumstancesFor(command, who, hashes),
    }
    const { login, id, name, input } = command
    const answer = await perform(
      door,
      { kind: 'session', tokenHash: tokens.get(login)?.hash as Buffer },
      { id, name, input },
    )
    expect(answer, `${name} of ${login} ${JSON.stringify(input)}`).toMatchObject({ outcome: 'applied' })
  }
}
