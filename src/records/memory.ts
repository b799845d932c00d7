import type { Change, Root } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { Who } from '../permissions/who.ts'
import type { Knowledge } from './knowledge.ts'
import { knowledgeIn, type Surroundings } from './memory-knowledge.ts'
import { type BeneathCase, beneathCase, firstRev, type Kept, memoryTables } from './memory-tables.ts'
import type { Id, Rows, Table } from './rows.ts'

/**
 * Records held in memory that answer and change as those of the database do: the same sight for who asks, the same
 * revisions, the same summary of a case after each action. A test plays one script through both and compares the rows.
 */
export interface RecordsInMemory {
  put<T extends Table>(table: T, row: Partial<Rows[T]>): void
  rows<T extends Table>(table: T): readonly Kept<T>[]
  row<T extends Table>(table: T, key: Id): Kept<T> | undefined
  ofCase<T extends BeneathCase>(table: T, caseId: Id): readonly Kept<T>[]
  know(
    who: Who,
    needs: { readonly [key: string]: true | ((input: never) => string | undefined) },
    input: unknown,
  ): Partial<Knowledge>
  /** Applies a decision: revision first, its rows in their order, then the summary. Answers the case it was about. */
  apply(who: Who, root: Root<never>['kind'], rootId: Id | null, changes: readonly Change[]): Id | null
}

/** These carry the revision of their case. */
const revised: readonly Table[] = [
  ...beneathCase,
  'referral',
  'referral_event',
  'referral_snapshot',
  'sharing_stop',
]
const openTries: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold']
const endedTries: readonly string[] = ['declined', 'cancelled', 'failed', 'completed', 'entered_in_error']
const openNeeds: readonly string[] = ['open', 'planned', 'referred', 'partly_met']

export function recordsInMemory(surroundings: Surroundings): RecordsInMemory {
  const tables = memoryTables()
  const { row, rows, ofCase, rolesOf, put, change } = tables
  const loaders = knowledgeIn(tables, surroundings)

  // What the definer functions of the database do.
  function settle(caseId: Id): void {
    const file = row('case_file', caseId)
    if (!file) return
    const referrals = ofCase('referral_origin', caseId).flatMap(
      ({ referralId }) => row('referral', referralId) ?? [],
    )
    const dues = [
      ...referrals.flatMap(({ id, nextDueAt, nextDueKind, loopClosedAt }) =>
        nextDueAt !== null && loopClosedAt === null
          ? [{ at: nextDueAt, kind: `referral.${nextDueKind ?? ''}`, ref: id }]
          : [],
      ),
      ...ofCase('task', caseId).flatMap(({ id, kind, dueAt, doneAt }) =>
        doneAt === null ? [{ at: dueAt, kind: `task.${kind}`, ref: id }] : [],
      ),
      ...(file.nextContactAt !== null && file.closedAt === null
        ? [{ at: file.nextContactAt, kind: 'contact', ref: null }]
        : []),
    ]
    const first = dues.reduce<(typeof dues)[number] | null>(
      (least, due) => (least && least.at <= due.at ? least : due),
      null,
    )
    change('case_file', caseId, {
      nextDueAt: first?.at ?? null,
      nextDueKind: first?.kind ?? null,
      nextDueRef: first?.ref ?? null,
      openNeeds: ofCase('need', caseId).filter(({ state }) => openNeeds.includes(state)).length,
      waitingReferrals: referrals.filter(({ state }) => state === 'sent').length,
    })
  }
  function settleReferral(referralId: Id, rev: number): void {
    const origin = row('referral_origin', referralId)
    const state = row('referral', referralId)?.state ?? ''
    if (!origin) return
    if (endedTries.includes(state) && origin.openKey !== null)
      change('referral_origin', referralId, { openKey: null }, rev)
    const need = row('need', origin.needId)
    const tried = ofCase('referral_origin', origin.caseId).some(
      (one) =>
        one.needId === origin.needId && openTries.includes(row('referral', one.referralId)?.state ?? ''),
    )
    if (endedTries.includes(state) && state !== 'completed' && need?.state === 'referred' && !tried)
      change('need', need.id, { state: 'open' }, rev)
  }
  function handOver(who: Who, [caseId, accountId, siteId]: readonly unknown[], rev: number): boolean {
    const file = loaders.case(who, caseId as Id)
    const account = row('account', accountId as Id)
    const works = rolesOf(accountId as Id).some(
      ({ role, siteId: at }) =>
        (caseRoles as readonly string[]).includes(role) && (at === null || at === siteId),
    )
    if (!file || account?.organisationId !== who.organisationId || account.state !== 'active' || !works)
      return false
    change('case_file', file.id, { officerId: account.id, siteId: siteId as Id })
    for (const { referralId } of ofCase('referral_origin', file.id))
      change('referral', referralId, { officerId: account.id, siteId: siteId as Id }, rev)
    for (const task of ofCase('task', file.id))
      if (task.doneAt === null) change('task', task.id, { assigneeId: account.id }, rev)
    return true
  }

  function caseOfRoot(root: Root<never>['kind'], id: Id | null): Id | null {
    if (id === null || root === 'none') return null
    if (root === 'case' || root === 'new_case') return id
    if (root === 'referral') return row('referral_origin', id)?.caseId ?? null
    if (root === 'link') return row('referral_origin', row('referral_link', id)?.referralId)?.caseId ?? null
    return row(root, id)?.caseId ?? null
  }

  return {
    put,
    ofCase,
    row,
    rows,
    know: (who, wanted, input) =>
      Object.fromEntries(
        Object.entries(wanted).map(([key, argument]) => {
          if (key === 'reference' || argument === true) return [key, surroundings.reference]
          const id = (argument as (input: unknown) => string | undefined)(input)
          return [key, id === undefined ? undefined : loaders[key as keyof typeof loaders](who, id)]
        }),
      ) as Partial<Knowledge>,
    apply: (who, root, rootId, changes) => {
      const caseId = caseOfRoot(root, rootId)
      const file = root === 'new_case' ? undefined : row('case_file', caseId ?? undefined)
      const rev = file ? file.rev + 1 : firstRev
      if (file) change('case_file', file.id, { rev })
      for (const one of changes) {
        const its = revised.includes(one.op === 'call' ? 'alert' : one.table) ? rev : undefined
        if (one.op === 'insert') put(one.table, one.row, its)
        else if (one.op === 'update') change(one.table, one.key, one.set, its)
        else if (one.op !== 'call' || one.function !== 'hand_over_case')
          throw new Error('accounts and teams are not changed in memory')
        else if (!handOver(who, one.args, rev)) refuse(one.otherwise)
      }
      const referralId =
        root === 'referral'
          ? rootId
          : root === 'link'
            ? row('referral_link', rootId ?? undefined)?.referralId
            : undefined
      if (referralId) settleReferral(referralId, rev)
      if (caseId !== null) settle(caseId)
      return caseId
    },
  }
}
