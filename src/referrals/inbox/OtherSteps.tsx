import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Card } from '../../design/Card.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { WaitlistForm } from './Answers.tsx'
import { CompleteForm, EndForm, HoldForm } from './EndForms.tsx'

/** What else can be done now, beside the next step. */
export function OtherSteps({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const { id, state, may } = referral
  const has = (name: string) => may.includes(`referral.${name}`)
  const isTaken = state === 'accepted' || state === 'in_service' || state === 'on_hold'
  if (!isTaken && !has('add_note')) return null
  return (
    <Card level={2} title={t('referrals.received.otherSteps')}>
      <div className="row no-print">
        {has('add_note') ? <NoteForm referralId={id} /> : null}
        {isTaken && state !== 'in_service' && has('complete') ? <CompleteForm referralId={id} /> : null}
        {isTaken && has('waitlist') ? <WaitlistForm referralId={id} /> : null}
        {isTaken && has('hold') && state !== 'on_hold' ? <HoldForm referralId={id} /> : null}
        {isTaken && has('fail') ? <EndForm referralId={id} kind="fail" /> : null}
        {isTaken && has('cancel') ? <EndForm referralId={id} kind="cancel" /> : null}
      </div>
    </Card>
  )
}

function NoteForm({ referralId }: { referralId: string }) {
  const t = useWords()
  const [note, setNote] = useState('')
  return (
    <FormDialog
      opener={t('referrals.received.addNote')}
      title={t('referrals.received.noteTitle')}
      send={t('referrals.received.send')}
      isReady={note.trim() !== ''}
      perform={(perform) => perform('referral.add_note', { referralId, note })}
      onDone={() => setNote('')}
    >
      <TextArea
        label={t('referrals.answer.note')}
        help={t('referrals.answer.noteHelp')}
        value={note}
        onChange={setNote}
        maxLength={500}
        isRequired
      />
    </FormDialog>
  )
}
