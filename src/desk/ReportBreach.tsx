import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { NumberField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { breachKinds } from './desk-rules.ts'
import { Codes, Sentences } from './fields.tsx'

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
      <Codes
        ask="breachKind"
        list="breachKind"
        codes={breachKinds}
        value={kind}
        onChange={setKind}
        isRequired
      />
      <Sentences ask="what" value={what} onChange={setWhat} most={4000} />
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
