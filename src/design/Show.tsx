import { type ReactNode, useSyncExternalStore } from 'react'
import { type DatePrecision, formatDay, formatMoment, formatRelative } from '../language/dates.ts'
import { useWords } from './language.tsx'

const IRAQ = 180

/** A case code, a phone number, an id: stays one piece, left to right, in any text. */
export function Code({ children }: { children: ReactNode }) {
  return <bdi dir="ltr">{children}</bdi>
}

/** A name somebody wrote: its direction is its own. */
export function Name({ children }: { children: ReactNode }) {
  return <bdi>{children}</bdi>
}

interface DayProps {
  /** `2026-11-22` */
  day: string
  precision?: DatePrecision | undefined
  /** With the day of the week: for appointments and limits. */
  weekday?: boolean | undefined
}

export function Day({ day, precision, weekday }: DayProps) {
  const t = useWords()
  return <time dateTime={day}>{formatDay(t, day, { precision, weekday })}</time>
}

/** Day and time in Iraq, which has one time of day all year. */
export function Instant({ at, weekday }: { at: string; weekday?: boolean | undefined }) {
  const t = useWords()
  return <time dateTime={at}>{formatMoment(t, at, { utcOffsetMinutes: IRAQ, weekday })}</time>
}

/** How long ago, or in how long; the exact time on pointing at it. */
export function Since({ at }: { at: string }) {
  const t = useWords()
  const minute = useSyncExternalStore(everyMinute, thisMinute)
  return (
    <time dateTime={at} title={formatMoment(t, at, { utcOffsetMinutes: IRAQ })}>
      {formatRelative(t, at, new Date(minute).toISOString())}
    </time>
  )
}

function everyMinute(changed: () => void): () => void {
  const timer = setInterval(changed, 60_000)
  return () => clearInterval(timer)
}

function thisMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000
}
