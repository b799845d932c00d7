import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Yes } from '../../design/Choice.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import type { CaseAnswer } from '../../records/answers.ts'

const waiting: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold']

/** Asked by the officer, signed by the supervisor; what remains and how to come back is written down. */
export function CloseCase({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const reasons = useChoices('closureReason')
  const [reason, setReason] = useState<string | null>(null)
  const [toldPerson, setToldPerson] = useState(false)
  const [remainingNeeds, setRemainingNeeds] = useState('')
  const [howToReturn, setHowToReturn] = useState('')
  const underWay = file.referrals.filter(({ state }) => waiting.includes(state)).length
  return (
    <FormDialog
      opener={t('cases.close.title')}
      openerLook="quiet"
      title={t('cases.close.title')}
      send={t('cases.close.ask')}
      isReady={reason !== null}
      perform={(perform) =>
        perform('case.close', {
          caseId: file.id,
          reason,
          toldPerson,
          ...(remainingNeeds.trim() ? { remainingNeeds: remainingNeeds.trim() } : {}),
          ...(howToReturn.trim() ? { howToReturn: howToReturn.trim() } : {}),
        })
      }
    >
      {underWay > 0 ? <Notice tone="wait" title={t('cases.close.underWay', { count: underWay })} /> : null}
      <Select label={t('cases.close.why')} options={reasons} value={reason} onChange={setReason} />
      <Yes label={t('cases.close.toldPerson')} value={toldPerson} onChange={setToldPerson} />
      <TextArea
        label={t('cases.close.remaining')}
        value={remainingNeeds}
        onChange={setRemainingNeeds}
        maxLength={1000}
        isRequired={false}
      />
      <TextArea
        label={t('cases.close.howToReturn')}
        value={howToReturn}
        onChange={setHowToReturn}
        maxLength={500}
        isRequired={false}
      />
    </FormDialog>
  )
}
