import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { today } from '../app/today.ts'
import type { DateValue } from '../design/DateField.tsx'
import { Choice } from '../design/Choice.tsx'
import { TextArea, TextField } from '../design/Field.tsx'
import { DateField } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { useCodes } from './codes.tsx'
import { channels, requestKinds } from './desk-rules.ts'

/** Somebody asks about their data: from their case, or at the desk with the code on their paper. */
export function RecordRequest({ caseId }: { caseId?: string | undefined }) {
  const t = useWords()
  const [id, setId] = useState(newId)
  const [kind, setKind] = useState<(typeof requestKinds)[number] | null>(null)
  const [channel, setChannel] = useState<(typeof channels)[number]>('in_person')
  const [said, setSaid] = useState('')
  const [reach, setReach] = useState('')
  const [caseCode, setCaseCode] = useState('')
  const [on, setOn] = useState<DateValue | null>({ day: today(), precision: 'day' })
  return (
    <FormDialog
      opener={t('desk.record.request')}
      title={t('desk.record.request')}
      send={t('app.save')}
      isReady={kind !== null && said.trim() !== '' && reach.trim() !== '' && on !== null}
      onOpen={() => setId(newId())}
      perform={(perform) =>
        perform('data_request.record', {
          requestId: id,
          kind,
          channel,
          said,
          reach,
          askedOn: on?.day,
          ...(caseId === undefined ? {} : { caseId }),
          ...(caseId === undefined && caseCode.trim() !== '' ? { caseCode: caseCode.trim() } : {}),
        })
      }
      onDone={() => {
        setSaid('')
        setReach('')
        setCaseCode('')
      }}
    >
      {caseId === undefined ? null : <Notice tone="calm">{t('desk.goesTo.officer')}</Notice>}
      <Choice
        label={t('desk.field.kind')}
        options={useCodes('requestKind', requestKinds)}
        value={kind}
        onChange={setKind}
        isRequired
      />
      <TextArea label={t('desk.field.said')} value={said} onChange={setSaid} maxLength={2000} isRequired />
      <TextField label={t('desk.field.reach')} value={reach} onChange={setReach} maxLength={200} isRequired />
      {caseId === undefined ? (
        <TextField
          label={t('desk.field.caseCode')}
          value={caseCode}
          onChange={setCaseCode}
          dir="ltr"
          maxLength={40}
          isRequired={false}
        />
      ) : null}
      <Choice
        label={t('desk.field.channel')}
        columns={2}
        options={useCodes('channel', channels)}
        value={channel}
        onChange={setChannel}
      />
      <DateField label={t('desk.field.on')} value={on} onChange={setOn} max={today()} isRequired />
    </FormDialog>
  )
}
