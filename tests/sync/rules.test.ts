import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actions } from '../../src/actions/list.ts'
import { columnOf } from '../../src/records/names.ts'
import { conflictRules } from '../../src/sync/conflict-rules.ts'
import { decideConflict } from '../../src/sync/decide-conflict.ts'
import { worksOffline } from '../../src/sync/offline-actions.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db?.close())

const ruled = Object.entries(conflictRules)

describe('the table of rules', () => {
  it('speaks of fields that actions have, of actions that work without network, and of columns that are watched', async () => {
    const watched = await withOwner(db.admin, (admin) =>
      admin.rows<{ name: string }>(
        `select t.tgrelid::regclass || '.' || a.attname as name from pg_trigger t
        cross join unnest(t.tgattr::int2[]) n join pg_attribute a on a.attrelid = t.tgrelid and a.attnum = n where t.tgname = 'marked'`,
      ),
    )
    const columns = new Set(watched.map(({ name }) => name))
    for (const [name, rules] of ruled) {
      const found = actions.get(name)
      if (!found) throw new Error(`${name} is no action`)
      const { shape } = (found.input as unknown as { def: { shape: object } }).def
      for (const { field, table, columns: written } of rules.fields) {
        expect(Object.keys(shape), name).toEqual(expect.arrayContaining([field, ...rules.about]))
        for (const column of written)
          expect([...columns], `${name} ${field}`).toContain(`${table}.${columnOf(column)}`)
      }
      expect(worksOffline(name), name).toBe(true)
    }
    expect(columns.size).toBeGreaterThan(20)
  })

  it('leaves nothing undecided that deciding could not bring in', () => {
    for (const [name, rules] of ruled) {
      if (!rules.fields.some(({ rule }) => ['review', 'safer', 'fork'].includes(rule))) continue
      for (const bringing of [name, ...(rules.back ? [rules.back.action] : [])])
        expect(Object.keys(decideConflict.needs), bringing).toEqual(
          expect.arrayContaining(Object.keys(actions.get(bringing)?.needs ?? {})),
        )
    }
  })
})
