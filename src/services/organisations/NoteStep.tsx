import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { today } from '../../app/today.ts'
import { Choice } from '../../design/Choice.tsx'
import type { DateValue } from '../../design/DateField.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import type { OrganisationPage } from '../../records/answers.ts'
import { resultsOf, type Step, type StepResult } from './organisation-states.ts'

/** What somebody looked at, on which day, and how it came out. */
export function NoteStep({
  organisation: { id, family },
  step,
}: {
  organisation: OrganisationPage
  step: Step
}) {
  const t = useWords()
  const [stepId, setStepId] = useState(newId)
  const [result, setResult] = useState<StepResult | null>(null)
  const [on, setOn] = useState<DateValue | null>({ day: today(), precision: 'day' })
  const [note, setNote] = useState('')
  const title = t(`services.org.step.${step}`)
  return (
    <FormDialog
      opener={t('services.org.noteStep')}
      openerLook="quiet"
      title={title}
      send={t('app.save')}
      isReady={result !== null && on !== null}
      onOpen={() => setStepId(newId())}
      perform={(perform) =>
        perform('organisation.note_step', {
          organisationId: id,
          stepId,
          step,
          result,
          happenedOn: on?.day,
          ...(note.trim() === '' ? {} : { note }),
        })
      }
      onDone={() => setNote('')}
    >
      <p className="soft">{t(`services.org.stepHelp.${step}`)}</p>
      <Choice
        label={t('services.org.resultAsk')}
        options={resultsOf(step, family).map((one) => ({
          value: one,
          label: t(`services.org.result.${one}`),
        }))}
        value={result}
        onChange={setResult}
        isRequired
      />
      <DateField
        label={t('services.org.onDay')}
        value={on}
        onChange={setOn}
        precisions={['day']}
        max={today()}
        isRequired
      />
      <TextArea
        label={t('services.org.note')}
        value={note}
        onChange={setNote}
        maxLength={1000}
        isRequired={false}
      />
    </FormDialog>
  )
}
