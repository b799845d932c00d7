export const dayMs = 86_400_000
export const hourMs = 3_600_000
/** Iraq keeps UTC+3 all year. */
const iraqMs = 3 * hourMs

/** Times of the demo, counted from the `now` it is loaded at, so that it is always recent. */
export interface Clock {
  readonly now: number
  /** The calendar day in Iraq that many days from today. */
  day(days: number): string
  /** The instant of an hour in Iraq that many days from today. */
  at(days: number, hour: number, minute?: number): string
}

export function clockAt(now: string): Clock {
  const at = Date.parse(now)
  const midnight = Math.floor((at + iraqMs) / dayMs) * dayMs - iraqMs
  return {
    now: at,
    day: (days) => new Date(midnight + iraqMs + days * dayMs).toISOString().slice(0, 10),
    at: (days, hour, minute = 0) =>
      new Date(midnight + days * dayMs + hour * hourMs + minute * 60_000).toISOString(),
  }
}
