import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { caseEvent, caseOrRefuse } from './case-rules.ts'
import { fileKinds, isSound, removalReasons, soundAgreements } from './file-kinds.ts'

/** Health and damage say more than who somebody is: they are sensitive (C3) whatever else is said. */
const alwaysSensitive: readonly string[] = ['medical', 'damage']

/**
 * Bytes that this account sent before become a file of the case; personal (C2) unless it says more. Like a note it can be
 * added to a closed case. Protected content (C4) is refused kindly: its files belong into a vault. A voice is sensitive
 * (C3), and is kept only where it is said how the person agreed to that.
 */
export const attachFile = action({
  name: 'file.attach',
  input: z.strictObject({
    fileId: id,
    caseId: id,
    uploadId: id,
    kind: z.enum(fileKinds),
    title: z.optional(line(120)),
    class: z.optional(z.int().check(z.minimum(2), z.maximum(4))),
    /** Of sound. */
    agreed: z.optional(z.enum(soundAgreements)),
    /** Of sound: the consent that the person is heard giving. */
    consentId: z.optional(id),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: {
    case: ({ caseId }) => caseId,
    upload: ({ uploadId }) => uploadId,
    consent: ({ consentId }) => consentId,
  },
  decide({ case: known, upload, consent }, given, circumstances) {
    const { fileId, uploadId, kind, title, class: wanted = 2, consentId } = given
    const file = caseOrRefuse(known)
    if (wanted === 4) refuse('case.protected_not_yet')
    if (upload === undefined || upload.isAttached) refuse('file.upload_not_found')
    if (consentId !== undefined && consent?.caseId !== file.id) refuse('consent.not_found')
    const agreed = agreementOrRefuse(upload.mediaType, given)
    return {
      changes: [
        {
          op: 'insert',
          table: 'file',
          row: {
            id: fileId,
            caseId: file.id,
            organisationId: file.organisationId,
            uploadId,
            class: alwaysSensitive.includes(kind) || isSound(upload.mediaType) ? 3 : wanted,
            kind,
            title: title ?? null,
            mediaType: upload.mediaType,
            size: upload.size,
            consentId: consentId ?? null,
            agreed,
            addedAt: circumstances.now,
            addedBy: circumstances.who.accountId,
          },
        },
        caseEvent(file, circumstances, 'file.attach', { ref: fileId, detail: { kind } }),
      ],
      result: { fileId },
      audit: { kind, size: upload.size, agreed },
    }
  },
})

/** How the person agreed to their voice being kept; null where nobody is heard. A picture says nothing of a consent. */
export function agreementOrRefuse(
  mediaType: string,
  { agreed, consentId }: { readonly agreed?: string | undefined; readonly consentId?: string | undefined },
): string | null {
  if (isSound(mediaType)) return agreed ?? refuse('file.agreement_missing')
  if (agreed !== undefined || consentId !== undefined) refuse('input.invalid')
  return null
}

/** Its bytes go at once and for good; that there was a file, of what kind and why it went stays in the story. */
export const removeFile = action({
  name: 'file.remove',
  input: z.strictObject({ caseId: id, fileId: id, reason: z.enum(removalReasons) }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId, file: ({ fileId }) => fileId },
  decide({ case: known, file }, { caseId, fileId, reason }, circumstances) {
    const found = caseOrRefuse(known)
    if (file?.caseId !== caseId) refuse('file.not_found')
    if (file.removedAt !== null) return { changes: [], result: { fileId } }
    const { now, who } = circumstances
    return {
      changes: [
        {
          op: 'update',
          table: 'file',
          key: fileId,
          set: { removedAt: now, removedBy: who.accountId, removalReason: reason, title: null },
        },
        caseEvent(found, circumstances, 'file.remove', { ref: fileId, detail: { kind: file.kind, reason } }),
      ],
      result: { fileId },
      audit: { reason },
    }
  },
})
