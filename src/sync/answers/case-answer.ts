import { eligibilityOf } from '../../cases/eligibility-of-case.ts'
import { programmeOf } from '../../cases/case-rules.ts'
import type {
  CaseAnswer,
  CaseListItem,
  CaseReferral,
  ConsentAnswer,
  Names,
  StoryItem,
} from '../../records/answers.ts'
import type { CaseRow, ConsentRow, ReferralEventRow } from '../../records/rows.ts'
import type { HeldRow } from '../protocol.ts'
import { type KeptReference, noNames } from './reference.ts'
import { type CaseRows, falling, inOrder, rising } from './rows.ts'

/** A line of the list of cases, from the row that stands for the whole case. */
export function caseListItem(row: CaseRow, kept: KeptReference): CaseListItem {
  return {
    id: row.id,
    code: row.code,
    displayName: row.displayName,
    state: row.state,
    urgency: row.urgency,
    statusCategory: row.statusCategory,
    officerId: row.officerId,
    officerName: kept.accountName(row.officerId) ?? '',
    siteId: row.siteId,
    openedOn: row.openedOn,
    nextDueAt: row.nextDueAt,
    nextDueKind: row.nextDueKind,
    nextDueRef: row.nextDueRef,
    openNeeds: row.openNeeds,
    waitingReferrals: row.waitingReferrals,
    pending: row.pending,
    closedAt: row.closedAt,
    rev: row.rev,
  }
}

/** GET /api/cases/{id} from the rows of the case. Undefined: only its summary is held. */
export function caseAnswer(rows: CaseRows, kept: KeptReference): CaseAnswer | undefined {
  const [file] = rows.case_file
  const [person] = rows.person
  if (!file || !person) return undefined
  const { reference } = kept
  return {
    ...caseListItem(file, kept),
    programme: file.programme,
    programmeVersion: file.programmeVersion,
    episode: file.episode,
    ageBand: file.ageBand,
    sex: file.sex,
    language: file.language,
    placeCode: file.placeCode,
    returnedFromAbroad: file.returnedFromAbroad,
    conflictDisplaced: file.conflictDisplaced,
    documentsHeld: file.documentsHeld,
    urgencyReason: file.urgencyReason,
    enteredAt: file.enteredAt,
    enteredLate: file.enteredLate,
    nextContactAt: file.nextContactAt,
    closureReason: file.closureReason,
    remainingNeeds: file.remainingNeeds,
    eligibility: eligibilityOf(file, programmeOf(reference, file), reference),
    person: {
      id: person.id,
      code: person.code,
      nameParts: person.nameParts,
      codeName: person.codeName,
      displayName: person.displayName,
      sex: person.sex,
      birthDate: person.birthDate,
      birthPrecision: person.birthPrecision,
      birthYear: person.birthYear,
      language: person.language,
      interpreterNeeded: person.interpreterNeeded,
      contactSafety: person.contactSafety,
      placeCode: person.placeCode,
      hasChosenWord: person.hasChosenWord,
    },
    members: inOrder(
      rows.case_member,
      rising(({ addedAt }) => addedAt),
      rising(({ id }) => id),
    ).map(({ id, nameParts, displayName, relationship, sex, ageBand, removedAt }) => ({
      id,
      nameParts,
      displayName,
      relationship,
      sex,
      ageBand,
      removedAt,
    })),
    needs: inOrder(
      rows.need,
      rising(({ priority }) => priority),
      rising(({ enteredAt }) => enteredAt),
      rising(({ id }) => id),
    ).map((need) => ({
      id: need.id,
      memberId: need.memberId,
      service: need.service,
      severity: need.severity,
      priority: need.priority,
      state: need.state,
      statedByPerson: need.statedByPerson,
      blocks: need.blocks,
      unblocksNeedId: need.unblocksNeedId,
      unmetReason: need.unmetReason,
      happenedOn: need.happenedOn,
      enteredAt: need.enteredAt,
    })),
    consents: newestConsents(rows).map((consent) => consentAnswer(consent, rows, kept)),
    notes: inOrder(
      rows.note,
      falling(({ enteredAt }) => enteredAt),
      rising(({ id }) => id),
    ).map((note) => ({
      id: note.id,
      kind: note.kind,
      class: note.class,
      text: note.text,
      happenedOn: note.happenedOn,
      enteredAt: note.enteredAt,
      authorId: note.authorId,
      authorName: kept.accountName(note.authorId) ?? '',
      correctsId: note.correctsId,
    })),
    tasks: inOrder(
      rows.task,
      // as `done_at nulls first`: what is still to do stands above
      (one, other) => rising<string | null>((at) => at ?? '')(one.doneAt, other.doneAt),
      rising(({ dueAt }) => dueAt),
      rising(({ id }) => id),
    ).map((task) => ({
      id: task.id,
      kind: task.kind,
      text: task.text,
      dueAt: task.dueAt,
      assigneeId: task.assigneeId,
      assigneeName: kept.accountName(task.assigneeId) ?? '',
      referralId: task.referralId,
      doneAt: task.doneAt,
      result: task.result,
    })),
    referrals: caseReferrals(rows, kept),
    story: story(rows, kept),
  }
}

