import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { guardOrRefuse, protectedKind } from './vault-rules.ts'

/**
 * A certified officer opens the vault of their own case for one kind. The case says nothing of it: no event, no new
 * revision. Where another team keeps one of that kind, this is a second one, and neither team learns of the other.
 */
export const openVault = action({
  name: 'vault.open',
  input: z.strictObject({ vaultId: id, caseId: id, kind: protectedKind }),
  root: { kind: 'none' },
  needs: { guard: ({ caseId }) => caseId },
  decide({ guard }, { vaultId, kind }, { who, now }) {
    const { case: file, certified, vaults } = guardOrRefuse(guard)
    if (!certified.includes(kind)) refuse('vault.not_certified', { kind })
    if (file.officerId !== who.accountId) refuse('vault.not_your_case')
    if (vaults.some((vault) => vault.kind === kind)) refuse('vault.already_open')
    return {
      changes: [
        {
          op: 'insert',
          table: 'vault',
          row: {
            id: vaultId,
            caseId: file.id,
            organisationId: file.organisationId,
            kind,
            openedAt: now,
            openedBy: who.accountId,
          },
        },
        {
          op: 'call',
          function: 'join_vault',
          args: [vaultId, who.accountId],
          otherwise: 'vault.member_not_certified',
        },
      ],
      result: { vaultId },
      audit: { vaultId, kind },
    }
  },
})
