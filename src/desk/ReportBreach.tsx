import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { Choice } from '../design/Choice.tsx'
import { NumberField, TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { useCodes } from './codes.tsx'
import { breachKinds } from './desk-rules.ts'

/** Anybody who notices that data was lost or exposed. The clocks run from when it is sent. */
export function ReportBreach({ onDone }: { onDone?: (() => void) | undefined }) {
  const t = useWords()
  const [id, setId] = useState(newId)
  const [kind, setKind] = useState<(typeof breachKinds)[number] | null>(null)
  const [what, setWhat] = useState('')
  const [people, setPeople] = useState<number | null>(null)
  return (
    <FormDialog
      opener={t('desk.record.breach')}
      title={t('desk.record.breach')}
      send={t('app.save')}
      isReady={kind !== null && what.trim() !== ''}
      onOpen={() => setId(newId())}
      perform={(perform) =>
        perform('breach.report', { breachId: id, kind, what, ...(people === null ? {} : { people }) })
      }
      onDone={() => {
        setWhat('')
        setPeople(null)
        onDone?.()
      }}
    >
      <Notice tone="calm">{t('desk.goesTo.officer')}</Notice>
      <Choice
        label={t('desk.field.breachKind')}
        options={useCodes('breachKind', breachKinds)}
        value={kind}
        onChange={setKind}
        isRequired
      />
      <TextArea label={t('desk.field.what')} value={what} onChange={setWhat} maxLength={4000} isRequired />
      <NumberField
        label={t('desk.field.people')}
        value={people}
        onChange={setPeople}
        min={0}
        max={10_000_000}
        isRequired={false}
      />
    </FormDialog>
  )
}
