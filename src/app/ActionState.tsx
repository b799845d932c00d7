import { useWords } from '../design/language.tsx'
import { FormError, Notice } from '../design/States.tsx'
import type { Action } from './hooks.ts'

/** Above a form's button: why it was refused, or that it waits for the network and needs no second press. */
export function ActionState({ action }: { action: Action }) {
  const t = useWords()
  if (action.state === 'waiting') return <Notice tone="wait" title={t('app.waitingNotice')} />
  return <FormError refusal={action.refusal} />
}
