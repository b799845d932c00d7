import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { addHours } from '../places/calendar.ts'
import { exportFormats, exportPurposes, leastReason } from './export-codes.ts'

/** A weekend lies within (proposal): who asks on Thursday is answered on Sunday. */
const hoursToDecide = 96
/** From approval to fetching it, once (DP-03 wants an expiry; the hours are a proposal). */
const hoursToFetch = 24

/**
 * Asks for a list with sensitive (C3) columns: telephone, needs, documents, exact place. Nothing leaves until the officer
 * of data protection, who is somebody else, has agreed (DP-03).
 */
export const askExport = action({
  name: 'export.ask',
  input: z.strictObject({
    exportId: id,
    format: z.enum(exportFormats),
    purpose: z.enum(exportPurposes),
    reason: text(500).check(z.minLength(leastReason)),
  }),
  root: { kind: 'none' },
  needs: {},
  decide(_known, { exportId, format, purpose, reason }, { who, now }) {
    const expiresAt = addHours(now, hoursToDecide)
    return {
      changes: [
        {
          op: 'insert',
          table: 'export_log',
          row: {
            id: exportId,
            organisationId: who.organisationId,
            accountId: who.accountId,
            what: 'cases',
            format,
            purpose,
            reason,
            madeAt: now,
            expiresAt,
            sensitive: true,
          },
        },
      ],
      result: { exportId, expiresAt },
      audit: { export: exportId, what: 'cases', format, purpose, sensitive: true },
    }
  },
})

/** The second person's word; whoever asked is told. */
export const decideExport = action({
  name: 'export.decide',
  input: z.strictObject({
    exportId: id,
    isApproved: z.boolean(),
    /** Why not. */
    reason: z.optional(text(500)),
  }),
  root: { kind: 'none' },
  needs: { exportAsked: ({ exportId }) => exportId },
  decide({ exportAsked }, { exportId, isApproved, reason }, { who, now, newId }) {
    if (exportAsked === undefined || !exportAsked.sensitive) refuse('export.not_found')
    if (exportAsked.accountId === who.accountId) refuse('export.two_people')
    if (exportAsked.isDecided) refuse('export.decided')
    if (exportAsked.expiresAt <= now) refuse('export.over')
    if (!isApproved && reason === undefined) refuse('input.invalid', { field: 'reason', problem: 'missing' })
    const expiresAt = addHours(now, hoursToFetch)
    return {
      changes: [
        {
          op: 'insert',
          table: 'export_decision',
          row: {
            exportId,
            organisationId: who.organisationId,
            isApproved,
            reason: reason ?? null,
            decidedAt: now,
            decidedBy: who.accountId,
            expiresAt,
          },
        },
        {
          op: 'insert',
          table: 'alert',
          row: {
            id: newId(),
            organisationId: who.organisationId,
            accountId: exportAsked.accountId,
            kind: 'desk.export_decided',
            level: 0,
            at: now,
          },
        },
      ],
      result: { exportId, expiresAt },
      audit: { export: exportId, isApproved },
    }
  },
})
