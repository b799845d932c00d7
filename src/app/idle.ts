import { lifeSignMinutes, protectedLocksAfter } from '../staff/idle-rule.ts'

/**
 * When the screen locks itself: after `usual` minutes without use, sooner where protected content is shown. The last use
 * is shared by all windows of this browser and outlives a reload, so that neither opens a locked screen.
 */
export function idleMinutes(page: string, usual: number): number {
  const isProtected = page === '/vault' || page.startsWith('/vault/') || page === '/reviews'
  return isProtected ? Math.min(protectedLocksAfter, usual) : usual
}

/** `lastUse` in milliseconds since 1970; null: none is known, which is a browser that has just been opened. */
export function isIdle(lastUse: number | null, now: number, page: string, usual: number): boolean {
  return lastUse !== null && now - lastUse >= idleMinutes(page, usual) * 60_000
}

/** Used, and the server has heard nothing of it for a while: it would take the reader for gone. */
export function isSilent(lastUse: number | null, lastAsked: number, now: number): boolean {
  return lastUse !== null && lastUse > lastAsked && now - lastAsked >= lifeSignMinutes * 60_000
}
