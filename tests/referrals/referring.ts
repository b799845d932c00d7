import { randomBytes } from 'node:crypto'
import type { ReferralAnswer } from '../../src/records/answers.ts'
import { type Client, openCase, testId, world } from '../support/house.ts'

/** Amina refers Huda, step by step, as the screens do. */
export interface Referred {
  readonly caseId: string
  readonly needId: string
  readonly consentId: string
  readonly referralId: string
}

export const items = ['name', 'age', 'needs_summary', 'narrative']
export const narrative = 'تحتاج شهادة الولادة قبل التسجيل'

export async function needFor(
  officer: Client,
  service = 'DOC.BIRTH',
): Promise<{ caseId: string; needId: string }> {
  const { caseId } = await openCase(officer, {
    chosenWord: 'زيتونة',
    birth: { date: '1988-03-04', precision: 'day' },
  })
  const needId = testId()
  await officer.done('need.record', { needId, caseId, service, severity: 3, priority: 1 })
  return { caseId, needId }
}

export async function consentFor(
  officer: Client,
  caseId: string,
  organisationId: string = world.organisations.bridges,
  shared = items,
): Promise<string> {
  const consentId = testId()
  await officer.done('consent.record', {
    consentId,
    caseId,
    organisationId,
    items: shared,
    purpose: 'referral',
    how: 'spoken_with_witness',
  })
  return consentId
}

export async function draftFor(
  officer: Client,
  { caseId, needId }: { readonly caseId: string; readonly needId: string },
  more: Record<string, unknown> = {},
): Promise<string> {
  const referralId = testId()
  await officer.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId: world.offers.birth,
    urgency: 'U2',
    sharedItems: items,
    narrative,
    ...more,
  })
  return referralId
}

export async function sent(officer: Client, more: Record<string, unknown> = {}): Promise<Referred> {
  const { caseId, needId } = await needFor(officer)
  const consentId = await consentFor(officer, caseId)
  const referralId = await draftFor(officer, { caseId, needId }, more)
  await officer.done('referral.send', { referralId })
  return { caseId, needId, consentId, referralId }
}

export async function read(client: Client, referralId: string): Promise<ReferralAnswer> {
  const { status, body } = await client.get<ReferralAnswer>(`/api/referrals/${referralId}`)
  if (status !== 200) throw new Error(`The referral was not shown: ${status} ${JSON.stringify(body)}`)
  return body
}

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
