import type { DoorKeeper } from '../actions/callers.store.ts'
import { Refusal } from '../basics/refusal.ts'
import { handInEnvelopes, handInForm } from '../sync/hand-in.store.ts'
import type { HandIn } from '../sync/protocol.ts'
import type { OwnerSession } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

interface Command {
  /** What was copied out: one hand-in, a list of them, or one a line. */
  readonly text: string
  /** What is between these envelopes and what the server knows is gone with the device. */
  readonly skipMissing: boolean
  readonly out: (text: string) => void
}

/**
 * Takes in sealed envelopes that a person copied out of a locked or broken device, through the same door as
 * POST /sync/hand-in and as the account of that device. Says of each its id, what became of it and a code: nothing of its
 * content. Answers the exit code: 0 each of them has an outcome for good; 1 some were not taken.
 * @throws StartProblem what was copied is not the whole of it, or is of another server
 */
export async function handInCommand(
  owner: OwnerSession,
  door: DoorKeeper,
  { text, skipMissing, out }: Command,
): Promise<0 | 1> {
  const handIns = readHandIns(text)
  let isWhole = true
  for (const handIn of handIns)
    for (const { id, outcome, code } of await handInOf(owner, door, handIn, skipMissing)) {
      out(`${id}\t${outcome}${code === undefined ? '' : `\t${code}`}`)
      isWhole &&= outcome !== 'retry' && outcome !== 'refused' && outcome !== 'unknown'
    }
  if (!isWhole)
    out(
      'Some were not taken; nothing was lost by trying. device.number_missing: earlier ones were not handed in; add them, or --skip-missing if they are gone. hand_in.unreadable: changed, cut off, or sealed to a key that was forgotten. device.unknown: of another server.',
    )
  return isWhole ? 0 : 1
}

interface Told {
  readonly id: string
  readonly outcome: string
  readonly code?: string | undefined
}

async function handInOf(
  owner: OwnerSession,
  door: DoorKeeper,
  handIn: HandIn,
  skipMissing: boolean,
): Promise<readonly Told[]> {
  const [device] = await owner.transaction(
    () =>
      owner.rows<{ token_hash: Buffer; last_n: string }>(
        'select token_hash, last_n from device where id = $1',
        [handIn.device],
      ),
    'loader',
  )
  const inOrder: HandIn = {
    ...handIn,
    envelopes: handIn.envelopes.toSorted((one, other) => one.n - other.n),
  }
  const all = (code: string): readonly Told[] =>
    inOrder.envelopes.map(({ id }) => ({ id, outcome: 'unknown', code }))
  if (device === undefined) return all('device.unknown')
  try {
    const told = await handInEnvelopes(
      door,
      { kind: 'device', device: handIn.device, tokenHash: device.token_hash },
      inOrder,
      skipMissing ? { skips: missing(inOrder, Number(device.last_n)) } : {},
    )
    return told.map(({ id, outcome, refusal }) => ({ id, outcome, code: refusal?.code }))
  } catch (error) {
    if (error instanceof Refusal) return all(error.code)
    throw error
  }
}

/** Numbers above what the server knows that are not among these. */
function missing({ envelopes }: HandIn, known: number): readonly number[] {
  const here = new Set(envelopes.map(({ n }) => n))
  const last = Math.max(...here)
  return Array.from(
    { length: Math.max(0, Math.min(last - known, 10_000)) },
    (_, place) => known + 1 + place,
  ).filter((n) => !here.has(n))
}

function readHandIns(text: string): readonly HandIn[] {
  const values = parsed(text)
  if (values.length === 0) throw new StartProblem('There is nothing in it.')
  return values.map((value) => {
    const found = handInForm.safeParse(value)
    if (!found.success)
      throw new StartProblem(
        'This is not what the app copies out: {"device": …, "envelopes": [{"id": …, "n": …, "sealed": …}]}. Copy it again, whole.',
      )
    return found.data
  })
}

function parsed(text: string): readonly unknown[] {
  const whole = json(text)
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole]
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(json)
}

/** Undefined: no JSON. What was pasted may be anything, and nothing of it is repeated. */
function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // told by whoever asks, without a word of what stood there
    return undefined
  }
}
