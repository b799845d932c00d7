import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

export function AnswerQuestion({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [answer, setAnswer] = useState('')
  return (
    <FormDialog
      opener={t('referrals.question.answer')}
      openerLook="main"
      title={t('referrals.question.answer')}
      send={t('referrals.question.send')}
      isReady={answer.trim() !== ''}
      perform={(perform) =>
        perform('referral.answer_information', { referralId: referral.id, answer: answer.trim() })
      }
    >
      <p className="written">«{referral.infoQuestion}»</p>
      <TextArea
        label={t('referrals.question.yourAnswer')}
        help={t('referrals.question.help')}
        value={answer}
        onChange={setAnswer}
        maxLength={500}
      />
    </FormDialog>
  )
}