export function newestConsents(rows: CaseRows): readonly HeldRow<'consent'>[] {
  return inOrder(
    rows.consent,
    falling(({ enteredAt }) => enteredAt),
    rising(({ id }) => id),
  )
}

export function consentAnswer(consent: ConsentRow, rows: CaseRows, kept: KeptReference): ConsentAnswer {
  return {
    id: consent.id,
    recipientId: consent.recipientId,
    recipientNames: kept.organisation(consent.recipientId)?.names ?? noNames,
    purpose: consent.purpose,
    items: consent.items,
    how: consent.how,
    language: consent.language,
    interpreterPresent: consent.interpreterPresent,
    givenOn: consent.givenOn,
    expiresOn: consent.expiresOn,
    withdrawnAt: rows.consent_withdrawal.find(({ consentId }) => consentId === consent.id)?.at ?? null,
  }
}

function caseReferrals(rows: CaseRows, kept: KeptReference): CaseReferral[] {
  const referrals = rows.referral_origin.flatMap(({ referralId, needId }) =>
    rows.referral.filter(({ id }) => id === referralId).map((referral) => ({ referral, needId })),
  )
  return inOrder(
    referrals,
    falling(({ referral }) => referral.draftedAt),
    rising(({ referral }) => referral.id),
  ).map(({ referral: r, needId }) => {
    const receiverNames = kept.organisation(r.receiverOrganisationId)?.names ?? noNames
    return {
      id: r.id,
      code: r.code,
      needId,
      service: r.service,
      urgency: r.urgency,
      state: r.state,
      offerId: r.offerId,
      receiverOrganisationId: r.receiverOrganisationId,
      receiverNames,
      offerNames: kept.offer(r.offerId)?.names ?? receiverNames,
      sentAt: r.sentAt,
      nextDueAt: r.nextDueAt,
      nextDueKind: r.nextDueKind,
      appointment: r.appointment,
      expectedOn: r.expectedOn,
      reason: r.reason,
      outcome: r.outcome,
      toldPersonAt: r.toldPersonAt,
      confirmedAt: r.confirmedAt,
      disputedAt: r.disputedAt,
      loopClosedAt: r.loopClosedAt,
      expiredAt: r.expiredAt,
      alertLevel: r.alertLevel,
    }
  })
}

/** What the case and its referrals went through, newest first; who answered elsewhere has no name here. */
function story(rows: CaseRows, kept: KeptReference): StoryItem[] {
  const own = rows.case_event.map(
    (event): StoryItem => ({
      id: event.id,
      kind: event.kind,
      at: event.at,
      happenedOn: event.happenedOn,
      actorName: kept.accountName(event.accountId),
      organisationNames: null,
      party: null,
      ref: event.ref,
      referralId: null,
      channel: null,
      saidBy: null,
      reason: null,
      fromState: null,
      toState: null,
      detail: event.detail,
    }),
  )
  const shared = rows.referral_event.map((event) =>
    storyOfReferral(event, kept, event.organisationName as Names),
  )
  return inOrder(
    [...own, ...shared],
    falling(({ at }) => at),
    rising(({ referralId }) => referralId),
    falling(({ id }) => id),
  )
}

export function storyOfReferral(
  event: ReferralEventRow,
  kept: KeptReference,
  organisationNames: Names | null,
): StoryItem {
  return {
    id: event.id,
    kind: event.kind,
    at: event.at,
    happenedOn: event.happenedOn,
    actorName: kept.accountName(event.accountId),
    organisationNames,
    party: event.party,
    ref: null,
    referralId: event.referralId,
    channel: event.channel,
    saidBy: event.saidBy,
    reason: event.reason,
    fromState: event.fromState,
    toState: event.toState,
    detail: event.detail,
  }
}
