import type { Change, Root } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import { answeringRoles, caseRoles } from '../permissions/roles.ts'
import { hasRole, type Who } from '../permissions/who.ts'
import type { ConsentKnown, Knowledge, KnowledgeKey, OfferKnown, Reference, ReferralKnown, SiblingReferral, SiteKnown } from './knowledge.ts'
import { fieldOf } from './names.ts'
import type { CaseRow, Id, Rows, Table } from './rows.ts'
import { keyColumns } from './rows.ts'

export interface OrganisationKnown {
  readonly id: Id
  readonly state: string
  readonly family: string
  readonly names: { readonly [locale: string]: string }
  readonly protocolSignedOn: string | null
}
/** What stands around the records and is not changed by actions. */
export interface Surroundings {
  readonly reference: Reference
  readonly organisations: readonly OrganisationKnown[]
  readonly sites: readonly SiteKnown[]
}
/** A row with the revision of its case, as the database keeps it. */
export type Kept<T extends Table> = Rows[T] & { readonly rev?: number }

/**
 * Records held in memory that answer and change as those of the database do: the same sight for who asks, the same
 * revisions, the same summary of a case after each action. A test plays one script through both and compares the rows.
 */
export interface RecordsInMemory {
  put<T extends Table>(table: T, row: Partial<Rows[T]>): void
  rows<T extends Table>(table: T): readonly Kept<T>[]
  row<T extends Table>(table: T, key: Id): Kept<T> | undefined
  ofCase<T extends BeneathCase>(table: T, caseId: Id): readonly Kept<T>[]
  know(who: Who, needs: { readonly [key: string]: true | ((input: never) => string | undefined) }, input: unknown): Partial<Knowledge>
  /** Applies a decision: revision first, its rows in their order, then the summary. Answers the case it was about. */
  apply(who: Who, root: Root<never>['kind'], rootId: Id | null, changes: readonly Change[]): Id | null
}

const beneathCase = ['case_member', 'need', 'consent', 'consent_withdrawal', 'note', 'task', 'case_event', 'referral_origin'] as const
export type BeneathCase = (typeof beneathCase)[number]
/** These carry the revision of their case; a referral begins without and gets it with its first change. */
const revised: readonly Table[] = [...beneathCase, 'referral', 'referral_event']
/** Epoch 1 x 2^32, where a case begins. */
const firstRev = 4_294_967_296

/** What the columns hold that an insert does not name. */
const unnamed: { readonly [T in Table]?: Partial<Rows[T]> } = {
  case_file: { rev: firstRev },
  case_member: { nameParts: {}, removedAt: null },
  consent: { interpreterPresent: false },
  note: { correctsId: null },
  task: { text: null, referralId: null, doneAt: null, doneBy: null, result: null },
  case_event: { accountId: null, ref: null, detail: {} },
  referral_origin: { consentIds: [], narrative: null, openKey: null },
  referral_snapshot: { withdrawnAt: null },
  referral_event: {
    fromState: null, toState: null, accountId: null, organisationName: null, channel: 'platform', saidBy: null, reason: null, detail: {}, shared: true,
  },
  referral_link: { openedAt: null, usedAt: null, revokedAt: null, failures: 0 },
  alert: { accountId: null, siteId: null, level: 100, caseId: null, referralId: null, offerId: null, seenAt: null },
}

const openTries: readonly string[] = ['sent', 'accepted', 'in_service', 'on_hold']
const endedTries: readonly string[] = ['declined', 'cancelled', 'failed', 'completed', 'entered_in_error']
const openNeeds: readonly string[] = ['open', 'planned', 'referred', 'partly_met']

