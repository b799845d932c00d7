import { Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Since } from '../design/Show.tsx'

const urgencyTones: Readonly<Record<string, Tone>> = { U0: 'late', U1: 'late', U2: 'wait' }

export function UrgencyChip({ urgency }: { urgency: string }) {
  const t = useWords()
  return (
    <Chip tone={urgencyTones[urgency] ?? 'plain'}>
      <span>
        {t(`programmes.urgency.${urgency}`)} · <Code>{urgency}</Code>
      </span>
    </Chip>
  )
}

/** Late since when, or in how long. */
export function DueChip({ at, late }: { at: string; late: boolean }) {
  const t = useWords()
  return (
    <Chip tone={late ? 'late' : 'note'}>
      <span>
        {late ? `${t('cases.late')} · ` : null}
        <Since at={at} />
      </span>
    </Chip>
  )
}

/** True once an instant has passed, by this device's clock. */
export function isPast(at: string | null): boolean {
  return at !== null && Date.parse(at) < Date.now()
}
