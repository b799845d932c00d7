import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { type DatabaseAddress, roleSettings } from './database-address.ts'
import { sqlState } from './database-errors.ts'
import { type OwnerSession, quoteName, withOwner } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

/**
 * The roles of the whole database server. None owns a table, none is a superuser, none passes by the row policies.
 * `ihala_app` serves requests, `ihala_worker` runs jobs, `ihala_backup` reads everything for a backup by policies of
 * its own, `ihala_definer` owns the few SECURITY DEFINER functions and cannot log in.
 */
export const loginRoles = ['ihala_app', 'ihala_worker', 'ihala_backup'] as const
export type LoginRole = (typeof loginRoles)[number]
const allRoles = [...loginRoles, 'ihala_definer'] as const

/** Derived, so that every process with the secret of this installation knows it and it is stored nowhere. */
export function rolePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(`role:${role}`).digest('hex')
}

/** Where a login role of Ihala connects: the owner's address with that role's name and password. */
export function addressAs(role: LoginRole, owner: DatabaseAddress, secret: string): DatabaseAddress {
  return { ...owner, user: role, password: rolePassword(secret, role) }
}

/** Makes missing roles; roles belong to the whole server, so another database may be making them at the same moment. */
export async function ensureRoles(owner: OwnerSession, secret: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const existing = await owner.rows<{ name: string }>(
      'select rolname as name from pg_roles where rolname = any($1)',
      [[...allRoles]],
    )
    const missing = allRoles.filter((role) => !existing.some(({ name }) => name === role))
    if (missing.length === 0) return
    try {
      await owner.transaction(async () => {
        for (const role of missing) await owner.script(createRole(role, secret))
      })
    } catch (error) {
      const state = sqlState(error)
      if (state === notAllowed)
        throw new StartProblem(askAdministrator(missing, await currentUser(owner), secret), { cause: error })
      // Made by another database of this server meanwhile.
      if ((state !== '42710' && state !== '23505') || attempt === 5) throw error
    }
  }
}

/** Logs in as each role: a server that was given another secret would otherwise fail at the first request. */
export async function ensurePasswords(
  owner: OwnerSession,
  address: DatabaseAddress,
  secret: string,
  log: (line: string) => void,
): Promise<void> {
  const states = await Promise.all(
    loginRoles.map((role) =>
      withOwner(addressAs(role, address, secret), async () => undefined).catch(sqlState),
    ),
  )
  for (const role of loginRoles.filter((_, index) => states[index] === wrongPassword)) {
    log(`The database role ${role} has the password of another secret: setting it anew.`)
    const change = `alter role ${role} password '${verifier(secret, role)}';`
    await owner.script(change).catch(async (error: unknown) => {
      if (sqlState(error) !== notAllowed) throw error
      throw new StartProblem(
        `The database role ${role} has the password of another secret, and ${await currentUser(owner)} may not change it. ` +
          `As an administrator of the database server run:\n  ${change}`,
        { cause: error },
      )
    })
  }
}

const wrongPassword = '28P01'
const notAllowed = '42501'

/**
 * Runs `work` in a transaction of the owner with the rights of `ihala_definer`, which may receive functions in it.
 * Both loans end before commit: the owner never reads by the definer's policies, and no function can create anything.
 */
export async function withDefiner<T>(owner: OwnerSession, work: () => Promise<T>): Promise<T> {
  const user = quoteName(await currentUser(owner))
  return owner.transaction(async () => {
    const [has] = await owner.rows<{ rights: boolean }>(
      `select pg_has_role(current_user, 'ihala_definer', 'usage') as rights`,
    )
    if (!has?.rights) await borrowDefiner(owner, user)
    await owner.script('grant create on schema public to ihala_definer')
    const result = await work()
    await owner.script('revoke create on schema public from ihala_definer')
    // What an administrator granted by hand is not ours to take.
    if (!has?.rights) await owner.script(`revoke ihala_definer from ${user}`)
    return result
  })
}

async function borrowDefiner(owner: OwnerSession, user: string): Promise<void> {
  await owner.script(`grant ihala_definer to ${user}`).catch(async (error: unknown) => {
    if (sqlState(error) !== notAllowed) throw error
    throw new StartProblem(
      `The database user ${user} may not act for ihala_definer. As an administrator of the database server run:\n` +
        `  grant ihala_definer to ${user} with admin option;`,
      { cause: error },
    )
  })
}

export async function currentUser(owner: OwnerSession): Promise<string> {
  const [row] = await owner.rows<{ name: string }>('select current_user as name')
  return row?.name ?? ''
}

function createRole(role: (typeof allRoles)[number], secret: string): string {
  const kind = 'nosuperuser nobypassrls nocreatedb nocreaterole noinherit'
  if (role === 'ihala_definer') return `create role ${role} nologin ${kind};`
  const settings = Object.entries(roleSettings).map(
    ([name, value]) => ` alter role ${role} set ${name} = '${value}';`,
  )
  return `create role ${role} login ${kind} password '${verifier(secret, role)}';${settings.join('')}`
}

/** The form PostgreSQL stores (RFC 5803), so that the password itself reaches neither its log nor a terminal. */
function verifier(secret: string, role: string): string {
  const salt = randomBytes(16)
  const rounds = 4096
  const salted = pbkdf2Sync(rolePassword(secret, role), salt, rounds, 32, 'sha256')
  const key = (name: string): Buffer => createHmac('sha256', salted).update(name).digest()
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`
}

function askAdministrator(
  missing: readonly (typeof allRoles)[number][],
  owner: string,
  secret: string,
): string {
  return [
    `The database user ${owner} may not create roles. As an administrator of the database server either allow it:`,
    `  alter role ${quoteName(owner)} createrole;`,
    'or make the roles, then start again:',
    ...missing.map((role) => `  ${createRole(role, secret)}`),
    `  grant ihala_definer to ${quoteName(owner)} with admin option;`,
  ].join('\n')
}
