import { birthOf } from '../cases/new/case-form.tsx'
import { unitOf } from '../app/place-names.ts'
import type { Found } from '../design/ComboBox.tsx'
import type { DateValue } from '../design/DateField.tsx'
import type { CaseAnswer } from '../records/answers.ts'
import type { NameParts } from '../records/rows.ts'
import { namePartsToSend } from './NameFields.tsx'

export interface Corrections {
  readonly name: NameParts
  readonly codeName: string
  readonly sex: string
  readonly language: string
  readonly birth: DateValue | null
  readonly place: Found | null
  readonly interpreterNeeded: boolean
  readonly statusCategory: string
  readonly ageBand: string
  readonly openedOn: string
  readonly returnedFromAbroad: boolean | null
  readonly conflictDisplaced: boolean | null
  readonly documentsHeld: readonly string[] | null
}

/** What stands there now. */
export function asTheyStand(file: CaseAnswer, placeName: (code: string) => string): Corrections {
  const { person } = file
  const place = person.placeCode ?? file.placeCode
  const precision = person.birthPrecision
  const birthDay = person.birthDate ?? (person.birthYear ? `${person.birthYear}-01-01` : null)
  return {
    name: person.nameParts,
    codeName: person.codeName ?? '',
    sex: person.sex,
    language: file.language,
    birth:
      birthDay &&
      (precision === 'day' || precision === 'month' || precision === 'year' || precision === 'estimate')
        ? { day: birthDay, precision }
        : null,
    place: place ? { id: place, label: placeName(place) } : null,
    interpreterNeeded: person.interpreterNeeded,
    statusCategory: file.statusCategory,
    ageBand: file.ageBand,
    openedOn: file.openedOn,
    returnedFromAbroad: file.returnedFromAbroad,
    conflictDisplaced: file.conflictDisplaced,
    documentsHeld: file.documentsHeld,
  }
}

/** Only what differs from before is sent; null where nothing does. */
export function personChanges(before: Corrections, now: Corrections): Record<string, unknown> | null {
  return onlyChanged(before, now, {
    name: namePartsToSend(now.name) ?? {},
    codeName: now.codeName.trim() || null,
    sex: now.sex,
    language: now.language,
    birth: birthOf(now.birth) ?? {},
    place: now.place ? unitOf(now.place.id) : null,
    interpreterNeeded: now.interpreterNeeded,
  })
}

export function caseChanges(before: Corrections, now: Corrections): Record<string, unknown> | null {
  const { statusCategory, ageBand, openedOn, returnedFromAbroad, conflictDisplaced, documentsHeld } = now
  return onlyChanged(before, now, {
    statusCategory,
    ageBand,
    openedOn,
    returnedFromAbroad,
    conflictDisplaced,
    documentsHeld,
  })
}

function onlyChanged(
  before: Corrections,
  now: Corrections,
  toSend: Record<string, unknown>,
): Record<string, unknown> | null {
  const changed = Object.entries(toSend).filter(([field]) => {
    const key = field as keyof Corrections
    return JSON.stringify(before[key]) !== JSON.stringify(now[key])
  })
  return changed.length === 0 ? null : Object.fromEntries(changed)
}
