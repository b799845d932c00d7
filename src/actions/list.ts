import { auditActions } from '../audit/actions.ts'
import { caseActions } from '../cases/actions.ts'
import { deskActions } from '../desk/actions.ts'
import { personActions } from '../people/actions.ts'
import { informationActions } from '../information/actions.ts'
import { permissions } from '../permissions/permissions.ts'
import { referralActions } from '../referrals/actions.ts'
import { reportsActions } from '../reports/make-export.ts'
import { servicesActions } from '../services/actions.ts'
import { organisationActions } from '../services/organisations/actions.ts'
import { syncActions } from '../sync/actions.ts'
import { staffActions } from '../staff/actions.ts'
import { vaultActions } from '../vault/actions.ts'
import type { Action } from './action.ts'

/** Every action there is. A new one is added here by `tools/new-action`. */
const all: readonly unknown[] = [
  ...caseActions,
  ...personActions,
  ...servicesActions,
  ...informationActions,
  ...organisationActions,
  ...staffActions,
  ...referralActions,
  ...reportsActions,
  ...vaultActions,
  ...deskActions,
  ...auditActions,
  ...syncActions,
]

/** By name. An action without a permission does not type-check; a permission without an action stops the start. */
export const actions: ReadonlyMap<string, Action> = new Map(
  (all as readonly Action[]).map((found) => [found.name, found]),
)

/** Names that stand in the permission table but have no action: must be empty before the server starts. */
export function permissionsWithoutAction(): readonly string[] {
  return Object.keys(permissions).filter((name) => !actions.has(name))
}
