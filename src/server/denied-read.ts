import { isId } from '../basics/ids.ts'
import { Refusal } from '../basics/refusal.ts'
import { auditRead } from '../records/audit.store.ts'
import type { House } from './house.ts'
import type { Asked, Route } from './route.ts'

/**
 * Somebody signed in asked for what their role does not open: that leaves a line in a transaction of its own. What is not
 * there or out of sight is told by the reading itself (`absent`).
 */
export async function auditDenied(
  house: House,
  found: Route,
  { tokenHash, params }: Asked<unknown, unknown, unknown>,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Refusal) || error.code !== 'permission.missing' || tokenHash === null) return
  const { id } = (params ?? {}) as { readonly id?: unknown }
  await house.database.asSession(tokenHash, (tx) =>
    auditRead(tx, {
      act: 'read.refused',
      rootKind: null,
      rootId: typeof id === 'string' && isId(id) ? id : null,
      class: 2,
      outcome: 'denied',
      detail: { route: found.path },
    }),
  )
}
