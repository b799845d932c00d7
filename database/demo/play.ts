import type { Circumstances } from '../../src/actions/action.ts'
import { actions } from '../../src/actions/list.ts'
import { mayPerform } from '../../src/permissions/permissions.ts'
import { supervisingRoles } from '../../src/permissions/roles.ts'
import type { Who } from '../../src/permissions/who.ts'
import type { RecordsInMemory } from '../../src/records/memory.ts'
import type { Id } from '../../src/records/rows.ts'
import { chanceOf } from './chance.ts'
import { hourMs } from './clock.ts'
import type { Directory } from './directory.ts'
import type { DemoCommand } from './script.ts'
import type { DemoAccount } from './staff.ts'

export type Hashes = Pick<Circumstances, 'hashWord' | 'hashToken'>

/**
 * What a decision of the demo may know beside its records: time and chance come out of the command itself, so that the
 * same command makes the same rows in memory and in a database.
 */
export function circumstancesFor(command: DemoCommand, who: Who, hashes: Hashes): Circumstances {
  const at = Date.parse(command.at)
  const chance = chanceOf(command.id)
  return {
    who,
    now: command.at,
    today: new Date(at + 3 * hourMs).toISOString().slice(0, 10),
    newId: () => chance.id(at),
    random: chance.bytes,
    ...hashes,
  }
}

/** An account as its session says it is. */
export function whoIs(account: DemoAccount, directory: Directory): Who {
  const sites = directory.sites
    .filter(
      (site) =>
        site.organisationId === account.organisationId &&
        (account.siteId === null || site.id === account.siteId),
    )
    .map(({ id }) => id)
  const supervises = account.roles.some((role) => supervisingRoles.includes(role))
  return {
    kind: 'account',
    accountId: account.id,
    organisationId: account.organisationId,
    displayName: account.displayName,
    login: account.login,
    locale: account.locale,
    roles: account.roles,
    sites,
    supervisedSites: supervises ? sites : [],
    sessionId: '',
    mustChangePassword: false,
  }
}

/** The audit line of a command, as the door to the actions writes it; the ledger stays empty, for nobody will ask again. */
export interface DemoAudit {
  readonly organisationId: Id
  readonly kind: string
  readonly accountId: Id
  readonly act: string
  readonly rootKind: string | null
  readonly rootId: Id | null
  readonly outcome: string
  readonly detail: object
  readonly at: string
  readonly id: Id
}

/** Decides one command in memory as the server would, and applies it. Whatever the rules refuse is a mistake of the script. */
export function play(records: RecordsInMemory, command: DemoCommand, who: Who, hashes: Hashes): DemoAudit {
  const action = actions.get(command.name)
  if (!action || !mayPerform(who, command.name)) throw new Error(`${who.login} may not ${command.name}`)
  const parsed = action.input.safeParse(command.input)
  if (!parsed.success)
    throw new Error(
      `${command.name}: ${JSON.stringify(parsed.error.issues)} in ${JSON.stringify(command.input)}`,
    )
  const { root } = action
  const rootId = root.kind === 'none' ? null : root.id(parsed.data)
  const circumstances = circumstancesFor(command, who, hashes)
  const { changes, audit } = action.decide(
    records.know(who, action.needs, parsed.data) as never,
    parsed.data,
    circumstances,
  )
  const caseId = records.apply(who, root.kind, rootId, changes)
  return {
    organisationId: who.organisationId,
    kind: 'account',
    accountId: who.accountId,
    act: command.name,
    rootKind: root.kind === 'none' ? null : root.kind,
    rootId: root.kind === 'referral' || root.kind === 'link' ? rootId : (caseId ?? rootId),
    outcome: 'applied',
    detail: audit ?? {},
    at: command.at,
    id: command.id,
  }
}
