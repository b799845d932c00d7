import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { NameFields } from '../../people/NameFields.tsx'
import type { CaseForm } from './case-form.tsx'

export interface PartProps {
  form: CaseForm
  set: (part: Partial<CaseForm>) => void
  errorOf: (field: string) => string | undefined
}

/** A name in its parts, or a code name: both are enough. */
export function WhoFields({ form, set, errorOf }: PartProps) {
  const t = useWords()
  const problem = errorOf('name')
  return (
    <Card level={2} title={t('cases.new.who')}>
      <Choice
        label={t('cases.new.howCalled')}
        columns={2}
        options={[
          { value: 'name', label: t('cases.new.byName') },
          { value: 'code', label: t('cases.new.byCodeName') },
        ]}
        value={form.isCodeName ? 'code' : 'name'}
        onChange={(how) => set({ isCodeName: how === 'code' })}
      />
      {form.isCodeName ? (
        <TextField
          label={t('people.name.codeName')}
          help={t('people.name.codeNameHelp')}
          value={form.codeName}
          onChange={(codeName) => set({ codeName })}
          dir="auto"
          maxLength={60}
          isRequired
          error={problem}
        />
      ) : (
        <>
          <NameFields value={form.name} onChange={(name) => set({ name })} />
          {problem ? (
            <p className="problem" role="alert">
              {t('cases.new.nameMissing')}
            </p>
          ) : null}
        </>
      )}
    </Card>
  )
}
