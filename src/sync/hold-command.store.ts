import type { Action, Answer } from '../actions/action.ts'
import type { DoorKeeper } from '../actions/callers.store.ts'
import { type Refusal, refuse } from '../basics/refusal.ts'
import { clockCalendar } from '../places/calendar.ts'
import { dueAfter, type Limit } from '../referrals/clocks.ts'
import { statement, type Transaction } from '../server/database.ts'
import { idsIn, madeIds } from './made-ids.ts'
import type { SentCommand } from './protocol.ts'
import { sealHeld } from './seal-held.store.ts'

const holdCommand = statement(
  'select hold_command($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) as group_id',
)
// whose calendar counts: the case's, where its author still sees it, or that of the office the device is at home in
const placeOf = statement(`select coalesce((select c.place_code from case_file c where c.id = $2),
  (select s.place_code from device d join site s on s.id = d.site_id where d.id = $1)) as place`)
/**
 * What somebody wrote is not done and they may not know: a working day until its author is told again, two until whoever
 * supervises the office is (proposal).
 */
const remindAfter: Limit = { amount: 1, unit: 'wd' }
const dueIn: Limit = { amount: 2, unit: 'wd' }
/** What would be protected is shown to its author alone, whoever supervises. */
const isProtected = (name: string): boolean => /^(vault|complaint|break_glass)\./.test(name)

/** Keeps a command that could not be done, whole and sealed, with why. */
export async function hold(
  tx: Transaction,
  door: Pick<DoorKeeper, 'masterKeys' | 'secret' | 'reference'>,
  { id, name, input, from }: SentCommand,
  why: {
    readonly refusal: Refusal
    readonly found: Action | undefined
    readonly understood: unknown
    readonly writtenAt: string
    readonly now: string
  },
): Promise<Answer> {
  const { refusal, found, understood, writtenAt, now } = why
  const root = rootOf(found, understood)
  const sealed = sealHeld(door, id, input)
  const at = await tx.row<{ place: string | null }>(placeOf, [
    from.device,
    root.kind === 'case' ? root.id : null,
  ])
  const calendar = clockCalendar(door.reference.calendarOf(at?.place ?? null))
  const held = await tx.row<{ group_id: string | null }>(holdCommand, [
    id,
    from.device,
    from.n,
    name,
    root.kind,
    root.id,
    madeIds(name, input),
    idsIn(input),
    refusal.code,
    JSON.stringify(refusal.details),
    from.seen,
    from.version,
    writtenAt,
    sealed.master,
    sealed.wrapped,
    sealed.ciphertext,
    isProtected(name),
    dueAfter(now, remindAfter, calendar),
    dueAfter(now, dueIn, calendar),
  ])
  if (held?.group_id == null) refuse('device.unknown')
  return {
    id,
    outcome: 'quarantined',
    result: { heldId: id, groupId: held.group_id },
    refusal: { code: refusal.code, message: '', details: refusal.details },
  }
}

/** What it is about, as far as an input that may be anything tells. */
function rootOf(
  found: Action | undefined,
  input: unknown,
): { readonly kind: string | null; readonly id: string | null } {
  if (found === undefined || found.root.kind === 'none' || !found.input.safeParse(input).success)
    return { kind: null, id: null }
  return { kind: found.root.kind, id: found.root.id(input) }
}
