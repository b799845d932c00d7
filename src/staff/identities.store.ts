import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { IdentityProvider } from '../server/identity-providers.ts'

const sql = {
  accountOf: statement('select account_id, organisation_id from account_of_identity($1, $2, $3)'),
  link: statement('select link_identity($1, $2, $3, $4, $5) as done'),
  unlink: statement('select unlink_identity($1, $2) as done'),
  own: statement('select provider, linked_at from own_identities()'),
  organisation: statement('select code from organisation where id = me_organisation()'),
}

/** The account that linked itself to this subject, if it may sign in and belongs to the provider's organisation. As a visitor. */
export async function accountOfIdentity(
  tx: Transaction,
  { code, organisation }: IdentityProvider,
  subjectHash: Buffer,
): Promise<{ accountId: string; organisationId: string } | undefined> {
  const row = await tx.row<{ account_id: string; organisation_id: string }>(sql.accountOf, [
    code,
    subjectHash,
    organisation,
  ])
  return row && { accountId: row.account_id, organisationId: row.organisation_id }
}

/** False: the account or the subject is linked already, or the provider is another organisation's. */
export async function linkIdentity(
  tx: Transaction,
  sessionId: string,
  linkId: string,
  { code, organisation }: IdentityProvider,
  subjectHash: Buffer,
): Promise<boolean> {
  const found = await tx.row<{ done: boolean }>(sql.link, [
    sessionId,
    linkId,
    code,
    subjectHash,
    organisation,
  ])
  return found?.done === true
}

export async function unlinkIdentity(tx: Transaction, sessionId: string, provider: string): Promise<boolean> {
  return (await tx.row<{ done: boolean }>(sql.unlink, [sessionId, provider]))?.done === true
}

export async function ownIdentities(
  tx: Transaction,
): Promise<{ organisation: string; links: { provider: string; linked_at: string }[] }> {
  const [organisation, links] = await Promise.all([
    tx.row<{ code: string }>(sql.organisation),
    tx.rows<{ provider: string; linked_at: string }>(sql.own),
  ])
  return { organisation: organisation?.code ?? '', links }
}
