import { useState } from 'react'
import { birthOf } from '../cases/new/case-form.tsx'
import { Button } from '../design/Button.tsx'
import type { DateValue } from '../design/DateField.tsx'
import { useWords } from '../design/language.tsx'
import { namePartsToSend } from '../people/NameFields.tsx'
import type { NameParts } from '../records/rows.ts'
import type { DecisionItem } from '../records/sync-answers.ts'
import { OtherField } from './OtherField.tsx'
import { begins, canBeWritten, type Making, toSend } from './other-value.ts'

interface Props {
  readonly item: DecisionItem
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly isPending: boolean
  readonly onTake: (value: unknown) => void
}

/** Neither of the two: what is right is written here, in the field it would be written in on the case. */
export function OtherValue({ item, isOpen, onOpen, ...rest }: Props) {
  const t = useWords()
  if (!canBeWritten(item)) return null
  if (isOpen) return <OtherForm item={item} {...rest} />
  return (
    <div>
      <Button look="quiet" onPress={() => onOpen(true)}>
        {t('sync.conflict.other')}
      </Button>
    </div>
  )
}

const making: Making = {
  name: (value) => namePartsToSend(value as NameParts),
  birth: (value) => birthOf(value as DateValue | null),
}

function OtherForm({ item, isPending, onTake }: Pick<Props, 'item' | 'isPending' | 'onTake'>) {
  const t = useWords()
  const [value, setValue] = useState(() => begins(item))
  const ready = toSend(item, value, making)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onTake(ready.value)
      }}
    >
      <OtherField item={item} value={value} onChange={setValue} />
      <Button type="submit" look="main" isPending={isPending} isDisabled={!ready}>
        {t('sync.conflict.takeOther')}
      </Button>
    </form>
  )
}
