import { useState } from 'react'
import { useChoices } from '../app/choices.ts'
import { Button } from '../design/Button.tsx'
import { Select, TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { NameFields, namePartsToSend } from '../people/NameFields.tsx'
import type { NameParts } from '../records/rows.ts'
import type { DecisionItem } from '../records/sync-answers.ts'
import { fieldName } from './value-words.ts'

const listOf = {
  sex: 'sex',
  language: 'language',
  statusCategory: 'statusCategory',
  ageBand: 'ageBand',
  'contactSafety.mode': 'contactSafety',
} as const
const texts: readonly string[] = ['codeName', 'healthSummary']

interface Props {
  readonly item: DecisionItem
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly isPending: boolean
  readonly onTake: (value: unknown) => void
}

/** Neither of the two: what is right is written here. For values that can be written in one field; others are corrected on the case. */
export function OtherValue({ item, isOpen, onOpen, ...rest }: Props) {
  const t = useWords()
  const { field } = item
  if (field !== 'name' && !texts.includes(field) && !(field in listOf)) return null
  if (!isOpen)
    return (
      <div>
        <Button look="quiet" onPress={() => onOpen(true)}>
          {t('sync.conflict.other')}
        </Button>
      </div>
    )
  if (field === 'name') return <OtherName {...rest} standing={item.standing} />
  if (field in listOf) return <OtherCode {...rest} field={field as keyof typeof listOf} />
  return <OtherText {...rest} field={field} standing={item.standing} />
}

type Inner = Pick<Props, 'isPending' | 'onTake'>

function OtherName({ standing, isPending, onTake }: Inner & { standing: unknown }) {
  const t = useWords()
  const [name, setName] = useState<NameParts>((standing ?? {}) as NameParts)
  const toSend = namePartsToSend(name)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (toSend) onTake(toSend)
      }}
    >
      <NameFields value={name} onChange={setName} />
      <Button type="submit" look="main" isPending={isPending} isDisabled={!toSend}>
        {t('sync.conflict.takeOther')}
      </Button>
    </form>
  )
}

function OtherCode({ field, isPending, onTake }: Inner & { field: keyof typeof listOf }) {
  const t = useWords()
  const [code, setCode] = useState<string | null>(null)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (code) onTake(code)
      }}
    >
      <Select
        label={fieldName(t, field)}
        options={useChoices(listOf[field])}
        value={code}
        onChange={setCode}
      />
      <Button type="submit" look="main" isPending={isPending} isDisabled={!code}>
        {t('sync.conflict.takeOther')}
      </Button>
    </form>
  )
}

function OtherText({ field, standing, isPending, onTake }: Inner & { field: string; standing: unknown }) {
  const t = useWords()
  const [text, setText] = useState(typeof standing === 'string' ? standing : '')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) onTake(text.trim())
      }}
    >
      <TextArea label={fieldName(t, field)} value={text} onChange={setText} maxLength={4000} />
      <Button type="submit" look="main" isPending={isPending} isDisabled={!text.trim()}>
        {t('sync.conflict.takeOther')}
      </Button>
    </form>
  )
}
