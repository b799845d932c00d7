import { isUrgency, compareUrgency } from '../cases/urgency.ts'
import { birthFields, contactSafetyFields } from '../people/person-fields.ts'
import type { Permission } from '../permissions/permissions.ts'
import type { Json } from '../records/rows.ts'

/** Tables whose rows keep who wrote each field last (migration 0024). */
export type MarkedTable = 'person' | 'case_file' | 'need' | 'case_fact' | 'task'

/**
 * What happens when two people wrote the same field without knowing of each other (whoever had seen the other's value
 * simply wins, before any of these):
 * `last` the later one by the clock; the other stays in the story · `review` what stood first stays, both are shown to
 * whoever leads the case · `safer` the safer value holds at once, and is reviewed · `fork` both texts stay beside each
 * other · `union` both · `once` it was done already; the other is told in the story.
 */
type Rule = 'last' | 'review' | 'safer' | 'fork' | 'union' | 'once'

export interface FieldRule {
  /** Of the input. */
  readonly field: string
  readonly table: MarkedTable
  /** Fields of the row that it writes; the first stands for its value. */
  readonly columns: readonly string[]
  readonly rule: Rule
  /** What an input value becomes in the row; without it, itself in the first column. */
  readonly written?: (value: never, today: string) => { readonly [column: string]: Json }
  /** Whether the one is safer than the other (`safer`). */
  readonly isSafer?: (one: Json, other: Json) => boolean
  /** An object that is written whole and judged part by part; parts that are not named go by `last`. */
  readonly parts?: { readonly [part: string]: (one: Json, other: Json) => boolean }
}

export interface ActionRules {
  readonly fields: readonly FieldRule[]
  /** Input fields that say what it is about; they go with every part of it. */
  readonly about: readonly string[]
  /** The fields stand and fall together. */
  readonly whole?: true
  /** What brings back the value that stood there, where it takes another action. */
  readonly back?: {
    readonly action: Permission
    readonly input: (former: Json, given: Given) => Given
  }
}
type Given = { readonly [field: string]: unknown }

const ofCase = ['caseId'] as const
const ofNeed = ['needId'] as const
const field = (
  name: string,
  table: MarkedTable,
  rule: Rule,
  more: Partial<Omit<FieldRule, 'field' | 'table' | 'rule'>> = {},
): FieldRule => ({ field: name, table, rule, columns: [name], ...more })

/** From the least to the most that contact may risk; what nobody named counts as the safest but silence. */
const riskOfContact = [
  'no_contact',
  'in_person',
  'through_someone',
  'phone_hours',
  'sms_neutral',
  'phone_any',
]
const risk = (mode: Json): number => {
  const place = riskOfContact.findIndex((one) => one === mode)
  return place === -1 ? 1 : place
}
const urgencyIsSafer = (one: Json, other: Json): boolean =>
  typeof one === 'string' &&
  typeof other === 'string' &&
  isUrgency(one) &&
  isUrgency(other) &&
  compareUrgency(one, other) < 0

/** The step of the procedure: two that moved a case apart need a person. */
const step = (name: string): ActionRules => ({
  whole: true,
  about: ofCase,
  fields: [field(name, 'case_file', 'review', { columns: ['state', 'pending'] })],
})

/** One table for all fields that two people can write at once. What is not here only adds, or asks its own `decide`. */
export const conflictRules: { readonly [name in Permission]?: ActionRules } = {
  'person.correct': {
    about: ofCase,
    fields: [
      field('name', 'person', 'review', { columns: ['nameParts'] }),
      field('codeName', 'person', 'review'),
      field('sex', 'person', 'review'),
      field('birth', 'person', 'review', {
        columns: ['birthDate', 'birthPrecision', 'birthYear'],
        written: (birth, today) => ({ ...birthFields(birth, today) }),
      }),
      field('language', 'person', 'last'),
      field('interpreterNeeded', 'person', 'last'),
      field('place', 'person', 'last', { columns: ['placeCode'] }),
    ],
  },
  'person.set_contact_safety': {
    about: ofCase,
    fields: [
      field('contactSafety', 'person', 'safer', {
        written: (given) => ({ contactSafety: { ...contactSafetyFields(given) } }),
        parts: {
          mode: (one, other) => risk(one) < risk(other),
          mayLeaveMessage: (one, other) => one !== true && other === true,
        },
      }),
    ],
  },
  'person.set_chosen_word': {
    about: ofCase,
    fields: [field('chosenWord', 'person', 'last', { columns: ['chosenWordHash'] })],
  },
  'case.correct': {
    about: ofCase,
    fields: [
      field('statusCategory', 'case_file', 'review'),
      field('ageBand', 'case_file', 'review'),
      field('openedOn', 'case_file', 'last'),
      field('returnedFromAbroad', 'case_file', 'last'),
      field('conflictDisplaced', 'case_file', 'last'),
      field('documentsHeld', 'case_file', 'review'),
    ],
  },
  'case.record_facts': {
    about: ofCase,
    fields: [
      field('householdTypes', 'case_fact', 'union'),
      field('avoid', 'case_fact', 'union'),
      field('healthSummary', 'case_fact', 'fork'),
    ],
  },
  'case.plan_contact': {
    about: ofCase,
    fields: [field('at', 'case_file', 'last', { columns: ['nextContactAt'] })],
  },
  'case.raise_urgency': {
    whole: true,
    about: ofCase,
    fields: [field('urgency', 'case_file', 'safer', { isSafer: urgencyIsSafer })],
    back: {
      action: 'case.lower_urgency',
      input: (former, { caseId, reason }) => ({ caseId, urgency: former, reason }),
    },
  },
  'case.lower_urgency': {
    whole: true,
    about: ofCase,
    fields: [field('urgency', 'case_file', 'review', { columns: ['urgency', 'pending'] })],
  },
  'case.move': step('to'),
  'case.close': step('reason'),
  'case.reopen': step('reason'),
  'case.approve': step('kind'),
  'case.send_back': step('kind'),
  'need.change': {
    about: ofNeed,
    fields: [
      field('severity', 'need', 'safer', { isSafer: (one, other) => Number(one) > Number(other) }),
      field('priority', 'need', 'last'),
      field('state', 'need', 'review'),
    ],
  },
  'need.close': {
    whole: true,
    about: ofNeed,
    fields: [field('state', 'need', 'review')],
  },
  'task.finish': {
    whole: true,
    about: ['taskId'],
    fields: [field('result', 'task', 'once', { columns: ['doneAt'] })],
  },
}
