import type { DecisionItem } from '../records/sync-answers.ts'

/** What of a decision says how another value is written. */
export type Asked = Pick<DecisionItem, 'action' | 'field' | 'standing'>

/** The kinds of fields between whose values a person decides (conflict-rules.ts). */
export type OtherKind =
  | { readonly kind: 'name' | 'birth' | 'documents' | 'yesNo' | 'severity' | 'urgency' | 'text' }
  /** One code of a list of the programme, or of some of it. */
  | { readonly kind: 'code'; readonly list: string; readonly only?: readonly string[] | undefined }

const byField: Readonly<Record<string, OtherKind>> = {
  name: { kind: 'name' },
  codeName: { kind: 'text' },
  sex: { kind: 'code', list: 'sex' },
  birth: { kind: 'birth' },
  statusCategory: { kind: 'code', list: 'statusCategory' },
  ageBand: { kind: 'code', list: 'ageBand' },
  documentsHeld: { kind: 'documents' },
  'contactSafety.mode': { kind: 'code', list: 'contactSafety' },
  'contactSafety.mayLeaveMessage': { kind: 'yesNo' },
  healthSummary: { kind: 'text' },
  urgency: { kind: 'urgency' },
  severity: { kind: 'severity' },
}
const byAction: Readonly<Record<string, OtherKind>> = {
  // steps with an action of their own are not among them
  'case.move.to': {
    kind: 'code',
    list: 'caseState',
    only: ['screened', 'advice_only', 'open_assessment', 'plan_agreed', 'in_progress', 'review_due'],
  },
  'case.close.reason': { kind: 'code', list: 'closureReason' },
  'case.reopen.reason': { kind: 'text' },
  'need.change.state': { kind: 'code', list: 'needState', only: ['open', 'planned'] },
  // not met asks for a reason besides, and is written on the need
  'need.close.state': { kind: 'code', list: 'needState', only: ['met', 'partly_met', 'withdrawn'] },
}

/** Undefined: a step that is taken or not (approving, sending back), and has no other value. */
export function otherKind({ action, field }: Asked): OtherKind | undefined {
  return byAction[`${action}.${field}`] ?? byField[field]
}

export const canBeWritten = (asked: Asked): boolean => otherKind(asked) !== undefined

/** What the field begins with: what stands, where that is half the work. */
export function begins(asked: Asked): unknown {
  const { standing } = asked
  switch (otherKind(asked)?.kind) {
    case 'name':
      return standing ?? {}
    case 'text':
      return typeof standing === 'string' ? standing : ''
    case 'birth':
      return birthStanding(standing as BirthStanding | null)
    case 'documents':
      return Array.isArray(standing) ? standing : []
    default:
      return null
  }
}

interface BirthStanding {
  readonly birthDate?: string | null
  readonly birthYear?: number | null
  readonly birthPrecision?: string | null
}
function birthStanding(standing: BirthStanding | null): { day: string; precision: string } | null {
  const { birthDate, birthYear, birthPrecision: precision } = standing ?? {}
  const day = birthDate ?? (birthYear ? `${birthYear}-01-01` : null)
  return day &&
    (precision === 'day' || precision === 'month' || precision === 'year' || precision === 'estimate')
    ? { day, precision }
    : null
}

/** How the fields of a case make an input of a name and of a birth; undefined: not complete. */
export interface Making {
  readonly name: (value: unknown) => unknown
  readonly birth: (value: unknown) => unknown
}

/** What goes to the server; undefined: not complete yet. */
export function toSend(
  asked: Asked,
  value: unknown,
  making: Making,
): { readonly value: unknown } | undefined {
  const filled = (one: unknown) =>
    one === undefined || one === null || one === '' ? undefined : { value: one }
  switch (otherKind(asked)?.kind) {
    case 'name':
      return filled(making.name(value))
    case 'text':
      return filled((value as string).trim())
    case 'birth':
      return filled(making.birth(value))
    case 'severity':
      return value === null ? undefined : { value: Number(value) }
    // null: they were not asked about, which is a value
    case 'documents':
      return { value }
    default:
      return filled(value)
  }
}
