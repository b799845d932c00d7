import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { protectedKind, vaultAlert, vaultOrRefuse } from './vault-rules.ts'

/** Members bring in colleagues who are certified for the same kind; nobody else ever sees the vault. */
export const addVaultMember = action({
  name: 'vault.add_member',
  input: z.strictObject({ vaultId: id, accountId: id }),
  root: { kind: 'none' },
  needs: {
    vault: ({ vaultId }) => vaultId,
    account: ({ accountId }) => accountId,
    certificatesOf: ({ accountId }) => accountId,
  },
  decide({ vault, account, certificatesOf }, { vaultId, accountId }, circumstances) {
    const { kind, members } = vaultOrRefuse(vault)
    if (account?.organisationId !== circumstances.who.organisationId || account.state !== 'active')
      refuse('account.not_found')
    if (!certificatesOf.some((certificate) => certificate.kind === kind)) refuse('vault.member_not_certified')
    if (members.includes(accountId)) return { changes: [], audit: { vaultId, accountId } }
    return {
      changes: [
        {
          op: 'call',
          function: 'join_vault',
          args: [vaultId, accountId],
          otherwise: 'vault.member_not_certified',
        },
        ...(accountId === circumstances.who.accountId
          ? []
          : [vaultAlert(circumstances, 'vault.joined', { accountId })]),
      ],
      audit: { vaultId, accountId },
    }
  },
})

/** Somebody goes off the team, oneself too; never the last certified one. */
export const removeVaultMember = action({
  name: 'vault.remove_member',
  input: z.strictObject({ vaultId: id, accountId: id }),
  root: { kind: 'none' },
  needs: { vault: ({ vaultId }) => vaultId },
  decide({ vault }, { vaultId, accountId }) {
    if (!vaultOrRefuse(vault).members.includes(accountId)) refuse('account.not_found')
    return {
      changes: [
        {
          op: 'call',
          function: 'leave_vault',
          args: [vaultId, accountId],
          otherwise: 'vault.last_member',
        },
      ],
      audit: { vaultId, accountId },
    }
  },
})

/**
 * A colleague's certificate ends within 30 days, has ended, or they left: a supervisor gives all they guard of one kind
 * to somebody certified, without learning which cases these are, or whether there are any.
 */
export const handOverVaults = action({
  name: 'vault.hand_over',
  input: z.strictObject({ fromAccountId: id, toAccountId: id, kind: protectedKind }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { fromAccountId, toAccountId, kind }, circumstances) {
    return {
      changes: [
        {
          op: 'call',
          function: 'hand_over_vaults',
          args: [fromAccountId, toAccountId, kind],
          otherwise: 'vault.not_handed_over',
        },
        vaultAlert(circumstances, 'vault.joined', { accountId: toAccountId }),
      ],
      audit: { fromAccountId, toAccountId, kind },
    }
  },
})
