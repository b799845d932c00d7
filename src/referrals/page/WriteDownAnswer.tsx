import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { MomentField } from '../../app/MomentField.tsx'
import { today } from '../../app/today.ts'
import { Choice, Yes } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { AnswerDetails } from './AnswerDetails.tsx'
import {
  inputOf,
  isReady,
  nothingWritten,
  type SaidAction,
  saidActions,
  type Written,
} from './written-answer.ts'

/** Most providers answer by telephone: the officer writes down what was said, by whom and when. */
export function WriteDownAnswer({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [written, setWritten] = useState<Written>(nothingWritten)
  const set = (part: Partial<Written>) => setWritten((now) => ({ ...now, ...part }))
  const open = saidActions.filter((name) => referral.may.includes(name))
  if (open.length === 0) return null
  return (
    <FormDialog
      opener={t('referrals.said.open')}
      openerLook={referral.state === 'sent' ? 'main' : 'plain'}
      title={t('referrals.said.open')}
      send={t('app.save')}
      isReady={isReady(written)}
      onOpen={() => setWritten(nothingWritten)}
      perform={(perform) => perform(written.name ?? '', inputOf(referral.id, written))}
    >
      <Choice
        label={t('referrals.said.what')}
        options={open.map((name) => ({ value: name as string, label: t(`referrals.said.${name}`) }))}
        value={written.name}
        onChange={(name) => set({ name: name as SaidAction, reason: null, status: null })}
      />
      <AnswerDetails written={written} set={set} />
      <TextField
        label={t('referrals.said.by')}
        value={written.saidBy}
        onChange={(saidBy) => set({ saidBy })}
        dir="auto"
        maxLength={120}
        isRequired
      />
      <Choice
        label={t('referrals.said.channel')}
        columns={2}
        options={['phone', 'in_person', 'paper'].map((channel) => ({
          value: channel,
          label: t(`programmes.referralChannel.${channel}`),
        }))}
        value={written.channel}
        onChange={(channel) => set({ channel })}
      />
      <Yes
        label={t('referrals.said.earlier')}
        value={written.isEarlier}
        onChange={(isEarlier) => set({ isEarlier })}
      />
      {written.isEarlier ? (
        <MomentField
          label={t('referrals.said.when')}
          value={written.at}
          onChange={(at) => set({ at })}
          max={today()}
        />
      ) : null}
    </FormDialog>
  )
}
