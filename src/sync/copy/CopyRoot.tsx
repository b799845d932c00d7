import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { reads } from '../../app/device.ts'
import { copyWork } from '../../app/offline/follow-vault.ts'
import { Loading } from '../../design/States.tsx'
import { deviceVault } from '../device-vault.local.ts'
import { watchLock } from './lock-watch.local.ts'

/** Come after the first screen; a locked copy has them from the app's own files on the device. */
const UnlockScreen = lazy(() => import('./UnlockScreen.tsx').then((it) => ({ default: it.UnlockScreen })))
const UnlockCover = lazy(() => import('./UnlockScreen.tsx').then((it) => ({ default: it.UnlockCover })))

/** Where this browser holds a copy, nothing of the app is shown before it is open, or its reader signed in without it. */
export function CopyRoot({ children }: { children: ReactNode }) {
  const standing = useSyncExternalStore(deviceVault.subscribe, deviceVault.standing)
  const isOpen = standing.kind === 'open'
  const isReady = useSyncExternalStore(copyWork.subscribe, copyWork.isReady)
  const isShut = standing.kind === 'locked' && !standing.aside
  const covers = standing.kind === 'locked' && standing.covers
  useEffect(() => {
    copyWork.begin()
    void deviceVault.look()
  }, [])
  // what stands behind the lock is uncovered as it was, also before the copy is at work again
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    if (isReady) setIsShown(true)
    else if (isShut && !covers) setIsShown(false)
  }, [isReady, isShut, covers])
  useEffect(() => (isOpen ? watchLock() : undefined), [isOpen])
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
