/**
 * When nobody uses it: after so many minutes the screen locks itself, five where protected content is shown (DP-46), and
 * five minutes later the session, so that whoever takes the machine or its cookie has neither. A server may say another
 * number for the screen (`IHALA_LOCK_MINUTES`).
 */
export const screenLocksAfter = 15
export const protectedLocksAfter = 5
/** A page that is used speaks to the server about this often even where nothing is read or written. */
export const lifeSignMinutes = 4

const graceMinutes = 5

/** What the server gives a browser's session: the screen is always first. */
export function sessionLocksAfter(screenMinutes: number): number {
  return screenMinutes + graceMinutes
}
