/**
 * How often a wrong secret may be tried. It slows down a child and whoever found the phone; against a copy of the phone's
 * memory only the secret itself helps.
 */
export const mostTries = 10

const second = 1000
const minute = 60 * second
const pauses = [0, 0, 0, 30 * second, minute, 2 * minute, 5 * minute, 15 * minute, 30 * minute]

/** Milliseconds to wait after so many wrong tries. */
export function pauseAfter(wrong: number): number {
  return wrong === 0 ? 0 : (pauses[wrong - 1] ?? 30 * minute)
}

/** Milliseconds that are left of it. A clock that was set back does not make it longer than it was. */
export function waitLeft(wrong: number, notBefore: number, now: number): number {
  return Math.max(0, Math.min(notBefore - now, pauseAfter(wrong)))
}
