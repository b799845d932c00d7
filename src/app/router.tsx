import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotFound } from './NotFound.tsx'
import { PageFailed } from './PageFailed.tsx'
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
  defaultErrorComponent: PageFailed,
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 150,
})
