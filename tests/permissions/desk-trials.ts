import type { Permission } from '../../src/permissions/permissions.ts'
import { testId, world } from '../support/house.ts'
import type { Cast } from './cast.ts'
import type { Trial } from './trial.ts'

/**
 * The data protection desk of the ministry. Whoever may put something in does so for their own organisation; the officers
 * work on what lies in theirs, whatever case is at hand.
 */
const put = { kind: 'self', stage: 'case' } as const
const work = { kind: 'administers', stage: 'on desk' } as const

export const deskTrials = {
  'data_request.record': {
    ...put,
    input: () => ({
      requestId: testId(),
      kind: 'see',
      channel: 'in_person',
      said: 'ماذا كتبتم عني؟',
      reach: 'في المكتب',
    }),
  },
  'data_request.acknowledge': { ...work, input: ({ deskId }) => ({ requestId: deskId }) },
  'data_request.answer': {
    ...work,
    input: ({ deskId }) => ({ requestId: deskId, outcome: 'granted', answer: 'سُلّمت نسخة' }),
  },
  'legal_request.record': {
    ...put,
    input: () => ({
      requestId: testId(),
      authority: 'police',
      authorityName: 'مركز شرطة متخيل',
      asks: 'أسماء',
    }),
  },
  'legal_request.answer': {
    ...work,
    input: ({ deskId }) => ({ requestId: deskId, outcome: 'nothing_given' }),
  },
  'breach.report': {
    ...put,
    input: () => ({ breachId: testId(), kind: 'lost_paper', what: 'ضاع ظرف' }),
  },
  'breach.note_step': { ...work, input: ({ deskId }) => ({ breachId: deskId, step: 'taken' }) },
  'complaint.record': {
    ...put,
    input: () => ({
      complaintId: testId(),
      kind: 'misconduct',
      channel: 'in_person',
      isAnonymous: true,
      text: 'صرخ في وجهي',
    }),
  },
  'hold.place': {
    ...work,
    input: ({ caseCode }) => ({ holdId: testId(), code: caseCode, reason: 'دعوى', lawyer: 'محامية متخيلة' }),
  },
  'hold.lift': { ...work, input: ({ deskId }) => ({ holdId: deskId }) },
  'export.decide': { ...work, input: ({ deskId }) => ({ exportId: deskId, isApproved: true }) },
  'retention.approve': { ...work, input: ({ deskId }) => ({ listId: deskId }) },
  'complaint.note_step': {
    ...work,
    input: ({ deskId }) => ({ complaintId: deskId, stepId: testId(), state: 'acknowledged', text: 'أُبلغت' }),
  },
} as const satisfies Partial<Record<Permission, Trial>>

/** One of each, lying with the ministry, under one id; the case at hand is held. Answers its code. */
export async function layOnDesk(cast: Cast, deskId: string, caseId: string): Promise<string> {
  const { done } = cast.of('data_protection_officer', 'mosul')
  await done('data_request.record', { ...deskTrials['data_request.record'].input(), requestId: deskId })
  await done('legal_request.record', { ...deskTrials['legal_request.record'].input(), requestId: deskId })
  const worker = cast.of('caseworker', 'mosul')
  await worker.done('breach.report', { ...deskTrials['breach.report'].input(), breachId: deskId })
  await cast.behind(
    `insert into legal_hold (id, organisation_id, case_id, case_code, reason, lawyer, placed_at, placed_by)
    select $1, organisation_id, id, code, 'x', 'x', now(), officer_id from case_file where id = $2`,
    [deskId, caseId],
  )
  // one list at a time waits for an organisation
  await cast.behind(`update retention_list set done_at = now() where organisation_id = $1`, [
    world.organisations.ministry,
  ])
  await cast.behind(`insert into retention_list (id, organisation_id, made_at) values ($1, $2, now())`, [
    deskId,
    world.organisations.ministry,
  ])
  const supervisor = cast.of('case_supervisor', 'hamdaniya')
  await supervisor.done('export.ask', {
    exportId: deskId,
    format: 'csv',
    purpose: 'audit',
    reason: 'زيارة متابعة متخيلة',
  })
  await worker.done('complaint.record', { ...deskTrials['complaint.record'].input(), complaintId: deskId })
  const [row] = await cast.behind<{ code: string }>('select code from case_file where id = $1', [caseId])
  return row?.code ?? ''
}
