import { type CalendarDate, parseDate } from '@internationalized/date'
import { useContext } from 'react'
import { Button } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarStateContext,
} from 'react-aria-components/Calendar'
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { FieldError } from 'react-aria-components/FieldError'
import { Group } from 'react-aria-components/Group'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { Choice } from './Choice.tsx'
import { FieldLabel, type FieldProps, NumberField, Select } from './Field.tsx'
import { useWords } from './language.tsx'
import type { DatePrecision } from '../language/dates.ts'
import { withDigits } from '../language/numbers.ts'
import type { Words } from '../language/words.ts'

/** How much of a day is known: `estimate` is a year somebody guessed. */
export type Precision = Exclude<DatePrecision, 'unknown'>

const months = Array.from({ length: 12 }, (_, place) => place + 1)
const weekdays = ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const

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
  if (precisions.length < 2) return <ExactDay {...props} />
  return (
    <div className="stack tight">
      {precision === 'day' ? <ExactDay {...props} /> : <MonthOrYear {...props} precision={precision} />}
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

/** Null while the text is not (yet) a day. */
function calendarDay(day: string | undefined): CalendarDate | null {
  return day && /^\d{4}-\d\d-\d\d$/.test(day) ? parseDate(day) : null
}

function ExactDay({
  label,
  help,
  error,
  isRequired,
  isDisabled,
  name,
  value,
  onChange,
  min,
  max,
}: Omit<DateFieldProps, 'precisions'>) {
  const t = useWords()
  const least = calendarDay(min)
  const most = calendarDay(max)
  return (
    <DatePicker
      className="field"
      value={calendarDay(value?.day)}
      onChange={(next) => onChange(next ? { day: next.toString(), precision: 'day' } : null)}
      {...(least ? { minValue: least } : {})}
      {...(most ? { maxValue: most } : {})}
      isInvalid={error !== undefined}
      isRequired={isRequired ?? false}
      isDisabled={isDisabled ?? false}
      validationBehavior="aria"
      firstDayOfWeek="sat"
      shouldForceLeadingZeros
      {...(name === undefined ? {} : { name })}
    >
      <FieldLabel label={label} isRequired={isRequired} />
      {help ? (
        <Text slot="description" className="help">
          {help}
        </Text>
      ) : null}
      <Group className="input-row">
        <DateInput className="input date-parts">
          {(segment) => (
            <DateSegment segment={segment} className="date-part">
              {({ text, isPlaceholder, type }) =>
                isPlaceholder ? placeholder(type, t) : withDigits(text, t.digits)
              }
            </DateSegment>
          )}
        </DateInput>
        <Button className="button" aria-label={t('design.date.calendar')}>
          {t('design.date.calendar')}
        </Button>
      </Group>
      <FieldError className="error">{error}</FieldError>
      <Popover className="popover wide">
        <Dialog aria-label={label}>
          <Calendar className="calendar" firstDayOfWeek="sat">
            <header>
              <Button slot="previous" className="button quiet" aria-label={t('design.date.previous')}>
                <span aria-hidden="true" className="arrow" />
              </Button>
              <MonthTitle />
              <Button slot="next" className="button quiet" aria-label={t('design.date.next')}>
                <span aria-hidden="true" className="arrow on" />
              </Button>
            </header>
            <CalendarGrid>
              <DayNames />
              <CalendarGridBody>
                {(date) => (
                  <CalendarCell date={date} className="calendar-day">
                    {({ formattedDate }) => withDigits(formattedDate, t.digits)}
                  </CalendarCell>
                )}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

/** Of our own, for Kurdish and for the digits the reader chose. */
function placeholder(part: string, t: Words): string {
  return t(`design.date.part.${part}`)
}

function MonthTitle() {
  const t = useWords()
  const { start } = useContext(CalendarStateContext)?.visibleRange ?? {}
  return (
    <b>
      {start ? t(`language.month.${start.month}`) : ''}{' '}
      {start ? withDigits(String(start.year), t.digits) : ''}
    </b>
  )
}

/** Of our own, because React Aria's are Arabic under Kurdish. */
function DayNames() {
  const t = useWords()
  return (
    <thead aria-hidden="true">
      <tr>
        {weekdays.map((day) => (
          <th key={day} scope="col">
            {t(`language.weekday.${day}`).replace(/^ال/, '').slice(0, 2)}
          </th>
        ))}
      </tr>
    </thead>
  )
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
