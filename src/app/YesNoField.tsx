import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'

interface Props {
  label: string
  value: boolean | null
  onChange: (value: boolean | null) => void
}

/** Yes, no, or not asked yet: silence is never made into a no. */
export function YesNoField({ label, value, onChange }: Props) {
  const t = useWords()
  return (
    <Choice
      label={label}
      columns={3}
      options={[
        { value: 'yes', label: t('app.yes') },
        { value: 'no', label: t('app.no') },
        { value: 'unknown', label: t('app.notKnown') },
      ]}
      value={value === null ? 'unknown' : value ? 'yes' : 'no'}
      onChange={(next) => onChange(next === 'unknown' ? null : next === 'yes')}
    />
  )
}
