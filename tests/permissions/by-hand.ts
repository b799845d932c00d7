import { roles } from '../../src/permissions/roles.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import type { TestHouse } from '../support/house.ts'
import type { Cast, Player } from './cast.ts'

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

/** Everybody who is not of the ministry: the public, a person, a link to nothing, and each role at Olive Tree. */
export function strangersTo(here: Cast): { name: string; identity: ActingAs }[] {
  return [
    { name: 'visitor', identity: { kind: 'visitor' } },
    { name: 'person', identity: { kind: 'person' } },
    { name: 'link to nothing', identity: { kind: 'link' } },
    ...roles
      .map((role) => here.of(role, 'olive'))
      .map((player) => ({ name: player.name, identity: actingAs(player) })),
  ]
}
