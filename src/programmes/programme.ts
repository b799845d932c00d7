import * as z from 'zod/mini'

// The form of `programmes/<code>/programme.json`. Strict: a field this page does not know is a mistake, never ignored.

const code = z.string().check(z.regex(/^[a-z0-9][A-Za-z0-9_+-]*$/))
const text = z.string().check(z.minLength(1))
const inLanguages = z.strictObject({ ar: text, ckb: text, kmr: text, en: text })
const sensitivity = z.enum(['C0', 'C1', 'C2', 'C3', 'C4'])

/** A time limit. `h` runs on the clock, also on holidays; `d` is 24 hours; `wd` is a working day of the governorate. */
const limit = z.strictObject({
  amount: z.int().check(z.positive()),
  unit: z.enum(['h', 'd', 'wd']),
  /** Who set this number. "(proposal)" means: a default of ours, to be agreed. */
  source: text,
})

/** One limit for each level of urgency: U0 life or safety now, U1 harm in days, U2 harm in weeks, U3 stable. */
const limits = z.strictObject({ U0: limit, U1: limit, U2: limit, U3: limit })

const codesOfField = z.strictObject({
  /** Intake field whose answer is looked at. */
  field: code,
  /** Any of these answers. */
  codes: z.array(code).check(z.minLength(1)),
})

/** Something that is true, false or not known of a case; eligibility is built from these. Words: `programmes.condition.<name>`. */
const fact = z.union([
  z.strictObject({
    /** Field holding a place. */
    field: code,
    /** P-codes; the fact is true inside any of them, at every level. */
    within: z.array(text).check(z.minLength(1)),
  }),
  z.strictObject({
    /** Field holding yes or no. If it has been asked, its answer decides. */
    field: code,
    /** Otherwise true if another answer says so already, so that nobody is asked twice. */
    impliedBy: z.optional(codesOfField),
    /** Otherwise false if another answer rules it out. */
    excludedBy: z.optional(codesOfField),
  }),
])

export type Condition = { fact: string } | { all: Condition[] } | { any: Condition[] } | { not: Condition }

/** A closed tree: all, any, not, and facts at its leaves. Nothing else, so that it can always be explained. */
const condition: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ fact: code }),
    z.strictObject({ all: z.array(condition).check(z.minLength(1)) }),
    z.strictObject({ any: z.array(condition).check(z.minLength(1)) }),
    z.strictObject({ not: condition }),
  ]),
)

const intakeField = z.strictObject({
  /** Name of the input of `case.open`. Words: `programmes.field.<name>`, and why it is asked: `programmes.fieldWhy.<name>`. */
  field: code,
  type: z.enum(['day', 'site', 'code']),
  /** Code list of a `code` field. */
  list: z.optional(code),
  class: sensitivity,
  required: z.boolean(),
  /** What is assumed until the person says otherwise; must be the safest answer. */
  default: z.optional(code),
})

const state = z.strictObject({
  /** Words: `programmes.caseState.<code>`. */
  code,
  /** False for states in which nobody works on the case. */
  open: z.boolean(),
  /** Name of the limit by which the case should leave this state. */
  deadline: z.optional(code),
})

const move = z.strictObject({
  from: z.array(code).check(z.minLength(1)),
  to: code,
  /** Roles that may do it; a relation to the case is needed besides. */
  by: z.array(code).check(z.minLength(1)),
  /** Code list from which a reason has to be given. */
  reason: z.optional(code),
  /** True where somebody other than the one who asked has to agree. */
  secondPerson: z.optional(z.boolean()),
})

const step = z.strictObject({
  /** Number in the printed procedure. */
  number: z.int().check(z.nonnegative()),
  code,
  /** State of the case in which the step is done. */
  state: z.optional(code),
  by: z.array(code).check(z.minLength(1)),
  /** Screen on which it is done. */
  screen: z.enum(['newCase', 'case', 'needs', 'consent', 'findService', 'referral', 'inbox']),
  /** Name of the limit the step has. */
  deadline: z.optional(code),
  title: inLanguages,
})

/** One choice of a code list. Words: `programmes.<list>.<code>`. Codes are never used again for something else. */
const choice = z.strictObject({
  code,
  /** Sensitivity of the data the choice stands for, where it stands for data. */
  class: z.optional(sensitivity),
  /** For documents: the service by which a missing one is got. */
  service: z.optional(z.string().check(z.regex(/^[A-Z]{3}\.[A-Z0-9]+$/))),
  /** For purposes of consent: after how many months it has to be asked again. */
  validMonths: z.optional(z.int().check(z.positive())),
  source: z.optional(text),
})

/** Limits every programme must name, because referrals are counted by them. */
export const referralLimits = ['send', 'acknowledge', 'decide', 'firstService', 'followUp'] as const

export const programmeSchema = z.strictObject({
  /** Name of the programme's folder. */
  code,
  /** Raised with every change after publication; a case keeps the version it began with. */
  version: z.int().check(z.positive()),
  title: inLanguages,
  /** Where the rules come from. */
  source: text,
  facts: z.record(code, fact),
  /** Who the programme is for. It is shown, and never used to turn someone away unheard. */
  eligibility: condition,
  intake: z.array(intakeField),
  states: z.array(state).check(z.minLength(1)),
  /** State of a new case. */
  start: code,
  moves: z.array(move),
  /** Limits by name and urgency. */
  deadlines: z.record(code, limits),
  /** The standard operating procedure, step by step. */
  steps: z.array(step),
  lists: z.record(code, z.array(choice).check(z.minLength(1))),
})

export type Programme = z.infer<typeof programmeSchema>
export type Limit = z.infer<typeof limit>
export type CaseState = z.infer<typeof state>
export type CaseMove = z.infer<typeof move>
export type Choice = z.infer<typeof choice>
export type Fact = z.infer<typeof fact>
