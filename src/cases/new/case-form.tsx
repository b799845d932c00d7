import type { Found } from '../../design/ComboBox.tsx'
import type { DateValue } from '../../design/DateField.tsx'
import { unitOf } from '../../app/place-names.ts'
import { contactSafetyToSend } from '../../people/ContactSafetyFields.tsx'
import { namePartsToSend } from '../../people/NameFields.tsx'
import type { ContactSafety, NameParts } from '../../records/rows.ts'
import type { MemberDraft } from './MemberList.tsx'

/** What an officer has filled in so far; null is not answered yet. */
export interface CaseForm {
  readonly openedOn: string
  readonly siteId: string | null
  readonly statusCategory: string | null
  readonly ageBand: string | null
  readonly sex: string | null
  readonly language: string | null
  readonly contactSafety: ContactSafety
  readonly isCodeName: boolean
  readonly name: NameParts
  readonly codeName: string
  readonly place: Found | null
  readonly birth: DateValue | null
  readonly returnedFromAbroad: boolean | null
  readonly conflictDisplaced: boolean | null
  readonly documentsAsked: boolean
  readonly documentsHeld: readonly string[]
  readonly interpreterNeeded: boolean
  readonly chosenWord: string
  readonly members: readonly MemberDraft[]
  readonly isFromPaper: boolean
}

/** The safest answer stands until the person says otherwise (DP-21). */
export function emptyForm(openedOn: string, siteId: string | null, language: string): CaseForm {
  return {
    openedOn,
    siteId,
    statusCategory: null,
    ageBand: null,
    sex: null,
    language,
    contactSafety: { mode: 'no_contact' },
    isCodeName: false,
    name: {},
    codeName: '',
    place: null,
    birth: null,
    returnedFromAbroad: null,
    conflictDisplaced: null,
    documentsAsked: false,
    documentsHeld: [],
    interpreterNeeded: false,
    chosenWord: '',
    members: [],
    isFromPaper: false,
  }
}

/** The fields still to be answered, by name; empty when the case can be opened. */
export function missingIn(form: CaseForm): readonly string[] {
  const needed = ['siteId', 'statusCategory', 'ageBand', 'sex', 'language'] as const
  const missing: string[] = needed.filter((field) => form[field] === null)
  const named = form.isCodeName ? form.codeName.trim() !== '' : namePartsToSend(form.name) !== undefined
  return named ? missing : [...missing, 'name']
}

/** The input of `case.open`: nothing in it that was not answered. */
export function inputOf(form: CaseForm, ids: { caseId: string; personId: string }): Record<string, unknown> {
  const name = form.isCodeName ? undefined : namePartsToSend(form.name)
  const all = {
    ...ids,
    openedOn: form.openedOn,
    siteId: form.siteId,
    statusCategory: form.statusCategory,
    ageBand: form.ageBand,
    sex: form.sex,
    language: form.language,
    contactSafety: contactSafetyToSend(form.contactSafety),
    name,
    codeName: form.isCodeName ? form.codeName.trim() : undefined,
    place: form.place ? unitOf(form.place.id) : undefined,
    birth: birthOf(form.birth),
    returnedFromAbroad: form.returnedFromAbroad ?? undefined,
    conflictDisplaced: form.conflictDisplaced ?? undefined,
    documentsHeld: form.documentsAsked ? form.documentsHeld : undefined,
    interpreterNeeded: form.interpreterNeeded || undefined,
    chosenWord: form.chosenWord.trim() || undefined,
    members: form.members.length > 0 ? form.members : undefined,
    enteredLate: form.isFromPaper || undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** A day where it is known to the day or month, else the year alone. */
export function birthOf(birth: DateValue | null): Record<string, unknown> | undefined {
  if (!birth?.day) return undefined
  return birth.precision === 'day' || birth.precision === 'month'
    ? { date: birth.day, precision: birth.precision }
    : { year: Number(birth.day.slice(0, 4)), precision: birth.precision }
}
