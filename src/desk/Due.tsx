import { thisInstant } from '../app/today.ts'
import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Since } from '../design/Show.tsx'

/** What is due and in how long; late things say so. */
export function Due({ what, at }: { what: string; at: string }) {
  const t = useWords()
  return (
    <Chip tone={at < thisInstant() ? 'late' : 'wait'}>
      {t(`desk.due.${what}`)} · <Since at={at} />
    </Chip>
  )
}
