import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { today } from '../app/today.ts'
import type { DateValue } from '../design/DateField.tsx'
import { DateField } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { channels, requestKinds } from './desk-rules.ts'
import { Codes, Line, Sentences } from './fields.tsx'

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
      <Codes ask="kind" list="requestKind" codes={requestKinds} value={kind} onChange={setKind} isRequired />
      <Sentences ask="said" value={said} onChange={setSaid} most={2000} />
      <Line ask="reach" value={reach} onChange={setReach} most={200} />
      {caseId === undefined ? (
        <Line ask="caseCode" value={caseCode} onChange={setCaseCode} most={40} isRequired={false} isCode />
      ) : null}
      <Codes
        ask="channel"
        list="channel"
        codes={channels}
        columns={2}
        value={channel}
        onChange={setChannel}
      />
      <DateField label={t('desk.field.on')} value={on} onChange={setOn} max={today()} isRequired />
    </FormDialog>
  )
}
