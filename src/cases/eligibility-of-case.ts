import { judgeEligibility } from '../programmes/eligibility.ts'
import type { Programme } from '../programmes/programme.ts'
import type { CaseAnswer } from '../records/answers.ts'
import type { Reference } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'

type Asked = Pick<CaseRow, 'placeCode' | 'returnedFromAbroad' | 'conflictDisplaced' | 'statusCategory'>

/** Whether the programme is meant for this case, with its reasons. Shown to the officer and to the person; nothing is refused by it. */
export function eligibilityOf(
  file: Asked,
  programme: Programme,
  reference: Pick<Reference, 'ancestors'>,
): CaseAnswer['eligibility'] {
  const { result, reasons } = judgeEligibility(programme, {
    place: file.placeCode === null ? null : reference.ancestors(file.placeCode),
    returnedFromAbroad: file.returnedFromAbroad,
    conflictDisplaced: file.conflictDisplaced,
    statusCategory: file.statusCategory,
  })
  const met = { met: true, not_met: false, unknown: null }
  return { result, reasons: reasons.map((reason) => ({ key: reason.condition, met: met[reason.result] })) }
}
