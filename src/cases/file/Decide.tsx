import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { Pending } from '../../records/rows.ts'

/** The second person agrees, or sends back and says why. */
export function Decide({ caseId, pending }: { caseId: string; pending: Pending }) {
  const t = useWords()
  const [why, setWhy] = useState('')
  return (
    <div className="row">
      <FormDialog
        opener={t('cases.decide.agree')}
        title={t(`cases.pending.${pending.kind}`)}
        send={t('cases.decide.agree')}
        perform={(perform) => perform('case.approve', { caseId, kind: pending.kind })}
      >
        <p>{t('cases.decide.agreeHelp')}</p>
      </FormDialog>
      <FormDialog
        opener={t('cases.decide.sendBack')}
        title={t('cases.decide.sendBack')}
        send={t('cases.decide.sendBack')}
        perform={(perform) =>
          perform('case.send_back', {
            caseId,
            kind: pending.kind,
            ...(why.trim() ? { why: why.trim() } : {}),
          })
        }
      >
        <TextArea
          label={t('cases.decide.why')}
          value={why}
          onChange={setWhy}
          maxLength={1000}
          isRequired={false}
        />
      </FormDialog>
    </div>
  )
}
