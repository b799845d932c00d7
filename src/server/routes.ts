import { auditRoutes } from '../audit/audit.routes.ts'
import { casesRoutes } from '../cases/cases.routes.ts'
import { deskRoutes } from '../desk/desk.routes.ts'
import { informationRoutes } from '../information/information.routes.ts'
import { peopleRoutes } from '../people/people.routes.ts'
import { permissionsRoutes } from '../permissions/permissions.routes.ts'
import { placesRoutes } from '../places/places.routes.ts'
import { portalRoutes } from '../portal/portal.routes.ts'
import { referralsRoutes } from '../referrals/referrals.routes.ts'
import { reportsRoutes } from '../reports/exports.routes.ts'
import { figuresRoutes } from '../reports/figures.routes.ts'
import { hsdsRoutes } from '../services/hsds/hsds.routes.ts'
import { servicesRoutes } from '../services/services.routes.ts'
import { staffRoutes } from '../staff/staff.routes.ts'
import { noticeRoutes } from './notices.routes.ts'
import { referenceRoutes } from '../sync/answers/reference.routes.ts'
import { decisionRoutes } from '../sync/decisions.routes.ts'
import { handInRoutes } from '../sync/hand-in.routes.ts'
import { deviceRoutes } from '../sync/devices.routes.ts'
import { leaseRoutes } from '../sync/lease.routes.ts'
import { lookRoutes } from '../sync/looks.routes.ts'
import { pullRoutes } from '../sync/pull.routes.ts'
import { vaultRoutes } from '../vault/vault.routes.ts'
import type { Route } from './route.ts'

/** Every way to read. One list: what is not here is not served. */
export const routes: readonly Route[] = [
  ...staffRoutes,
  ...casesRoutes,
  ...peopleRoutes,
  ...referralsRoutes,
  ...servicesRoutes,
  ...hsdsRoutes,
  ...vaultRoutes,
  ...deskRoutes,
  ...auditRoutes,
  ...permissionsRoutes,
  ...placesRoutes,
  ...reportsRoutes,
  ...figuresRoutes,
  ...portalRoutes,
  ...informationRoutes,
  ...referenceRoutes,
  ...deviceRoutes,
  ...pullRoutes,
  ...leaseRoutes,
  ...lookRoutes,
  ...decisionRoutes,
  ...handInRoutes,
  ...noticeRoutes,
]
