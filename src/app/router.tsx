import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  useParams,
  useSearch,
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
  // plain text after the `?`: a case id stays as it is, and a number stays the text it was
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString()
    return text === '' ? '' : `?${text}`
  },
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

/** What stands after the `?`: `useSearchParam('need')`; ids and codes only, never names or search words. */
export function useSearchParam(name: string): string | undefined {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  return search[name]
}

/** Goes to another page of the app: `/cases/…`, also with `?` and `#`. */
export function goTo(path: string, options: { replace?: boolean } = {}): void {
  const address = `/app${path}`
  if (options.replace) router.history.replace(address)
  else router.history.push(address)
}
