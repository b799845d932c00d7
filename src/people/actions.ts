import { setChosenWord } from './chosen-word.ts'
import { setContactSafety } from './contact-safety.ts'
import { confirmStop } from './confirm-stop.ts'
import { approveOverride, overrideConsent, reviewOverride } from './consent-override.ts'
import { correctPerson } from './correct-person.ts'
import { recordConsent } from './record-consent.ts'
import { withdrawConsent } from './withdraw-consent.ts'

export const personActions = [
  correctPerson,
  setContactSafety,
  setChosenWord,
  recordConsent,
  withdrawConsent,
  overrideConsent,
  approveOverride,
  reviewOverride,
  confirmStop,
] as const
