import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'
import { beganAt, channels, requestClocks, requestKinds, requestOutcomes } from './desk-rules.ts'

/**
 * Somebody wants to see, correct, take along, object to or erase what is written about them. Whoever they say it to
 * writes it down in their words; it goes to the officer of data protection, and nobody else sees it again.
 */
export const recordDataRequest = action({
  name: 'data_request.record',
  input: z.strictObject({
    requestId: id,
    /** Of whoever asks, where they have a case that the recorder sees. */
    caseId: z.optional(id),
    /** As it stands on the person's paper, where the recorder sees no case. */
    caseCode: z.optional(line(40)),
    kind: z.enum(requestKinds),
    channel: z.enum(channels),
    said: text(2000),
    /** How the answer reaches them safely. */
    reach: line(200),
    askedOn: z.optional(day),
  }),
  root: { kind: 'none' },
  needs: { reference: true, case: ({ caseId }) => caseId },
  decide({ reference, case: file }, input, { who, now, today }) {
    if (input.caseId !== undefined && file === undefined) refuse('case.not_found')
    const { askedOn = today } = input
    if (askedOn > today) refuse('date.in_future', { field: 'askedOn' })
    const calendar = reference.calendarOf(file?.placeCode ?? null)
    const clocks = requestClocks(beganAt(askedOn, today, now, calendar), calendar)
    return {
      changes: [
        {
          op: 'insert',
          table: 'data_request',
          row: {
            id: input.requestId,
            organisationId: who.organisationId,
            caseId: file?.id ?? null,
            caseCode: file?.code ?? input.caseCode ?? null,
            kind: input.kind,
            channel: input.channel,
            said: input.said,
            reach: input.reach,
            askedOn,
            recordedAt: now,
            recordedBy: who.accountId,
            ...clocks,
          },
        },
      ],
      result: { requestId: input.requestId, ...clocks },
      audit: { kind: input.kind },
    }
  },
})

/** The person was told that it arrived and by when it is answered. */
export const acknowledgeDataRequest = action({
  name: 'data_request.acknowledge',
  input: z.strictObject({ requestId: id }),
  root: { kind: 'none' },
  needs: { dataRequest: ({ requestId }) => requestId },
  decide({ dataRequest }, { requestId }, { who, now }) {
    if (dataRequest === undefined) refuse('desk.not_found')
    if (dataRequest.answeredAt !== null) refuse('desk.answered')
    if (dataRequest.acknowledgedAt !== null) return { changes: [], result: { requestId } }
    return {
      changes: [
        {
          op: 'update',
          table: 'data_request',
          key: requestId,
          set: { acknowledgedAt: now, acknowledgedBy: who.accountId },
        },
      ],
      result: { requestId },
    }
  },
})

/** What was decided and told to the person. Correcting or erasing itself is done where the record is. */
export const answerDataRequest = action({
  name: 'data_request.answer',
  input: z.strictObject({ requestId: id, outcome: z.enum(requestOutcomes), answer: text(2000) }),
  root: { kind: 'none' },
  needs: { dataRequest: ({ requestId }) => requestId },
  decide({ dataRequest }, { requestId, outcome, answer }, { who, now }) {
    if (dataRequest === undefined) refuse('desk.not_found')
    if (dataRequest.answeredAt !== null) refuse('desk.answered')
    return {
      changes: [
        {
          op: 'update',
          table: 'data_request',
          key: requestId,
          set: {
            ...(dataRequest.acknowledgedAt === null
              ? { acknowledgedAt: now, acknowledgedBy: who.accountId }
              : {}),
            answeredAt: now,
            answeredBy: who.accountId,
            outcome,
            answer,
          },
        },
      ],
      result: { requestId },
      audit: { kind: dataRequest.kind, outcome },
    }
  },
})
