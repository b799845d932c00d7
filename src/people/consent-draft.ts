import { isChildBand, mayConsentAlone } from './consent.ts'
import { spokenVersion, writtenForms } from './consent-facts.ts'
import { ageRuleOf } from './consent-rules.ts'

/** What the officer has written down so far of how somebody said yes. */
export interface ConsentDraft {
  readonly ageRule: string | null
  readonly givenBy: string | null
  readonly guardianRelation: string | null
  readonly assent: string | null
  readonly form: string | null
  readonly present: readonly string[]
  readonly interpreterMode: string | null
  readonly interpreterCode: string
  readonly understood: boolean
  readonly wasPlayed: boolean
}

export const noConsent: ConsentDraft = {
  ageRule: null,
  givenBy: null,
  guardianRelation: null,
  assent: null,
  form: null,
  present: [],
  interpreterMode: null,
  interpreterCode: '',
  understood: false,
  wasPlayed: false,
}

/** What is asked about this person, from band, rules that may hold, and what was answered. */
export interface ConsentQuestions {
  /** The age has to be asked first. */
  readonly asksAge: boolean
  readonly ageRule: string | null
  readonly givers: readonly string[]
  readonly givenBy: string | null
  readonly asksRelation: boolean
  readonly assents: readonly string[]
  readonly forms: readonly string[]
}

const forms = ['spoken', 'spoken_with_witness', 'signature', 'thumbprint', 'voice']

export function consentQuestions(
  ageBand: string,
  ageRules: readonly string[],
  draft: ConsentDraft,
): ConsentQuestions {
  const asksAge = ageRules.length > 1
  const ageRule = asksAge ? draft.ageRule : (ageRules[0] ?? null)
  const rule = ageRuleOf(ageRule)
  const isChild = isChildBand(ageBand)
  const givers = !isChild
    ? ['person', 'guardian', 'trusted_representative']
    : mayConsentAlone(ageRule)
      ? ['person', 'guardian']
      : ['guardian']
  const givenBy = givers.length === 1 ? (givers[0] ?? null) : (draft.givenBy ?? (isChild ? null : 'person'))
  const byGuardian = givenBy === 'guardian'
  const assents =
    !byGuardian || !rule || rule.child === 'none'
      ? []
      : rule.child === 'assents_orally'
        ? ['oral', 'written']
        : ['written']
  const inWriting = byGuardian ? rule?.guardian === 'consents_in_writing' : isChild
  return {
    asksAge,
    ageRule,
    givers,
    givenBy,
    asksRelation: byGuardian && isChild,
    assents,
    forms: inWriting ? forms.filter((form) => writtenForms.includes(form)) : forms,
  }
}

/** Everything that has to be said is said. */
export function isConsentWhole(questions: ConsentQuestions, draft: ConsentDraft): boolean {
  const { asksAge, ageRule, givenBy, asksRelation, assents, forms } = questions
  return (
    draft.understood &&
    (!asksAge || ageRule !== null) &&
    givenBy !== null &&
    (!asksRelation || draft.guardianRelation !== null) &&
    (assents.length === 0 || (draft.assent !== null && assents.includes(draft.assent))) &&
    draft.form !== null &&
    forms.includes(draft.form)
  )
}

/** The part of the input of `consent.record` that says how it was given. */
export function howOfConsent(
  questions: ConsentQuestions,
  draft: ConsentDraft,
  ageBand: string,
): Readonly<Record<string, unknown>> {
  const { ageRule, givenBy, asksRelation, assents } = questions
  const byGuardian = givenBy === 'guardian'
  const how = byGuardian
    ? isChildBand(ageBand) && assents.length > 0
      ? 'child_and_guardian'
      : 'guardian'
    : draft.form === 'voice'
      ? 'spoken'
      : draft.form
  const { interpreterMode, interpreterCode } = draft
  return {
    how,
    givenBy,
    form: draft.form,
    ...(ageRule === null ? {} : { ageRule }),
    ...(asksRelation ? { guardianRelation: draft.guardianRelation } : {}),
    ...(assents.length > 0 ? { assent: draft.assent } : {}),
    ...(draft.present.length > 0 ? { present: draft.present } : {}),
    interpreterPresent: interpreterMode !== null,
    ...(interpreterMode === null ? {} : { interpreterMode }),
    ...(interpreterMode !== null && interpreterCode.trim() !== ''
      ? { interpreterCode: interpreterCode.trim() }
      : {}),
    askedHow: draft.wasPlayed ? 'recording' : 'read_aloud',
    understood: draft.understood,
    textVersion: spokenVersion,
  }
}
