import { Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'

const tones: Readonly<Record<string, Tone>> = { yes: 'calm', waitlist: 'wait', no: 'late', ask: 'note' }

/** Whether there is room now, as a light with its word. */
export function CapacityChip({ capacity, waitDays }: { capacity: string; waitDays: number | null }) {
  const t = useWords()
  return (
    <Chip tone={tones[capacity] ?? 'plain'}>
      {t(`services.capacity.${capacity}`)}
      {capacity === 'waitlist' && waitDays !== null
        ? ` · ${t('services.waitDays', { count: waitDays })}`
        : null}
    </Chip>
  )
}
