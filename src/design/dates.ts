import { withDigits } from '../language/numbers.ts'
import { useWords } from './language.tsx'

/** How much of a day is known: `estimate` is a year somebody guessed. */
export type Precision = 'day' | 'month' | 'year' | 'estimate'

export interface Dates {
  readonly showDay: (day: string, precision?: Precision | undefined) => string
  readonly showInstant: (instant: string, form?: 'both' | 'day' | 'time' | undefined) => string
  readonly monthNames: readonly string[]
  readonly dayNames: readonly string[]
}

export function useDates(): Dates {
  const { digits } = useWords()
  const iraq = (instant: string) => new Date(Date.parse(instant) + 3 * 3_600_000).toISOString()
  return {
    showDay: (day) => withDigits(day, digits),
    showInstant: (instant, form = 'both') =>
      withDigits(
        form === 'day'
          ? iraq(instant).slice(0, 10)
          : form === 'time'
            ? iraq(instant).slice(11, 16)
            : iraq(instant).slice(0, 16).replace('T', ' '),
        digits,
      ),
    monthNames: Array.from({ length: 12 }, (_, place) => withDigits(String(place + 1), digits)),
    dayNames: ['7', '1', '2', '3', '4', '5', '6'],
  }
}
