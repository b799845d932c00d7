import * as z from 'zod/mini'
import { type Circumstances, action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { nameInput, shortName } from '../people/person-fields.ts'
import type { CaseMemberRow, CaseRow } from '../records/rows.ts'
import { caseEvent, choiceOrRefuse, openCaseOrRefuse, programmeOf } from './case-rules.ts'

/** The least that tells who else is in the case; a name is not needed. */
export const memberInput = z.strictObject({
  memberId: id,
  relationship: code,
  sex: code,
  ageBand: code,
  name: z.optional(nameInput),
})

export function memberRow(
  given: z.infer<typeof memberInput>,
  file: Pick<CaseRow, 'id' | 'organisationId'>,
  { now }: Pick<Circumstances, 'now'>,
): CaseMemberRow {
  const nameParts = given.name ?? {}
  return {
    id: given.memberId,
    caseId: file.id,
    organisationId: file.organisationId,
    nameParts,
    displayName: shortName(nameParts, null),
    relationship: given.relationship,
    sex: given.sex,
    ageBand: given.ageBand,
    addedAt: now,
    removedAt: null,
  }
}

export const addMember = action({
  name: 'case.add_member',
  input: z.extend(memberInput, { caseId: id }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: known }, { caseId: _, ...member }, circumstances) {
    const file = openCaseOrRefuse(known)
    const programme = programmeOf(reference, file)
    for (const list of ['relationship', 'sex', 'ageBand'] as const)
      choiceOrRefuse(programme, list, member[list], list)
    const row = memberRow(member, file, circumstances)
    return {
      changes: [
        { op: 'insert', table: 'case_member', row },
        caseEvent(file, circumstances, 'case.add_member', {
          ref: row.id,
          detail: { relationship: row.relationship },
        }),
      ],
      result: { memberId: row.id },
    }
  },
})

/** Nobody is deleted: the member left the case on a day. Needs that were theirs stay and are closed one by one. */
export const removeMember = action({
  name: 'case.remove_member',
  input: z.strictObject({ caseId: id, memberId: id }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId, members: ({ caseId }) => caseId },
  decide({ case: known, members }, { memberId }, circumstances) {
    const file = openCaseOrRefuse(known)
    const member = members.find((one) => one.id === memberId) ?? refuse('record.not_found')
    if (member.removedAt !== null) return { changes: [], result: { memberId } }
    return {
      changes: [
        { op: 'update', table: 'case_member', key: memberId, set: { removedAt: circumstances.now } },
        caseEvent(file, circumstances, 'case.remove_member', {
          ref: memberId,
          detail: { relationship: member.relationship },
        }),
      ],
      result: { memberId },
    }
  },
})
