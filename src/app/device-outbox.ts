import type { Acknowledged, DeviceStore, Waiting } from '../sync/device-store.ts'
import type { RoundEnd } from '../sync/engine.ts'
import { tick } from '../sync/clock.ts'
import { worksOffline } from '../sync/offline-actions.ts'
import { inputVersion } from '../sync/protocol.ts'
import type { RefusalSeen } from '../design/States.tsx'
import type { Answer, Outbox, OutboxItem } from './outbox.ts'
import type { SeenCase } from './seen-cases.ts'

/** The copy on this device while it is unlocked, as writing needs it. */
export interface OpenCopy {
  readonly store: DeviceStore
  /** A round of sync now; settles with how it ended. */
  readonly sync: () => Promise<RoundEnd>
  /** What the rules say here, before anything is kept: a refusal, or that it goes and what it would answer. */
  readonly draft: (
    id: string,
    name: string,
    input: unknown,
  ) => Promise<{ readonly refusal: RefusalSeen | null; readonly result?: unknown }>
  /** Revision of the case behind the input as it is held here; null where there is none. */
  readonly seen: (input: unknown) => Promise<number | null>
}

export interface DeviceOutboxParts {
  readonly memory: Outbox
  readonly newId: () => string
  readonly now: () => number
  readonly isOnline: () => boolean
  readonly later: (milliseconds: number, then: () => void) => () => void
}

/** So long a form waits for the server's answer; then what was written is safe on the device and the form goes on. */
const patienceMs = 8_000

/**
 * What pages write through. Where the device keeps a copy, what is written is kept there first and sent afterwards;
 * elsewhere, and for what cannot be done without network, it is sent at once as from any browser.
 */
export class DeviceOutbox {
  readonly #parts: DeviceOutboxParts
  readonly #listeners = new Set<() => void>()
  /** Commands whose author still waits at the form. */
  readonly #attended = new Map<string, (answer: Answer) => void>()
  #copy: OpenCopy | null = null
  #kept: readonly OutboxItem[] = []
  #items: readonly OutboxItem[] = []

