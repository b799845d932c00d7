import { localTime } from '../language/dates.ts'

const IRAQ = 180

/** The calendar day in Iraq. */
export function today(): string {
  return localTime(new Date().toISOString(), IRAQ).day
}

/** A day so many days from now in Iraq. */
export function dayFromNow(days: number): string {
  return localTime(new Date(Date.now() + days * 86_400_000).toISOString(), IRAQ).day
}

/** The instant of a day and a time of day in Iraq; null while either is unfinished. */
export function instantIn(day: string | undefined, time: string): string | null {
  if (!day || !/^\d\d:\d\d$/.test(time)) return null
  const at = new Date(`${day}T${time}:00+03:00`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** This instant, by this device's clock. */
export function thisInstant(): string {
  return new Date().toISOString()
}
