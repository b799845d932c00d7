import { useLocation } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { copyStanding } from '../sync/copy-standing.local.ts'
import { ask, lastAsked } from './http.ts'
import { isIdle, isSilent } from './idle.ts'
import { lastUse, onUseElsewhere, used, usedNow } from './last-use.local.ts'
import { LockScreen } from './LockScreen.tsx'
import { lock } from './proof-state.ts'
import { useMe } from './SessionRoot.tsx'

const lookEveryMs = 5_000

/**
 * Without use for a while the page is covered, and its reader shows who they are; also when the server found the session
 * unused. What was being written stays.
 */
export function IdleLock() {
  const { pathname } = useLocation()
  const { account, lockMinutes } = useMe()
  // an open copy locks itself, sooner, and ends in the screen that opens it
  const isGone = () =>
    copyStanding.now().kind !== 'open' && isIdle(lastUse(), Date.now(), pathname, lockMinutes)
  const [isLeft, setIsLeft] = useState(isGone)
  const isLocked = useSyncExternalStore(lock.subscribe, lock.isAsked) || isLeft
  useEffect(() => {
    // comes after the first screen, so that it is there when a locked page has no network
    import('./ProofForm.tsx').catch(() => {}) // without network now: asked again when it is shown
  }, [])
  useEffect(() => {
    if (isLocked)
      return onUseElsewhere(() => {
        setIsLeft(isGone())
        lock.answer(true)
      })
    usedNow()
    const look = (): void => {
      setIsLeft(isGone())
      if (!isGone() && isSilent(lastUse(), lastAsked(), Date.now())) void ask('/api/me')
    }
    // a machine that slept wakes up with the first touch: looked at before that touch counts as use
    const touch = (): void => (isGone() ? setIsLeft(true) : used())
    const timer = setInterval(look, lookEveryMs)
    const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
    for (const kind of touches) window.addEventListener(kind, touch, { capture: true, passive: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      for (const kind of touches) window.removeEventListener(kind, touch, { capture: true })
      document.removeEventListener('visibilitychange', look)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- isGone is made of the page and the minutes
  }, [isLocked, pathname, lockMinutes])
  return isLocked ? <LockScreen name={account.displayName} onOpen={() => setIsLeft(false)} /> : null
}
