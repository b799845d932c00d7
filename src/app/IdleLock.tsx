import { useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Name } from '../design/Show.tsx'
import { Loading } from '../design/States.tsx'
import { forgetReader } from './device.ts'
import { ask } from './http.ts'
import { isIdle } from './idle.ts'
import { lastUse, onUseElsewhere, used, usedNow } from './last-use.local.ts'
import { useMe } from './SessionRoot.tsx'
import './idle.css'

/** Comes after the first screen, so that it is there when a locked page has no network. */
const loadForm = () => import('./ProofForm.tsx')
const ProofForm = lazy(loadForm)

const lookEveryMs = 5_000

/** Without use for a while the page is covered, and its reader shows who they are. What was being written stays. */
export function IdleLock() {
  const { pathname } = useLocation()
  const [isLocked, setIsLocked] = useState(() => isIdle(lastUse(), Date.now(), pathname))
  useEffect(() => {
    loadForm().catch(() => {}) // without network now: asked again when it is shown
  }, [])
  useEffect(() => {
    if (isLocked) return onUseElsewhere(() => setIsLocked(isIdle(lastUse(), Date.now(), pathname)))
    usedNow()
    const look = (): void => setIsLocked(isIdle(lastUse(), Date.now(), pathname))
    // a machine that slept wakes up with the first touch: looked at before that touch counts as use
    const touch = (): void => (isIdle(lastUse(), Date.now(), pathname) ? setIsLocked(true) : used())
    const timer = setInterval(look, lookEveryMs)
    const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
    for (const kind of touches) window.addEventListener(kind, touch, { capture: true, passive: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      for (const kind of touches) window.removeEventListener(kind, touch, { capture: true })
      document.removeEventListener('visibilitychange', look)
    }
  }, [isLocked, pathname])
  if (!isLocked) return null
  return (
    <Locked
      onOpen={() => {
        usedNow()
        setIsLocked(false)
      }}
    />
  )
}

/** A dialog of the browser itself: above everything, and nothing behind it can be reached, read or printed. */
function Locked({ onOpen }: { onOpen: () => void }) {
  const t = useWords()
  const me = useMe()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    if (shown && !shown.open) shown.showModal()
    document.title = t('app.tab', { page: t('app.lock.title') })
  }, [t])
  async function leave() {
    await ask('/api/sign-out', { body: {} })
    usedNow()
    forgetReader()
  }
  return (
    <dialog
      ref={dialog}
      className="lock"
      aria-labelledby="lock-title"
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
    >
      <div className="alone">
        <h1 id="lock-title">{t('app.lock.title')}</h1>
        <p>
          <Name>{me.account.displayName}</Name>
        </p>
        <div className="card stack">
          <p>{t('app.lock.why')}</p>
          <Suspense fallback={<Loading />}>
            <ProofForm onProved={onOpen} />
          </Suspense>
          <Button look="quiet" onPress={leave}>
            {t('app.lock.other')}
          </Button>
        </div>
      </div>
    </dialog>
  )
}
