import { useState } from 'react'
import { useGoTo } from '../app/address.ts'
import { useChoices } from '../app/choices.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'

/** A need nobody could meet is counted, not forgotten: it shows where services are missing. */
export function NothingFits({ caseId, needId }: { caseId: string; needId: string }) {
  const t = useWords()
  const goTo = useGoTo()
  const reasons = useChoices('unmetReason')
  const [reason, setReason] = useState<string | null>(null)
  return (
    <div>
      <FormDialog
        opener={t('services.find.nothingFits')}
        title={t('services.find.nothingFits')}
        send={t('app.save')}
        isReady={reason !== null}
        onDone={() => goTo(`/cases/${caseId}`)}
        perform={(perform) => perform('need.close', { needId, state: 'not_met', reason })}
      >
        <p>{t('services.find.nothingFitsHelp')}</p>
        <Choice label={t('cases.needs.whyNot')} options={reasons} value={reason} onChange={setReason} />
      </FormDialog>
    </div>
  )
}
