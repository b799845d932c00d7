import type { Change, Circumstances, Decision } from '../actions/action.ts'
import type { Permission } from '../permissions/permissions.ts'
import { accountOf } from '../permissions/who.ts'
import type { Reference, ReferralKnown } from '../records/knowledge.ts'
import type { ReferralEventRow, ReferralRow } from '../records/rows.ts'
import { clockColumns, limitsOf } from './limits.ts'
import { usesLinkUp } from './link-steps.ts'
import type { FactKind } from './referral-facts.ts'
import { type Move, moveOrRefuse, type ReferralState, type Standing } from './referral-states.ts'
import { receiverAlert } from './receiver-alert.ts'
import type { Acting } from './sides.ts'

export function standingOf(referral: ReferralRow): Standing {
  return { state: referral.state as ReferralState, reason: referral.reason }
}

/** The facts a stored referral holds, for the table of facts. */
export function factsOf(referral: ReferralRow): FactKind[] {
  const { appointment } = referral
  const facts: [FactKind, unknown][] = [
    ['delivered', referral.deliveredAt],
    ['acknowledged', referral.acknowledgedAt],
    ['expired', referral.expiredAt],
    ['info_requested', referral.infoRequestedAt],
    ['info_answered', referral.infoAnsweredAt],
    ['appointment_scheduled', appointment],
    ['cancel_asked', referral.cancelAskedAt],
    ['cancel_confirmed', referral.cancelConfirmedAt],
    ['told_person', referral.toldPersonAt],
    ['confirmed', referral.confirmedAt],
    ['disputed', referral.disputedAt],
    ['loop_closed', referral.loopClosedAt],
  ]
  return facts.filter(([, there]) => there != null).map(([kind]) => kind)
}

/** The columns of a move to another state, checked by the table of moves. */
export function moved(referral: ReferralRow, acting: Acting, move: Omit<Move, 'by'>): Partial<ReferralRow> {
  const after = moveOrRefuse(standingOf(referral), { ...move, by: acting.party })
  return { state: after.state, reason: after.reason ?? null, reasonNote: null, stateSince: acting.at }
}

export interface Step {
  readonly name: Permission
  readonly known: ReferralKnown
  readonly reference: Reference
  readonly circumstances: Circumstances
  readonly acting: Acting
  readonly set: Partial<ReferralRow>
  readonly reason?: string | undefined
  readonly detail?: ReferralEventRow['detail'] | undefined
  /** The sender's own: the receiver does not read it in the story. */
  readonly own?: boolean | undefined
  readonly result?: { readonly [key: string]: unknown } | undefined
  /** Further rows of this decision, written after the referral's own. */
  readonly further?: readonly Change[] | undefined
}

/** One step of a referral: its row with its clocks, a line in the story of both sides, word to the sender's officer. */
export function take(step: Step): Decision {
  const { known, circumstances, acting } = step
  const before = known.referral
  const after: ReferralRow = { ...before, ...step.set }
  const limits = limitsOf(
    step.reference,
    { code: before.programme, version: before.programmeVersion },
    known.senderGovernorate,
  )
  const set = { ...step.set, ...clockColumns(before, after, limits) }
  const changed = after.state !== before.state
  const event: ReferralEventRow = {
    id: circumstances.newId(),
    referralId: before.id,
    organisationId: before.organisationId,
    receiverOrganisationId: before.receiverOrganisationId,
    kind: step.name,
    fromState: changed ? before.state : null,
    toState: changed ? after.state : null,
    at: circumstances.now,
    happenedOn: acting.happenedOn,
    party: acting.party,
    accountId: accountOf(circumstances.who),
    organisationName: acting.party === 'receiver' ? known.receiverNames : null,
    channel: acting.channel,
    saidBy: acting.saidBy,
    reason: step.reason ?? null,
    detail: step.detail ?? {},
    shared: !step.own,
  }
  return {
    changes: [
      { op: 'update', table: 'referral', key: before.id, set },
      { op: 'insert', table: 'referral_event', row: event },
      ...tellOfficer(step, before),
      ...tellReceiver(step, before),
      ...useLink(step),
      ...(step.further ?? []),
    ],
    result: { referralId: before.id, state: after.state, ...step.result },
    audit: { party: acting.party, channel: acting.channel, state: after.state },
  }
}

/** Whatever the receiver says reaches the officer who sent; not the one who has just written it down. */
function tellOfficer({ name, acting, circumstances }: Step, referral: ReferralRow): Change[] {
  if (acting.party !== 'receiver' || circumstances.who.accountId === referral.officerId) return []
  return [
    {
      op: 'insert',
      table: 'alert',
      row: {
        id: circumstances.newId(),
        organisationId: referral.organisationId,
        accountId: referral.officerId,
        siteId: referral.siteId,
        kind: name,
        level: 0,
        referralId: referral.id,
        at: circumstances.now,
      },
    },
  ]
}

/** What the sender says that the receiver has to act on. */
const saidToReceiver: readonly string[] = [
  'referral.cancel',
  'referral.ask_cancel',
  'referral.answer_information',
]

function tellReceiver({ name, acting, circumstances }: Step, referral: ReferralRow): Change[] {
  if (acting.party === 'receiver' || referral.sentAt === null || !saidToReceiver.includes(name)) return []
  return [receiverAlert(referral, circumstances, name)]
}

function useLink({ name, circumstances: { who, now } }: Step): Change[] {
  if (!who.link || !usesLinkUp(name)) return []
  return [{ op: 'update', table: 'referral_link', key: who.link.linkId, set: { usedAt: now } }]
}
