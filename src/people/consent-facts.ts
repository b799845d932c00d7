/** How a consent was given: codes of the ledger. Words: `people.consent.<list>.<code>`. */

/** What was not said stays unsaid. */
export const notRecorded = 'not_recorded'

export const givers = ['person', 'guardian', 'trusted_representative'] as const
export const forms = ['spoken', 'spoken_with_witness', 'signature', 'thumbprint', 'voice'] as const
export const writtenForms: readonly string[] = ['signature', 'thumbprint']
export const assents = ['none', 'oral', 'written'] as const
export const guardianRelations = [
  'mother',
  'father',
  'grandparent',
  'sibling',
  'other_relative',
  'legal_guardian',
] as const
/** Who else was there: consent before somebody who is feared is none (DP-17). */
export const presences = [
  'nobody_else',
  'spouse',
  'family',
  'friend',
  'staff',
  'official',
  'employer',
  'other',
] as const
export const waysOfAsking = ['read_aloud', 'recording', 'read_alone'] as const
export const interpreterModes = ['in_person', 'phone'] as const

/**
 * Version of the spoken text that is read to the person (`people.spoken.…`). Raised with every change of its sense;
 * a consent says which was read, 0 where nobody said so. 1 was one sentence; 2 is in parts, with children's parts.
 */
export const spokenVersion = 2
/** Parts that are the same for everybody, so that a recording can be played. */
export const recordedParts = ['always', 'child_6_11', 'child_12_14', 'child_15_17'] as const

/** What a consent says of how it was given when nobody said so. */
export const nothingMore = {
  basis: 'consent',
  givenBy: notRecorded,
  guardianRelation: null,
  ageRule: null,
  assent: notRecorded,
  form: notRecorded,
  present: null,
  askedHow: notRecorded,
  understood: null,
  interpreterCode: null,
  interpreterMode: null,
  hiddenItems: [],
  declined: [],
} as const
