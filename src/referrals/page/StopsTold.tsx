import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

/** Whether a receiver that was told to stop has said that it did. */
export function StopsTold({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const last = referral.stops.at(-1)
  if (!last) return null
  const isOpen = referral.stops.some(({ confirmedAt }) => confirmedAt === null)
  return isOpen || last.kept === null ? (
    <Notice tone="wait" title={t('referrals.stop.senderWaits')} />
  ) : (
    <Notice
      tone="calm"
      title={t('referrals.stop.senderConfirmed', { kept: t(`referrals.stop.keptOf.${last.kept}`) })}
    />
  )
}
