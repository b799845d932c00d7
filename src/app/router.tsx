import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  useParams,
} from '@tanstack/react-router'
import { NotFound } from './NotFound.tsx'
import { PageLoading } from './PageLoading.tsx'
import { Shell } from './Shell.tsx'
import { screens } from './screens.ts'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const routes = Object.entries(screens).map(([path, load]) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) }),
)

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/app',
  scrollRestoration: true,
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 150,
})

/** A part of the address: `useParam('caseId')` on `/cases/$caseId`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  const value = params[name]
  if (value === undefined) throw new Error(`this page's address has no $${name}`)
  return value
}

/** Goes to another page of the app. */
export function goTo(path: string, options: { replace?: boolean } = {}): void {
  void router.navigate({ to: path, ...options })
}
