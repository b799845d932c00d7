import { useState } from 'react'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import { localTime } from '../language/dates.ts'
import { instantIn } from './today.ts'

const IRAQ = 180

export interface MomentFieldProps {
  label: string
  /** An instant, or null while day or time is unfinished. */
  value: string | null
  onChange: (value: string | null) => void
  min?: string | undefined
  max?: string | undefined
  error?: string | undefined
}

/** A day and a time of day in Iraq, together one instant. */
export function MomentField({ label, value, onChange, min, max, error }: MomentFieldProps) {
  const t = useWords()
  const first = value ? localTime(value, IRAQ) : { day: '', time: '10:00' }
  const [day, setDay] = useState(first.day)
  const [time, setTime] = useState(first.time)
  return (
    <div className="stack tight">
      <DateField
        label={label}
        value={day ? { day, precision: 'day' } : null}
        onChange={(next) => {
          setDay(next?.day ?? '')
          onChange(instantIn(next?.day, time))
        }}
        min={min}
        max={max}
        error={error}
        isRequired
      />
      <TextField
        label={t('app.time')}
        type="time"
        dir="ltr"
        value={time}
        onChange={(next) => {
          setTime(next)
          onChange(instantIn(day, next))
        }}
        isRequired
      />
    </div>
  )
}
