import { usePlaceNames, usePlaceSearch } from '../../app/place-names.ts'
import { Button } from '../../design/Button.tsx'
import { ComboBox } from '../../design/later.tsx'
import { useWords } from '../../design/language.tsx'

/** The places an offer serves: added by name, taken away one by one. */
export function Areas({
  value,
  onChange,
  error,
  label,
}: {
  /** Of one place instead of areas. */
  label?: string | undefined
  value: readonly string[]
  onChange: (areas: readonly string[]) => void
  error?: string | undefined
}) {
  const t = useWords()
  const placeOf = usePlaceNames()
  const search = usePlaceSearch()
  return (
    <div className="stack tight">
      <ComboBox
        label={label ?? t('services.own.areas')}
        help={label ? undefined : t('services.own.areasHelp')}
        value={null}
        onChange={(found) => found && onChange([...new Set([...value, found.id])])}
        search={search}
        isRequired={label === undefined}
        error={error}
      />
      {value.length > 0 ? (
        <ul className="row">
          {value.map((code) => (
            <li key={code}>
              <Button
                onPress={() => onChange(value.filter((other) => other !== code))}
                aria-label={t('services.own.removeArea', { place: placeOf(code) })}
              >
                {placeOf(code)} <span aria-hidden="true">×</span>
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
