import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { formatMoment } from '../language/dates.ts'

/** Open because the glass was broken, and until when. */
export function GlassChip({ until }: { until: string }) {
  const t = useWords()
  return (
    <Chip tone="late">{t('vault.until', { time: formatMoment(t, until, { utcOffsetMinutes: 180 }) })}</Chip>
  )
}
