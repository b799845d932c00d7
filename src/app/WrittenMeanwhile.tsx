import { LinkButton } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import type { Answer } from './outbox.ts'

/** Somebody wrote the same since this form was opened, and what was written here does not simply hold. */
export function needsWord({ outcome }: Answer): boolean {
  return outcome === 'review' || outcome === 'superseded'
}

/** Said where it was written: nothing was lost, and what comes next. */
export function WrittenMeanwhile({ answer }: { answer: Answer }) {
  const t = useWords()
  return answer.outcome === 'review' ? (
    <>
      <Notice tone="wait" title={t('app.meanwhile.both')}>
        {t('app.meanwhile.bothNext')}
      </Notice>
      <LinkButton href="/decisions">{t('sync.decisions.title')}</LinkButton>
    </>
  ) : (
    <Notice tone="wait" title={t('app.meanwhile.theirs')}>
      {t('app.meanwhile.theirsNext')}
    </Notice>
  )
}
