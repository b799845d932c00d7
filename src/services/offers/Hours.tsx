import { Areas } from './Areas.tsx'
import { Button } from '../../design/Button.tsx'
import { Choices, Yes } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { Words } from '../../language/words.ts'
import type { Hours, Opening, OpeningDay, Visit } from '../opening.ts'
import { openingDays } from '../opening.ts'

const weekdayOf: Readonly<Record<OpeningDay, string>> = {
  sa: 'saturday',
  su: 'sunday',
  mo: 'monday',
  tu: 'tuesday',
  we: 'wednesday',
  th: 'thursday',
  fr: 'friday',
}
const office: Hours = { days: ['su', 'mo', 'tu', 'we', 'th'], from: '08:30', to: '14:30' }
const dayName = (t: Words, day: OpeningDay) => t(`language.weekday.${weekdayOf[day]}`)

/** Hours in words, a line for each. */
export function hoursInWords(t: Words, opening: Opening | null): string {
  if (!opening) return ''
  return opening.weekly
    .map(({ days, from, to, womenOnly }) =>
      [
        days.map((day) => dayName(t, day)).join(t('app.and')),
        // one piece that reads from left to right, whatever stands around it
        `\u2066${from}\u2060–\u2060${to}\u2069`,
        ...(womenOnly ? [t('services.hours.womenOnly')] : []),
      ].join(' · '),
    )
    .join('; ')
}

/** When it is open: lines of days and times; seasons such as Ramadan stay as they were. */
export function HoursField({
  label,
  help,
  value,
  onChange,
}: {
  label: string
  help: string
  value: Opening | null
  onChange: (opening: Opening | null) => void
}) {
  const t = useWords()
  const lines = value?.weekly ?? []
  const set = (weekly: readonly Hours[]) =>
    onChange(weekly.length === 0 && !value?.seasons ? null : { ...value, weekly })
  return (
    <fieldset className="stack tight">
      <legend>{label}</legend>
      <p className="help">{help}</p>
      {lines.map((line, place) => {
        const change = (some: Partial<Hours>) =>
          set(lines.map((one, other) => (other === place ? { ...one, ...some } : one)))
        return (
          <div key={place} className="card stack tight">
            <Days value={line.days} onChange={(days) => change({ days })} />
            <Times from={line.from} to={line.to} onChange={change} />
            <Yes
              label={t('services.hours.womenOnly')}
              value={line.womenOnly === true}
              onChange={(isOnly) => change({ womenOnly: isOnly ? true : undefined })}
            />
            <Button look="quiet" onPress={() => set(lines.filter((_, other) => other !== place))}>
              {t('services.hours.remove')}
            </Button>
          </div>
        )
      })}
      <Button onPress={() => set([...lines, office])}>{t('services.hours.add')}</Button>
    </fieldset>
  )
}

/** Where and when a mobile team comes: every week, one place a line. Dated visits that came from elsewhere stay as they were. */
export function VisitsField({
  value,
  onChange,
}: {
  value: readonly Visit[]
  onChange: (visits: readonly Visit[]) => void
}) {
  const t = useWords()
  return (
    <fieldset className="stack tight">
      <legend>{t('services.visits')}</legend>
      <p className="help">{t('services.visits.help')}</p>
      {value.map((visit, place) => {
        const change = (some: Partial<Visit>) =>
          onChange(value.map((one, other) => (other === place ? { ...one, ...some } : one)))
        return (
          <div key={place} className="card stack tight">
            <Areas
              label={t('services.visits.place')}
              value={visit.placeCode === '' ? [] : [visit.placeCode]}
              onChange={(codes) => change({ placeCode: codes.at(-1) ?? '' })}
            />
            {visit.on ? (
              <p>{visit.on.join(' · ')}</p>
            ) : (
              <Days value={visit.days ?? []} onChange={(days) => change({ days })} />
            )}
            <Times from={visit.from} to={visit.to} onChange={change} />
            <Button look="quiet" onPress={() => onChange(value.filter((_, other) => other !== place))}>
              {t('services.visits.remove')}
            </Button>
          </div>
        )
      })}
      <Button
        onPress={() => onChange([...value, { placeCode: '', days: ['mo'], from: '09:00', to: '12:00' }])}
      >
        {t('services.visits.add')}
      </Button>
    </fieldset>
  )
}

function Days({
  value,
  onChange,
}: {
  value: readonly OpeningDay[]
  onChange: (days: readonly OpeningDay[]) => void
}) {
  const t = useWords()
  return (
    <Choices
      label={t('services.hours.days')}
      columns={2}
      options={openingDays.map((day) => ({ value: day, label: dayName(t, day) }))}
      value={value}
      onChange={onChange}
    />
  )
}

function Times({
  from,
  to,
  onChange,
}: {
  from: string
  to: string
  onChange: (some: { from?: string; to?: string }) => void
}) {
  const t = useWords()
  const wrong = from !== '' && to !== '' && from >= to ? t('services.hours.order') : undefined
  return (
    <div className="pairs">
      <TextField
        label={t('services.hours.from')}
        type="time"
        dir="ltr"
        value={from}
        onChange={(next) => onChange({ from: next })}
        isRequired={false}
      />
      <TextField
        label={t('services.hours.to')}
        type="time"
        dir="ltr"
        value={to}
        onChange={(next) => onChange({ to: next })}
        error={wrong}
        isRequired={false}
      />
    </div>
  )
}
