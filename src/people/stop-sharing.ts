import type { Change, Circumstances } from '../actions/action.ts'
import { waitingStates } from '../cases/case-rules.ts'
import { clockCalendar } from '../places/calendar.ts'
import type { ConsentKnown, Knowledge, Reference, SiblingReferral } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'
import { dueAfter, nextStep } from '../referrals/clocks.ts'
import { receiverAlert } from '../referrals/receiver-alert.ts'
import { consentCovers } from './consent.ts'

type Around = NonNullable<Knowledge['aroundConsent']>

export interface Stopping {
  readonly reference: Reference
  readonly consent: ConsentKnown
  readonly around: Around
  readonly file: CaseRow
  /** By which way the word came: of the programme's `channel`, or `override_review`. */
  readonly channel: string
}

/**
 * What follows at once when a line of the ledger no longer holds: what was handed over closes, open referrals that rest on
 * it are cancelled, their receivers are told to stop and have to say that they did, and the needs are open again.
 */
export function stopSharing(
  { reference, consent, around, file, channel }: Stopping,
  circumstances: Circumstances,
): { readonly changes: Change[]; readonly cancelled: readonly SiblingReferral[] } {
  const { who, now, newId } = circumstances
  const uncovered = referralsLeftUncovered(consent, around, file, circumstances.today)
  const cancelled = uncovered.filter((referral) => waitingStates.includes(referral.state))
  const told = uncovered.map(
    (referral): Change => ({
      op: 'insert',
      table: 'sharing_stop',
      row: {
        id: newId(),
        referralId: referral.id,
        consentId: consent.id,
        organisationId: file.organisationId,
        receiverOrganisationId: referral.receiverOrganisationId,
        receiverSiteId: referral.receiverSiteId,
        toldAt: now,
      },
    }),
  )
  const changes: Change[] = [
    {
      op: 'insert',
      table: 'consent_withdrawal',
      row: {
        consentId: consent.id,
        caseId: file.id,
        organisationId: file.organisationId,
        how: channel,
        at: now,
        enteredBy: who.accountId,
      },
    },
    ...uncovered.map(
      (referral): Change => ({
        op: 'update',
        table: 'referral_snapshot',
        key: referral.id,
        set: { withdrawnAt: now },
      }),
    ),
    ...cancelled.flatMap((referral) => cancellation(referral, file, reference, channel, circumstances)),
    ...told,
    ...uncovered.map((referral) => receiverAlert(referral, circumstances, 'case.consent_withdrawn')),
    ...needsOpenAgain(cancelled, around),
  ]
  return { changes, cancelled }
}

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
