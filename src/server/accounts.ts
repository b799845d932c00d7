import { randomBytes } from 'node:crypto'
import { codeSigns } from '../basics/codes.ts'
import { isRole } from '../permissions/roles.ts'
import { foldLogin, loginForm } from '../staff/login.ts'
import { mostTokenDays } from '../staff/session-settings.ts'
import { newId } from './circumstances.ts'
import type { OwnerSession } from './database-owner.ts'
import { hashPassword } from './passwords.ts'
import { newSessionToken } from './session-token.ts'
import { StartProblem } from './start-problem.ts'

/**
 * Accounts by the owner of the database, from the command line: the first administrator of an organisation, tokens for
 * programs, and what remains when nobody can sign in. Each leaves an audit line without an account: the owner did it.
 * A StartProblem says what to do.
 */
export interface NewAccount {
  readonly login: string
  readonly displayName: string
  /** Code of the organisation. */
  readonly organisation: string
  /** `role`, or `role@<site id>` for one site. */
  readonly roles: readonly string[]
  readonly locale?: string | undefined
}

/** Adds an account with a temporary password, which is answered once and must be changed at the first sign-in. */
export async function addAccountAsOwner(
  owner: OwnerSession,
  account: NewAccount,
): Promise<{ readonly accountId: string; readonly password: string }> {
  const login = foldLogin(account.login)
  if (!loginForm.test(login))
    throw new StartProblem(
      'A login has 3 to 60 of a-z, 0-9, dot, dash, underscore and @, and begins with a letter or digit.',
    )
  const roles = account.roles.map(roleOf)
  if (roles.length === 0) throw new StartProblem('An account needs at least one role, such as system_admin.')
  const password = temporaryPassword()
  const hash = await hashPassword(password)
  const accountId = newId()
  await owner.transaction(async () => {
    const [organisation] = await owner.rows<{ id: string }>('select id from organisation where code = $1', [
      account.organisation,
    ])
    if (!organisation) throw new StartProblem(`No organisation has the code ${account.organisation}.`)
    const [taken] = await owner.rows('select 1 from account where lower(login) = $1', [login])
    if (taken) throw new StartProblem(`The login ${login} is taken. Choose another.`)
    await owner.rows(
      'insert into account (id, organisation_id, login, display_name, locale, must_change_password) values ($1, $2, $3, $4, $5, true)',
      [accountId, organisation.id, login, account.displayName, account.locale ?? 'ar'],
    )
    await owner.rows('insert into account_secret (account_id, password_hash) values ($1, $2)', [
      accountId,
      hash,
    ])
    for (const { role, siteId } of roles) {
      const [site] = await owner.rows<{ id: string }>(
        'select id from site where id = $1 and organisation_id = $2',
        [siteId, organisation.id],
      )
      if (siteId !== null && !site) throw new StartProblem(`The organisation has no site ${siteId}.`)
      await owner.rows(
        'insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, $3, $4) on conflict do nothing',
        [accountId, organisation.id, role, siteId],
      )
    }
    await trace(owner, 'owner.account_add', accountId)
  }, 'loader')
  return { accountId, password }
}

export interface AccountListed {
  readonly login: string
  readonly displayName: string
  readonly organisation: string
  readonly state: string
  readonly roles: string
  readonly sessions: number
  readonly tokens: number
}

export function listAccountsAsOwner(owner: OwnerSession): Promise<AccountListed[]> {
  return owner.transaction(
    () =>
      owner.rows<AccountListed>(`select a.login, a.display_name as "displayName", o.code as organisation, a.state,
      coalesce((select string_agg(distinct r.role, ' ') from account_role r where r.account_id = a.id), '') as roles,
      (select count(*)::integer from session s where s.account_id = a.id and s.kind = 'browser' and s.ended_at is null and s.expires_at > now()) as sessions,
      (select count(*)::integer from session s where s.account_id = a.id and s.kind = 'token' and s.ended_at is null and s.expires_at > now()) as tokens
    from account a join organisation o on o.id = a.organisation_id order by o.code, a.login`),
    'loader',
  )
}

