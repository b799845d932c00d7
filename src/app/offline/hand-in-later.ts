import { outbox } from '../device.ts'
import { handInTag } from './precache.ts'

/** One-off Background Sync, where the browser has it (Chrome on Android). */
interface WithSync {
  readonly sync?: { register(tag: string): Promise<void> }
}

/**
 * What waits sealed on this device leaves it as soon as there is network, also when the app is closed by then; elsewhere
 * (Firefox, iOS) when the app is next opened. Never while its author may wait at a form for the answer.
 */
export async function handInLater(registration: ServiceWorkerRegistration): Promise<void> {
  if (navigator.onLine && !document.hidden) return
  if (!outbox.items().some(({ isKept, state }) => isKept === true && state === 'waiting')) return
  // refused by the reader or the browser: as where there is none
  await (registration as WithSync).sync?.register(handInTag).catch(() => {})
}
