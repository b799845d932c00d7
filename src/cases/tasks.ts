import * as z from 'zod/mini'
import { type Circumstances, action } from '../actions/action.ts'
import { code, id, instant } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'
import { supervisingRoles } from '../permissions/roles.ts'
import type { Knowledge } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'
import { caseAlert, caseEvent, choiceOrRefuse, dueBy, openCaseOrRefuse, programmeOf } from './case-rules.ts'

/** Something to do until a time, by its officer unless somebody else who sees the case is named. */
export const addTask = action({
  name: 'task.add',
  input: z.strictObject({
    taskId: id,
    caseId: id,
    kind: code,
    dueAt: instant,
    text: z.optional(text(1000)),
    assigneeId: z.optional(id),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId, account: ({ assigneeId }) => assigneeId },
  decide({ reference, case: known, account }, given, circumstances) {
    const file = openCaseOrRefuse(known)
    const { taskId, kind, dueAt, assigneeId = file.officerId } = given
    choiceOrRefuse(programmeOf(reference, file), 'taskKind', kind, 'kind')
    if (!seesCase(assigneeId, account, file, circumstances))
      refuse('case.officer_not_found', { field: 'assigneeId' })
    return {
      changes: [
        {
          op: 'insert',
          table: 'task',
          row: {
            id: taskId,
            caseId: file.id,
            organisationId: file.organisationId,
            kind,
            text: given.text ?? null,
            dueAt,
            assigneeId,
            referralId: null,
            madeAt: circumstances.now,
          },
        },
        caseEvent(file, circumstances, 'task.add', { ref: taskId, detail: { kind, dueAt } }),
        ...(assigneeId === circumstances.who.accountId
          ? []
          : [caseAlert(file, circumstances, 'case.task_given', { accountId: assigneeId })]),
      ],
      result: { taskId },
    }
  },
})

/** A task that its assignee cannot see would be done by nobody. */
function seesCase(
  assigneeId: string,
  account: Knowledge['account'],
  file: CaseRow,
  { who }: Circumstances,
): boolean {
  if (assigneeId === file.officerId || assigneeId === who.accountId) return true
  const supervising: readonly string[] = supervisingRoles
  return (
    account?.state === 'active' &&
    account.roles.some(
      ({ role, siteId }) => supervising.includes(role) && (siteId === null || siteId === file.siteId),
    )
  )
}

const contactKinds: readonly string[] = ['contact', 'ask_person']

/**
 * Done, and how it went. After speaking with the person the next contact is planned at once, by the limit of the urgency
 * unless a time is named: an open case never falls silent.
 */
export const finishTask = action({
  name: 'task.finish',
  input: z.strictObject({ taskId: id, result: z.optional(line(500)), nextContactAt: z.optional(instant) }),
  root: { kind: 'task', id: ({ taskId }) => taskId },
  needs: { reference: true, task: ({ taskId }) => taskId },
  decide({ reference, task }, given, circumstances) {
    const { who, now } = circumstances
    if (!task) refuse('task.not_found')
    if (task.doneAt !== null) refuse('task.done', { doneAt: task.doneAt })
    const file = openCaseOrRefuse(task.case)
    const contacted = contactKinds.includes(task.kind)
    if (contacted && given.result !== undefined)
      choiceOrRefuse(programmeOf(reference, file), 'contactResult', given.result, 'result')
    if (given.nextContactAt !== undefined && given.nextContactAt <= (circumstances.writtenAt ?? now))
      refuse('input.invalid', { field: 'nextContactAt', problem: 'in_past' })
    const planned = file.nextContactAt !== null && file.nextContactAt > now ? file.nextContactAt : null
    const nextContactAt =
      given.nextContactAt ??
      planned ??
      (contacted ? dueBy(reference, file, 'followUp', now) : file.nextContactAt)
    return {
      changes: [
        {
          op: 'update',
          table: 'task',
          key: task.id,
          set: { doneAt: now, doneBy: who.accountId, result: given.result ?? null },
        },
        ...(nextContactAt === file.nextContactAt
          ? []
          : [{ op: 'update', table: 'case_file', key: file.id, set: { nextContactAt } } as const]),
        // The words of an ordinary task stay in the task; a contact's result is a code.
        caseEvent(file, circumstances, 'task.finish', {
          ref: task.id,
          detail: {
            kind: task.kind,
            ...(contacted && given.result !== undefined ? { result: given.result } : {}),
          },
        }),
      ],
      result: { taskId: task.id, nextContactAt },
    }
  },
})
