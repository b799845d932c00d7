import { Checkbox, CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { FieldError } from 'react-aria-components/FieldError'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Text } from 'react-aria-components/Text'
import { FieldLabel, type FieldProps } from './Field.tsx'

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

export interface ChoiceProps<T extends string> extends ListProps<T> {
  value: T | null
  onChange: (value: T) => void
}

/** One of a few, all in sight, each big enough for a thumb. */
export function Choice<T extends string>({
  label,
  help,
  error,
  isRequired,
  isDisabled,
  name,
  options,
  columns,
  value,
  onChange,
}: ChoiceProps<T>) {
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(next) => onChange(next as T)}
      isInvalid={error !== undefined}
      isRequired={isRequired ?? false}
      isDisabled={isDisabled ?? false}
      validationBehavior="aria"
      {...(name === undefined ? {} : { name })}
    >
      <FieldLabel label={label} isRequired={isRequired} />
      {help ? (
        <Text slot="description" className="help">
          {help}
        </Text>
      ) : null}
      <div className={`options ${columns ? columnClass[columns] : ''}`}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className="option"
            isDisabled={option.isDisabled ?? false}
          >
            <span className="mark" />
            <OptionText {...option} />
          </Radio>
        ))}
      </div>
      <FieldError className="error">{error}</FieldError>
    </RadioGroup>
  )
}

export interface ChoicesProps<T extends string> extends ListProps<T> {
  value: readonly T[]
  onChange: (value: T[]) => void
}

/** Any number of a few. */
export function Choices<T extends string>({
  label,
  help,
  error,
  isRequired,
  isDisabled,
  name,
  options,
  columns,
  value,
  onChange,
}: ChoicesProps<T>) {
  return (
    <CheckboxGroup
      className="field"
      value={[...value]}
      onChange={(next) => onChange(next as T[])}
      isInvalid={error !== undefined}
      isRequired={isRequired ?? false}
      isDisabled={isDisabled ?? false}
      validationBehavior="aria"
      {...(name === undefined ? {} : { name })}
    >
      <FieldLabel label={label} isRequired={isRequired} />
      {help ? (
        <Text slot="description" className="help">
          {help}
        </Text>
      ) : null}
      <div className={`options ${columns ? columnClass[columns] : ''}`}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            value={option.value}
            className="option square"
            isDisabled={option.isDisabled ?? false}
          >
            <span className="mark" />
            <OptionText {...option} />
          </Checkbox>
        ))}
      </div>
      <FieldError className="error">{error}</FieldError>
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
      <span className="mark" />
      <OptionText label={label} help={help} />
    </Checkbox>
  )
}

function OptionText({ label, help }: { label: string; help?: string | undefined }) {
  return (
    <span className="text">
      {label}
      {help ? <span className="help">{help}</span> : null}
    </span>
  )
}
