/**
 * What a file shows or lets hear. A picture of an identity document is not among them: that it was seen is a tick of its
 * own (DP-33). `voice` is somebody speaking; `spoken_consent` is a person agreeing, and can stand at that consent.
 */
export const fileKinds = [
  'letter',
  'certificate',
  'decision',
  'medical',
  'damage',
  'voice',
  'spoken_consent',
  'other',
] as const
export const removalReasons = ['wrong_case', 'person_asked', 'not_needed', 'unreadable'] as const

/** How a person agreed to a sound being kept: asked before it was recorded, or they brought it themselves. */
export const soundAgreements = ['asked', 'brought'] as const

export const isSound = (mediaType: string): boolean => mediaType.startsWith('audio/')

/** Of one file of sound, whoever recorded it: what an hour of speech weighs stays below the ten megabytes of a file. */
export const mostSoundMinutes = 60
/** Of what is recorded here: two megabytes, and as long as anybody will listen to it again. */
export const mostRecordedMinutes = 10
