import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Card } from '../../design/Card.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import { Instant } from '../../design/Show.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

/** What the sender may still do: a word both sides read, asking to stop, stopping, taking back a mistake. */
export function SenderActions({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const { may } = referral
  const open = ['referral.add_note', 'referral.ask_cancel', 'referral.cancel', 'referral.mark_error'].filter(
    (name) => may.includes(name),
  )
  if (open.length === 0 && referral.cancelAskedAt === null) return null
  return (
    <Card level={2} title={t('referrals.more')}>
      {referral.cancelAskedAt && referral.cancelConfirmedAt === null ? (
        <Notice tone="wait" title={t('referrals.cancel.asked')}>
          <Instant at={referral.cancelAskedAt} />
        </Notice>
      ) : null}
      <div className="row no-print">
        {may.includes('referral.add_note') ? <AddNote referral={referral} /> : null}
        {may.includes('referral.ask_cancel') && referral.cancelAskedAt === null ? (
          <AskCancel referral={referral} />
        ) : null}
        {may.includes('referral.cancel') && referral.state !== 'cancelled' ? (
          <Cancel referral={referral} />
        ) : null}
        {may.includes('referral.mark_error') ? <MarkError referral={referral} /> : null}
      </div>
    </Card>
  )
}

function AddNote({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [note, setNote] = useState('')
  return (
    <FormDialog
      opener={t('referrals.note.add')}
      title={t('referrals.note.add')}
      send={t('app.save')}
      isReady={note.trim() !== ''}
      onDone={() => setNote('')}
      perform={(perform) => perform('referral.add_note', { referralId: referral.id, note: note.trim() })}
    >
      <TextArea
        label={t('referrals.note.text')}
        help={t('referrals.noteHelp')}
        value={note}
        onChange={setNote}
        maxLength={500}
      />
    </FormDialog>
  )
}

function AskCancel({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const reasons = useChoices('cancelReason')
  const [reason, setReason] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('referrals.cancel.ask')}
      openerLook="quiet"
      title={t('referrals.cancel.ask')}
      send={t('referrals.cancel.ask')}
      isReady={reason !== null}
      perform={(perform) => perform('referral.ask_cancel', { referralId: referral.id, reason })}
    >
      <Select label={t('referrals.said.reason')} options={reasons} value={reason} onChange={setReason} />
    </FormDialog>
  )
}

function Cancel({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const reasons = useChoices('cancelReason')
  const [reason, setReason] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('referrals.cancel.now')}
      openerLook="quiet"
      title={t('referrals.cancel.now')}
      send={t('referrals.cancel.now')}
      sendLook="danger"
      isReady={reason !== null}
      perform={(perform) => perform('referral.cancel', { referralId: referral.id, reason })}
    >
      <p>{t('referrals.cancel.nowHelp')}</p>
      <Select label={t('referrals.said.reason')} options={reasons} value={reason} onChange={setReason} />
    </FormDialog>
  )
}

function MarkError({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  return (
    <FormDialog
      opener={t('referrals.error.mark')}
      openerLook="quiet"
      title={t('referrals.error.mark')}
      send={t('referrals.error.mark')}
      sendLook="danger"
      perform={(perform) => perform('referral.mark_error', { referralId: referral.id })}
    >
      <p>{t('referrals.error.help')}</p>
    </FormDialog>
  )
}
