/**
 * How long a session lasts. Officers work on phones, often in front of the person: asking for the password every half
 * hour would teach short passwords and notes on the screen, and a lost phone is ended by "sign out everywhere" or by
 * the administrator. So a working day without use, and never more than a day and a night (proposal; OWASP ASVS 3.3
 * asks for at most 12 hours for ordinary data, to be agreed with the data protection officer).
 */
export const browserSession = { idleSeconds: 8 * 3600, lastsSeconds: 24 * 3600 } as const

/** Bearer tokens of programs: as long as the administrator said, at most a year, whether used or not. */
export const mostTokenDays = 366

/**
 * A device that signed in before is known while it is used now and then, and so many of one account: half a year without
 * use, or an eleventh device, and it is forgotten at the next sign-in (proposal).
 */
export const knownDevices = { unusedDays: 180, most: 10 } as const

/**
 * Tries within an hour that cost nothing; then each costs a wait that doubles from 5 seconds up to `most`
 * (`throttle_take`). An office shares one address, hence the larger number. Nobody is ever locked out: a stranger who
 * keeps guessing a login slows only devices that never signed in to it, by at most 15 minutes; the owner's own device
 * counts for itself, and an open session goes on.
 */
export const tryLimits = {
  device: { free: 5, most: 900 },
  login: { free: 5, most: 900 },
  loginAtAddress: { free: 5, most: 3600 },
  address: { free: 20, most: 900 },
} as const
