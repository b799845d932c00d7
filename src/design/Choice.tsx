import { Checkbox, CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { FieldFrame, type FieldProps, stateOf } from './Field.tsx'

export interface Option<T extends string> {
  value: T
  label: string
  help?: string | undefined
  isDisabled?: boolean | undefined
}

interface ListProps<T extends string> extends FieldProps {
  options: readonly Option<T>[]
  /** Side by side on a phone too; for short words only. */
  columns?: 1 | 2 | 3 | undefined
}

const columnClass = { 1: 'one', 2: 'two', 3: 'three' } as const

function listClass(columns: 1 | 2 | 3 | undefined): string {
  return `options ${columns ? columnClass[columns] : ''}`
}

export interface ChoiceProps<T extends string> extends ListProps<T> {
  value: T | null
  onChange: (value: T) => void
}

/** One of a few, all in sight, each big enough for a thumb. */
export function Choice<T extends string>({ options, columns, value, onChange, ...field }: ChoiceProps<T>) {
  return (
    <RadioGroup {...stateOf(field)} value={value} onChange={(next) => onChange(next as T)}>
      <FieldFrame {...field}>
        <div className={listClass(columns)}>
          {options.map((option) => (
            <Radio
              key={option.value}
              value={option.value}
              className="option"
              isDisabled={option.isDisabled ?? false}
            >
              <OptionText {...option} />
            </Radio>
          ))}
        </div>
      </FieldFrame>
    </RadioGroup>
  )
}

export interface ChoicesProps<T extends string> extends ListProps<T> {
  value: readonly T[]
  onChange: (value: T[]) => void
}

/** Any number of a few. */
export function Choices<T extends string>({ options, columns, value, onChange, ...field }: ChoicesProps<T>) {
  return (
    <CheckboxGroup {...stateOf(field)} value={[...value]} onChange={(next) => onChange(next as T[])}>
      <FieldFrame {...field}>
        <div className={listClass(columns)}>
          {options.map((option) => (
            <Checkbox
              key={option.value}
              value={option.value}
              className="option square"
              isDisabled={option.isDisabled ?? false}
            >
              <OptionText {...option} />
            </Checkbox>
          ))}
        </div>
      </FieldFrame>
    </CheckboxGroup>
  )
}

export interface YesProps {
  label: string
  help?: string | undefined
  value: boolean
  onChange: (value: boolean) => void
  isDisabled?: boolean | undefined
}

/** One thing that is so or not. */
export function Yes({ label, help, value, onChange, isDisabled }: YesProps) {
  return (
    <Checkbox
      className="option square"
      isSelected={value}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
    >
      <OptionText label={label} help={help} />
    </Checkbox>
  )
}

function OptionText({ label, help }: { label: string; help?: string | undefined }) {
  return (
    <>
      <span className="mark" />
      <span className="text">
        {label}
        {help ? <span className="help">{help}</span> : null}
      </span>
    </>
  )
}
