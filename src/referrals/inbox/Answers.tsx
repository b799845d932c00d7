import { useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useAction } from '../../app/hooks.ts'
import { Button, type Look } from '../../design/Button.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { ReferralListItem } from '../../records/answers.ts'
import { AcceptForm } from './AcceptForm.tsx'
import { ExpectedDay } from './ExpectedDay.tsx'

type Referral = Pick<ReferralListItem, 'id' | 'acknowledgedAt'>

/** The five answers to a new referral: one opens a short form, the second tap sends it. */
export function Answers({ referral, isMain = false }: { referral: Referral; isMain?: boolean }) {
  const t = useWords()
  const action = useAction()
  return (
    <>
      <div className="answers">
        {referral.acknowledgedAt === null ? (
          <Button
            look={isMain ? 'main' : 'plain'}
            isPending={action.state === 'sending'}
            onPress={() => action.perform('referral.acknowledge', { referralId: referral.id })}
          >
            {t('referrals.answer.acknowledge')}
          </Button>
        ) : null}
        <AcceptForm
          referralId={referral.id}
          openerLook={isMain && referral.acknowledgedAt ? 'main' : 'plain'}
        />
        <WaitlistForm referralId={referral.id} />
        <AskForm referralId={referral.id} />
        <DeclineForm referralId={referral.id} />
      </div>
      <ActionState action={action} />
    </>
  )
}

interface Of {
  referralId: string
  openerLook?: Look | undefined
}

export function WaitlistForm({ referralId, openerLook }: Of) {
  const t = useWords()
  const [day, setDay] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('referrals.answer.waitlist')}
      openerLook={openerLook}
      title={t('referrals.answer.waitlistTitle')}
      send={t('referrals.answer.waitlistSend')}
      isReady={day !== null}
      onOpen={() => setDay(null)}
      perform={(perform) => perform('referral.waitlist', { referralId, expectedOn: day })}
    >
      <ExpectedDay value={day} onChange={setDay} isRequired />
    </FormDialog>
  )
}

function DeclineForm({ referralId }: Of) {
  const t = useWords()
  const [reason, setReason] = useState<string | null>(null)
  const [note, setNote] = useState('')
  return (
    <FormDialog
      opener={t('referrals.answer.decline')}
      title={t('referrals.answer.declineTitle')}
      send={t('referrals.answer.declineSend')}
      isReady={reason !== null}
      onOpen={() => setReason(null)}
      perform={(perform) =>
        perform('referral.decline', { referralId, reason, ...(note.trim() ? { note } : {}) })
      }
    >
      <Choice
        label={t('referrals.answer.reason')}
        options={useChoices('declineReason')}
        value={reason}
        onChange={setReason}
        isRequired
      />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}

function AskForm({ referralId }: Of) {
  const t = useWords()
  const [question, setQuestion] = useState('')
  return (
    <FormDialog
      opener={t('referrals.answer.ask')}
      title={t('referrals.answer.askTitle')}
      send={t('referrals.answer.askSend')}
      isReady={question.trim() !== ''}
      perform={(perform) => perform('referral.ask_information', { referralId, question })}
      onDone={() => setQuestion('')}
    >
      <TextArea
        label={t('referrals.answer.question')}
        help={t('referrals.answer.questionHelp')}
        value={question}
        onChange={setQuestion}
        maxLength={500}
        isRequired
      />
    </FormDialog>
  )
}

/** A few words beside an answer; both sides read them. */
export function NoteField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useWords()
  return (
    <TextArea
      label={t('referrals.answer.note')}
      help={t('referrals.answer.noteHelp')}
      value={value}
      onChange={onChange}
      maxLength={500}
      isRequired={false}
    />
  )
}
