/** What a provider may have said on the telephone, in the order it usually comes, and what each needs. */
export const saidActions = [
  'referral.acknowledge',
  'referral.accept',
  'referral.waitlist',
  'referral.decline',
  'referral.ask_information',
  'referral.set_appointment',
  'referral.note_appointment',
  'referral.start',
  'referral.complete',
  'referral.hold',
  'referral.fail',
] as const
export type SaidAction = (typeof saidActions)[number]

/** The list a reason of this answer is chosen from. */
export const reasonList: Partial<Record<SaidAction, string>> = {
  'referral.decline': 'declineReason',
  'referral.hold': 'holdReason',
  'referral.fail': 'failReason',
  'referral.complete': 'outcome',
}

export interface Written {
  readonly name: SaidAction | null
  readonly saidBy: string
  readonly channel: string
  /** Null: just now. */
  readonly at: string | null
  readonly isEarlier: boolean
  readonly appointmentAt: string | null
  readonly appointmentContact: string
  readonly expectedOn: string | null
  readonly reason: string | null
  readonly status: string | null
  readonly text: string
}
export const nothingWritten: Written = {
  name: null,
  saidBy: '',
  channel: 'phone',
  at: null,
  isEarlier: false,
  appointmentAt: null,
  appointmentContact: '',
  expectedOn: null,
  reason: null,
  status: null,
  text: '',
}

export function isReady({
  name,
  saidBy,
  isEarlier,
  at,
  appointmentAt,
  expectedOn,
  reason,
  status,
  text,
}: Written): boolean {
  if (name === null || saidBy.trim() === '' || (isEarlier && at === null)) return false
  if (name in reasonList && reason === null) return false
  if (name === 'referral.waitlist' || (name === 'referral.hold' && reason === 'waitlisted'))
    return expectedOn !== null
  if (name === 'referral.set_appointment') return appointmentAt !== null
  if (name === 'referral.note_appointment') return status !== null
  return name !== 'referral.ask_information' || text.trim() !== ''
}

/** The input of the action, with whose word it is. */
export function inputOf(referralId: string, written: Written): Record<string, unknown> {
  const {
    name,
    saidBy,
    channel,
    at,
    isEarlier,
    appointmentAt,
    appointmentContact,
    expectedOn,
    reason,
    status,
    text,
  } = written
  const said = text.trim() || undefined
  const contact = appointmentContact.trim()
  const appointment = appointmentAt ? { at: appointmentAt, ...(contact ? { contact } : {}) } : undefined
  const ofAnswer: Record<SaidAction, Record<string, unknown>> = {
    'referral.acknowledge': {},
    'referral.accept': { appointment },
    'referral.waitlist': { expectedOn },
    'referral.decline': { reason, note: said },
    'referral.ask_information': { question: said },
    'referral.set_appointment': { appointment },
    'referral.note_appointment': { status },
    'referral.start': {},
    'referral.complete': { outcome: reason, note: said },
    'referral.hold': { reason, expectedOn: expectedOn ?? undefined, note: said },
    'referral.fail': { reason, note: said },
  }
  const by = { saidBy: saidBy.trim(), channel, ...(isEarlier && at ? { at } : {}) }
  const all = { referralId, by, ...(name ? ofAnswer[name] : {}) }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
