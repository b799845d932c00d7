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
import {
  DateInput,
  DatePicker,
  DateSegment,
  type DateSegmentRenderProps,
} from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Popover } from 'react-aria-components/Popover'
import { formatDay } from '../language/dates.ts'
import { withDigits } from '../language/numbers.ts'
import type { Words } from '../language/words.ts'
import { FieldFrame, type FieldProps, stateOf } from './Field.tsx'
import { useWords } from './language.tsx'

const weekdays = ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const

/** Null while the text is not (yet) a day. */
function calendarDay(day: string | undefined): CalendarDate | null {
  return day && /^\d{4}-\d\d-\d\d$/.test(day) ? parseDate(day) : null
}

export interface ExactDayProps extends FieldProps {
  /** `2026-11-22` */
  value: string | undefined
  onChange: (day: string | null) => void
  min?: string | undefined
  max?: string | undefined
}

/** A day typed in its three parts, or chosen from a calendar. */
export function ExactDay({ value, onChange, min, max, ...field }: ExactDayProps) {
  const t = useWords()
  const least = calendarDay(min)
  const most = calendarDay(max)
  return (
    <DatePicker
      {...stateOf(field)}
      value={calendarDay(value)}
      onChange={(next) => onChange(next?.toString() ?? null)}
      {...(least ? { minValue: least } : {})}
      {...(most ? { maxValue: most } : {})}
      firstDayOfWeek="sat"
      shouldForceLeadingZeros
    >
      <FieldFrame {...field}>
        <Group className="input-row">
          <DateInput className="input date-parts">
            {(segment) => (
              <DateSegment
                segment={segment}
                className="date-part"
                render={(props, part) => <span {...props} {...spoken(props, part, t)} />}
              >
                {(part) => shown(part, t)}
              </DateSegment>
            )}
          </DateInput>
          <Button className="button" aria-label={t('design.date.calendar')}>
            {t('design.date.calendar')}
          </Button>
        </Group>
      </FieldFrame>
      <Popover className="popover wide">
        <Dialog aria-label={field.label}>
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
                  <CalendarCell
                    date={date}
                    className="calendar-day"
                    render={(props) => (
                      <div {...props} aria-label={formatDay(t, date.toString(), { weekday: true })} />
                    )}
                  >
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

type Part = Pick<DateSegmentRenderProps, 'type' | 'text' | 'isPlaceholder' | 'value'>

/** Of our own, for Kurdish and for the digits the reader chose. */
function shown({ type, text, isPlaceholder }: Part, t: Words): string {
  return isPlaceholder ? t(`design.date.part.${type}`) : withDigits(text, t.digits)
}

/** What a screen reader says of a part: React Aria's words are Arabic under Kurdish. */
function spoken(
  props: { role?: string | undefined; 'aria-labelledby'?: string | undefined },
  part: Part,
  t: Words,
) {
  if (part.type === 'literal') return {}
  return {
    // the label of the whole field follows it
    'aria-label': `${t(`design.date.part.${part.type}`)}${props['aria-labelledby'] ? ', ' : ''}`,
    ...(props.role === 'spinbutton' ? { 'aria-valuetext': valueOf(part, t) } : {}),
  }
}

function valueOf(part: Part, t: Words): string {
  if (part.isPlaceholder) return t('design.date.empty')
  return part.type === 'month' ? t(`language.month.${part.value}`) : shown(part, t)
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
