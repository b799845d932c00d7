import * as z from 'zod/mini'
import { type Change, type Circumstances, action } from '../actions/action.ts'
import { codeRandomBytes, makeCode } from '../basics/codes.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { chosenWordHash } from '../people/chosen-word.ts'
import {
  birthFields, birthInput, contactSafetyFields, contactSafetyInput, nameInput, namesOrRefuse, placeInput,
} from '../people/person-fields.ts'
import { searchKeysOf } from '../people/search-keys.ts'
import { endOfDay } from '../places/calendar.ts'
import type { Programme } from '../programmes/programme.ts'
import type { Reference, SiteKnown } from '../records/knowledge.ts'
import type { CaseRow, PersonRow } from '../records/rows.ts'
import { caseEvent, choiceOrRefuse, dueBy, pastOrRefuse } from './case-rules.ts'
import { eligibilityOf } from './eligibility-of-case.ts'
import { memberInput, memberRow } from './members.ts'
import { urgencies } from './urgency.ts'

const input = z.strictObject({
  caseId: id,
  personId: id,
  // the seven fields
  openedOn: day,
  siteId: id,
  statusCategory: code,
  ageBand: code,
  sex: code,
  language: code,
  contactSafety: contactSafetyInput,
  // a name or a code name
  name: z.optional(nameInput),
  codeName: z.optional(line(60)),
  // and what may come later
  place: z.optional(placeInput),
  birth: z.optional(birthInput),
  interpreterNeeded: z.optional(z.boolean()),
  returnedFromAbroad: z.optional(z.boolean()),
  conflictDisplaced: z.optional(z.boolean()),
  documentsHeld: z.optional(z.array(code).check(z.maxLength(40))),
  members: z.optional(z.array(memberInput).check(z.maxLength(30))),
  chosenWord: z.optional(line(60)),
  programme: z.optional(code),
  /** Written on paper first. Understood by itself when the day lies in the past. */
  enteredLate: z.optional(z.boolean()),
  urgency: z.optional(z.enum(urgencies)),
  urgencyReason: z.optional(code),
})
type OpenCaseInput = z.infer<typeof input>
/** The database begins the revision itself. */
type NewCase = Omit<CaseRow, 'rev'>
/** What it is found by comes last: the case's code is one of its keys. */
type NewPerson = Omit<PersonRow, 'searchKeys' | 'searchVersion'>

/** Seven fields and a name or a code name: nobody is turned away unheard (SOP 6.1, step 2). */
export const openCase = action({
  name: 'case.open',
  input,
  root: { kind: 'new_case', id: ({ caseId }) => caseId },
  needs: { reference: true, site: ({ siteId }) => siteId },
  decide({ reference, site }, given, circumstances) {
    const { who, today } = circumstances
    if (!site || site.organisationId !== who.organisationId) refuse('site.not_found')
    if (!who.sites.includes(site.id)) refuse('case.site_not_yours')
    const programme = reference.programme(given.programme ?? 'nrm') ?? refuse('case.programme_unknown', { programme: given.programme ?? 'nrm' })
    checkChoices(programme, given)
    pastOrRefuse(given.openedOn, today, 'openedOn')
    const unfound = personOf(given, site, reference, circumstances)
    const file = caseOf(given, programme, unfound, circumstances)
    const person: PersonRow = { ...unfound, ...searchKeysOf(unfound, file.code) }
    const members = (given.members ?? []).map((member) => memberRow(member, file, circumstances))
    const changes: Change[] = [
      { op: 'insert', table: 'person', row: person },
      { op: 'insert', table: 'case_file', row: file },
      ...members.map((row): Change => ({ op: 'insert', table: 'case_member', row })),
      firstContact(file, reference, circumstances),
      caseEvent(file, circumstances, 'case.open', {
        happenedOn: file.openedOn,
        detail: { programme: file.programme, version: file.programmeVersion, urgency: file.urgency, late: file.enteredLate, members: members.length },
      }),
    ]
    return {
      changes,
      result: {
        caseId: file.id, code: file.code, personId: person.id, personCode: person.code, state: file.state,
        eligibility: eligibilityOf(file, programme, reference),
      },
      audit: { siteId: site.id, programme: file.programme },
    }
  },
})

