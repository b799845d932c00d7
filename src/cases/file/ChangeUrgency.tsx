import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Choice } from '../../design/Choice.tsx'
import { Select } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { isRaise, isUrgency, urgencies } from '../urgency.ts'

/** Raised at once by anyone on the case; lowered only with a supervisor. */
export function ChangeUrgency({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const reasons = useChoices('urgencyReason')
  const [urgency, setUrgency] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  const raises =
    urgency !== null && isUrgency(urgency) && isUrgency(file.urgency) && isRaise(file.urgency, urgency)
  return (
    <FormDialog
      opener={t('cases.urgency.change')}
      title={t('cases.urgency.change')}
      send={t(urgency === null || raises ? 'cases.urgency.raise' : 'cases.urgency.askLower')}
      isReady={urgency !== null && reason !== null}
      perform={(perform) =>
        perform(raises ? 'case.raise_urgency' : 'case.lower_urgency', { caseId: file.id, urgency, reason })
      }
    >
      <Choice
        label={t('cases.list.urgency')}
        options={urgencies
          .filter((code) => code !== file.urgency)
          .map((code) => ({
            value: code as string,
            label: `${t(`programmes.urgency.${code}`)} · ${code}`,
            help: t(`programmes.urgencyMeaning.${code}`),
          }))}
        value={urgency}
        onChange={setUrgency}
      />
      <Select label={t('cases.urgency.why')} options={reasons} value={reason} onChange={setReason} />
      {urgency !== null && !raises ? <Notice tone="note" title={t('cases.urgency.twoPeople')} /> : null}
    </FormDialog>
  )
}