/** A bearer token for a program, good for `days`; it is shown once and cannot be shown again. It may do what the account may. */
export async function createTokenAsOwner(
  owner: OwnerSession,
  login: string,
  label: string,
  days: number,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  if (!Number.isInteger(days) || days < 1 || days > mostTokenDays)
    throw new StartProblem(`A token lasts 1 to ${mostTokenDays} days.`)
  if (label.trim() === '' || label.length > 100)
    throw new StartProblem('A token needs a label of up to 100 letters that says which program holds it.')
  const { token, hash } = newSessionToken()
  return owner.transaction(async () => {
    const accountId = await activeAccount(owner, login)
    const seconds = days * 86_400
    const [session] = await owner.rows<{ expiresAt: string }>(
      `insert into session (id, kind, token_hash, account_id, label, idle_seconds, expires_at)
      values ($1, 'token', $2, $3, $4, $5::integer, now() + make_interval(secs => $5::integer)) returning expires_at as "expiresAt"`,
      [newId(), hash, accountId, label.trim(), seconds],
    )
    await trace(owner, 'owner.account_token', accountId)
    return { token, expiresAt: session?.expiresAt ?? '' }
  }, 'loader')
}

/** Sets a temporary password and ends every session of the account. */
export async function resetPasswordAsOwner(
  owner: OwnerSession,
  login: string,
): Promise<{ readonly password: string }> {
  const password = temporaryPassword()
  const hash = await hashPassword(password)
  await owner.transaction(async () => {
    const accountId = await activeAccount(owner, login)
    await owner.rows(
      `insert into account_secret (account_id, password_hash) values ($1, $2)
      on conflict (account_id) do update set password_hash = excluded.password_hash, changed_at = now()`,
      [accountId, hash],
    )
    await owner.rows('update account set must_change_password = true where id = $1', [accountId])
    await endSessions(owner, accountId)
    await trace(owner, 'owner.account_reset_password', accountId)
  }, 'loader')
  return { password }
}

/** Ends every session of the account, in browsers and programs; answers how many. */
export async function endSessionsAsOwner(owner: OwnerSession, login: string): Promise<number> {
  return owner.transaction(async () => {
    const accountId = await activeAccount(owner, login)
    const ended = await endSessions(owner, accountId)
    await trace(owner, 'owner.account_end_sessions', accountId)
    return ended
  }, 'loader')
}

/** Takes every second factor of the account away and ends its sessions; answers how many there were. */
export async function resetFactorsAsOwner(owner: OwnerSession, login: string): Promise<number> {
  return owner.transaction(async () => {
    const accountId = await activeAccount(owner, login)
    const gone = await owner.rows('delete from sign_in_factor where account_id = $1 returning id', [
      accountId,
    ])
    await endSessions(owner, accountId)
    await trace(owner, 'owner.account_reset_factors', accountId)
    return gone.length
  }, 'loader')
}

async function activeAccount(owner: OwnerSession, login: string): Promise<string> {
  const [account] = await owner.rows<{ id: string; state: string }>(
    'select id, state from account where lower(login) = $1',
    [foldLogin(login)],
  )
  if (!account)
    throw new StartProblem(`No account has the login ${foldLogin(login)}. "ihala account list" shows all.`)
  if (account.state !== 'active') throw new StartProblem(`The account ${foldLogin(login)} has left.`)
  return account.id
}

async function endSessions(owner: OwnerSession, accountId: string): Promise<number> {
  return (
    await owner.rows(
      'update session set ended_at = now() where account_id = $1 and ended_at is null returning id',
      [accountId],
    )
  ).length
}

async function trace(owner: OwnerSession, act: string, accountId: string): Promise<void> {
  await owner.rows(
    `insert into audit_line (organisation_id, kind, act, root_kind, root_id, outcome)
    select organisation_id, 'loader', $1, 'account', id, 'applied' from account where id = $2`,
    [act, accountId],
  )
}

function roleOf(text: string): { role: string; siteId: string | null } {
  const [role = '', siteId = null] = text.split('@', 2)
  if (!isRole(role)) throw new StartProblem(`There is no role ${role}.`)
  return { role, siteId }
}

/** Three groups of four signs without look-alikes: 54 bits, told by mouth, used once. */
function temporaryPassword(): string {
  const signs = Array.from(randomBytes(12), (byte) =>
    codeSigns.charAt(byte % codeSigns.length).toLowerCase(),
  ).join('')
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`
}