export function recordsInMemory({ reference, organisations, sites }: Surroundings): RecordsInMemory {
  const tables = new Map<Table, Map<string, object>>()
  const keysOfCase = new Map<string, string[]>()
  const organisationOf = new Map(organisations.map((organisation) => [organisation.id, organisation]))
  const siteOf = new Map(sites.map((site) => [site.id, site]))
  const rolesOf = new Map<string, Rows['account_role'][]>()

  const table = <T extends Table>(name: T): Map<string, Kept<T>> => {
    let found = tables.get(name)
    if (found === undefined) tables.set(name, (found = new Map()))
    return found as Map<string, Kept<T>>
  }
  const row = <T extends Table>(name: T, key: Id | undefined): Kept<T> | undefined => (key === undefined ? undefined : table(name).get(key))
  const ofCase = <T extends BeneathCase>(name: T, caseId: Id): Kept<T>[] =>
    (keysOfCase.get(`${name} ${caseId}`) ?? []).map((key) => table(name).get(key) as Kept<T>)

  function put<T extends Table>(name: T, given: Partial<Rows[T]>, rev?: number): void {
    const whole = { ...unnamed[name], ...named(given), ...(rev === undefined ? {} : { rev }) } as Kept<T>
    if (name === 'account_role') {
      const role = whole as unknown as Rows['account_role']
      rolesOf.set(role.accountId, [...(rolesOf.get(role.accountId) ?? []), role])
      return
    }
    const key = Reflect.get(whole, keyFieldOf(name)) as string
    if (table(name).has(key)) refuse('record.id_taken')
    table(name).set(key, whole)
    if ((beneathCase as readonly Table[]).includes(name)) {
      const place = `${name} ${(whole as { readonly caseId?: string }).caseId ?? ''}`
      const keys = keysOfCase.get(place)
      if (keys) keys.push(key)
      else keysOfCase.set(place, [key])
    }
  }
  function change<T extends Table>(name: T, key: Id, set: Partial<Rows[T]>, rev?: number): void {
    const known = row(name, key) ?? refuse('record.not_found')
    table(name).set(key, { ...known, ...named(set), ...(rev === undefined ? {} : { rev }) })
  }

  // Sight, as the row policies have it ------------------------------------------------------------------------------
  const seesCase = (who: Who, file: CaseRow | undefined): file is CaseRow =>
    file !== undefined && file.organisationId === who.organisationId && (file.officerId === who.accountId || who.supervisedSites.includes(file.siteId))
  const caseFor = (who: Who, id: Id | undefined): CaseRow | undefined => {
    const file = row('case_file', id)
    return seesCase(who, file) ? file : undefined
  }
  const beneath = <T extends BeneathCase>(who: Who, name: T, caseId: Id): Kept<T>[] => (caseFor(who, caseId) ? ofCase(name, caseId) : [])
  const originFor = (who: Who, referralId: Id) => {
    const origin = row('referral_origin', referralId)
    return origin && caseFor(who, origin.caseId) ? origin : undefined
  }
  const referralFor = (who: Who, id: Id) => {
    const referral = row('referral', id)
    if (!referral) return undefined
    const sends = referral.organisationId === who.organisationId &&
      (referral.officerId === who.accountId || who.supervisedSites.includes(referral.siteId) || originFor(who, id) !== undefined)
    const receives = referral.receiverOrganisationId === who.organisationId && hasRole(who, ...answeringRoles) &&
      referral.sentAt !== null && referral.state !== 'draft' && referral.state !== 'entered_in_error' && who.sites.includes(referral.receiverSiteId)
    return sends || receives ? referral : undefined
  }

  // Knowledge, key by key as in knowledge.store.ts ------------------------------------------------------------------
  const withCase = <T extends 'need' | 'note' | 'task' | 'consent'>(who: Who, name: T, id: Id) => {
    const found = row(name, id)
    const file = found && caseFor(who, found.caseId)
    return found && file ? { ...found, case: file } : undefined
  }
  const consents = (who: Who, caseId: Id): ConsentKnown[] =>
    beneath(who, 'consent', caseId).map((consent) => ({ ...consent, withdrawal: row('consent_withdrawal', consent.id) ?? null }))
  const siblings = (who: Who, caseId: Id): SiblingReferral[] =>
    beneath(who, 'referral_origin', caseId).flatMap(({ referralId, needId }) => {
      const referral = row('referral', referralId)
      if (!referral) return []
      const { id, offerId, service, receiverOrganisationId, state, nextDueAt, nextDueKind, sharedItems } = referral
      return [{ id, needId, offerId, service, receiverOrganisationId, state, nextDueAt, nextDueKind, sharedItems }]
    })
  const needs = (who: Who, caseId: Id) =>
    beneath(who, 'need', caseId).sort((one, other) => one.priority - other.priority || (one.enteredAt < other.enteredAt ? -1 : 1))
  const offer = (id: Id | undefined): OfferKnown | undefined => {
    const found = row('offer', id)
    const organisation = found && organisationOf.get(found.organisationId)
    if (!found || !organisation) return undefined
    const { state, family, names, protocolSignedOn } = organisation
    return { ...found, organisationState: state, organisationFamily: family, organisationNames: names, protocolSignedOn }
  }
  const caseOf = (who: Who, referralId: Id): Id => originFor(who, referralId)?.caseId ?? ''
  const loaders: { readonly [K in Exclude<KnowledgeKey, 'reference'>]: (who: Who, id: Id) => Knowledge[K] } = {
    case: caseFor,
    person: (who, id) => row('person', caseFor(who, id)?.personId),
    members: (who, id) => beneath(who, 'case_member', id),
    needs,
    need: (who, id) => withCase(who, 'need', id),
    consents,
    consent: (who, id) => {
      const found = withCase(who, 'consent', id)
      return found && { ...found, withdrawal: row('consent_withdrawal', id) ?? null }
    },
    aroundConsent: (who, id) => {
      const caseId = row('consent', id)?.caseId ?? ''
      return { consents: consents(who, caseId), siblings: siblings(who, caseId), needs: needs(who, caseId) }
    },
    note: (who, id) => withCase(who, 'note', id),
    task: (who, id) => withCase(who, 'task', id),
    siblings,
    offer: (_, id) => offer(id),
    site: (_, id) => siteOf.get(id),
    organisation: (_, id) => organisationOf.get(id),
    referral: (who, id): ReferralKnown | undefined => {
      const referral = referralFor(who, id)
      const place = referral && siteOf.get(referral.siteId)?.placeCode
      if (!referral || place === undefined) return undefined
      return {
        referral, origin: originFor(who, id), receiverNames: organisationOf.get(referral.receiverOrganisationId)?.names ?? {},
        senderGovernorate: reference.ancestors(place).at(-1) ?? place,
      }
    },
    sending: (who, id) => {
      const origin = originFor(who, id)
      const [file, person, need] = [caseFor(who, origin?.caseId), row('person', origin?.personId), row('need', origin?.needId)]
      return file && person && need ? { case: file, person, need, members: beneath(who, 'case_member', file.id), needs: needs(who, file.id) } : undefined
    },
    consentsOfReferral: (who, id) => consents(who, caseOf(who, id)),
    siblingsOfReferral: (who, id) => siblings(who, caseOf(who, id)),
    offerOfReferral: (who, id) => offer(referralFor(who, id)?.offerId),
    link: (who, id) => {
      const link = row('referral_link', id)
      return link?.organisationId === who.organisationId ? link : undefined
    },
    linksOfReferral: (who, id) =>
      [...table('referral_link').values()].filter((link) => link.referralId === id && link.organisationId === who.organisationId && link.usedAt === null && link.revokedAt === null),
    account: (who, id) => {
      const account = row('account', id)
      if (account?.organisationId !== who.organisationId) return undefined
      return { ...account, roles: (rolesOf.get(id) ?? []).map(({ role, siteId }) => ({ role, siteId })), openCases: openCasesOf(who, id) }
    },
  }
  const openCasesOf = (who: Who, accountId: Id): number =>
    [...table('case_file').values()].filter((file) => file.organisationId === who.organisationId && file.officerId === accountId && file.closedAt === null &&
      (hasRole(who, 'system_admin') || who.supervisedSites.includes(file.siteId))).length

  // What the definer functions of the database do --------------------------------------------------------------------
  function settle(caseId: Id): void {
    const file = row('case_file', caseId)
    if (!file) return
    const referrals = ofCase('referral_origin', caseId).flatMap(({ referralId }) => row('referral', referralId) ?? [])
    const dues = [
      ...referrals.flatMap(({ id, nextDueAt, nextDueKind, loopClosedAt }) =>
        nextDueAt !== null && loopClosedAt === null ? [{ at: nextDueAt, kind: `referral.${nextDueKind ?? ''}`, ref: id }] : []),
      ...ofCase('task', caseId).flatMap(({ id, kind, dueAt, doneAt }) => (doneAt === null ? [{ at: dueAt, kind: `task.${kind}`, ref: id }] : [])),
      ...(file.nextContactAt !== null && file.closedAt === null ? [{ at: file.nextContactAt, kind: 'contact', ref: null }] : []),
    ]
    const first = dues.reduce<(typeof dues)[number] | null>((least, due) => (least && least.at <= due.at ? least : due), null)
    table('case_file').set(caseId, {
      ...file, nextDueAt: first?.at ?? null, nextDueKind: first?.kind ?? null, nextDueRef: first?.ref ?? null,
      openNeeds: ofCase('need', caseId).filter(({ state }) => openNeeds.includes(state)).length,
      waitingReferrals: referrals.filter(({ state }) => state === 'sent').length,
    })
  }
  function settleReferral(referralId: Id, rev: number): void {
    const origin = row('referral_origin', referralId)
    const state = row('referral', referralId)?.state ?? ''
    if (!origin) return
    if (endedTries.includes(state) && origin.openKey !== null) change('referral_origin', referralId, { openKey: null }, rev)
    const need = row('need', origin.needId)
    const tried = ofCase('referral_origin', origin.caseId).some((one) => one.needId === origin.needId && openTries.includes(row('referral', one.referralId)?.state ?? ''))
    if (endedTries.includes(state) && state !== 'completed' && need?.state === 'referred' && !tried) change('need', need.id, { state: 'open' }, rev)
  }
  function handOver(who: Who, [caseId, accountId, siteId]: readonly unknown[], rev: number): boolean {
    const file = caseFor(who, caseId as Id)
    const account = row('account', accountId as Id)
    const works = (rolesOf.get(accountId as Id) ?? []).some(({ role, siteId: at }) => (caseRoles as readonly string[]).includes(role) && (at === null || at === siteId))
    if (!file || account?.organisationId !== who.organisationId || account.state !== 'active' || !works) return false
    table('case_file').set(file.id, { ...file, officerId: account.id, siteId: siteId as Id })
    for (const { referralId } of ofCase('referral_origin', file.id)) change('referral', referralId, { officerId: account.id, siteId: siteId as Id }, rev)
    for (const task of ofCase('task', file.id)) if (task.doneAt === null) change('task', task.id, { assigneeId: account.id }, rev)
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
    put, ofCase,
    rows: (name) => [...table(name).values()],
    row: (name, key) => row(name, key),
    know: (who, wanted, input) =>
      Object.fromEntries(Object.entries(wanted).map(([key, argument]) => {
        if (key === 'reference' || argument === true) return [key, reference]
        const id = (argument as (input: unknown) => string | undefined)(input)
        return [key, id === undefined ? undefined : loaders[key as keyof typeof loaders](who, id)]
      })) as Partial<Knowledge>,
    apply: (who, root, rootId, changes) => {
      const caseId = caseOfRoot(root, rootId)
      const file = root === 'new_case' ? undefined : row('case_file', caseId ?? undefined)
      const rev = file ? file.rev + 1 : firstRev
      if (file) table('case_file').set(file.id, { ...file, rev })
      for (const one of changes) {
        const its = revised.includes(one.op === 'call' ? 'alert' : one.table) ? rev : undefined
        if (one.op === 'insert') put(one.table, one.row, one.table === 'referral' ? 0 : its)
        else if (one.op === 'update') change(one.table, one.key, one.set, its)
        else if (one.op !== 'call' || one.function !== 'hand_over_case') throw new Error('accounts are not changed in memory')
        else if (!handOver(who, one.args, rev)) refuse(one.otherwise)
      }
      const referralId = root === 'referral' ? rootId : root === 'link' ? row('referral_link', rootId ?? undefined)?.referralId : undefined
      if (referralId) settleReferral(referralId, rev)
      if (caseId !== null) settle(caseId)
      return caseId
    },
  }
}

function keyFieldOf(name: Table): string {
  return fieldOf(keyColumns[name] ?? 'id')
}

/** A field left undefined is not written. */
function named<T extends object>(given: T): T {
  if (!Object.values(given).includes(undefined)) return given
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
}
