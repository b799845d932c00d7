/** What a file shows. A picture of an identity document is not among them: that it was seen is a tick of its own (DP-33). */
export const fileKinds = ['letter', 'certificate', 'decision', 'medical', 'damage', 'other'] as const
export const removalReasons = ['wrong_case', 'person_asked', 'not_needed', 'unreadable'] as const
