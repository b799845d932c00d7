import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Choice } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

const answers = ['nothing', 'lawful_duty'] as const

/** The person took consent back: what the receiver has to do now, and its word that it has. */
export function StopNotice({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [kept, setKept] = useState<(typeof answers)[number] | null>(null)
  const last = referral.stops.at(-1)
  if (!last) return null
  const open = referral.stops.find(({ confirmedAt }) => confirmedAt === null)
  if (!open)
    return (
      <Notice tone="calm" title={t('referrals.stop.confirmed')}>
        {last.confirmedAt ? <Instant at={last.confirmedAt} /> : null}
        {last.kept ? ` · ${t(`referrals.stop.keptOf.${last.kept}`)}` : null}
      </Notice>
    )
  return (
    <Notice tone="late" title={t('referrals.stop.title')}>
      <div className="stack tight">
        <p>{t('referrals.stop.what')}</p>
        <p className="soft">
          {t('referrals.stop.toldAt')} <Instant at={open.toldAt} />
        </p>
        <FormDialog
          opener={t('referrals.stop.confirm')}
          openerLook="main"
          title={t('referrals.stop.confirm')}
          send={t('referrals.stop.confirm')}
          isReady={kept !== null}
          perform={(perform) => perform('consent.confirm_stop', { referralId: referral.id, kept })}
        >
          <Choice
            label={t('referrals.stop.kept')}
            options={answers.map((value) => ({ value, label: t(`referrals.stop.keptOf.${value}`) }))}
            value={kept}
            onChange={setKept}
          />
        </FormDialog>
      </div>
    </Notice>
  )
}