  constructor(parts: DeviceOutboxParts) {
    this.#parts = parts
    parts.memory.subscribe(() => this.#tell())
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Everything under way, and the last few that were answered; oldest first. */
  items = (): readonly OutboxItem[] => this.#items

  isAttended = (id: string): boolean => this.#attended.has(id)

  /** From now on over this copy; null: it was locked, and nothing of it stays in memory. */
  async use(copy: OpenCopy | null): Promise<void> {
    this.#copy = copy
    this.#kept = []
    await this.look()
  }

  /** Reads again what the copy holds: another window wrote, or a round of sync ended. */
  async look(): Promise<void> {
    const copy = this.#copy
    if (copy) {
      const [waiting, decisions] = await Promise.all([copy.store.waiting(), copy.store.decisions()])
      if (copy !== this.#copy) return
      const decided = new Set(decisions.map(({ id }) => id))
      this.#kept = [
        ...decisions.map(
          ({ command, refusal }): OutboxItem => ({ ...shown(command), state: 'refused', refusal }),
        ),
        ...waiting.flatMap((one) => (decided.has(one.command.id) ? [] : [this.#shown(one)])),
      ]
    }
    this.#tell()
  }

  /**
   * Writes. `answered` settles with the server's answer, or with `kept` when the device has it and nobody answered yet;
   * it never rejects.
   * @param seen revision of the case on screen when the form was opened; left out: as it is held now
   */
  perform(
    name: string,
    input: unknown,
    seen?: SeenCase,
  ): { readonly id: string; readonly answered: Promise<Answer> } {
    const copy = this.#copy
    const isAlwaysSent = !copy || !worksOffline(name)
    if (isAlwaysSent && (!copy || this.#parts.isOnline()))
      return this.#parts.memory.perform(name, input, seen?.rev)
    const id = this.#parts.newId()
    // nothing of it would wait anywhere: said before its author leaves the form
    if (isAlwaysSent)
      return {
        id,
        answered: Promise.resolve({ id, outcome: 'refused', refusal: { code: 'device.needs_network' } }),
      }
    return { id, answered: this.#keep(copy, { id, name, input }, seen) }
  }

  /** What the server answered to a command of this device. */
  heard(answer: Acknowledged): void {
    this.#settle(answer.id, answer)
  }

  retryNow(): void {
    this.#parts.memory.retryNow()
    if (this.#copy) void this.#round(this.#copy)
  }

  dismiss(id: string): void {
    const copy = this.#copy
    if (copy && this.#kept.some((item) => item.id === id)) void copy.store.seenTo(id).then(() => this.look())
    else this.#parts.memory.dismiss(id)
  }

  /** At sign-out: nothing of one reader stays in memory for the next. What the device keeps, it keeps sealed. */
  clear(): void {
    this.#copy = null
    this.#kept = []
    for (const id of this.#attended.keys()) this.#settle(id, { id, outcome: 'kept' })
    this.#parts.memory.clear()
  }

  async #keep(
    copy: OpenCopy,
    command: Pick<OutboxItem, 'id' | 'name' | 'input'>,
    seen?: SeenCase,
  ): Promise<Answer> {
    const { id, name, input } = command
    const refused = (refusal: RefusalSeen): Answer => ({ id, outcome: 'refused', refusal })
    const isOnline = this.#parts.isOnline()
    let drafted: unknown
    try {
      if (!isOnline) {
        const { refusal, result } = await copy.draft(id, name, input)
        if (refusal) return refused(refusal)
        drafted = result
      }
      const { epoch, clock } = await copy.store.state()
      await copy.store.keep({
        id,
        name,
        input,
        from: {
          device: copy.store.device,
          epoch: epoch ?? 0,
          seen: seenAtMost(seen, await copy.seen(input)),
          at: tick(clock, this.#parts.now()),
          version: inputVersion,
        },
      })
    } catch (error) {
      const refusal = refusalIn(error)
      if (!refusal) reportError(error)
      return refused(refusal ?? { code: 'device.damaged' })
    }
    const answered = isOnline
      ? this.#attend(copy, id)
      : Promise.resolve<Answer>({ id, outcome: 'kept', result: drafted })
    void this.look()
    return answered
  }

  /** Waits for the server while the author does, and no longer. */
  #attend(copy: OpenCopy, id: string): Promise<Answer> {
    return new Promise((resolve) => {
      const stop = this.#parts.later(patienceMs, () => this.#settle(id, { id, outcome: 'kept' }))
      this.#attended.set(id, (answer) => {
        stop()
        resolve(answer)
      })
      void this.#round(copy).then((end) => {
        if (end !== 'done') this.#settle(id, { id, outcome: 'kept' })
      })
    })
  }

  async #round(copy: OpenCopy): Promise<RoundEnd> {
    const end = await copy.sync()
    if (copy === this.#copy) await this.look()
    return end
  }

  #settle(id: string, answer: Answer): void {
    const resolve = this.#attended.get(id)
    this.#attended.delete(id)
    resolve?.(answer)
  }

  #shown({ command, answer, parked }: Waiting): OutboxItem {
    const isUnderWay = this.#attended.has(command.id) && !parked
    return {
      ...shown(command),
      state: answer ? 'sent' : isUnderWay ? 'sending' : 'waiting',
      isParked: parked,
    }
  }

  #tell(): void {
    this.#items = [...this.#kept, ...this.#parts.memory.items()]
    for (const listener of this.#listeners) listener()
  }
}

/** A page that was made here may show one's own waiting writes on top: never more than the copy holds. */
function seenAtMost(seen: SeenCase | undefined, held: number | null): number | null {
  if (seen === undefined) return held
  return seen.isHere && held !== null ? Math.min(seen.rev, held) : seen.rev
}

function shown({ id, name, input, from }: Waiting['command']): Omit<OutboxItem, 'state'> {
  return { id, name, input, at: from.at.ms, isKept: true }
}

/** The refusal of a store that could not keep something, also when it comes out of a worker. */
function refusalIn(error: unknown): RefusalSeen | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? { code: error.code }
    : null
}
