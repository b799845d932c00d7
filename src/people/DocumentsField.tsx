import { useChoices } from '../app/choices.ts'
import { Choices, Yes } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'

interface Props {
  /** Null: not asked, which is not the same as having none. */
  value: readonly string[] | null
  onChange: (value: readonly string[] | null) => void
}

/** Which papers the person has. Only once they were asked about can one be missing. */
export function DocumentsField({ value, onChange }: Props) {
  const t = useWords()
  const documents = useChoices('document')
  return (
    <div className="stack tight">
      <Yes
        label={t('people.documentsAsked')}
        help={t('people.documentsAskedHelp')}
        value={value !== null}
        onChange={(asked) => onChange(asked ? [] : null)}
      />
      {value === null ? null : (
        <Choices label={t('people.documents')} options={documents} value={value} onChange={onChange} />
      )}
    </div>
  )
}
