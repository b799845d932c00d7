import { isLocale, type Locale, localeCodes } from '../../language/locales.ts'
import { languageCache, markOf, type ToWorker } from './precache.ts'

/** Before the worker is there: it is not at work before the words of this language are kept. */
export async function markReadersLanguage(): Promise<void> {
  const locale = document.documentElement.lang.split('-')[0]
  if (isLocale(locale)) await mark([locale])
}

/** The reader's language is kept on the device, also by a version that still waits. */
export async function keepReadersLanguage(registration: ServiceWorkerRegistration): Promise<void> {
  await markReadersLanguage()
  keepMarked(registration)
}

/** Whoever works without network reads consents aloud in the language of the person: all of them are kept. */
export async function keepEveryLanguage(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/app')
  if (!registration) return
  await mark(localeCodes)
  keepMarked(registration)
}

async function mark(locales: readonly Locale[]): Promise<void> {
  const cache = await caches.open(languageCache)
  for (const locale of locales) await cache.put(markOf(locale), new Response(null))
}

function keepMarked({ waiting, active }: ServiceWorkerRegistration): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is of this origin and takes none
  for (const worker of [waiting, active]) worker?.postMessage({ kind: 'keep-languages' } satisfies ToWorker)
}
