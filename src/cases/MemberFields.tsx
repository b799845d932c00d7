import { useChoices } from '../app/choices.ts'
import { Select, TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'

export interface MemberAnswers {
  readonly relationship: string | null
  readonly sex: string | null
  readonly ageBand: string | null
  readonly given: string
}
export const noMember: MemberAnswers = { relationship: null, sex: null, ageBand: null, given: '' }

interface Member {
  readonly relationship: string
  readonly sex: string
  readonly ageBand: string
  readonly name?: { readonly given: string }
}

/** Null while something needed is missing; a name is not needed. */
export function memberToSend({ relationship, sex, ageBand, given }: MemberAnswers): Member | null {
  if (!relationship || !sex || !ageBand) return null
  return { relationship, sex, ageBand, ...(given.trim() ? { name: { given: given.trim() } } : {}) }
}

export function MemberFields({
  value,
  onChange,
}: {
  value: MemberAnswers
  onChange: (value: MemberAnswers) => void
}) {
  const t = useWords()
  return (
    <>
      <Select
        label={t('cases.members.relationship')}
        options={useChoices('relationship')}
        value={value.relationship}
        onChange={(relationship) => onChange({ ...value, relationship })}
      />
      <Select
        label={t('programmes.field.sex')}
        options={useChoices('sex')}
        value={value.sex}
        onChange={(sex) => onChange({ ...value, sex })}
      />
      <Select
        label={t('programmes.field.ageBand')}
        options={useChoices('ageBand')}
        value={value.ageBand}
        onChange={(ageBand) => onChange({ ...value, ageBand })}
      />
      <TextField
        label={t('people.name.given')}
        value={value.given}
        onChange={(given) => onChange({ ...value, given })}
        dir="auto"
        maxLength={80}
        isRequired={false}
      />
    </>
  )
}
