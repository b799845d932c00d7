import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

/** U0 and U1 are handed over by voice too (SOP 6.1, step 10); until that is written down, the page asks for it. */
export function CallNow({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [note, setNote] = useState('')
  const isUrgent = referral.urgency === 'U0' || referral.urgency === 'U1'
  const called = referral.story.some(
    ({ kind, detail }) => kind === 'referral.add_note' && detail['about'] === 'call',
  )
  const answered = referral.answeredAt !== null
  if (!isUrgent || called || answered || referral.state !== 'sent') return null
  return (
    <Notice tone="late" title={t('referrals.callNow.title')}>
      <p>{t('referrals.callNow.why')}</p>
      <FormDialog
        opener={t('referrals.callNow.done')}
        title={t('referrals.callNow.done')}
        send={t('app.save')}
        isReady={note.trim() !== ''}
        perform={(perform) =>
          perform('referral.add_note', { referralId: referral.id, about: 'call', note: note.trim() })
        }
      >
        <TextArea
          label={t('referrals.callNow.note')}
          help={t('referrals.noteHelp')}
          value={note}
          onChange={setNote}
          maxLength={500}
        />
      </FormDialog>
    </Notice>
  )
}
