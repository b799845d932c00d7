import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import type { Reference } from '../records/knowledge.ts'
import type { Avoid, CaseFactRow, CaseRow } from '../records/rows.ts'
import { householdTypes } from './household-types.ts'
import { caseEvent, choiceOrRefuse, openCaseOrRefuse, programmeOf } from './case-rules.ts'

const most = 20
const list = <T>(of: z.ZodMiniType<T>) => z.optional(z.array(of).check(z.maxLength(most)))
const input = z.strictObject({
  caseId: id,
  householdTypes: z.optional(z.nullable(z.array(z.enum(householdTypes)))),
  /** Whom and what to keep away from. Never why: that belongs to the person. */
  avoid: z.optional(
    z.strictObject({ organisations: list(id), sites: list(id), places: list(code), languages: list(code) }),
  ),
  /** Only what a provider must know; handed over as the consented item `health_summary` and in no other way. */
  healthSummary: z.optional(z.nullable(text(600))),
})

/** What is named is set; what is left out stays as it was. */
export const recordFacts = action({
  name: 'case.record_facts',
  input,
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId, factsOfCase: ({ caseId }) => caseId },
  decide({ reference, case: known, factsOfCase: before }, { caseId, ...given }, circumstances) {
    const file = openCaseOrRefuse(known)
    if (given.avoid) knownOrRefuse(given.avoid, file, reference)
    const changed = Object.keys(given).filter((field) => given[field as keyof typeof given] !== undefined)
    if (changed.length === 0) refuse('input.invalid', { problem: 'nothing_given' })
    const set: Partial<CaseFactRow> = {
      ...(given.householdTypes === undefined
        ? {}
        : { householdTypes: given.householdTypes && [...new Set(given.householdTypes)] }),
      ...(given.avoid === undefined ? {} : { avoid: given.avoid }),
      ...(given.healthSummary === undefined ? {} : { healthSummary: given.healthSummary }),
      changedAt: circumstances.now,
      changedBy: circumstances.who.accountId,
    }
    return {
      changes: [
        before
          ? { op: 'update', table: 'case_fact', key: caseId, set }
          : {
              op: 'insert',
              table: 'case_fact',
              row: { caseId, organisationId: file.organisationId, avoid: {}, ...set },
            },
        // Which facts, never what they say: the story is read by more eyes than the facts.
        caseEvent(file, circumstances, 'case.record_facts', {
          detail: { changes: changed.map((field) => ({ field })) },
        }),
      ],
      result: { changed },
    }
  },
})

function knownOrRefuse(avoid: Avoid, file: CaseRow, reference: Reference): void {
  for (const place of avoid.places ?? [])
    if (reference.ancestors(place).length === 0) refuse('place.unknown', { place })
  for (const language of avoid.languages ?? [])
    choiceOrRefuse(programmeOf(reference, file), 'language', language, 'avoid.languages')
}
