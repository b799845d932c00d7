import * as z from 'zod/mini'
import { type Change, action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Programme } from '../programmes/programme.ts'
import { choicesOf } from '../programmes/rules.ts'
import type { NeedRow } from '../records/rows.ts'
import { blockedBy, documentsNeededFor, isProtected, isService } from '../services/taxonomy.ts'
import { caseEvent, openCaseOrRefuse, pastOrRefuse, programmeOf } from './case-rules.ts'
import { openNeedStates, priority, severity } from './needs.ts'
import { unblockers } from './unblock.ts'

/**
 * A need in the person's words becomes a service of the taxonomy. A missing document that blocks it is offered as a need
 * of its own (`suggests`), or tied to it where it is there already.
 */
export const recordNeed = action({
  name: 'need.record',
  input: z.strictObject({
    needId: id,
    caseId: id,
    service: z.string().check(z.maxLength(20)),
    severity,
    priority,
    memberId: z.optional(id),
    statedByPerson: z.optional(z.boolean()),
    happenedOn: z.optional(day),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: {
    reference: true,
    case: ({ caseId }) => caseId,
    needs: ({ caseId }) => caseId,
    members: ({ memberId, caseId }) => (memberId === undefined ? undefined : caseId),
  },
  decide({ reference, case: known, members, needs }, given, circumstances) {
    const { who, now, today } = circumstances
    const file = openCaseOrRefuse(known)
    if (!isService(given.service)) refuse('need.service_unknown', { field: 'service' })
    // Not even the refusal says which: its words are kept.
    if (isProtected(given.service)) refuse('case.protected_not_yet')
    const happenedOn = pastOrRefuse(given.happenedOn ?? today, today, 'happenedOn')
    if (
      given.memberId !== undefined &&
      !members?.some((member) => member.id === given.memberId && member.removedAt === null)
    )
      refuse('record.not_found', { field: 'memberId' })
    const open = needs.filter((need) => openNeedStates.includes(need.state))
    const held = servicesOfDocuments(programmeOf(reference, file), file.documentsHeld ?? [])
    const documents = documentsNeededFor(given.service).filter((document) => !held.includes(document))
    const blocks = [...blockedBy(given.service)]
    const row: NeedRow = {
      id: given.needId,
      caseId: file.id,
      organisationId: file.organisationId,
      memberId: given.memberId ?? null,
      service: given.service,
      severity: given.severity,
      priority: given.priority,
      state: 'open',
      statedByPerson: given.statedByPerson ?? true,
      blocks,
      unblocksNeedId: open.find((need) => blocks.includes(need.service))?.id ?? null,
      unmetReason: null,
      happenedOn,
      enteredAt: now,
      enteredBy: who.accountId,
    }
    const unblocker = open.find((need) => need.unblocksNeedId === null && documents.includes(need.service))
    const tied: Change[] = unblocker
      ? [{ op: 'update', table: 'need', key: unblocker.id, set: { unblocksNeedId: row.id } }]
      : []
    // Only of documents somebody asked about: silence is not a missing paper.
    const missing = file.documentsHeld === null ? [] : documents
    return {
      changes: [
        { op: 'insert', table: 'need', row },
        ...tied,
        caseEvent(file, circumstances, 'need.record', {
          ref: row.id,
          happenedOn,
          detail: { service: row.service, severity: row.severity, priority: row.priority },
        }),
      ],
      result: {
        needId: row.id,
        state: row.state,
        blocks,
        unblocksNeedId: row.unblocksNeedId,
        suggests: unblockers(missing, [...open.map((need) => need.service), row.service], blockedBy),
      },
    }
  },
})

/** The services that need not be asked for, because the person holds the paper they give. */
function servicesOfDocuments(programme: Programme, documents: readonly string[]): string[] {
  return choicesOf(programme, 'document').flatMap(({ code: document, service }) =>
    service && documents.includes(document) ? [service] : [],
  )
}
