import { outbox } from '../device.ts'
import { handInLater } from './hand-in-later.ts'
import { keepReadersLanguage, markReadersLanguage } from './kept-languages.ts'
import { newVersion } from './new-version.ts'
import { isWriting, watchWriting } from './writing.ts'

const anHour = 3_600_000

/** Keeps the app on this device from now on, and says when there is a newer one. */
export async function startOffline(): Promise<void> {
  // service workers exist over HTTPS and on one's own machine only; elsewhere the app works with network alone
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return
  const workers = navigator.serviceWorker
  watchWriting()
  startAnewWithNewer(workers)
  try {
    await markReadersLanguage()
    await workers.register('/app/sw.js', { scope: '/app', updateViaCache: 'none' })
  } catch {
    // no network by now, or the browser keeps nothing (a private window): asked again at the next start
    return
  }
  const registration = await workers.ready
  watchVersions(registration, workers)
  await keepReadersLanguage(registration)
  const later = (): void => void handInLater(registration)
  later()
  outbox.subscribe(later)
  new MutationObserver(() => void keepReadersLanguage(registration)).observe(document.documentElement, {
    attributeFilter: ['lang'],
  })
}

/** Once a newer worker has taken over, this page starts anew with the newer app, but never over what is being written. */
function startAnewWithNewer(workers: ServiceWorkerContainer): void {
  let isControlled = workers.controller !== null
  workers.addEventListener('controllerchange', () => {
    if (isControlled) whenNotWriting(() => window.location.reload())
    isControlled = true
  })
}

function whenNotWriting(then: () => void): void {
  if (!isWriting()) return then()
  setTimeout(() => whenNotWriting(then), 1000)
}

function watchVersions(registration: ServiceWorkerRegistration, workers: ServiceWorkerContainer): void {
  const look = (): void => {
    // while none is at work, the one that waits is the first and no newer one
    if (registration.waiting !== null && workers.controller !== null) newVersion.found(registration.waiting)
  }
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') look()
    })
  })
  look()
  setInterval(() => {
    if (navigator.onLine) registration.update().catch(() => {}) // no network after all: asked again in an hour
  }, anHour)
}
