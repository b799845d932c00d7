/** What can be taken out, and why. A purpose that is not here is a talk with the data protection officer first (DP-03). */
export const exportKinds = ['cases', 'referrals'] as const
export const exportFormats = ['xlsx', 'csv'] as const
export const exportPurposes = ['supervision', 'coordination', 'reporting', 'audit', 'data_quality'] as const

/** A sentence, not a word. */
export const leastReason = 10
