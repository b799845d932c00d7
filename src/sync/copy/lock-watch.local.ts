import { lastUse, used, usedNow } from '../../app/last-use.local.ts'
import { isTyping } from '../../app/offline/writing.ts'
import { deviceVault } from '../device-vault.local.ts'
import { isProtectedPage, locksNow } from '../lock-rule.ts'

const lookEveryMs = 5_000

/**
 * Locks the open copy: after five minutes without use, a minute after the page went out of sight, at once on hiding where
 * protected notes are open and when the browser freezes the page. The returned function ends the watch.
 */
export function watchLock(): () => void {
  let hiddenSince: number | null = document.visibilityState === 'hidden' ? Date.now() : null
  usedNow()
  deviceVault.watchTyping(isTyping)
  const isDue = (): boolean =>
    locksNow(
      { lastUse: lastUse(), hiddenSince, isProtected: isProtectedPage(window.location.pathname) },
      Date.now(),
    )
  const lock = (): void => deviceVault.lock(isTyping(), false)
  const look = (): void => {
    if (isDue()) lock()
  }
  // a machine that slept wakes up with the first touch: looked at before that touch counts as use
  const touch = (): void => (isDue() ? lock() : used())
  const seen = (): void => {
    if (document.visibilityState === 'hidden') {
      hiddenSince = Date.now()
      look()
    } else {
      look()
      hiddenSince = null
    }
  }
  const timer = setInterval(look, lookEveryMs)
  const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
  for (const kind of touches) window.addEventListener(kind, touch, { capture: true, passive: true })
  document.addEventListener('visibilitychange', seen)
  document.addEventListener('freeze', lock)
  return () => {
    clearInterval(timer)
    for (const kind of touches) window.removeEventListener(kind, touch, { capture: true })
    document.removeEventListener('visibilitychange', seen)
    document.removeEventListener('freeze', lock)
  }
}
