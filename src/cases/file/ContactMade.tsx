import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { CaseAnswer } from '../../records/answers.ts'

/** Writes down that the person was contacted: finishes the open contact task, or is a note where there is none. */
export function ContactMade({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const results = useChoices('contactResult')
  const [result, setResult] = useState<string | null>(null)
  const [text, setText] = useState('')
  const task = file.tasks.find(
    ({ doneAt, kind }) => doneAt === null && (kind === 'contact' || kind === 'ask_person'),
  )
  if (file.closedAt !== null) return null
  return (
    <FormDialog
      opener={t('cases.contact.made')}
      title={t('cases.contact.made')}
      send={t('app.save')}
      isReady={task ? result !== null : text.trim() !== ''}
      onDone={() => {
        setText('')
        setResult(null)
      }}
      perform={async (perform) => {
        if (task) {
          const answer = await perform('task.finish', { taskId: task.id, result })
          if (answer.outcome === 'refused' || text.trim() === '') return answer
        }
        return perform('note.add', { noteId: newId(), caseId: file.id, kind: 'contact', text: text.trim() })
      }}
    >
      {task ? (
        <Choice label={t('cases.contact.result')} options={results} value={result} onChange={setResult} />
      ) : null}
      <TextArea
        label={t('cases.contact.what')}
        help={t('cases.notes.careful')}
        value={text}
        onChange={setText}
        maxLength={8000}
        isRequired={task === undefined}
      />
    </FormDialog>
  )
}
