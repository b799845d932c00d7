import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import type { NameParts } from '../records/rows.ts'

const parts = ['given', 'father', 'grandfather', 'family', 'mother'] as const

/** Own, father's and grandfather's name and on, as papers in Iraq have them; every part may be missing. */
export function NameFields({ value, onChange }: { value: NameParts; onChange: (value: NameParts) => void }) {
  const t = useWords()
  return (
    <div className="pairs close">
      {parts.map((part) => (
        <TextField
          key={part}
          label={t(`people.name.${part}`)}
          value={value[part] ?? ''}
          onChange={(text) => onChange({ ...value, [part]: text })}
          dir="auto"
          maxLength={80}
          {...(part === 'given' ? {} : { isRequired: false })}
        />
      ))}
    </div>
  )
}

/** Without the parts left empty; undefined when there is no part at all. */
export function namePartsToSend(value: NameParts): NameParts | undefined {
  const kept = Object.entries(value).flatMap(([part, text]: [string, string | undefined]) =>
    text?.trim() ? [[part, text.trim()] as const] : [],
  )
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}
