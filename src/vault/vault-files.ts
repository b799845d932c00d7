import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { fileKinds, removalReasons, soundAgreements } from '../cases/file-kinds.ts'
import { agreementOrRefuse } from '../cases/files.ts'
import { entryOf, type MaybeSealed, vaultOrRefuse } from './vault-rules.ts'

const attaching = z.strictObject({
  /** As the upload answered it: bytes that this account sent for this vault, sealed before they were kept. */
  uploadId: id,
  vaultId: id,
  /** Sealed by the server before the decision, which never sees it. */
  file: z.strictObject({ kind: z.enum(fileKinds), title: z.nullable(line(120)) }),
  /** Of sound: how the person agreed to it being kept. */
  agreed: z.optional(z.enum(soundAgreements)),
})

/** Sealed bytes become a file of the vault. It is there for the team at once, and nowhere else. */
export const attachVaultFile = action<z.infer<typeof attaching> & MaybeSealed, 'vault' | 'vaultFile'>({
  name: 'vault.attach_file',
  input: attaching,
  root: { kind: 'none' },
  needs: { vault: ({ vaultId }) => vaultId, vaultFile: ({ uploadId }) => uploadId },
  decide({ vault, vaultFile }, given, circumstances) {
    const found = vaultOrRefuse(vault)
    if (vaultFile?.vaultId !== found.id || !vaultFile.isMine || vaultFile.isAttached)
      refuse('file.upload_not_found')
    const agreed = agreementOrRefuse(vaultFile.mediaType, given)
    const { uploadId: fileId } = given
    const entry = { id: fileId, form: 'file', happenedOn: circumstances.today, correctsId: null } as const
    return {
      changes: [entryOf(found, circumstances, entry, given)],
      result: { fileId },
      audit: { vaultId: found.id, fileId, agreed },
    }
  },
})

/** Its bytes go at once and for good; that there was a file, and why it went, the team still sees. */
export const removeVaultFile = action({
  name: 'vault.remove_file',
  input: z.strictObject({ fileId: id, reason: z.enum(removalReasons) }),
  root: { kind: 'none' },
  needs: { vaultFile: ({ fileId }) => fileId },
  decide({ vaultFile }, { fileId, reason }, { now, who }) {
    if (!vaultFile?.isAttached) refuse('file.not_found')
    if (vaultFile.removedAt !== null) return { changes: [], result: { fileId } }
    return {
      changes: [
        {
          op: 'update',
          table: 'vault_file',
          key: fileId,
          set: { removedAt: now, removedBy: who.accountId, removalReason: reason },
        },
      ],
      result: { fileId },
      audit: { vaultId: vaultFile.vaultId, fileId, reason },
    }
  },
})
