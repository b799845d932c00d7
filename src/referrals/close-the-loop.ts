import * as z from 'zod/mini'
import { action, type Change, type Circumstances } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Knowledge, Reference, ReferralKnown, SiblingReferral } from '../records/knowledge.ts'
import { dueAfter, nextStep } from './clocks.ts'
import { limitsOf } from './limits.ts'
import { factOrRefuse, mayCloseLoop } from './referral-facts.ts'
import { asSender, foundOrRefuse } from './sides.ts'
import { factsOf, standingOf, take } from './step.ts'
import { endOfNeed, isTriedElsewhere } from './tries.ts'

const byReferral = ({ referralId }: { readonly referralId: string }) => referralId
const root = { kind: 'referral', id: byReferral } as const
const needs = {
  reference: true,
  referral: byReferral,
  sending: byReferral,
  siblingsOfReferral: byReferral,
} as const

type Sending = NonNullable<Knowledge['sending']>

function sendingOrRefuse(sending: Knowledge['sending']): Sending {
  return sending ?? refuse('referral.not_your_side', { side: 'sender' })
}

/**
 * The person was told how it stands. After an end without service this closes the loop once the next step is known:
 * another try is under way, or the need itself is closed. Until then its clock runs on.
 */
export const tellPerson = action({
  name: 'referral.tell_person',
  input: z.strictObject({
    referralId: id,
    channel: z.optional(z.enum(['in_person', 'phone', 'message', 'paper'])),
  }),
  root,
  needs,
  decide: (
    { referral, reference, sending, siblingsOfReferral },
    { channel = 'in_person' },
    circumstances,
  ) => {
    const known = foundOrRefuse(referral)
    const acting = { ...asSender(known, circumstances), channel }
    const { need } = sendingOrRefuse(sending)
    const before = known.referral
    const standing = standingOf(before)
    factOrRefuse(standing, factsOf(before), 'told_person', acting.party)
    const decided = endOfNeed.includes(need.state) || isTriedElsewhere(known, siblingsOfReferral)
    const closes =
      decided && standing.state !== 'completed' && mayCloseLoop(standing, [...factsOf(before), 'told_person'])
    return take({
      name: 'referral.tell_person',
      known,
      reference,
      circumstances,
      acting,
      set: { toldPersonAt: acting.at, ...(closes ? { loopClosedAt: acting.at } : {}) },
      detail: { loopClosed: closes },
      own: true,
      result: { loopClosed: closes },
    })
  },
})

/** The measure of all: what the person says. Not received, or of no help, is a dispute: the need opens again. */
export const confirmReferral = action({
  name: 'referral.confirm',
  input: z.strictObject({ referralId: id, received: z.boolean(), helped: z.boolean() }),
  root,
  needs,
  decide: ({ referral, reference, sending, siblingsOfReferral }, { received, helped }, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asSender(known, circumstances, 'person')
    const { need } = sendingOrRefuse(sending)
    if (!received || !helped)
      return disputed({ known, reference, circumstances, need, siblings: siblingsOfReferral, received })
    const before = known.referral
    factOrRefuse(standingOf(before), factsOf(before), 'confirmed', acting.party)
    const state = before.outcome === 'need_met' ? 'met' : 'partly_met'
    return take({
      name: 'referral.confirm',
      known,
      reference,
      circumstances,
      acting,
      set: {
        confirmedAt: acting.at,
        received,
        helped,
        loopClosedAt: before.loopClosedAt ?? acting.at,
        toldPersonAt: before.toldPersonAt ?? acting.at,
      },
      detail: { received, helped },
      further: endOfNeed.includes(need.state)
        ? []
        : [{ op: 'update', table: 'need', key: need.id, set: { state } }],
      result: {
        loopClosed: true,
        disputed: false,
        needState: endOfNeed.includes(need.state) ? need.state : state,
      },
    })
  },
})

/** The person says otherwise than the provider, also after having confirmed. A new try is a new referral that names this one. */
export const disputeReferral = action({
  name: 'referral.dispute',
  input: z.strictObject({ referralId: id, received: z.boolean() }),
  root,
  needs,
  decide: ({ referral, reference, sending, siblingsOfReferral }, { received }, circumstances) => {
    const known = foundOrRefuse(referral)
    asSender(known, circumstances, 'person')
    const { need } = sendingOrRefuse(sending)
    return disputed({ known, reference, circumstances, need, siblings: siblingsOfReferral, received })
  },
})

interface Disputed {
  readonly known: ReferralKnown
  readonly reference: Reference
  readonly circumstances: Circumstances
  readonly need: Sending['need']
  readonly siblings: readonly SiblingReferral[]
  readonly received: boolean
}

function disputed({ known, reference, circumstances, need, siblings, received }: Disputed) {
  const acting = asSender(known, circumstances, 'person')
  const before = known.referral
  factOrRefuse(standingOf(before), factsOf(before), 'disputed', acting.party)
  const needState = isTriedElsewhere(known, siblings) ? 'referred' : 'open'
  return take({
    name: 'referral.dispute',
    known,
    reference,
    circumstances,
    acting,
    set: {
      disputedAt: acting.at,
      received,
      helped: false,
      loopClosedAt: before.loopClosedAt ?? acting.at,
      toldPersonAt: before.toldPersonAt ?? acting.at,
    },
    detail: { received, helped: false },
    further: [
      { op: 'update', table: 'need', key: need.id, set: { state: needState } },
      nextStepTask(known, need, reference, circumstances),
    ],
    result: { loopClosed: true, disputed: true, needState, previousReferralId: before.id },
  })
}

/** The loop of this referral is closed, the need is not: somebody has to choose what next, by a day. */
function nextStepTask(
  { referral, senderGovernorate }: ReferralKnown,
  need: Sending['need'],
  reference: Reference,
  { now, newId }: Circumstances,
): Change {
  const { calendar } = limitsOf(
    reference,
    { code: referral.programme, version: referral.programmeVersion },
    senderGovernorate,
  )
  return {
    op: 'insert',
    table: 'task',
    row: {
      id: newId(),
      caseId: need.caseId,
      organisationId: need.organisationId,
      kind: 'choose_other_offer',
      text: null,
      dueAt: dueAfter(now, nextStep, calendar),
      assigneeId: referral.officerId,
      referralId: referral.id,
      madeAt: now,
      doneAt: null,
      doneBy: null,
      result: null,
    },
  }
}
