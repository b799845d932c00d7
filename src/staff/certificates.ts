import * as z from 'zod/mini'
import { action, type Change, type Circumstances } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles, type Role } from '../permissions/roles.ts'
import { hasRole } from '../permissions/who.ts'
import type { Knowledge } from '../records/knowledge.ts'
import { protectedKind, vaultAlert } from '../vault/vault-rules.ts'
import { colleague } from './staff-rules.ts'

/** At most two years, then what was learned is refreshed (proposal). */
export const longestCertificateDays = 731

type Holder = NonNullable<Knowledge['account']>

/** The person and the supervisors of their sites hear of it: a certificate that should not be is noticed. */
function tell(circumstances: Circumstances, kind: string, holder: Holder): Change[] {
  const sites = new Set(holder.roles.flatMap(({ siteId }) => (siteId === null ? [] : [siteId])))
  return [
    vaultAlert(circumstances, kind, { accountId: holder.id }),
    ...[...sites].map((siteId) => vaultAlert(circumstances, kind, { siteId })),
  ]
}

function isCaseRole(role: string): boolean {
  return (caseRoles as readonly string[]).includes(role)
}

/**
 * Administrators keep the certificates of everybody, managers those of their sites; nobody their own. It opens nothing by
 * itself: somebody of a vault's team must still bring its holder in. Whoever administers accounts is never certified.
 */
export const grantCertificate = action({
  name: 'certificate.grant',
  input: z.strictObject({ certificateId: id, accountId: id, kind: protectedKind, expiresOn: day }),
  root: { kind: 'none' },
  needs: { account: ({ accountId }) => accountId },
  decide({ account }, { certificateId, kind, expiresOn }, circumstances) {
    const { who, today } = circumstances
    const holder = colleague(account, who)
    if (holder.state !== 'active') refuse('account.not_found')
    if (!hasRole(who, 'system_admin') && !worksNear(holder, who.supervisedSites)) refuse('account.not_found')
    if (!holder.roles.some(({ role }) => isCaseRole(role)) || holder.roles.some(({ role }) => role === admin))
      refuse('certificate.not_for_role')
    if (expiresOn < today) refuse('input.invalid', { field: 'expiresOn', problem: 'past' })
    const days = (Date.parse(expiresOn) - Date.parse(today)) / 86_400_000
    if (days > longestCertificateDays) refuse('certificate.too_long', { days: longestCertificateDays })
    return {
      changes: [
        {
          op: 'insert',
          table: 'certificate',
          row: {
            id: certificateId,
            organisationId: who.organisationId,
            accountId: holder.id,
            kind,
            grantedOn: today,
            expiresOn,
            grantedBy: who.accountId,
          },
        },
        ...tell(circumstances, 'certificate.granted', holder),
      ],
      result: { certificateId },
      audit: { certificateId, accountId: holder.id, kind },
    }
  },
})

const admin: Role = 'system_admin'

function worksNear(holder: Holder, sites: readonly string[]): boolean {
  return holder.roles.some(({ siteId }) => siteId === null || sites.includes(siteId))
}

/** Ends it at once. The teams its holder was on are told to find somebody else. */
export const revokeCertificate = action({
  name: 'certificate.revoke',
  input: z.strictObject({ certificateId: id, accountId: id }),
  root: { kind: 'none' },
  needs: { certificate: ({ certificateId }) => certificateId, account: ({ accountId }) => accountId },
  decide({ certificate, account }, { certificateId, accountId }, circumstances) {
    if (!certificate || certificate.accountId !== accountId) refuse('certificate.not_found')
    const holder = colleague(account, circumstances.who)
    if (!hasRole(circumstances.who, 'system_admin') && !worksNear(holder, circumstances.who.supervisedSites))
      refuse('certificate.not_found')
    if (certificate.revokedAt !== null) refuse('certificate.ended')
    return {
      changes: [
        { op: 'update', table: 'certificate', key: certificateId, set: { revokedAt: circumstances.now } },
        ...tell(circumstances, 'certificate.ended', holder),
      ],
      audit: { certificateId, accountId, kind: certificate.kind },
    }
  },
})
