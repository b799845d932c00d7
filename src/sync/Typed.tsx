import { useMe } from '../app/SessionRoot.tsx'
import { Facts } from '../design/Card.tsx'
import { Select, TextArea } from '../design/Field.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { Name } from '../design/Show.tsx'
import type { Words } from '../language/words.ts'
import { fieldName, isTold, isTyped, valueWords } from './value-words.ts'

type Input = Readonly<Record<string, unknown>>
type Mended = Readonly<Record<string, string>>

interface TypedProps {
  readonly input: Input
  readonly mended: Mended
  readonly onMend: (mended: Mended) => void
}

/** What somebody typed into a form, in full: texts and the office can be put right here, the rest is shown as it is. */
export function Typed({ input, mended, onMend }: TypedProps) {
  const t = useWords()
  const me = useMe()
  const nameOf = useNames()
  const texts = Object.entries(input).flatMap(([field, value]) =>
    isTyped(t, field, value) ? [{ field, value }] : [],
  )
  return (
    <>
      {texts.map(({ field, value }) => (
        <TextArea
          key={field}
          label={fieldName(t, field)}
          value={mended[field] ?? value}
          onChange={(text) => onMend({ ...mended, [field]: text })}
          maxLength={6000}
        />
      ))}
      {typeof input['siteId'] === 'string' ? (
        <Select
          label={fieldName(t, 'siteId')}
          options={me.sites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
          value={me.sites.find(({ id }) => id === (mended['siteId'] ?? input['siteId']))?.id ?? null}
          onChange={(siteId) => siteId && onMend({ ...mended, siteId })}
        />
      ) : null}
      <Facts
        items={[...shownAsTheyAre(t, input)].map(([name, words]) => ({ name, value: <Name>{words}</Name> }))}
      />
    </>
  )
}

/** Name of the field → its values; fields without a name of their own stand together. */
function shownAsTheyAre(t: Words, input: Input): ReadonlyMap<string, string> {
  const shown = new Map<string, string>()
  for (const [field, value] of Object.entries(input)) {
    if (!isTold(value) || isTyped(t, field, value)) continue
    const name = fieldName(t, field)
    const words = valueWords(t, field, value)
    const before = shown.get(name)
    shown.set(name, before === undefined ? words : `${before}${t('app.and')}${words}`)
  }
  return shown
}
