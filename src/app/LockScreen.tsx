import { lazy, Suspense, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Name } from '../design/Show.tsx'
import { Loading } from '../design/States.tsx'
import { forgetReader } from './device.ts'
import { ask } from './http.ts'
import { usedNow } from './last-use.local.ts'
import { lock } from './proof-state.ts'
import './idle.css'

const ProofForm = lazy(() => import('./ProofForm.tsx'))

/**
 * A dialog of the browser itself: above everything, and nothing behind it can be reached, read or printed. It stands apart
 * in the page and says so, because an open form makes everything else inert. `name` is whose page it covers, where that
 * is known.
 */
export function LockScreen({ name, onOpen }: { name?: string | undefined; onOpen?: () => void }) {
  const t = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    if (shown && !shown.open) shown.showModal()
    document.title = t('app.tab', { page: t('app.lock.title') })
  }, [t])
  function open() {
    usedNow()
    onOpen?.()
    lock.answer(true)
  }
  async function leave() {
    await ask('/api/sign-out', { body: {} })
    usedNow()
    forgetReader()
  }
  return createPortal(
    <dialog
      data-react-aria-top-layer
      ref={dialog}
      className="lock"
      aria-labelledby="lock-title"
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
    >
      <div className="alone">
        <h1 id="lock-title">{t('app.lock.title')}</h1>
        {name === undefined ? null : (
          <p>
            <Name>{name}</Name>
          </p>
        )}
        <div className="card stack">
          <p>{t('app.lock.why')}</p>
          <Suspense fallback={<Loading />}>
            <ProofForm onProved={open} />
          </Suspense>
          <Button look="quiet" onPress={leave}>
            {t('app.lock.other')}
          </Button>
        </div>
      </div>
    </dialog>,
    document.body,
  )
}