function checkChoices(programme: Programme, given: OpenCaseInput): void {
  for (const field of ['statusCategory', 'ageBand', 'sex', 'language'] as const) choiceOrRefuse(programme, field, given[field], field)
  choiceOrRefuse(programme, 'contactSafety', given.contactSafety.mode, 'contactSafety.mode')
  if (given.urgencyReason !== undefined) choiceOrRefuse(programme, 'urgencyReason', given.urgencyReason, 'urgencyReason')
  for (const document of given.documentsHeld ?? []) choiceOrRefuse(programme, 'document', document, 'documentsHeld')
  for (const member of given.members ?? []) {
    choiceOrRefuse(programme, 'relationship', member.relationship, 'members.relationship')
    choiceOrRefuse(programme, 'sex', member.sex, 'members.sex')
    choiceOrRefuse(programme, 'ageBand', member.ageBand, 'members.ageBand')
  }
}

function personOf(given: OpenCaseInput, site: SiteKnown, reference: Reference, circumstances: Circumstances): NewPerson {
  const places = given.place === undefined ? [] : reference.ancestors(given.place)
  if (given.place !== undefined && places.length === 0) refuse('place.unknown', { field: 'place' })
  const nameParts = given.name ?? {}
  const codeName = given.codeName ?? null
  return {
    id: given.personId, organisationId: site.organisationId, siteId: site.id,
    code: makeCode(site.codePrefix, circumstances.random(codeRandomBytes)),
    nameParts, codeName, displayName: namesOrRefuse(nameParts, codeName).displayName,
    sex: given.sex, ...birthFields(given.birth, circumstances.today), language: given.language, interpreterNeeded: given.interpreterNeeded ?? false,
    contactSafety: contactSafetyFields(given.contactSafety),
    chosenWordHash: given.chosenWord === undefined ? null : chosenWordHash(given.chosenWord, circumstances),
    placeCode: given.place ?? null, governorate: places.at(-1) ?? null,
  }
}

function caseOf(given: OpenCaseInput, programme: Programme, person: NewPerson, { who, now, today, random }: Circumstances): NewCase {
  const codePrefix = person.code.slice(0, 2)
  return {
    id: given.caseId, organisationId: person.organisationId, siteId: person.siteId, officerId: who.accountId, personId: person.id,
    code: makeCode(codePrefix, random(codeRandomBytes)),
    programme: programme.code, programmeVersion: programme.version, episode: 1, state: programme.start,
    urgency: given.urgency ?? 'U3', urgencyReason: given.urgencyReason ?? null,
    displayName: namesOrRefuse(person.nameParts, person.codeName).listName,
    statusCategory: given.statusCategory, ageBand: given.ageBand, sex: given.sex, language: given.language, placeCode: person.placeCode,
    returnedFromAbroad: given.returnedFromAbroad ?? null, conflictDisplaced: given.conflictDisplaced ?? null,
    documentsHeld: given.documentsHeld ? [...new Set(given.documentsHeld)] : null,
    openedOn: given.openedOn, enteredAt: now, enteredLate: given.enteredLate ?? given.openedOn < today,
    nextContactAt: null, nextDueAt: null, nextDueKind: null, nextDueRef: null, openNeeds: 0, waitingReferrals: 0,
    pending: null, closedAt: null, closureReason: null, remainingNeeds: null,
  }
}

/** Somebody calls within the follow-up limit. A case from paper is counted from its own day: it may be late already, and shows it. */
function firstContact(file: NewCase, reference: Reference, { now, today, who, newId }: Circumstances): Change {
  const from = file.openedOn < today ? endOfDay(file.openedOn, reference.calendarOf(file.placeCode)) : now
  return {
    op: 'insert',
    table: 'task',
    row: {
      id: newId(), caseId: file.id, organisationId: file.organisationId, kind: 'contact', text: null,
      dueAt: dueBy(reference, file, 'followUp', from) ?? now, assigneeId: who.accountId, referralId: null, madeAt: now,
    },
  }
}
