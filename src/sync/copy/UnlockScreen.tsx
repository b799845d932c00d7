import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '../../design/language.tsx'
import type { CopyHeader } from '../copy-header.local.ts'
import { Unlock } from './Unlock.tsx'
import '../../app/idle.css'

/** In place of every page while the copy is locked: also when the app starts without network. */
export function UnlockScreen({ copies }: { copies: readonly CopyHeader[] }) {
  const t = useWords()
  return (
    <main className="alone" id="content">
      <h1>{t('sync.unlock.title')}</h1>
      <Unlock copies={copies} covers={false} />
    </main>
  )
}

/** The same before a page on which somebody was writing: nothing behind it can be reached, read or printed. */
export function UnlockCover({ copies }: { copies: readonly CopyHeader[] }) {
  const t = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    if (shown && !shown.open) shown.showModal()
  }, [])
  // beside the page, and marked: a form that is open would make it inert
  return createPortal(
    <dialog
      data-react-aria-top-layer
      ref={dialog}
      className="lock"
      aria-labelledby="unlock-title"
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
    >
      <div className="alone">
        <h1 id="unlock-title">{t('sync.unlock.title')}</h1>
        <Unlock copies={copies} covers />
      </div>
    </dialog>,
    document.body,
  )
}
