import { randomBytes } from 'node:crypto'
import type { Permission } from '../../src/permissions/permissions.ts'
import { testId, today, world } from '../support/house.ts'
import { conferenceTrials } from './conference-trials.ts'
import { delegationTrials } from './delegation-trials.ts'
import { deskTrials } from './desk-trials.ts'
import { directoryTrials } from './directory-trials.ts'
import { organisationTrials } from './organisation-trials.ts'
import type { Trial } from './trial.ts'
import { vaultTrials } from './vault-trials.ts'

export const soon = (): string => new Date(Date.now() + 86_400_000).toISOString()
const told = (by: object | undefined): object => (by === undefined ? {} : { by })
export const overrideOf = (caseId: string): object => ({
  caseId,
  organisationId: world.organisations.bridges,
  basis: 'vital_interest',
  items: ['name', 'phone'],
  reason: 'فاقد الوعي',
})
export const newToken = (): string => randomBytes(32).toString('base64url')
export const linkWord = 'بستان ٤٧'

/** How each action is tried: with an input that is right, in a state in which it can be done. */
export const trials: Readonly<Record<Permission, Trial>> = {
  ...conferenceTrials,
  ...delegationTrials,
  ...deskTrials,
  ...directoryTrials,
  ...organisationTrials,
  ...vaultTrials,
  'information.write': {
    kind: 'what the public reads',
    stage: 'case',
    input: () => ({
      informationId: testId(),
      entryId: testId(),
      kind: 'about',
      texts: { ar: { title: 'متخيل', text: 'متخيل' } },
      source: 'متخيل',
    }),
  },
  'information.decide': {
    kind: 'what the public reads',
    stage: 'case',
    input: ({ caseId }) => ({ informationId: caseId, entryId: caseId, publish: true }),
  },
  'information.withdraw': {
    kind: 'what the public reads',
    stage: 'case',
    input: ({ caseId }) => ({ informationId: caseId, entryId: caseId, reason: 'متخيل' }),
  },
  'device.enrol': {
    kind: 'self',
    stage: 'case',
    input: () => ({ deviceId: testId(), name: 'هاتف متخيل', kind: 'phone', token: newToken() }),
  },
  'device.revoke': { kind: 'administers', stage: 'case', input: ({ deviceId }) => ({ deviceId }) },
  'device.ask_longer': {
    kind: 'administers',
    stage: 'case',
    input: ({ deviceId }) => ({ deviceId, days: 14 }),
  },
  'device.allow_longer': {
    kind: 'administers',
    stage: 'case',
    input: ({ deviceId }) => ({ deviceId, days: 14 }),
  },
  'device.end_longer': { kind: 'administers', stage: 'case', input: ({ deviceId }) => ({ deviceId }) },
  'offline.choose': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, whole: false }),
  },
  'offline.release': { kind: 'self', stage: 'case', input: ({ caseId }) => ({ caseId }) },
  'case.open': {
    kind: 'opens',
    stage: 'case',
    input: ({ siteId }) => ({
      caseId: testId(),
      personId: testId(),
      siteId,
      openedOn: today(),
      statusCategory: 'idp',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      codeName: 'زيتونة',
    }),
  },
  'conflict.decide': {
    kind: 'case',
    stage: 'case',
    input: ({ conflictId, caseId }) => ({ conflictId, caseId, take: 'offered' }),
  },
  'held.set_aside': {
    kind: 'case',
    stage: 'case',
    input: ({ heldId }) => ({ heldId, reason: 'كُتبت مرتين' }),
  },
  'case.correct': { kind: 'case', stage: 'case', input: ({ caseId }) => ({ caseId, ageBand: '18-29' }) },
  'case.move': { kind: 'case', stage: 'case', input: ({ caseId }) => ({ caseId, to: 'screened' }) },
  'case.raise_urgency': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, urgency: 'U0', reason: 'medical' }),
  },
  'case.lower_urgency': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, urgency: 'U3', reason: 'situation_better' }),
  },
  'case.close': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, reason: 'person_request' }),
  },
  'case.approve': { kind: 'case', stage: 'closing asked', input: ({ caseId }) => ({ caseId }) },
  'case.send_back': { kind: 'case', stage: 'closing asked', input: ({ caseId }) => ({ caseId }) },
  'case.reopen': { kind: 'case', stage: 'closed', input: ({ caseId }) => ({ caseId, reason: 'عادت' }) },
  'case.hand_over': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, otherOfficerId, siteId }) => ({
      caseId,
      accountId: otherOfficerId,
      siteId,
      note: 'تسليم',
    }),
  },
  'case.plan_contact': { kind: 'case', stage: 'case', input: ({ caseId }) => ({ caseId, at: soon() }) },
  'case.add_member': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({
      caseId,
      memberId: testId(),
      relationship: 'child',
      sex: 'male',
      ageBand: '5-11',
    }),
  },
  'case.remove_member': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, memberId }) => ({ caseId, memberId }),
  },
  'case.add_to_team': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, otherOfficerId }) => ({ caseId, accountId: otherOfficerId, relation: 'helper' }),
  },
  'case.remove_from_team': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, accountId: world.accounts.younis }),
  },
  'case.record_facts': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, householdTypes: ['single_parent'], healthSummary: 'دواء يومي' }),
  },
  'person.correct': { kind: 'case', stage: 'case', input: ({ caseId }) => ({ caseId, codeName: 'تينة' }) },
  'person.set_contact_safety': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, contactSafety: { mode: 'no_contact' } }),
  },
  'person.set_chosen_word': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ caseId, chosenWord: 'زيتونة' }),
  },
  'need.record': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ needId: testId(), caseId, service: 'EDU.ENROL', severity: 2, priority: 2 }),
  },
  'need.change': { kind: 'case', stage: 'case', input: ({ needId }) => ({ needId, severity: 4 }) },
  'need.close': { kind: 'case', stage: 'case', input: ({ needId }) => ({ needId, state: 'met' }) },
  'consent.record': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({
      consentId: testId(),
      caseId,
      organisationId: world.organisations.olive,
      items: ['name'],
      purpose: 'referral',
      how: 'spoken_with_witness',
    }),
  },
  'consent.override': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ ...overrideOf(caseId), overrideId: testId() }),
  },
  'consent.approve_override': {
    kind: 'case',
    stage: 'override asked',
    input: ({ caseId, overrideId }) => ({ caseId, overrideId, agree: true }),
  },
  'consent.review_override': {
    kind: 'case',
    stage: 'override signed',
    input: ({ caseId, overrideId }) => ({ caseId, overrideId, uphold: true, note: 'كان الخطر حقيقياً' }),
  },
  'consent.confirm_stop': {
    kind: 'both sides',
    stage: 'stopped',
    input: ({ referralId }, by) => ({ referralId, kept: 'nothing', ...told(by) }),
  },
  'consent.withdraw': { kind: 'case', stage: 'case', input: ({ consentId }) => ({ consentId }) },
  'note.add': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ noteId: testId(), caseId, kind: 'contact', text: 'اتصلنا' }),
  },
  'note.correct': {
    kind: 'case',
    stage: 'case',
    input: ({ noteId }) => ({ noteId: testId(), correctsId: noteId, text: 'اتصلنا أمس' }),
  },
  // the bytes are the asker's own, whoever that is (see matrix.ts)
  'file.attach': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, uploadId }) => ({ fileId: testId(), caseId, uploadId, kind: 'letter' }),
  },
  'file.remove': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, fileId }) => ({ caseId, fileId, reason: 'wrong_case' }),
  },
  'export.make': {
    kind: 'self',
    stage: 'case',
    input: () => ({
      exportId: testId(),
      what: 'cases',
      format: 'csv',
      purpose: 'supervision',
      reason: 'اجتماع المكتب الأسبوعي',
    }),
  },
  'export.ask': {
    kind: 'self',
    stage: 'case',
    input: () => ({
      exportId: testId(),
      format: 'csv',
      purpose: 'supervision',
      reason: 'اجتماع المكتب الأسبوعي',
    }),
  },
  'task.add': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId }) => ({ taskId: testId(), caseId, kind: 'other', dueAt: soon() }),
  },
  'task.finish': { kind: 'case', stage: 'case', input: ({ taskId }) => ({ taskId }) },
  'referral.draft': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, needId, offerId }) => ({
      referralId: testId(),
      caseId,
      needId,
      offerId,
      urgency: 'U2',
      sharedItems: ['age'],
    }),
  },
  'referral.send': { kind: 'case', stage: 'draft', input: ({ referralId }) => ({ referralId }) },
  'referral.acknowledge': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }, by) => ({ referralId, ...told(by) }),
  },
  'referral.accept': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }, by) => ({ referralId, ...told(by) }),
  },
  'referral.waitlist': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }, by) => ({ referralId, expectedOn: soon().slice(0, 10), ...told(by) }),
  },
  'referral.decline': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }, by) => ({ referralId, reason: 'no_capacity', ...told(by) }),
  },
  'referral.ask_information': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }, by) => ({ referralId, question: 'كم عمر الطفل؟', ...told(by) }),
  },
  'referral.answer_information': {
    kind: 'case',
    stage: 'asked',
    input: ({ referralId }) => ({ referralId, answer: 'سبع سنوات' }),
  },
  'referral.set_appointment': {
    kind: 'both sides',
    stage: 'accepted',
    input: ({ referralId }, by) => ({ referralId, appointment: { at: soon() }, ...told(by) }),
  },
  'referral.note_appointment': {
    kind: 'both sides',
    stage: 'appointed',
    input: ({ referralId }, by) => ({ referralId, status: 'cancelled', ...told(by) }),
  },
  'referral.start': {
    kind: 'both sides',
    stage: 'accepted',
    input: ({ referralId }, by) => ({ referralId, ...told(by) }),
  },
  'referral.hold': {
    kind: 'both sides',
    stage: 'serving',
    input: ({ referralId }, by) => ({ referralId, reason: 'awaiting_documents', ...told(by) }),
  },
  'referral.complete': {
    kind: 'both sides',
    stage: 'serving',
    input: ({ referralId }, by) => ({ referralId, outcome: 'need_met', ...told(by) }),
  },
  'referral.fail': {
    kind: 'both sides',
    stage: 'serving',
    input: ({ referralId }, by) => ({ referralId, reason: 'unreachable', ...told(by) }),
  },
  'referral.add_note': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }) => ({ referralId, note: 'نتابع' }),
  },
  'referral.ask_cancel': {
    kind: 'case',
    stage: 'accepted',
    input: ({ referralId }) => ({ referralId, reason: 'person_moved' }),
  },
  'referral.cancel': {
    kind: 'both sides',
    stage: 'sent',
    input: ({ referralId }) => ({ referralId, reason: 'person_withdrew' }),
  },
  'referral.mark_error': { kind: 'case', stage: 'sent', input: ({ referralId }) => ({ referralId }) },
  'referral.tell_person': { kind: 'case', stage: 'sent', input: ({ referralId }) => ({ referralId }) },
  'referral.confirm': {
    kind: 'case',
    stage: 'completed',
    input: ({ referralId }) => ({ referralId, received: true, helped: true }),
  },
  'referral.dispute': {
    kind: 'case',
    stage: 'completed',
    input: ({ referralId }) => ({ referralId, received: false }),
  },
  'link.make': {
    kind: 'case',
    stage: 'sent',
    input: ({ referralId }) => ({
      linkId: testId(),
      referralId,
      step: 'answer',
      token: newToken(),
      word: linkWord,
    }),
  },
  'link.revoke': { kind: 'case', stage: 'sent', input: ({ linkId }) => ({ linkId }) },
  'alert.seen': { kind: 'own alert', stage: 'sent', input: ({ alertId }) => ({ alertId }) },
  'offer.set_capacity': {
    kind: 'own offer',
    stage: 'case',
    input: ({ offerId }) => ({ offerId, capacity: 'yes' }),
  },
  'offer.confirm': { kind: 'own offer', stage: 'case', input: ({ offerId }) => ({ offerId }) },
  'offer.save': {
    kind: 'own offer',
    stage: 'case',
    input: ({ offerId }) => ({
      offerId,
      siteId: world.sites.bridges,
      service: 'DOC.BIRTH',
      names: { ar: 'شهادة ولادة', en: 'Birth certificate' },
      areas: [world.places.ninewa],
    }),
  },
  'account.add': {
    kind: 'self',
    stage: 'case',
    input: () => ({
      accountId: testId(),
      login: `new.${testId().slice(-12)}`,
      displayName: 'متخيل',
      roles: [{ role: 'intake_worker', siteId: null }],
      password: 'orchard-of-figs-19',
    }),
  },
  'account.change': {
    kind: 'administers',
    stage: 'case',
    input: ({ accountId }) => ({ accountId, displayName: 'متخيل' }),
  },
  'account.reset_password': {
    kind: 'administers',
    stage: 'case',
    input: ({ accountId }) => ({ accountId, password: 'orchard-of-figs-19' }),
  },
  'account.issue_code': {
    kind: 'administers',
    stage: 'case',
    input: ({ accountId }) => ({ codeId: testId(), accountId, code: 'kf7m-pq2x-9wnd-3hre' }),
  },
  'account.ask_factor_reset': {
    kind: 'administers',
    stage: 'case',
    input: ({ accountId }) => ({ resetId: testId(), accountId }),
  },
  'account.approve_factor_reset': {
    kind: 'administers',
    stage: 'case',
    input: ({ accountId }) => ({ resetId: accountId }),
  },
  'organisation.set_factor_roles': { kind: 'self', stage: 'case', input: () => ({ roles: [] }) },
  'account.leave': { kind: 'administers', stage: 'case', input: ({ accountId }) => ({ accountId }) },
  'unusual.review': {
    kind: 'administers',
    stage: 'case',
    input: ({ unusualId }) => ({ unusualId, verdict: 'explained' }),
  },
  'account.choose_language': { kind: 'self', stage: 'case', input: () => ({ locale: 'ckb' }) },
}
