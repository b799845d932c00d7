import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/support/database.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { loadReferenceData } from '../../src/server/reference-data.ts'
import { loadDemo } from './load.ts'

test('the demo loads', async () => {
  const db = await testDatabase()
  await withOwner(db.owner, async (owner) => {
    await loadReferenceData(owner)
    const before = performance.now()
    await loadDemo(owner, { now: '2026-11-22T09:00:00.000Z', secret: db.secret })
    console.log(performance.now() - before)
    const counts = await owner.transaction(() => owner.rows('select (select count(*) from organisation) o, (select count(*) from site) s, (select count(*) from offer) f, (select count(*) from account) a'), 'loader')
    console.log(counts)
    expect(counts).toHaveLength(1)
  })
  await db.close()
})
