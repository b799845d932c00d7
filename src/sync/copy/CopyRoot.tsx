import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { reads } from '../../app/device.ts'
import { afterFirstScreen } from '../../app/offline/after-first-screen.ts'
import { copyWork } from '../../app/offline/follow-vault.ts'
import { Loading } from '../../design/States.tsx'
import { copyStanding } from '../copy-standing.local.ts'

/** Come after the first screen; a locked copy has them from the app's own files on the device. */
const UnlockScreen = lazy(() => import('./UnlockScreen.tsx').then((it) => ({ default: it.UnlockScreen })))
const UnlockCover = lazy(() => import('./UnlockScreen.tsx').then((it) => ({ default: it.UnlockCover })))

/** Where this browser holds a copy, nothing of the app is shown before it is open, or its reader signed in without it. */
export function CopyRoot({ children }: { children: ReactNode }) {
  const standing = useSyncExternalStore(copyStanding.subscribe, copyStanding.now)
  const isOpen = standing.kind === 'open'
  const isReady = useSyncExternalStore(copyWork.subscribe, copyWork.isReady)
  const isShut = standing.kind === 'locked' && !standing.aside
  const covers = standing.kind === 'locked' && standing.covers
  useEffect(() => {
    copyWork.begin()
    if (copyStanding.now().kind === 'looking') lookForCopy()
    else afterFirstScreen(lookForCopy)
  }, [])
  // what stands behind the lock is uncovered as it was, also before the copy is at work again
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    if (isReady) setIsShown(true)
    else if (isShut && !covers) setIsShown(false)
  }, [isReady, isShut, covers])
  useEffect(() => (isOpen ? watchLockLater() : undefined), [isOpen])
  useEffect(() => {
    if (!isShut) return
    if (covers) reads.forgetUnseen()
    else reads.clear()
  }, [isShut, covers])
  if (standing.kind === 'looking' || (isOpen && !isReady && !isShown))
    return (
      <main className="alone">
        <Loading />
      </main>
    )
  if (isShut && !covers)
    return (
      <Suspense
        fallback={
          <main className="alone">
            <Loading />
          </main>
        }
      >
        <UnlockScreen copies={standing.copies} />
      </Suspense>
    )
  return (
    <>
      {children}
      {isShut ? (
        <Suspense fallback={null}>
          <UnlockCover copies={standing.copies} />
        </Suspense>
      ) : null}
    </>
  )
}

function lookForCopy(): void {
  import('../device-vault.local.ts').then(
    ({ deviceVault }) => deviceVault.look(),
    // its file is neither on the device nor to be had: the app says that there is no network
    () => copyStanding.put({ kind: 'none', evicted: null }),
  )
}

/** As `watchLock`, once its file is there; a copy that cannot be watched is locked. */
function watchLockLater(): () => void {
  let end: (() => void) | null = null
  let isOver = false
  import('./lock-watch.local.ts').then(
    ({ watchLock }) => {
      if (!isOver) end = watchLock()
    },
    async () => (await import('../device-vault.local.ts')).deviceVault.lock(false, false),
  )
  return () => {
    isOver = true
    end?.()
  }
}
