import type { Change, Circumstances } from '../actions/action.ts'
import { codeRandomBytes, makeCode } from '../basics/codes.ts'
import { refuse } from '../basics/refusal.ts'
import { chosenWordHash } from '../people/chosen-word.ts'
import { birthFields, contactSafetyFields, namesOrRefuse } from '../people/person-fields.ts'
import { searchKeysOf } from '../people/search-keys.ts'
import { endOfDay } from '../places/calendar.ts'
import type { Programme } from '../programmes/programme.ts'
import type { Reference, SiteKnown } from '../records/knowledge.ts'
import type { CaseRow, PersonRow } from '../records/rows.ts'
import { dueBy } from './case-rules.ts'
import type { Intake } from './intake.ts'

/** The database begins the revision itself. */
type NewCase = Omit<CaseRow, 'rev'>
/** What it is found by comes last: the case's code is one of its keys. */
type NewPerson = Omit<PersonRow, 'searchKeys' | 'searchVersion'>

/** The rows of a person and their case, as the intake says. */
export function newCase(
  given: Intake,
  programme: Programme,
  site: SiteKnown,
  reference: Reference,
  circumstances: Circumstances,
): { person: PersonRow; file: NewCase } {
  const person = personOf(given, site, reference, circumstances)
  const file = caseOf(given, programme, person, circumstances)
  return { person: { ...person, ...searchKeysOf(person, file.code) }, file }
}

function personOf(
  given: Intake,
  site: SiteKnown,
  reference: Reference,
  circumstances: Circumstances,
): NewPerson {
  const places = given.place === undefined ? [] : reference.ancestors(given.place)
  if (given.place !== undefined && places.length === 0) refuse('place.unknown', { field: 'place' })
  const nameParts = given.name ?? {}
  const codeName = given.codeName ?? null
  return {
    id: given.personId,
    organisationId: site.organisationId,
    siteId: site.id,
    code: makeCode(site.codePrefix, circumstances.random(codeRandomBytes)),
    nameParts,
    codeName,
    displayName: namesOrRefuse(nameParts, codeName).displayName,
    sex: given.sex,
    ...birthFields(given.birth, circumstances.today),
    language: given.language,
    interpreterNeeded: given.interpreterNeeded ?? false,
    contactSafety: contactSafetyFields(given.contactSafety),
    chosenWordHash: given.chosenWord === undefined ? null : chosenWordHash(given.chosenWord, circumstances),
    placeCode: given.place ?? null,
    governorate: places.at(-1) ?? null,
  }
}

function caseOf(
  given: Intake,
  programme: Programme,
  person: NewPerson,
  { who, now, today, random }: Circumstances,
): NewCase {
  const codePrefix = person.code.slice(0, 2)
  return {
    id: given.caseId,
    organisationId: person.organisationId,
    siteId: person.siteId,
    officerId: who.accountId,
    personId: person.id,
    code: makeCode(codePrefix, random(codeRandomBytes)),
    programme: programme.code,
    programmeVersion: programme.version,
    episode: 1,
    state: programme.start,
    urgency: given.urgency ?? 'U3',
    urgencyReason: given.urgencyReason ?? null,
    displayName: namesOrRefuse(person.nameParts, person.codeName).listName,
    statusCategory: given.statusCategory,
    ageBand: given.ageBand,
    sex: given.sex,
    language: given.language,
    placeCode: person.placeCode,
    returnedFromAbroad: given.returnedFromAbroad ?? null,
    conflictDisplaced: given.conflictDisplaced ?? null,
    documentsHeld: given.documentsHeld ? [...new Set(given.documentsHeld)] : null,
    openedOn: given.openedOn,
    enteredAt: now,
    enteredLate: given.enteredLate ?? given.openedOn < today,
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
  }
}

/** Somebody calls within the follow-up limit. A case from paper is counted from its own day: it may be late already, and shows it. */
export function firstContact(
  file: NewCase,
  reference: Reference,
  { now, today, who, newId }: Circumstances,
): Extract<Change, { op: 'insert'; table: 'task' }> {
  const from = file.openedOn < today ? endOfDay(file.openedOn, reference.calendarOf(file.placeCode)) : now
  return {
    op: 'insert',
    table: 'task',
    row: {
      id: newId(),
      caseId: file.id,
      organisationId: file.organisationId,
      kind: 'contact',
      text: null,
      dueAt: dueBy(reference, file, 'followUp', from) ?? now,
      assigneeId: who.accountId,
      referralId: null,
      madeAt: now,
    },
  }
}
