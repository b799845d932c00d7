import { usePlaceSearch } from '../app/place-names.ts'
import { ComboBox } from '../design/later.tsx'
import type { Found } from '../design/ComboBox.tsx'

interface Props {
  label: string
  help?: string | undefined
  value: Found | null
  onChange: (value: Found | null) => void
}

/** A place in Iraq, typed in any of the spellings and chosen from what is found. */
export function PlaceField({ label, help, value, onChange }: Props) {
  const search = usePlaceSearch()
  return (
    <ComboBox
      label={label}
      help={help}
      value={value}
      onChange={onChange}
      search={search}
      isRequired={false}
    />
  )
}
