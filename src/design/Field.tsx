import { type HTMLInputTypeAttribute, type ReactNode, useId } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { toLatinDigits, withDigits } from '../language/numbers.ts'
import { useWords } from './language.tsx'

export interface FieldProps {
  label: string
  /** Why it is asked, or how to write it. */
  help?: string | undefined
  /** What is wrong, in words; shows at the field and is read with it. */
  error?: string | undefined
  isRequired?: boolean | undefined
  isDisabled?: boolean | undefined
  name?: string | undefined
}

/** What React Aria is told of every field. */
export function stateOf({ error, isRequired, isDisabled, name }: FieldProps) {
  return {
    className: 'field',
    isInvalid: error !== undefined,
    isRequired: isRequired ?? false,
    isDisabled: isDisabled ?? false,
    validationBehavior: 'aria',
    ...(name === undefined ? {} : { name }),
  } as const
}

/** Inside a field of React Aria: what it asks, why, the controls, and what is wrong. */
export function FieldFrame({
  label,
  isRequired,
  help,
  error,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <>
      <FieldLabel label={label} isRequired={isRequired} />
      {help ? (
        <Text slot="description" className="help">
          {help}
        </Text>
      ) : null}
      {children}
      <FieldError className="error">{error}</FieldError>
    </>
  )
}

export interface TextFieldProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  type?: HTMLInputTypeAttribute | undefined
  inputMode?: 'text' | 'numeric' | 'tel' | 'search' | undefined
  autoComplete?: string | undefined
  maxLength?: number | undefined
  /** Codes, phone numbers and passwords stay left to right in every language. */
  dir?: 'ltr' | 'rtl' | 'auto' | undefined
}

export function TextField({
  value,
  onChange,
  type = 'text',
  inputMode,
  autoComplete,
  maxLength,
  dir,
  ...field
}: TextFieldProps) {
  return (
    <AriaTextField
      {...stateOf(field)}
      value={value}
      onChange={onChange}
      type={type}
      {...(inputMode === undefined ? {} : { inputMode })}
      {...(maxLength === undefined ? {} : { maxLength })}
      autoComplete={autoComplete ?? 'off'}
    >
      <FieldFrame {...field}>
        <Input className="input" dir={dir} />
      </FieldFrame>
    </AriaTextField>
  )
}

/**
 * Chromium writes what stands in a text area into the files that bring its windows back, in plain letters, but for a form
 * that says off; the area's own word does not count there.
 */
function keepOutOfSessions(area: HTMLTextAreaElement | null): void {
  area?.form?.setAttribute('autocomplete', 'off')
}

export interface TextAreaProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  maxLength?: number | undefined
}

export function TextArea({ value, onChange, maxLength, ...field }: TextAreaProps) {
  return (
    <AriaTextField
      {...stateOf(field)}
      value={value}
      onChange={onChange}
      {...(maxLength === undefined ? {} : { maxLength })}
    >
      <FieldFrame {...field}>
        <AriaTextArea className="input" dir="auto" ref={keepOutOfSessions} />
      </FieldFrame>
    </AriaTextField>
  )
}

export interface NumberFieldProps extends FieldProps {
  value: number | null
  onChange: (value: number | null) => void
  min?: number | undefined
  max?: number | undefined
}

/** Whole numbers, typed in Arabic-Indic or Latin digits alike; no spinning wheel that changes a value by accident. */
export function NumberField({ value, onChange, min = 0, max = 9_999_999, ...rest }: NumberFieldProps) {
  const { digits: shown } = useWords()
  return (
    <TextField
      {...rest}
      inputMode="numeric"
      value={value === null ? '' : withDigits(String(value), shown)}
      onChange={(text) => {
        const digits = toLatinDigits(text).replace(/\D/g, '')
        if (digits === '') return onChange(null)
        const next = Number(digits)
        if (next >= min && next <= max) onChange(next)
      }}
    />
  )
}

export interface SelectProps<T extends string> extends FieldProps {
  options: readonly { value: T; label: string }[]
  value: T | null
  onChange: (value: T | null) => void
  /** What stands there before a choice; a word of its own, never an empty line. */
  none?: string | undefined
}

/** The machine's own list: big on a phone, known to every screen reader, and it weighs nothing. */
export function Select<T extends string>({
  label,
  help,
  error,
  isRequired,
  isDisabled,
  name,
  options,
  value,
  onChange,
  none,
}: SelectProps<T>) {
  const t = useWords()
  const id = useId()
  const about = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        <FieldMark label={label} isRequired={isRequired} />
      </label>
      {help ? (
        <span className="help" id={`${id}-help`}>
          {help}
        </span>
      ) : null}
      <span className="select">
        <select
          id={id}
          className="input"
          name={name}
          disabled={isDisabled}
          required={isRequired}
          aria-invalid={error !== undefined}
          aria-describedby={about || undefined}
          value={value ?? ''}
          onChange={(event) =>
            onChange(options.find((option) => option.value === event.target.value)?.value ?? null)
          }
        >
          <option value="">{none ?? t('design.choose')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
      {error ? (
        <span className="error" id={`${id}-error`}>
          {error}
        </span>
      ) : null}
    </div>
  )
}

export function FieldLabel({ label, isRequired }: { label: string; isRequired?: boolean | undefined }) {
  return (
    <Label className="label">
      <FieldMark label={label} isRequired={isRequired} />
    </Label>
  )
}

/** What may be left out is marked in words; a star would have to be explained. */
export function FieldMark({ label, isRequired }: { label: string; isRequired?: boolean | undefined }) {
  const t = useWords()
  return (
    <>
      {label}
      {isRequired === false ? <span className="soft"> · {t('design.optional')}</span> : null}
    </>
  )
}
