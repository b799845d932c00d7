import { useEffect, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { FieldFrame, type FieldProps, stateOf } from './Field.tsx'
import { useWords } from './language.tsx'

export interface Found {
  id: string
  label: string
  /** A second line that tells two of the same name apart. */
  help?: string | undefined
}

export interface ComboBoxProps extends FieldProps {
  /** What is chosen, or null. */
  value: Found | null
  onChange: (value: Found | null) => void
  /** Answers what is typed; an empty text asks for the first suggestions. May be slow: it is asked after a pause, and given up when more is typed. */
  search: (text: string, signal: AbortSignal) => Promise<readonly Found[]>
}

const PAUSE = 180

/** A place, an organisation: typed and chosen from what is found. */
export default function ComboBox({ value, onChange, search, ...field }: ComboBoxProps) {
  const t = useWords()
  const [text, setText] = useState(value?.label ?? '')
  const [found, setFound] = useState<readonly Found[]>(value ? [value] : [])
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    setText(value?.label ?? '')
  }, [value])

  useEffect(() => {
    const stop = new AbortController()
    const look = async () => {
      try {
        const next = await search(text === value?.label ? '' : text, stop.signal)
        if (stop.signal.aborted) return
        setFailed(false)
        setFound(value && !next.some((item) => item.id === value.id) ? [value, ...next] : next)
      } catch {
        // a search that was given up needs no words; any other failure is said in the list and the typed text stays
        if (!stop.signal.aborted) setFailed(true)
      }
    }
    const timer = setTimeout(() => void look(), PAUSE)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [text, value, search])

  return (
    <AriaComboBox
      {...stateOf(field)}
      items={found}
      inputValue={text}
      onInputChange={setText}
      selectedKey={value?.id ?? null}
      onSelectionChange={(key) => {
        const item = found.find(({ id }) => id === key) ?? null
        // with the choice, not after it: a text that changes by itself would open the list again
        if (item) setText(item.label)
        onChange(item)
      }}
      menuTrigger="focus"
      allowsEmptyCollection
    >
      <FieldFrame {...field}>
        <div className="input-row">
          <Input className="input" dir="auto" />
          <Button className="button" aria-label={t('design.showList')}>
            <span aria-hidden="true">▾</span>
          </Button>
        </div>
      </FieldFrame>
      <Popover className="popover">
        <ListBox<Found>
          className="listbox"
          renderEmptyState={() => (
            <p className="listbox-none">{failed ? t('design.searchFailed') : t('design.nothingFound')}</p>
          )}
        >
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label} className="listbox-item">
              <span>{item.label}</span>
              {item.help ? <span className="soft">{item.help}</span> : null}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
