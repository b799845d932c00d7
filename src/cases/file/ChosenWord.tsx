import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { CaseAnswer } from '../../records/answers.ts'

/** The word with which the person can see how the request stands; nobody can read it again, only choose anew. */
export function ChosenWord({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const [word, setWord] = useState('')
  if (file.closedAt !== null) return null
  return (
    <FormDialog
      opener={t(file.person.hasChosenWord ? 'cases.about.newWord' : 'people.chosenWord')}
      openerLook="quiet"
      title={t('people.chosenWord')}
      send={t('app.save')}
      isReady={word.trim().length >= 4}
      onDone={() => setWord('')}
      perform={(perform) => perform('person.set_chosen_word', { caseId: file.id, chosenWord: word.trim() })}
    >
      <TextField
        label={t('people.chosenWord')}
        help={t('people.chosenWordHelp')}
        value={word}
        onChange={setWord}
        dir="auto"
        maxLength={60}
      />
    </FormDialog>
  )
}
