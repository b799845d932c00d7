import { Choice, type ChoiceProps } from '../design/Choice.tsx'
import { TextArea, TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'

/** The choices of one list of the desk, in words. */
export function useCodes<T extends string>(list: string, codes: readonly T[]): { value: T; label: string }[] {
  const t = useWords()
  return codes.map((value) => ({ value, label: t(`desk.${list}.${value}`) }))
}

interface CodesProps<T extends string> extends Omit<ChoiceProps<T>, 'label' | 'options'> {
  /** Key of the question under `desk.field`. */
  ask: string
  /** Key of the words of the codes under `desk`. */
  list: string
  codes: readonly T[]
}

/** One of the codes of a list. */
export function Codes<T extends string>({ ask, list, codes, ...choice }: CodesProps<T>) {
  const t = useWords()
  return <Choice label={t(`desk.field.${ask}`)} options={useCodes(list, codes)} {...choice} />
}

interface WrittenProps {
  ask: string
  value: string
  onChange: (value: string) => void
  most: number
}

/** Some sentences, always needed. */
export function Sentences({ ask, value, onChange, most }: WrittenProps) {
  const t = useWords()
  return (
    <TextArea label={t(`desk.field.${ask}`)} value={value} onChange={onChange} maxLength={most} isRequired />
  )
}

/** One line; a code is written from left to right in every language. */
export function Line({
  ask,
  value,
  onChange,
  most,
  isRequired = true,
  isCode = false,
}: WrittenProps & { isRequired?: boolean | undefined; isCode?: boolean | undefined }) {
  const t = useWords()
  return (
    <TextField
      label={t(`desk.field.${ask}`)}
      value={value}
      onChange={onChange}
      maxLength={most}
      isRequired={isRequired}
      {...(isCode ? { dir: 'ltr' as const } : {})}
    />
  )
}
