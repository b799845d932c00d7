import { Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'

const tones: Readonly<Record<string, Tone>> = {
  draft: 'plain',
  sent: 'wait',
  accepted: 'note',
  in_service: 'note',
  on_hold: 'wait',
  completed: 'calm',
  declined: 'late',
  failed: 'late',
}

interface Shown {
  readonly state: string
  readonly reason: string | null
  readonly confirmedAt: string | null
  readonly disputedAt: string | null
}

/** How a referral stands; after the service, what the person said of it. */
export function ReferralStateChip({ referral }: { referral: Shown }) {
  const t = useWords()
  const { state, reason, confirmedAt, disputedAt } = referral
  if (disputedAt) return <Chip tone="late">{t('referrals.disputed')}</Chip>
  if (confirmedAt) return <Chip tone="calm">{t('referrals.confirmed')}</Chip>
  const words =
    state === 'on_hold' && reason === 'waitlisted'
      ? 'programmes.holdReason.waitlisted'
      : `referrals.state.${state}`
  return <Chip tone={tones[state] ?? 'plain'}>{t(words)}</Chip>
}
