import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { text } from '../basics/text.ts'
import { askExport, decideExport } from './ask-export.ts'
import { exportFormats, exportKinds, exportPurposes, leastReason } from './export-codes.ts'

/** How long an export can be fetched by whoever asked for it. */
const openMinutes = 15

/**
 * Says what is taken out, for which purpose and why: the line stays, and the data protection officer reads it. Only then
 * can the file be fetched, by this account, for a quarter of an hour.
 */
export const makeExport = action({
  name: 'export.make',
  input: z.strictObject({
    exportId: id,
    what: z.enum(exportKinds),
    format: z.enum(exportFormats),
    purpose: z.enum(exportPurposes),
    reason: text(500).check(z.minLength(leastReason)),
  }),
  root: { kind: 'none' },
  needs: {},
  decide(_known, { exportId, what, format, purpose, reason }, { who, now }) {
    const expiresAt = new Date(Date.parse(now) + openMinutes * 60_000).toISOString()
    return {
      changes: [
        {
          op: 'insert',
          table: 'export_log',
          row: {
            id: exportId,
            organisationId: who.organisationId,
            accountId: who.accountId,
            what,
            format,
            purpose,
            reason,
            madeAt: now,
            expiresAt,
          },
        },
      ],
      result: { exportId, expiresAt },
      audit: { export: exportId, what, format, purpose },
    }
  },
})

export const reportsActions = [makeExport, askExport, decideExport] as const
