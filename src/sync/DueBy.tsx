import { thisInstant } from '../app/today.ts'
import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Since } from '../design/Show.tsx'

/** The clock of a decision: by when, or since when it is overdue. */
export function DueBy({ at }: { at: string }) {
  const t = useWords()
  const isLate = at < thisInstant()
  return (
    <Chip tone={isLate ? 'late' : 'wait'}>
      {t(isLate ? 'sync.due.late' : 'sync.due.by')} <Since at={at} />
    </Chip>
  )
}
