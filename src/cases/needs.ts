import * as z from 'zod/mini'
import { type Change, action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Programme } from '../programmes/programme.ts'
import { choicesOf } from '../programmes/rules.ts'
import type { NeedRow } from '../records/rows.ts'
import { blockedBy, documentsNeededFor, isProtected, isService } from '../services/taxonomy.ts'
import { caseEvent, choiceOrRefuse, openCaseOrRefuse, pastOrRefuse, programmeOf } from './case-rules.ts'
import { unblockers } from './unblock.ts'

/** Needs that still wait for something. */
export const openNeedStates: readonly string[] = ['open', 'planned', 'referred', 'partly_met']

const severity = z.int().check(z.minimum(1), z.maximum(4))
/** The person's own order; 1 comes first. */
const priority = z.int().check(z.minimum(1), z.maximum(99))

/**
 * A need in the person's words becomes a service of the taxonomy. A missing document that blocks it is offered as a need
 * of its own (`suggests`), or tied to it where it is there already.
 */
export const recordNeed = action({
  name: 'need.record',
  input: z.strictObject({
    needId: id, caseId: id, service: z.string().check(z.maxLength(20)), severity, priority,
    memberId: z.optional(id), statedByPerson: z.optional(z.boolean()), happenedOn: z.optional(day),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: {
    reference: true, case: ({ caseId }) => caseId, needs: ({ caseId }) => caseId,
    members: ({ memberId, caseId }) => (memberId === undefined ? undefined : caseId),
  },
  decide({ reference, case: known, members, needs }, given, circumstances) {
    const { who, now, today } = circumstances
    const file = openCaseOrRefuse(known)
    if (!isService(given.service)) refuse('need.service_unknown', { field: 'service' })
    // Not even the refusal says which: its words are kept.
    if (isProtected(given.service)) refuse('case.protected_not_yet')
    const happenedOn = pastOrRefuse(given.happenedOn ?? today, today, 'happenedOn')
    if (given.memberId !== undefined && !members?.some((member) => member.id === given.memberId && member.removedAt === null))
      refuse('record.not_found', { field: 'memberId' })
    const open = needs.filter((need) => openNeedStates.includes(need.state))
    const held = servicesOfDocuments(programmeOf(reference, file), file.documentsHeld ?? [])
    const documents = documentsNeededFor(given.service).filter((document) => !held.includes(document))
    const blocks = [...blockedBy(given.service)]
    const row: NeedRow = {
      id: given.needId, caseId: file.id, organisationId: file.organisationId, memberId: given.memberId ?? null, service: given.service,
      severity: given.severity, priority: given.priority, state: 'open', statedByPerson: given.statedByPerson ?? true, blocks,
      unblocksNeedId: open.find((need) => blocks.includes(need.service))?.id ?? null, unmetReason: null,
      happenedOn, enteredAt: now, enteredBy: who.accountId,
    }
    const unblocker = open.find((need) => need.unblocksNeedId === null && documents.includes(need.service))
    const tied: Change[] = unblocker ? [{ op: 'update', table: 'need', key: unblocker.id, set: { unblocksNeedId: row.id } }] : []
    // Only of documents somebody asked about: silence is not a missing paper.
    const missing = file.documentsHeld === null ? [] : documents
    return {
      changes: [
        { op: 'insert', table: 'need', row },
        ...tied,
        caseEvent(file, circumstances, 'need.record', { ref: row.id, happenedOn, detail: { service: row.service, severity: row.severity, priority: row.priority } }),
      ],
      result: {
        needId: row.id, state: row.state, blocks, unblocksNeedId: row.unblocksNeedId,
        suggests: unblockers(missing, [...open.map((need) => need.service), row.service], blockedBy),
      },
    }
  },
})

/** The services that need not be asked for, because the person holds the paper they give. */
function servicesOfDocuments(programme: Programme, documents: readonly string[]): string[] {
  return choicesOf(programme, 'document').flatMap(({ code: document, service }) => (service && documents.includes(document) ? [service] : []))
}

function openNeedOrRefuse<Need extends NeedRow & { readonly case: Parameters<typeof openCaseOrRefuse>[0] }>(need: Need | undefined): Need {
  if (!need) refuse('need.not_found')
  openCaseOrRefuse(need.case)
  return need
}

/** The person's order and the severity change with time; a need that was closed by mistake is opened again. */
export const changeNeed = action({
  name: 'need.change',
  input: z.strictObject({ needId: id, severity: z.optional(severity), priority: z.optional(priority), state: z.optional(z.enum(['open', 'planned'])) }),
  root: { kind: 'need', id: ({ needId }) => needId },
  needs: { need: ({ needId }) => needId },
  decide({ need: known }, { needId, ...given }, circumstances) {
    const need = openNeedOrRefuse(known)
    if (!openNeedStates.includes(need.state) && given.state === undefined) refuse('need.closed', { state: need.state })
    // A referral on its way leads the need.
    if (need.state === 'referred' && given.state !== undefined) refuse('case.open_referrals', { needId })
    const set = { ...given, ...(given.state === undefined ? {} : { unmetReason: null }) }
    const from = { severity: need.severity, priority: need.priority, state: need.state }
    return {
      changes: [
        { op: 'update', table: 'need', key: needId, set: set as Partial<NeedRow> },
        caseEvent(need.case, circumstances, 'need.change', { ref: needId, detail: { service: need.service, from, to: { ...from, ...given } } }),
      ],
      result: { needId, state: given.state ?? need.state },
    }
  },
})

/** Met, met in part, not met (and why), or no longer wanted: said by the officer, without a referral. */
export const closeNeed = action({
  name: 'need.close',
  input: z.strictObject({ needId: id, state: z.enum(['met', 'partly_met', 'not_met', 'withdrawn']), reason: z.optional(code) }),
  root: { kind: 'need', id: ({ needId }) => needId },
  needs: { reference: true, need: ({ needId }) => needId },
  decide({ reference, need: known }, { needId, state, reason }, circumstances) {
    const need = openNeedOrRefuse(known)
    if (!openNeedStates.includes(need.state)) refuse('need.closed', { state: need.state })
    if (need.state === 'referred') refuse('case.open_referrals', { needId })
    if (state === 'not_met' && reason === undefined) refuse('input.invalid', { field: 'reason', problem: 'needed' })
    if (reason !== undefined) choiceOrRefuse(programmeOf(reference, need.case), 'unmetReason', reason, 'reason')
    return {
      changes: [
        { op: 'update', table: 'need', key: needId, set: { state, unmetReason: reason ?? null } },
        caseEvent(need.case, circumstances, 'need.close', { ref: needId, detail: { service: need.service, from: need.state, to: state, reason: reason ?? null } }),
      ],
      result: { needId, state },
    }
  },
})
