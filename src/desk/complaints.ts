import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'
import {
  complaintChannels,
  complaintClocks,
  complaintKinds,
  complaintOutcomes,
  complaintStates,
} from './desk-rules.ts'

/** What sealing leaves of the words: they reach no decision. */
export interface SealedComplaint {
  readonly sealed?:
    | { readonly master: string; readonly wrapped: Uint8Array; readonly ciphertext: Uint8Array }
    | undefined
}
export interface SealedStep {
  readonly sealed?: { readonly ciphertext: Uint8Array } | undefined
}

const complaining = z.strictObject({
  complaintId: id,
  kind: z.enum(complaintKinds),
  channel: z.enum(complaintChannels),
  isAnonymous: z.boolean(),
  /** An officer for complaints, when it is about one: that one never sees it. */
  againstAccountId: z.optional(id),
  text: text(6000),
  /** How the answer reaches whoever complains; nothing when that is not wanted. */
  reach: z.optional(line(200)),
})

/**
 * A complaint about staff goes past the case line: to the officer for complaints alone, sealed (C4). Whoever takes it
 * down does not see it again, nor does anybody above them.
 */
export const recordComplaint = action<
  z.infer<typeof complaining> & SealedComplaint,
  'reference' | 'complaintIsHeard' | 'account'
>({
  name: 'complaint.record',
  input: complaining,
  root: { kind: 'none' },
  needs: {
    reference: true,
    complaintIsHeard: ({ againstAccountId }) => againstAccountId ?? 'nobody',
    account: ({ againstAccountId }) => againstAccountId,
  },
  decide({ reference, complaintIsHeard, account }, input, { who, now }) {
    if (input.againstAccountId !== undefined && !account) refuse('account.not_found')
    if (!complaintIsHeard) refuse('complaint.nobody_to_hear')
    const { sealed } = input
    if (sealed === undefined) refuse('vault.no_key')
    const clocks = complaintClocks(input.kind, now, reference.calendarOf(null))
    return {
      changes: [
        {
          op: 'insert',
          table: 'complaint',
          row: {
            id: input.complaintId,
            organisationId: who.organisationId,
            kind: input.kind,
            channel: input.channel,
            isAnonymous: input.isAnonymous,
            receivedAt: now,
            recordedBy: who.accountId,
            againstAccountId: input.againstAccountId ?? null,
            ...clocks,
            ...sealed,
            movedAt: now,
          },
        },
      ],
      result: { complaintId: input.complaintId, ...clocks },
    }
  },
})

const stepping = z.strictObject({
  complaintId: id,
  stepId: id,
  state: z.enum(complaintStates),
  outcome: z.optional(z.enum(complaintOutcomes)),
  text: text(6000),
  /** The words are for whoever complained by the public page: they read them with code and word. */
  isAnswer: z.optional(z.boolean()),
})

const order: readonly string[] = ['received', ...complaintStates]

/** What was done about a complaint, and where it stands; it goes forward only. */
export const noteComplaintStep = action<z.infer<typeof stepping> & SealedStep, 'complaint'>({
  name: 'complaint.note_step',
  input: stepping,
  root: { kind: 'none' },
  needs: { complaint: ({ complaintId }) => complaintId },
  decide({ complaint }, { complaintId, stepId, state, outcome, isAnswer = false, sealed }, { who, now }) {
    if (complaint === undefined) refuse('desk.not_found')
    // nobody without a code could read it
    if (isAnswer && complaint.code === null) refuse('input.invalid', { field: 'isAnswer' })
    if (sealed === undefined) refuse('vault.no_key')
    const from = order.indexOf(complaint.state)
    const to = order.indexOf(state)
    if (to < from || complaint.state === 'closed') refuse('complaint.not_forward')
    const isDecided = to >= order.indexOf('decided') && from < order.indexOf('decided')
    const decided = isDecided ? (outcome ?? refuse('complaint.outcome_needed')) : null
    return {
      changes: [
        {
          op: 'insert',
          table: 'complaint_step',
          row: {
            id: stepId,
            complaintId,
            organisationId: complaint.organisationId,
            state,
            at: now,
            accountId: who.accountId,
            ciphertext: sealed.ciphertext,
            isAnswer,
          },
        },
        {
          op: 'update',
          table: 'complaint',
          key: complaintId,
          set: {
            state,
            movedAt: now,
            ...(complaint.state === 'received' ? { acknowledgedAt: now } : {}),
            ...(decided === null ? {} : { outcome: decided, decidedAt: now }),
            ...(state === 'closed' ? { closedAt: now } : {}),
          },
        },
      ],
      result: { complaintId },
      audit: { state, ...(isAnswer ? { isAnswer } : {}) },
    }
  },
})
