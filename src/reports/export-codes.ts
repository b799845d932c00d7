/** What can be taken out, and why. A purpose that is not here is a talk with the data protection officer first (DP-03). */
export const exportKinds = ['cases', 'referrals'] as const
export const exportFormats = ['xlsx', 'csv'] as const
export const exportPurposes = ['supervision', 'coordination', 'reporting', 'audit', 'data_quality'] as const

/** A sentence, not a word. */
export const leastReason = 10

/**
 * Rows of one list. A workbook is made in memory: more than a governorate's office has under way wants a report, or CSV,
 * which leaves in pieces (both numbers are proposals).
 */
export const mostRows = { xlsx: 5000, csv: 100_000 } as const
