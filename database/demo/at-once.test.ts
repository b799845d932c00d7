import { expect, it } from 'vitest'
import { testDatabase } from '../../tests/support/database.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { loadReferenceData } from '../../src/server/reference-data.ts'
import { loadDemo } from './load.ts'

it('two processes that start at once load the demo once, and neither fails', async () => {
  const db = await testDatabase()
  const options = { now: '2026-11-22T07:00:00.000Z', secret: db.secret }
  try {
    await withOwner(db.owner, loadReferenceData)
    await withOwner(db.owner, (one) =>
      withOwner(db.owner, (other) => Promise.all([loadDemo(one, options), loadDemo(other, options)])),
    )
    const [row] = await withOwner(db.admin, (admin) =>
      admin.rows<{ cases: string }>('select count(*) as cases from case_file'),
    )
    expect(Number(row?.cases)).toBe(400)
  } finally {
    await db.close()
  }
}, 120_000)
