import { useOnline } from '../app/hooks.ts'
import type { OutboxItem } from '../app/outbox.ts'
import { Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'

/** Where something written stands, in the same words everywhere. */
export type ItemStanding = 'kept' | 'sending' | 'waiting' | 'sent' | 'decide'

const tones: Readonly<Record<ItemStanding, Tone>> = {
  kept: 'wait',
  sending: 'note',
  waiting: 'wait',
  sent: 'calm',
  decide: 'late',
}

export function standingOf(item: OutboxItem, isOnline: boolean): ItemStanding {
  if (item.state === 'refused' || item.isParked) return 'decide'
  if (item.state !== 'waiting') return item.state
  return item.isKept && isOnline ? 'kept' : 'waiting'
}

export function ItemState({ item }: { item: OutboxItem }) {
  return <StandingChip standing={standingOf(item, useOnline())} />
}

export function StandingChip({ standing }: { standing: ItemStanding }) {
  const t = useWords()
  return <Chip tone={tones[standing]}>{t(`sync.state.${standing}`)}</Chip>
}
