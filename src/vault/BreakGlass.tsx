import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { Choice } from '../design/Choice.tsx'
import { TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { glassReasons } from './break-glass.ts'

/** For a certified supervisor: a reason, two people who hear of it at once, and an hour. */
export function BreakGlass({ caseId, onBroken }: { caseId: string; onBroken: () => void }) {
  const t = useWords()
  const [reason, setReason] = useState<string>('')
  const [why, setWhy] = useState('')
  const [isDone, setIsDone] = useState(false)
  return (
    <div className="stack">
      {isDone ? <Notice tone="wait" title={t('vault.glass.told')} /> : null}
      <FormDialog
        opener={t('vault.glass.title')}
        openerLook="danger"
        title={t('vault.glass.title')}
        send={t('vault.glass.go')}
        sendLook="danger"
        isReady={reason !== '' && why.trim().length >= 10}
        onDone={() => {
          setReason('')
          setWhy('')
          setIsDone(true)
          onBroken()
        }}
        perform={(perform) =>
          perform('vault.break_glass', { glassId: newId(), caseId, reason, why: why.trim() })
        }
      >
        <p>{t('vault.glass.what')}</p>
        <Choice
          label={t('vault.glass.reason')}
          options={glassReasons.map((value) => ({ value, label: t(`vault.glass.reason.${value}`) }))}
          value={reason}
          onChange={setReason}
        />
        <TextArea
          label={t('vault.glass.why')}
          help={t('vault.glass.whyHelp')}
          value={why}
          onChange={setWhy}
          maxLength={1000}
          isRequired
        />
      </FormDialog>
    </div>
  )
}
