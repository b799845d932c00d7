import { useChoices } from '../app/choices.ts'
import { today } from '../app/today.ts'
import { YesNoField } from '../app/YesNoField.tsx'
import { urgencies } from '../cases/urgency.ts'
import { Choice } from '../design/Choice.tsx'
import type { DateValue } from '../design/DateField.tsx'
import { Select, TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import { DocumentsField } from '../people/DocumentsField.tsx'
import { NameFields } from '../people/NameFields.tsx'
import type { NameParts } from '../records/rows.ts'
import { type Asked, otherKind, type OtherKind } from './other-value.ts'
import { fieldName } from './value-words.ts'

interface Props {
  readonly item: Asked
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** The field in which another value is written: the same as on the case. */
export function OtherField({ item, value, onChange }: Props) {
  const t = useWords()
  const known = otherKind(item)
  const label = fieldName(t, item.field)
  switch (known?.kind) {
    case 'name':
      return <NameFields value={value as NameParts} onChange={onChange} />
    case 'text':
      return <TextArea label={label} value={value as string} onChange={onChange} maxLength={4000} />
    case 'birth':
      return (
        <DateField
          label={label}
          value={value as DateValue | null}
          onChange={onChange}
          precisions={['day', 'month', 'year', 'estimate']}
          max={today()}
        />
      )
    case 'documents':
      return <DocumentsField value={value as readonly string[] | null} onChange={onChange} />
    case 'yesNo':
      return <YesNoField label={label} value={value as boolean | null} onChange={onChange} />
    case 'severity':
      return <Severity label={label} value={value as string | null} onChange={onChange} />
    case 'urgency':
      return (
        <Choice
          label={label}
          options={urgencies.map((code) => ({
            value: code as string,
            label: `${t(`programmes.urgency.${code}`)} · ${code}`,
          }))}
          value={value as string | null}
          onChange={onChange}
        />
      )
    case 'code':
      return <OneCode of={known} label={label} value={value as string | null} onChange={onChange} />
    default:
      return null
  }
}

interface CodeProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: unknown) => void
}

function Severity({ label, value, onChange }: CodeProps) {
  return (
    <Choice label={label} options={useChoices('severity')} columns={2} value={value} onChange={onChange} />
  )
}

function OneCode({ of, ...rest }: CodeProps & { of: Extract<OtherKind, { kind: 'code' }> }) {
  return <Select options={useChoices(of.list, of.only)} {...rest} />
}
