import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import type { Look } from '../../design/Button.tsx'
import { Choice } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { NoteField } from './Answers.tsx'
import { ExpectedDay } from './ExpectedDay.tsx'

interface Of {
  referralId: string
  openerLook?: Look | undefined
}

const withNote = (note: string) => (note.trim() ? { note } : {})

export function CompleteForm({ referralId, openerLook }: Of) {
  const t = useWords()
  const [outcome, setOutcome] = useState<string | null>(null)
  const [note, setNote] = useState('')
  return (
    <FormDialog
      opener={t('referrals.received.complete')}
      openerLook={openerLook}
      title={t('referrals.received.complete')}
      send={t('referrals.received.send')}
      isReady={outcome !== null}
      perform={(perform) => perform('referral.complete', { referralId, outcome, ...withNote(note) })}
    >
      <Choice
        label={t('referrals.received.completeWhat')}
        options={useChoices('outcome')}
        value={outcome}
        onChange={setOutcome}
        isRequired
      />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}

/** A hold after accepting: why, and until when if that is known. */
export function HoldForm({ referralId }: Of) {
  const t = useWords()
  const [reason, setReason] = useState<string | null>(null)
  const [day, setDay] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const isWaitlist = reason === 'waitlisted'
  return (
    <FormDialog
      opener={t('referrals.received.hold')}
      title={t('referrals.received.holdTitle')}
      send={t('referrals.received.hold')}
      isReady={reason !== null && (!isWaitlist || day !== null)}
      perform={(perform) =>
        perform('referral.hold', {
          referralId,
          reason,
          ...(day ? { expectedOn: day } : {}),
          ...withNote(note),
        })
      }
    >
      <Choice
        label={t('referrals.answer.reason')}
        options={useChoices('holdReason')}
        value={reason}
        onChange={setReason}
        isRequired
      />
      <ExpectedDay value={day} onChange={setDay} isRequired={isWaitlist} />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}

const endings = {
  fail: { action: 'referral.fail', list: 'failReason' },
  cancel: { action: 'referral.cancel', list: 'cancelReason' },
} as const

/** An end without service: it could not be given, or the person no longer wishes it. */
export function EndForm({ referralId, kind }: Of & { kind: keyof typeof endings }) {
  const t = useWords()
  const [reason, setReason] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const { action, list } = endings[kind]
  return (
    <FormDialog
      opener={t(`referrals.received.${kind}`)}
      openerLook="danger"
      title={t(`referrals.received.${kind}Title`)}
      send={t('referrals.received.send')}
      sendLook="danger"
      isReady={reason !== null}
      perform={(perform) => perform(action, { referralId, reason, ...withNote(note) })}
    >
      <Choice
        label={t('referrals.answer.reason')}
        options={useChoices(list)}
        value={reason}
        onChange={setReason}
        isRequired
      />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}
