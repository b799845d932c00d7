import type { Condition, Fact, Programme } from './programme.ts'

/** What is known of a case. A field that is absent or null has not been asked. A place is given with all it lies in. */
export type CaseFacts = Readonly<Record<string, string | boolean | readonly string[] | null | undefined>>

export type Eligibility = 'eligible' | 'not' | 'unknown'
export type ConditionResult = 'met' | 'not_met' | 'unknown'

export interface EligibilityReason {
  /** Words: `programmes.condition.<condition>`. */
  readonly condition: string
  /** Words: `programmes.conditionResult.<result>`. */
  readonly result: ConditionResult
}

export interface EligibilityAnswer {
  /** Words: `programmes.eligibility.<result>`. */
  readonly result: Eligibility
  /** Every condition of the programme in its order, whatever the result: the officer sees why. */
  readonly reasons: readonly EligibilityReason[]
}

/**
 * Whether a programme is meant for this case, with each condition's part in it. What has not been asked stays
 * unknown (three-valued logic): a yes needs no further questions, and a no is never made of silence.
 */
export function judgeEligibility(programme: Programme, known: CaseFacts): EligibilityAnswer {
  const reasons: EligibilityReason[] = []
  const result = judge(programme.eligibility, (name) => {
    const fact = programme.facts[name]
    const found = fact ? judgeFact(fact, known) : 'unknown'
    if (!reasons.some((reason) => reason.condition === name)) reasons.push({ condition: name, result: found })
    return found
  })
  return { result: result === 'met' ? 'eligible' : result === 'not_met' ? 'not' : 'unknown', reasons }
}

function judge(condition: Condition, judgeNamed: (name: string) => ConditionResult): ConditionResult {
  if ('fact' in condition) return judgeNamed(condition.fact)
  if ('not' in condition) return opposite(judge(condition.not, judgeNamed))
  const all = 'all' in condition
  const parts = (all ? condition.all : condition.any).map((part) => judge(part, judgeNamed))
  const decisive: ConditionResult = all ? 'not_met' : 'met'
  if (parts.includes(decisive)) return decisive
  return parts.includes('unknown') ? 'unknown' : opposite(decisive)
}

function opposite(result: ConditionResult): ConditionResult {
  return result === 'met' ? 'not_met' : result === 'not_met' ? 'met' : 'unknown'
}

function judgeFact(fact: Fact, known: CaseFacts): ConditionResult {
  const value = known[fact.field]
  if ('within' in fact) {
    if (value === null || value === undefined || typeof value === 'boolean') return 'unknown'
    const places = typeof value === 'string' ? [value] : value
    return places.some((place) => fact.within.includes(place)) ? 'met' : 'not_met'
  }
  if (typeof value === 'boolean') return value ? 'met' : 'not_met'
  if (answers(fact.impliedBy, known)) return 'met'
  if (answers(fact.excludedBy, known)) return 'not_met'
  return 'unknown'
}

function answers(rule: { field: string; codes: readonly string[] } | undefined, known: CaseFacts): boolean {
  const answer = rule && known[rule.field]
  return rule !== undefined && typeof answer === 'string' && rule.codes.includes(answer)
}
