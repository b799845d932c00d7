import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { GlassItem, Page, VaultAnswer, VaultItem } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { vaultFilesRoutes } from './vault-files.routes.ts'
import { listBrokenGlass, listVaults, readVault } from './vault.store.ts'

const list = route({
  method: 'GET',
  path: '/api/vault',
  permission: caseRoles,
  summary: 'Codes of the cases whose protected content is open to me now',
  async answer({ read }): Promise<Page<VaultItem>> {
    return { items: (await read(listVaults)).result }
  },
})

const reviews = route({
  method: 'GET',
  path: '/api/vault/reviews',
  permission: [...supervisingRoles, 'data_protection_officer'],
  summary: 'Who read protected content that was closed to them, why, and what a second person found',
  async answer({ transact, house }): Promise<Page<GlassItem>> {
    return { items: await transact((tx) => listBrokenGlass(tx, house.masterKeys)) }
  },
})

const one = route({
  method: 'GET',
  path: '/api/vault/:caseId',
  permission: caseRoles,
  summary: 'The protected entries of a case that are open to me; each reading is on record',
  params: z.strictObject({ caseId: id }),
  async answer({ params, transact, house }): Promise<VaultAnswer> {
    const found = await transact((tx) => readVault(tx, house.masterKeys, params.caseId))
    return found ?? refuse('vault.not_found')
  },
})

export const vaultRoutes: readonly Route[] = [list, reviews, ...vaultFilesRoutes, one]
