import { type ActingAs, statement } from '../../src/server/database.ts'
import type { TestHouse } from '../support/house.ts'
import type { Player } from './cast.ts'

/** What somebody gets who asks the database by hand; nothing of it is kept. */
export function askByHand<T>(
  { db }: TestHouse,
  identity: ActingAs,
  sql: string,
  params: unknown[] = [],
): Promise<T[]> {
  return db.database
    .as(identity, async (tx) => {
      const rows = await tx.rows<T>(statement(sql), params)
      throw Object.assign(new Error('asked only'), { rows })
    })
    .catch((error: { rows?: T[] }) => {
      if (error.rows) return error.rows
      throw error
    })
}

/** Somebody as the database knows them once they have signed on. */
export const actingAs = (player: Player): ActingAs => ({
  kind: 'account',
  accountId: player.accountId,
  organisationId: player.organisationId,
  sites: [player.siteId],
  roles: player.role === null ? [] : [player.role],
  supervisedSites:
    player.role === 'case_supervisor' || player.role === 'branch_manager' ? [player.siteId] : [],
})
