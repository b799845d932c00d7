import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Choice } from '../../design/Choice.tsx'
import { NumberField, Select } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { NeedAnswer } from '../../records/answers.ts'

const ends = ['met', 'partly_met', 'not_met', 'withdrawn'] as const

/** The person's order and the severity change with time; a need can also end without a referral, and why is kept. */
export function ChangeNeed({ need }: { need: NeedAnswer }) {
  const t = useWords()
  const severities = useChoices('severity')
  const states = useChoices('needState', ends)
  const reasons = useChoices('unmetReason')
  const [severity, setSeverity] = useState(String(need.severity))
  const [priority, setPriority] = useState<number | null>(need.priority)
  const [end, setEnd] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  return (
    <>
      <FormDialog
        opener={t('cases.needs.change')}
        openerLook="quiet"
        title={t('cases.needs.change')}
        send={t('app.save')}
        isReady={priority !== null}
        perform={(perform) =>
          perform('need.change', {
            needId: need.id,
            severity: Number(severity),
            priority: priority ?? need.priority,
          })
        }
      >
        <Choice
          label={t('cases.needs.severity')}
          options={severities}
          columns={2}
          value={severity}
          onChange={setSeverity}
        />
        <NumberField
          label={t('cases.needs.priority')}
          value={priority}
          onChange={setPriority}
          min={1}
          max={99}
        />
      </FormDialog>
      {need.state === 'referred' ? null : (
        <FormDialog
          opener={t('cases.needs.close')}
          openerLook="quiet"
          title={t('cases.needs.close')}
          send={t('app.save')}
          isReady={end !== null && (end !== 'not_met' || reason !== null)}
          perform={(perform) =>
            perform('need.close', {
              needId: need.id,
              state: end,
              ...(end === 'not_met' && reason ? { reason } : {}),
            })
          }
        >
          <Choice label={t('cases.needs.howEnds')} options={states} value={end} onChange={setEnd} />
          {end === 'not_met' ? (
            <Select label={t('cases.needs.whyNot')} options={reasons} value={reason} onChange={setReason} />
          ) : null}
        </FormDialog>
      )}
    </>
  )
}
