import type { ReactNode } from 'react'
import { type Precision, useDates } from './dates.ts'
import { useNumbers } from './language.tsx'

/** A case code, a phone number, an id: stays one piece, left to right, in any text. */
export function Code({ children }: { children: ReactNode }) {
  return <bdi dir="ltr">{children}</bdi>
}

/** A name somebody wrote: its direction is its own. */
export function Name({ children }: { children: ReactNode }) {
  return <bdi>{children}</bdi>
}

export function Day({ day, precision }: { day: string; precision?: Precision | undefined }) {
  const { showDay } = useDates()
  return <time dateTime={day}>{showDay(day, precision)}</time>
}

export function Instant({ at, form }: { at: string; form?: 'both' | 'day' | 'time' | undefined }) {
  const { showInstant } = useDates()
  return <time dateTime={at}>{showInstant(at, form)}</time>
}

/** A number in the reader's digits. */
export function Count({ children }: { children: number }) {
  const showNumber = useNumbers()
  return <span className="number">{showNumber(children)}</span>
}
