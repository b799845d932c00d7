import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useRead } from '../app/hooks.ts'
import { Yes } from '../design/Choice.tsx'
import { Select } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { complaintChannels, complaintKinds } from './desk-rules.ts'
import { Codes, Line, Sentences } from './fields.tsx'

/** Taken down for somebody who complains, or by somebody who complains; it goes past everybody but the officer for complaints. */
export function RecordComplaint({ onDone }: { onDone?: (() => void) | undefined }) {
  const t = useWords()
  const officers = useRead<{ items: { id: string; displayName: string }[] }>('/api/complaints/officers')
  const [id, setId] = useState(newId)
  const [kind, setKind] = useState<(typeof complaintKinds)[number] | null>(null)
  const [channel, setChannel] = useState<(typeof complaintChannels)[number]>('in_person')
  const [isAnonymous, setAnonymous] = useState(false)
  const [against, setAgainst] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [reach, setReach] = useState('')
  return (
    <FormDialog
      opener={t('desk.record.complaint')}
      title={t('desk.record.complaint')}
      send={t('app.save')}
      isReady={kind !== null && text.trim() !== ''}
      onOpen={() => setId(newId())}
      perform={(perform) =>
        perform('complaint.record', {
          complaintId: id,
          kind,
          channel,
          isAnonymous,
          text,
          ...(against === null ? {} : { againstAccountId: against }),
          ...(isAnonymous || reach.trim() === '' ? {} : { reach }),
        })
      }
      onDone={() => {
        setText('')
        setReach('')
        setAgainst(null)
        onDone?.()
      }}
    >
      <Notice tone="calm">{t('desk.goesTo.complaints')}</Notice>
      <Codes
        ask="complaintKind"
        list="complaintKind"
        codes={complaintKinds}
        value={kind}
        onChange={setKind}
        isRequired
      />
      <Sentences ask="text" value={text} onChange={setText} most={6000} />
      <Yes label={t('desk.field.anonymous')} value={isAnonymous} onChange={setAnonymous} />
      {isAnonymous ? null : (
        <Line ask="reach" value={reach} onChange={setReach} most={200} isRequired={false} />
      )}
      <Select
        label={t('desk.field.against')}
        none={t('desk.field.againstNone')}
        options={(officers.data?.items ?? []).map(({ id: value, displayName: label }) => ({ value, label }))}
        value={against}
        onChange={setAgainst}
      />
      <Codes
        ask="channel"
        list="channel"
        codes={complaintChannels}
        columns={2}
        value={channel}
        onChange={setChannel}
      />
    </FormDialog>
  )
}
