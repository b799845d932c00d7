import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'
import { authorities, beganAt, legalDue, legalOutcomes, tellings } from './desk-rules.ts'

/** Police, a court or another authority demands something. Only the officer of data protection writes it down and sees it (DP-52). */
export const recordLegalRequest = action({
  name: 'legal_request.record',
  input: z.strictObject({
    requestId: id,
    authority: z.enum(authorities),
    authorityName: line(160),
    /** Number and date of the letter. */
    letter: z.optional(line(120)),
    receivedOn: z.optional(day),
    asks: text(4000),
  }),
  root: { kind: 'none' },
  needs: { reference: true },
  decide({ reference }, input, { who, now, today }) {
    const { receivedOn = today } = input
    if (receivedOn > today) refuse('date.in_future', { field: 'receivedOn' })
    const calendar = reference.calendarOf(null)
    const answerDueAt = legalDue(beganAt(receivedOn, today, now, calendar), calendar)
    return {
      changes: [
        {
          op: 'insert',
          table: 'legal_request',
          row: {
            id: input.requestId,
            organisationId: who.organisationId,
            authority: input.authority,
            authorityName: input.authorityName,
            letter: input.letter ?? null,
            receivedOn,
            asks: input.asks,
            recordedAt: now,
            recordedBy: who.accountId,
            answerDueAt,
          },
        },
      ],
      result: { requestId: input.requestId, answerDueAt },
      audit: { authority: input.authority },
    }
  },
})

/** The answer that was given: nothing, or the minimum, and then only with a lawyer's name and word for word what it was. */
export const answerLegalRequest = action({
  name: 'legal_request.answer',
  input: z.strictObject({
    requestId: id,
    outcome: z.enum(legalOutcomes),
    lawyer: z.optional(line(160)),
    given: z.optional(text(4000)),
    personTold: z.optional(z.enum(tellings)),
  }),
  root: { kind: 'none' },
  needs: { legalRequest: ({ requestId }) => requestId },
  decide({ legalRequest }, { requestId, outcome, lawyer, given, personTold }, { who, now }) {
    if (legalRequest === undefined) refuse('desk.not_found')
    if (legalRequest.answeredAt !== null) refuse('desk.answered')
    const isGiven = outcome === 'minimum_given'
    if (isGiven && (lawyer === undefined || given === undefined || personTold === undefined))
      refuse('desk.lawyer_needed')
    return {
      changes: [
        {
          op: 'update',
          table: 'legal_request',
          key: requestId,
          set: {
            answeredAt: now,
            answeredBy: who.accountId,
            outcome,
            lawyer: lawyer ?? null,
            given: isGiven && given !== undefined ? given : null,
            personTold: personTold ?? null,
          },
        },
      ],
      result: { requestId },
      audit: { authority: legalRequest.authority, outcome },
    }
  },
})
