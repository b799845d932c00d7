import { setChosenWord } from './chosen-word.ts'
import { setContactSafety } from './contact-safety.ts'
import { correctPerson } from './correct-person.ts'
import { recordConsent } from './record-consent.ts'
import { withdrawConsent } from './withdraw-consent.ts'

export const personActions = [
  correctPerson,
  setContactSafety,
  setChosenWord,
  recordConsent,
  withdrawConsent,
] as const
