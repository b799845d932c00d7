import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useWords } from '../design/language.tsx'
import { Dialog } from '../design/later.tsx'
import { Loading } from '../design/States.tsx'
import { proof } from './proof-state.ts'

const ProofForm = lazy(() => import('./ProofForm.tsx'))

/** Asks who sits here before something sensitive is done; then it is done by itself. */
export function ProofDialog() {
  const t = useWords()
  const isAsked = useSyncExternalStore(proof.subscribe, proof.isAsked)
  if (!isAsked) return null
  return (
    <Dialog title={t('app.proof.title')} isOpen onClose={() => proof.answer(false)}>
      <p>{t('app.proof.why')}</p>
      <Suspense fallback={<Loading />}>
        <ProofForm onProved={() => proof.answer(true)} />
      </Suspense>
    </Dialog>
  )
}
