import { useOnline } from '../app/hooks.ts'
import type { OutboxItem } from '../app/outbox.ts'
import { Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import type { HeldFile } from './held-file.ts'

/** Where something written stands, in the same words everywhere. */
type ItemStanding = 'kept' | 'sending' | 'waiting' | 'sent' | 'decide'

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

/** Of a picture or paper on this device; its words go as soon as its bytes are there. */
export function standingOfFile({ refusal, isSent }: HeldFile, isOnline: boolean): ItemStanding {
  if (refusal !== undefined) return 'decide'
  if (isSent) return 'sending'
  return isOnline ? 'kept' : 'waiting'
}

export function FileState({ file }: { file: HeldFile }) {
  return <StandingChip standing={standingOfFile(file, useOnline())} />
}

export function ItemState({ item }: { item: OutboxItem }) {
  return <StandingChip standing={standingOf(item, useOnline())} />
}

function StandingChip({ standing }: { standing: ItemStanding }) {
  const t = useWords()
  return <Chip tone={tones[standing]}>{t(`sync.state.${standing}`)}</Chip>
}
