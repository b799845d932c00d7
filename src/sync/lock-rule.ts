/** When an open copy locks. Shorter than the lock of a screen over a session: what it opens is on the phone itself. */
const idleMs = 5 * 60_000
const hiddenMs = 60_000

export interface Use {
  /** Milliseconds since 1970. */
  readonly lastUse: number | null
  /** When the page went out of sight; null: it is seen. */
  readonly hiddenSince: number | null
  /** A page of protected content is open. */
  readonly isProtected: boolean
}

export function locksNow({ lastUse, hiddenSince, isProtected }: Use, now: number): boolean {
  if (hiddenSince !== null && (isProtected || now - hiddenSince >= hiddenMs)) return true
  return lastUse !== null && now - lastUse >= idleMs
}

/** Milliseconds until it has to be looked at again at the latest. */
export function nextLook({ lastUse, hiddenSince }: Use, now: number): number {
  const idle = lastUse === null ? idleMs : lastUse + idleMs - now
  const hidden = hiddenSince === null ? idle : hiddenSince + hiddenMs - now
  return Math.max(1000, Math.min(idle, hidden))
}

export function isProtectedPage(page: string): boolean {
  return /(^|\/)(vault|reviews)(\/|$)/.test(page)
}
