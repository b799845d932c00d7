import { PrecacheController } from 'workbox-precaching/PrecacheController.js'
import { localeCodes } from '../../language/locales.ts'
import { handInSealed } from '../../sync/sealed-envelopes.local.ts'
import { handInTag, languageCache, markOf, type Precache, type ToWorker } from './precache.ts'

/**
 * Keeps the app's own files on the device, so that it opens without network. Files and nothing else: no answer of the
 * server passes through here, and what is kept is the same for everybody (decision 045).
 */
declare const self: ServiceWorkerGlobalScope
/** Written in by the build (tools/service-worker.ts). */
declare const PRECACHE: Precache

const page = '/app/index.html'
const files = new PrecacheController({ cacheName: 'ihala-app' })
files.addToCacheList([...PRECACHE.everybody])
const languageFiles = new Set(Object.values(PRECACHE.byLanguage).flat())

self.addEventListener('install', (event) => {
  void files.install(event)
  event.waitUntil(keepLanguages())
})

self.addEventListener('activate', (event) => {
  void files.activate(event)
  event.waitUntil(forgetOldLanguageFiles().then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => {
  const said = event.data as ToWorker
  if (said.kind === 'take-over') event.waitUntil(self.skipWaiting())
  else event.waitUntil(keepLanguages())
})

/** Of one-off Background Sync (Chrome on Android), which lib.webworker does not know. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}
declare global {
  interface ServiceWorkerGlobalScopeEventMap {
    sync: SyncEvent
  }
}

// sealed when it was written and handed in by a token that can do nothing else: the worker opens nothing and reads nothing
self.addEventListener('sync', (event) => {
  if (event.tag === handInTag) event.waitUntil(handedIn())
})

/** Fails while something is left, so that the browser tries again by itself. */
async function handedIn(): Promise<void> {
  if (!(await handInSealed())) throw new Error('something is still waiting to be handed in')
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (pathname === '/app' || pathname.startsWith('/app/')) event.respondWith(keptOrAsked(page, request))
  } else if (languageFiles.has(pathname) || files.getCacheKeyForURL(request.url) !== undefined)
    event.respondWith(keptOrAsked(pathname, request))
})

async function keptOrAsked(path: string, request: Request): Promise<Response> {
  const kept = languageFiles.has(path)
    ? await (await languages()).match(path)
    : await files.matchPrecache(path)
  return kept ?? fetch(request)
}

function languages(): Promise<Cache> {
  return caches.open(languageCache)
}

/** Of each language that was chosen here; a new version brings its own words before it may take over. */
async function keepLanguages(): Promise<void> {
  const kept = await languages()
  for (const locale of localeCodes) {
    if ((await kept.match(markOf(locale))) === undefined) continue
    for (const file of PRECACHE.byLanguage[locale])
      if ((await kept.match(file)) === undefined) await kept.add(file)
  }
}

async function forgetOldLanguageFiles(): Promise<void> {
  const kept = await languages()
  const wanted = new Set([...languageFiles, ...localeCodes.map(markOf)])
  for (const { url } of await kept.keys()) if (!wanted.has(new URL(url).pathname)) await kept.delete(url)
}
