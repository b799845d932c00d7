import type { Change, Circumstances, Decision } from '../../src/actions/action.ts'
import { Refusal } from '../../src/basics/refusal.ts'
import type { Role } from '../../src/permissions/roles.ts'
import type { Who } from '../../src/permissions/who.ts'
import { calendarFor } from '../../src/places/calendar.ts'
import { iraqCalendarRules } from '../../src/places/iraq-calendar.ts'
import { findProgramme } from '../../src/programmes/shipped.ts'
import type { Reference } from '../../src/records/knowledge.ts'
import type { CaseRow, NeedRow, PersonRow, Rows, Table } from '../../src/records/rows.ts'

/** For tests of rules alone: Amina (officer) and Baran (supervisor) of the Mosul office on a Sunday, and a case of hers. No database. */
export const now = '2026-11-22T09:00:00.000Z'
export const ids = {
  ministry: uuid(1),
  mosul: uuid(2),
  hamdaniya: uuid(3),
  amina: uuid(11),
  baran: uuid(12),
  sana: uuid(13),
  younis: uuid(14),
  case: uuid(21),
  person: uuid(22),
  need: uuid(31),
  bridges: uuid(41),
  consent: uuid(51),
}

/** Numbered, so that a failing test is easy to read. */
export function uuid(number: number): string {
  return `019ab000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

const ancestors: Readonly<Record<string, readonly string[]>> = {
  IQG15Q05N04: ['IQG15Q05N04', 'IQG15Q05', 'IQG15'],
  IQG15Q05: ['IQG15Q05', 'IQG15'],
  IQG01: ['IQG01'],
}
export const reference: Reference = {
  programme: findProgramme,
  calendarOf: () => calendarFor(iraqCalendarRules, [], []),
  ancestors: (code) => ancestors[code] ?? [],
}

export const amina = account(ids.amina, ['caseworker'], [])
export const sana = account(ids.sana, ['caseworker'], [])
export const baran = account(ids.baran, ['case_supervisor'], [ids.mosul])

function account(accountId: string, roles: readonly Role[], supervisedSites: readonly string[]): Who {
  return {
    kind: 'account',
    accountId,
    organisationId: ids.ministry,
    displayName: 'متخيل',
    login: 'invented',
    locale: 'ar',
    roles,
    sites: [ids.mosul],
    supervisedSites,
    sessionId: uuid(90),
    mustChangePassword: false,
  }
}

export function as(who: Who): Circumstances {
  let made = 1000
  return {
    who,
    now,
    today: '2026-11-22',
    newId: () => uuid(made++),
    random: (bytes) => new Uint8Array(bytes).fill(7 + made++),
    hashWord: (word) => new TextEncoder().encode(`hash of ${word.length} letters`),
    hashToken: () => new Uint8Array(32),
  }
}

export function caseOf(more: Partial<CaseRow> = {}): CaseRow {
  return {
    id: ids.case,
    organisationId: ids.ministry,
    siteId: ids.mosul,
    officerId: ids.amina,
    personId: ids.person,
    code: 'NV-4K7-29XC',
    programme: 'nrm',
    programmeVersion: 1,
    episode: 1,
    state: 'in_progress',
    urgency: 'U2',
    urgencyReason: null,
    displayName: 'هدى حسن',
    statusCategory: 'idp_returnee',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    placeCode: 'IQG15Q05N04',
    returnedFromAbroad: null,
    conflictDisplaced: null,
    documentsHeld: null,
    openedOn: '2026-11-20',
    enteredAt: '2026-11-20T09:00:00.000Z',
    enteredLate: false,
    nextContactAt: null,
    nextDueAt: null,
    nextDueKind: null,
    nextDueRef: null,
    openNeeds: 0,
    waitingReferrals: 0,
    pending: null,
    closedAt: null,
    closureReason: null,
    remainingNeeds: null,
    rev: 4294967296,
    ...more,
  }
}

export function personOf(more: Partial<PersonRow> = {}): PersonRow {
  return {
    id: ids.person,
    organisationId: ids.ministry,
    siteId: ids.mosul,
    code: 'NV-222-222C',
    nameParts: { given: 'هدى', father: 'حسن', grandfather: 'علي' },
    codeName: null,
    displayName: 'هدى حسن علي',
    sex: 'female',
    birthDate: null,
    birthPrecision: 'unknown',
    birthYear: null,
    language: 'ar',
    interpreterNeeded: false,
    contactSafety: { mode: 'in_person' },
    chosenWordHash: null,
    placeCode: 'IQG15Q05N04',
    governorate: 'IQG15',
    searchKeys: [],
    searchVersion: 1,
    ...more,
  }
}

export function needOf(more: Partial<NeedRow> = {}): NeedRow {
  return {
    id: ids.need,
    caseId: ids.case,
    organisationId: ids.ministry,
    memberId: null,
    service: 'EDU.ENROL',
    severity: 3,
    priority: 1,
    state: 'open',
    statedByPerson: true,
    blocks: [],
    unblocksNeedId: null,
    unmetReason: null,
    happenedOn: '2026-11-22',
    enteredAt: now,
    enteredBy: ids.amina,
    ...more,
  }
}

/** What a decision writes into one table: rows of inserts and what updates set. */
export function written<T extends Table>(decision: Decision, table: T): Partial<Rows[T]>[] {
  return decision.changes.flatMap((change: Change) => {
    if (change.op === 'insert' && change.table === table) return [change.row as Partial<Rows[T]>]
    if (change.op === 'update' && change.table === table) return [change.set as Partial<Rows[T]>]
    return []
  })
}

/** The code and details a decision refuses with; `applied` when it does not. */
export function refusalOf(decide: () => Decision): { code: string; [detail: string]: unknown } | 'applied' {
  try {
    decide()
    return 'applied'
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, ...error.details }
    throw error
  }
}
