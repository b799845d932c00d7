import * as z from 'zod/mini'
import { type Change, type Circumstances, action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseAlert, caseEvent, choiceOrRefuse, programmeOf, waitingStates } from '../cases/case-rules.ts'
import { clockCalendar } from '../places/calendar.ts'
import type { ConsentKnown, Knowledge, Reference, SiblingReferral } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'
import { dueAfter, nextStep } from '../referrals/clocks.ts'
import { receiverAlert } from '../referrals/receiver-alert.ts'
import { consentCovers } from './consent.ts'

type Around = NonNullable<Knowledge['aroundConsent']>

/**
 * At any time, through any channel, without a reason (DP-14). In the same moment nothing more is shared: what was handed
 * over closes, open referrals that rest on this consent are cancelled and their receivers told, and their needs are open again.
 */
export const withdrawConsent = action({
  name: 'consent.withdraw',
  input: z.strictObject({ consentId: id, how: z.optional(code) }),
  root: { kind: 'consent', id: ({ consentId }) => consentId },
  needs: {
    reference: true,
    consent: ({ consentId }) => consentId,
    aroundConsent: ({ consentId }) => consentId,
  },
  decide({ reference, consent, aroundConsent: around }, { consentId, how }, circumstances) {
    const { who, now } = circumstances
    if (!consent || !around) refuse('consent.not_found')
    if (consent.withdrawal) refuse('consent.already_withdrawn', { at: consent.withdrawal.at })
    const file = consent.case
    const channel =
      how === undefined ? 'in_person' : choiceOrRefuse(programmeOf(reference, file), 'channel', how, 'how')
    const uncovered = referralsLeftUncovered(consent, around, file, circumstances.today)
    const cancelled = uncovered.filter((referral) => waitingStates.includes(referral.state))
    return {
      changes: [
        {
          op: 'insert',
          table: 'consent_withdrawal',
          row: {
            consentId,
            caseId: file.id,
            organisationId: file.organisationId,
            how: channel,
            at: now,
            enteredBy: who.accountId,
          },
        },
        caseEvent(file, circumstances, 'consent.withdraw', {
          ref: consentId,
          detail: {
            recipientId: consent.recipientId,
            purpose: consent.purpose,
            how: channel,
            cancelled: cancelled.length,
          },
        }),
        ...uncovered.map(
          (referral): Change => ({
            op: 'update',
            table: 'referral_snapshot',
            key: referral.id,
            set: { withdrawnAt: now },
          }),
        ),
        ...cancelled.flatMap((referral) => cancellation(referral, file, reference, channel, circumstances)),
        ...uncovered.map((referral) => receiverAlert(referral, circumstances, 'case.consent_withdrawn')),
        ...needsOpenAgain(cancelled, around),
        ...(file.officerId === who.accountId
          ? []
          : [caseAlert(file, circumstances, 'case.consent_withdrawn', { accountId: file.officerId })]),
      ],
      result: { consentId, withdrawnAt: now, cancelledReferrals: cancelled.map((referral) => referral.id) },
      audit: { recipientId: consent.recipientId, cancelled: cancelled.length },
    }
  },
})

/** Referrals of which this receiver holds, or will be shown, something that no other consent covers. */
function referralsLeftUncovered(
  consent: ConsentKnown,
  around: Around,
  file: CaseRow,
  today: string,
): SiblingReferral[] {
  const withdrawn = around.consents.filter((line) => line.withdrawal !== null).map((line) => line.id)
  return around.siblings.filter((referral) => {
    if (referral.receiverOrganisationId !== consent.recipientId) return false
    if (!waitingStates.includes(referral.state) && referral.state !== 'completed') return false
    const question = {
      organisationId: consent.recipientId,
      purpose: consent.purpose,
      items: referral.sharedItems,
      ageBand: file.ageBand,
      today,
    }
    const before = consentCovers(around.consents, withdrawn, question)
    return (
      before.consentIds.includes(consent.id) &&
      consentCovers(around.consents, [...withdrawn, consent.id], question).missing.length >
        before.missing.length
    )
  })
}

function cancellation(
  referral: SiblingReferral,
  file: CaseRow,
  reference: Reference,
  channel: string,
  { who, now, today, newId }: Circumstances,
): Change[] {
  const reason = 'consent_withdrawn'
  const nextDueAt = dueAfter(now, nextStep, clockCalendar(reference.calendarOf(file.placeCode)))
  return [
    {
      op: 'update',
      table: 'referral',
      key: referral.id,
      set: { state: 'cancelled', reason, stateSince: now, nextDueAt, nextDueKind: 'nextStep', alertLevel: 0 },
    },
    { op: 'update', table: 'referral_origin', key: referral.id, set: { openKey: null } },
    {
      op: 'insert',
      table: 'referral_event',
      row: {
        id: newId(),
        referralId: referral.id,
        organisationId: file.organisationId,
        receiverOrganisationId: referral.receiverOrganisationId,
        kind: 'referral.cancel',
        fromState: referral.state,
        toState: 'cancelled',
        at: now,
        happenedOn: today,
        party: 'person',
        accountId: who.accountId,
        organisationName: null,
        channel,
        saidBy: null,
        reason,
        detail: {},
        shared: true,
      },
    },
  ]
}

function needsOpenAgain(cancelled: readonly SiblingReferral[], { siblings, needs }: Around): Change[] {
  const stillTried = siblings
    .filter((referral) => waitingStates.includes(referral.state) && !cancelled.includes(referral))
    .map((referral) => referral.needId)
  return needs
    .filter(
      (need) =>
        need.state === 'referred' &&
        cancelled.some((referral) => referral.needId === need.id) &&
        !stillTried.includes(need.id),
    )
    .map((need): Change => ({ op: 'update', table: 'need', key: need.id, set: { state: 'open' } }))
}
