/**
 * When the screen locks itself: after so long without use, five minutes where protected content is shown (DP-46). The
 * last use is shared by all windows of this browser and outlives a reload, so that neither opens a locked screen.
 */
const usualMinutes = 15
const protectedMinutes = 5

export function idleMinutes(page: string): number {
  return page === '/vault' || page.startsWith('/vault/') || page === '/reviews'
    ? protectedMinutes
    : usualMinutes
}

/** `lastUse` in milliseconds since 1970; null: none is known, which is a browser that has just been opened. */
export function isIdle(lastUse: number | null, now: number, page: string): boolean {
  return lastUse !== null && now - lastUse >= idleMinutes(page) * 60_000
}
