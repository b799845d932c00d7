import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/support/database.ts'
import { withOwner } from './database-owner.ts'
import { keepFingerprint, refuseOtherSecret } from './secret-fingerprint.ts'

test('a process with another secret than the database was made with does not start', async () => {
  const db = await testDatabase()
  try {
    await withOwner(db.owner, async (owner) => {
      await refuseOtherSecret(owner, 'the first secret')
      await keepFingerprint(owner, 'the first secret')
      await refuseOtherSecret(owner, 'the first secret')
      await expect(refuseOtherSecret(owner, 'another secret')).rejects.toThrow(/not the one this database/)
    })
  } finally {
    await db.close()
  }
})
