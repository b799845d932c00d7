import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useRead } from '../../app/hooks.ts'
import { useGoTo } from '../../app/address.ts'
import { Select, TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { CaseAnswer, Colleague } from '../../records/answers.ts'

/** The case, its tasks and its referrals go to another officer, with a note on how it stands. */
export function HandOver({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const goTo = useGoTo()
  const [isAsked, setIsAsked] = useState(false)
  const colleagues = useRead<{ items: readonly Colleague[] }>(
    isAsked ? `/api/colleagues?site=${file.siteId}` : null,
  )
  const [accountId, setAccountId] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const others = colleagues.data?.items.filter(({ id }) => id !== file.officerId) ?? []
  return (
    <FormDialog
      opener={t('cases.handOver.title')}
      title={t('cases.handOver.title')}
      send={t('cases.handOver.send')}
      isReady={accountId !== null && note.trim() !== ''}
      onOpen={() => setIsAsked(true)}
      onDone={() => goTo('/cases')}
      perform={(perform) => perform('case.hand_over', { caseId: file.id, accountId, note: note.trim() })}
    >
      {colleagues.state === 'error' && colleagues.refusal ? (
        <ErrorState refusal={colleagues.refusal} onRetry={colleagues.reload} />
      ) : colleagues.data ? (
        <Select
          label={t('cases.handOver.to')}
          options={others.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          value={accountId}
          onChange={setAccountId}
        />
      ) : (
        <Loading lines={1} />
      )}
      <TextArea
        label={t('cases.handOver.note')}
        help={t('cases.handOver.noteHelp')}
        value={note}
        onChange={setNote}
        maxLength={4000}
      />
    </FormDialog>
  )
}
