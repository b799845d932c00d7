import { createHash, randomBytes } from 'node:crypto'
import { withOwner } from '../../src/server/database-owner.ts'
import type { Role } from '../../src/permissions/roles.ts'
import { type Client, type TestHouse, testId, world } from '../support/house.ts'

/** Looks behind the policies, for assertions and for what time would do. */
export function behind<T>(house: TestHouse, sql: string, params: unknown[] = []): Promise<T[]> {
  return withOwner(house.db.admin, (admin) => admin.rows<T>(sql, params))
}

/** A certificate as an administrator gave it long ago; ends in so many days. */
export async function certify(
  house: TestHouse,
  accountId: string,
  kind = 'gbv',
  endsIn = 200,
): Promise<string> {
  const id = testId()
  await behind(
    house,
    `insert into certificate (id, organisation_id, account_id, kind, granted_on, expires_on, granted_by)
      select $1, a.organisation_id, a.id, $3, today_in_iraq() - 300, today_in_iraq() + $4::integer, a.id from account a where a.id = $2`,
    [id, accountId, kind, endsIn],
  )
  return id
}

/** Somebody new of the ministry with a session, at one site or (null) at all. */
export async function join(
  house: TestHouse,
  roles: readonly Role[],
  siteId: string | null = world.sites.mosul,
  organisationId: string = world.organisations.ministry,
): Promise<{ accountId: string; client: Client }> {
  const accountId = testId()
  const token = randomBytes(32).toString('base64url')
  await behind(
    house,
    `insert into account (id, organisation_id, login, display_name, locale, invented) values ($1, $2, $3, 'Invented', 'en', true)`,
    [accountId, organisationId, `p${accountId}`],
  )
  for (const role of roles)
    await behind(
      house,
      'insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, $3, $4)',
      [accountId, organisationId, role, siteId],
    )
  await behind(
    house,
    `insert into session (id, token_hash, account_id, idle_seconds, expires_at) values ($1, $2, $3, 3600, now() + interval '1 hour')`,
    [testId(), createHash('sha256').update(token).digest(), accountId],
  )
  return { accountId, client: house.withToken(token) }
}

/** Opens a vault on a case and writes one entry; answers their ids. */
export async function guarded(
  officer: Client,
  caseId: string,
  text: string,
  kind = 'gbv',
): Promise<{ vaultId: string; entryId: string }> {
  const ids = { vaultId: testId(), entryId: testId() }
  await officer.done('vault.open', { vaultId: ids.vaultId, caseId, kind })
  await officer.done('vault.write', { ...ids, text })
  return ids
}

export interface Sent {
  readonly status: number
  readonly code: string | undefined
  readonly uploadId: string
}

/** Sends the bytes of a file to a vault, as the page does before it says what they are. */
export async function sentTo(
  house: TestHouse,
  client: Client,
  vaultId: string,
  bytes: Buffer,
): Promise<Sent> {
  const answer = await house.server.inject({
    method: 'POST',
    url: `/api/vault/${vaultId}/files`,
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
  const body = answer.json<{ uploadId: string; refusal?: { code: string } }>()
  return { status: answer.statusCode, code: body.refusal?.code, uploadId: body.uploadId }
}

/** A file of the vault, whole. */
export async function attached(
  house: TestHouse,
  client: Client,
  vaultId: string,
  bytes: Buffer,
  file: { kind: string; title: string | null } = { kind: 'letter', title: null },
): Promise<string> {
  const { uploadId } = await sentTo(house, client, vaultId, bytes)
  await client.done('vault.attach_file', { uploadId, vaultId, file })
  return uploadId
}

/** Opens a protected file. */
export async function opened(
  house: TestHouse,
  client: Client,
  fileId: string,
): Promise<{
  status: number
  code: string | undefined
  bytes: Buffer
  headers: { readonly [name: string]: unknown }
}> {
  const answer = await house.server.inject({
    url: `/api/vault/files/${fileId}`,
    headers: { authorization: `Bearer ${client.token}` },
  })
  const code =
    answer.statusCode === 200 ? undefined : answer.json<{ refusal: { code: string } }>().refusal.code
  return { status: answer.statusCode, code, bytes: answer.rawPayload, headers: answer.headers }
}
