import { refuse } from '../basics/refusal.ts'
import { nothingMore } from '../people/consent-facts.ts'
import { fieldOf } from './names.ts'
import type { Id, Rows, Table } from './rows.ts'
import { keyColumns } from './rows.ts'

/** A row with the revision of its case, as the database keeps it. */
export type Kept<T extends Table> = Rows[T] & { readonly rev?: number }

export const beneathCase = [
  'case_member',
  'need',
  'consent',
  'consent_withdrawal',
  'consent_override',
  'case_fact',
  'note',
  'file',
  'task',
  'case_event',
  'referral_origin',
] as const satisfies readonly Table[]
export type BeneathCase = (typeof beneathCase)[number]

/** Epoch 1 x 2^32, where a case begins. */
export const firstRev = 4_294_967_296

/** What the columns hold that an insert does not name. */
const unnamed: { readonly [T in Table]?: Partial<Rows[T]> } = {
  case_file: { rev: firstRev },
  case_member: { nameParts: {}, removedAt: null },
  consent: { ...nothingMore, interpreterPresent: false },
  consent_override: {
    decidedAt: null,
    decidedBy: null,
    approved: null,
    reviewDueAt: null,
    reviewedAt: null,
    reviewedBy: null,
    upheld: null,
    reviewNote: null,
  },
  sharing_stop: { confirmedAt: null, confirmedBy: null, kept: null },
  case_fact: { householdTypes: null, avoid: {}, healthSummary: null },
  note: { correctsId: null },
  file: { title: null, consentId: null, agreed: null, removedAt: null, removedBy: null, removalReason: null },
  task: { text: null, referralId: null, doneAt: null, doneBy: null, result: null },
  case_event: { accountId: null, ref: null, detail: {} },
  referral_origin: { consentIds: [], narrative: null, openKey: null },
  referral_snapshot: { withdrawnAt: null },
  referral_event: {
    fromState: null,
    toState: null,
    accountId: null,
    organisationName: null,
    channel: 'platform',
    saidBy: null,
    reason: null,
    detail: {},
    shared: true,
  },
  referral_link: { openedAt: null, usedAt: null, revokedAt: null, failures: 0 },
  alert: {
    accountId: null,
    siteId: null,
    level: 100,
    caseId: null,
    referralId: null,
    offerId: null,
    seenAt: null,
  },
}

/** Tables as maps by key, and what lies beneath each case. Rows are replaced, never changed in place. */
export interface MemoryTables {
  rows<T extends Table>(name: T): readonly Kept<T>[]
  row<T extends Table>(name: T, key: Id | undefined): Kept<T> | undefined
  ofCase<T extends BeneathCase>(name: T, caseId: Id): Kept<T>[]
  rolesOf(accountId: Id): readonly Rows['account_role'][]
  /** Refuses with `record.id_taken`. */
  put<T extends Table>(name: T, given: Partial<Rows[T]>, rev?: number): void
  /** Refuses with `record.not_found`. */
  change<T extends Table>(name: T, key: Id, set: Partial<Rows[T]>, rev?: number): void
}

export function memoryTables(): MemoryTables {
  const tables = new Map<Table, Map<string, object>>()
  const keysOfCase = new Map<string, string[]>()
  const roles = new Map<string, Rows['account_role'][]>()

  const table = <T extends Table>(name: T): Map<string, Kept<T>> => {
    let found = tables.get(name)
    if (found === undefined) tables.set(name, (found = new Map()))
    return found as Map<string, Kept<T>>
  }
  const row = <T extends Table>(name: T, key: Id | undefined): Kept<T> | undefined =>
    key === undefined ? undefined : table(name).get(key)

  function put<T extends Table>(name: T, given: Partial<Rows[T]>, rev?: number): void {
    const whole = { ...unnamed[name], ...named(given), ...(rev === undefined ? {} : { rev }) } as Kept<T>
    if (name === 'account_role') {
      const role = whole as unknown as Rows['account_role']
      roles.set(role.accountId, [...(roles.get(role.accountId) ?? []), role])
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

  return {
    row,
    put,
    change,
    rows: (name) => [...table(name).values()],
    ofCase: (name, caseId) =>
      (keysOfCase.get(`${name} ${caseId}`) ?? []).flatMap((key) => table(name).get(key) ?? []),
    rolesOf: (accountId) => roles.get(accountId) ?? [],
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
