import { Choice } from './Choice.tsx'
import { ExactDay } from './ExactDay.tsx'
import { type FieldProps, NumberField, Select } from './Field.tsx'
import { useWords } from './language.tsx'
import type { DatePrecision } from '../language/dates.ts'

/** How much of a day is known: `estimate` is a year somebody guessed. */
export type Precision = Exclude<DatePrecision, 'unknown'>

const months = Array.from({ length: 12 }, (_, place) => place + 1)

export interface DateValue {
  /** `2026-11-22`; with less precision the first day of the month or year. */
  day: string
  precision: Precision
}

export interface DateFieldProps extends FieldProps {
  value: DateValue | null
  onChange: (value: DateValue | null) => void
  /** Which precisions may be chosen; only the day when left out. */
  precisions?: readonly Precision[] | undefined
  min?: string | undefined
  max?: string | undefined
}

/** A calendar day, or as much of it as is known. */
export default function DateField({ precisions = ['day'], ...props }: DateFieldProps) {
  const t = useWords()
  const precision = props.value?.precision ?? precisions[0] ?? 'day'
  const exact = (
    <ExactDay
      {...props}
      value={props.value?.day}
      onChange={(day) => props.onChange(day === null ? null : { day, precision: 'day' })}
    />
  )
  if (precisions.length < 2) return exact
  return (
    <div className="stack tight">
      {precision === 'day' ? exact : <MonthOrYear {...props} precision={precision} />}
      <Choice
        label={t('design.date.howExact')}
        columns={2}
        options={precisions.map((value) => ({ value, label: t(`design.date.${value}`) }))}
        value={precision}
        onChange={(next) => props.onChange({ day: trimmed(props.value?.day ?? '', next), precision: next })}
      />
    </div>
  )
}

function trimmed(day: string, precision: Precision): string {
  if (day === '' || precision === 'day') return day
  return precision === 'month' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`
}

function MonthOrYear({
  label,
  help,
  error,
  isRequired,
  isDisabled,
  value,
  onChange,
  precision,
}: Omit<DateFieldProps, 'precisions'> & { precision: Precision }) {
  const t = useWords()
  const year = value?.day ? Number(value.day.slice(0, 4)) : null
  const month = value?.day ? value.day.slice(5, 7) : '01'
  const put = (nextYear: number | null, nextMonth: string) =>
    onChange({
      day:
        nextYear === null
          ? ''
          : `${String(nextYear).padStart(4, '0')}-${precision === 'month' ? nextMonth : '01'}-01`,
      precision,
    })
  return (
    <fieldset className="field">
      <legend className="label">{label}</legend>
      {help ? <span className="help">{help}</span> : null}
      <div className="row">
        <NumberField
          label={t('design.date.theYear')}
          value={year}
          onChange={(next) => put(next, month)}
          max={9999}
          error={error}
          isRequired={isRequired}
          isDisabled={isDisabled}
        />
        {precision === 'month' ? (
          <Select
            label={t('design.date.theMonth')}
            options={months.map((number) => ({
              value: String(number).padStart(2, '0'),
              label: t(`language.month.${number}`),
            }))}
            value={month}
            onChange={(next) => put(year, next ?? '01')}
            isDisabled={isDisabled}
          />
        ) : null}
      </div>
    </fieldset>
  )
}
