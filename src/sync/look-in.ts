import type { Id } from '../records/rows.ts'
import type { Copy } from './answers/copy.ts'

const ofCase = /^\/api\/cases\/([0-9a-f-]{36})(?:$|[/?])/
const ofReferral = /^\/api\/referrals\/([0-9a-f-]{36})(?:$|[/?])/

/** The case that a question opens, which leaves a line where the server answers it. Lists and searches open none. */
export async function lookIn(path: string, copy: Pick<Copy, 'caseOf'> | null): Promise<Id | undefined> {
  const referral = ofReferral.exec(path)?.[1]
  return ofCase.exec(path)?.[1] ?? (referral === undefined ? undefined : copy?.caseOf(referral))
}
