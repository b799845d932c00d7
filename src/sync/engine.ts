import type { Acknowledged, DeviceStore, Waiting } from './device-store.ts'
import { inBatches, missingBefore } from './batches.ts'
import {
  type DeviceCommand,
  inputVersion,
  type PullAnswer,
  type PullRequest,
  type RetryAnswer,
  type SentCommand,
} from './protocol.ts'

/** What came back from the server, or that nobody answered. */
export type Heard<T> =
  | { readonly kind: 'ok'; readonly data: T }
  | { readonly kind: 'refused'; readonly status: number; readonly refusal: { readonly code: string } }
  | { readonly kind: 'unreachable' }

export interface SyncPorts {
  readonly store: DeviceStore
  /** POST /actions, answered in the same order. */
  readonly push: (commands: readonly SentCommand[]) => Promise<Heard<readonly (Acknowledged | RetryAnswer)[]>>
  /** POST /sync/pull. */
  readonly pull: (request: PullRequest) => Promise<Heard<PullAnswer>>
  /** POST /sync/hand-in: everything that waits, sealed, with the device's own token. True: the server has it. */
  readonly handIn: () => Promise<boolean>
  /** Empties the device: called once, when everything it wrote was handed in. */
  readonly wipe: () => Promise<void>
  /** Fetches what is kept beside the cases where its version is another. */
  readonly reference: (versions: { readonly [collection: string]: string }) => Promise<void>
  /** GET /sync/key: the server's public key; null: not to be had now. */
  readonly sealingKey: () => Promise<string | null>
  /** Milliseconds since 1970 of this device. */
  readonly now: () => number
  /** True while the author of this command is still at the form. */
  readonly isAttended: (id: string) => boolean
  readonly onAnswer: (answer: Acknowledged) => void
  /** A page of a pull is in the store, and another follows: there is something to see already. */
  readonly onPage: () => void
}

/**
 * How a round of sync ended: `done` · `away` nobody answered · `later` the server wants to be asked again ·
 * `signed_out` · `wiped` · `update_app` everything was sent, but this app is too old to read · `not_understood` a
 * request that the server cannot read: everything stays, and a person has to look.
 */
export type RoundEnd = 'done' | 'away' | 'later' | 'signed_out' | 'wiped' | 'update_app' | 'not_understood'

/** A command that no request gets through with is set aside after so many tries of its own; it is never dropped. */
const triesAlone = 5

/**
 * One round: everything that waits goes up in its order, then what changed comes down. Whatever breaks off leaves the
 * device as it was or one whole page further; nothing is dropped without an answer and the pull that shows its effect.
 */
export async function syncOnce(ports: SyncPorts): Promise<RoundEnd> {
  const pushed = await pushAll(ports)
  // a device that was cut off has no session any more: it hears by its own token that it is to empty itself
  return pushed === 'done' || pushed === 'signed_out' || pushed === 'number_missing'
    ? pullAll(ports, pushed === 'number_missing')
    : pushed
}

/**
 * `number_missing`: the server waits for what came before. A restore lost it, or a record here did not open; what there is
 * goes up again once the server has said how far it knows.
 */
type Pushed = RoundEnd | 'number_missing'

/** Sends what waits; `done` when nothing is left but what was set aside. */
async function pushAll(ports: SyncPorts): Promise<Pushed> {
  for (;;) {
    const unanswered = (await ports.store.waiting()).filter(({ answer }) => answer === null)
    const aside = unanswered.filter(({ parked }) => parked).map(({ command }) => command.from.n)
    const ready = unanswered.filter(({ parked }) => !parked)
    const batch = inBatches(ready.map(({ command }) => command))[0] ?? []
    // after a trouble one at a time, so that one that no request gets through with does not hold the others back
    const alone = ready.find(({ attempts }) => attempts > 0) !== undefined
    const sent = alone ? batch.slice(0, 1) : batch
    if (sent.length === 0) return 'done'
    const end = await send(
      ports,
      sent.map((command) =>
        asSent(
          ports,
          command,
          aside.filter((n) => n < command.from.n),
        ),
      ),
      ready.slice(0, sent.length),
    )
    if (end !== 'done') return end
  }
}

async function send(
  ports: SyncPorts,
  commands: readonly SentCommand[],
  waiting: readonly Waiting[],
): Promise<Pushed> {
  const heard = await ports.push(commands)
  if (heard.kind === 'unreachable') return 'away'
  if (heard.kind === 'ok') {
    const isAboutThem =
      heard.data.length === commands.length &&
      heard.data.every(({ id }, place) => id === waiting[place]?.command.id)
    return isAboutThem ? keepAnswers(ports, heard.data) : 'not_understood'
  }
  if (heard.status === 401 || heard.status === 403) return 'signed_out'
  if (heard.status === 429) return 'later'
  for (const { command, attempts } of waiting) {
    const isSetAside = waiting.length === 1 && attempts + 1 >= triesAlone
    await ports.store.failed(command.id, attempts + 1, isSetAside)
    if (isSetAside) return 'done'
  }
  return waiting.length > 1 || heard.status < 500 ? 'done' : 'later'
}

async function keepAnswers(
  ports: SyncPorts,
  answers: readonly (Acknowledged | RetryAnswer)[],
): Promise<Pushed> {
  const known = answers.filter((answer): answer is Acknowledged => answer.outcome !== 'retry')
  const toldAtTheForm = known.filter(({ id, outcome }) => outcome === 'refused' && ports.isAttended(id))
  for (const { id } of toldAtTheForm) await ports.store.takeBack(id)
  await ports.store.answered(known.filter((answer) => !toldAtTheForm.includes(answer)))
  for (const answer of known) ports.onAnswer(answer)
  const retry = answers.find((answer) => answer.outcome === 'retry')
  if (retry === undefined) return 'done'
  return retry.refusal.code === 'device.number_missing' ? 'number_missing' : 'later'
}

/** Asks what changed, page after page. */
async function pullAll(ports: SyncPorts, isNumberMissing: boolean): Promise<RoundEnd> {
  const { store } = ports
  const waiting = await store.waiting()
  const answeredBefore = waiting.flatMap(({ command, answer }) => (answer ? [command.id] : []))
  const unanswered = waiting.filter(({ answer }) => answer === null)
  const held = await store.state()
  const { lastN } = held
  let { cookie, epoch } = held
  const counters = {
    made: lastN,
    acknowledged: lastN - unanswered.length,
    parked: unanswered.filter(({ parked }) => parked).length,
  }
  // without a cookie although something is held: a record did not open and was let go
  let holds: PullRequest['holds'] = cookie === null ? heldOrNone(await whatIsHeld(store)) : undefined
  let timesAsked = 0
  let toHandIn = isNumberMissing
  for (;;) {
    const heard = await ports.pull({
      device: store.device,
      cookie,
      epoch,
      version: inputVersion,
      counters,
      ...(holds ? { holds } : {}),
    })
    if (heard.kind === 'unreachable') return 'away'
    if (heard.kind === 'refused')
      return heard.status === 401 || heard.status === 403
        ? 'signed_out'
        : heard.status < 500 && heard.status !== 429
          ? 'not_understood'
          : 'later'
    const { data } = heard
    if (data.state === 'update_app') return 'update_app'
    if (data.state === 'wipe') return wipeWhenHandedIn(ports)
    if (data.state === 'say_what_you_hold') {
      if (++timesAsked > 1) return 'not_understood'
      const end = await handInAgain(ports, data.lastN)
      if (end !== 'done') return end
      ;[cookie, epoch, toHandIn] = [null, data.epoch, false]
      holds = await whatIsHeld(store)
      continue
    }
    if (toHandIn) {
      const end = await handInAgain(ports, data.lastN)
      if (end !== 'done') return end
      toHandIn = false
    }
    // the last page makes the copy whole: what its pages name by ids is there before it says so
    if (!data.more) {
      await ports.reference(data.reference)
      if (data.sealTo !== undefined && data.sealTo !== held.sealsTo) await sealAnew(ports)
    }
    await store.settle({
      cases: data.cases,
      forget: data.forget,
      epoch: data.epoch,
      cookie: data.cookie,
      leaseUntil: data.leaseUntil,
      // the effect of a command may stand on any page: it leaves the outbox with the last one
      answeredBefore: data.more ? [] : answeredBefore,
      pulledAt: data.now,
      more: data.more,
    })
    ;[cookie, epoch, holds] = [data.cookie, data.epoch, undefined]
    if (!data.more) return 'done'
    ports.onPage()
  }
}

/** The server has another key: what is written from now on, and what still waits, is sealed to it. Else the next round asks again. */
async function sealAnew({ store, sealingKey }: SyncPorts): Promise<void> {
  const key = await sealingKey()
  if (key !== null) await store.sealTo(key)
}

function heldOrNone(held: NonNullable<PullRequest['holds']>): PullRequest['holds'] {
  return held.length > 0 ? held : undefined
}

async function whatIsHeld(store: DeviceStore): Promise<NonNullable<PullRequest['holds']>> {
  const held = await Promise.all(
    (await store.caseIds()).map(async (id) => ({ id, found: await store.heldCase(id) })),
  )
  return held.flatMap(({ id, found }) => (found ? [{ id, rev: found.rev, scope: found.scope }] : []))
}

/**
 * The server does not know some of our commands (it was restored to before them): what it lost goes up again with the same ids, so that what
 * survived is not done twice. Numbers that are in neither journal nor outbox are named as missing.
 */
async function handInAgain(ports: SyncPorts, lastN: number): Promise<RoundEnd> {
  const [journal, waiting] = await Promise.all([ports.store.journal(), ports.store.waiting()])
  const lost = [...journal, ...waiting.filter(({ parked }) => !parked).map(({ command }) => command)]
    .filter(({ from }) => from.n > lastN)
    .toSorted((one, other) => one.from.n - other.from.n)
  let known = lastN
  for (const batch of inBatches(lost)) {
    const sent = batch.map((command) => {
      const skips = missingBefore(command.from.n, known)
      known = command.from.n
      return asSent(ports, command, skips)
    })
    const heard = await ports.push(sent)
    if (heard.kind === 'unreachable') return 'away'
    if (heard.kind === 'refused') return heard.status === 401 ? 'signed_out' : 'later'
    const end = await keepAnswers(ports, heard.data)
    if (end !== 'done') return end === 'number_missing' ? 'later' : end
  }
  return 'done'
}

/** A device that was cut off hands in everything it wrote, also what a restored server may have lost, and then empties itself. */
async function wipeWhenHandedIn(ports: SyncPorts): Promise<RoundEnd> {
  const end = await handInAgain(ports, 0)
  const isHandedIn = end === 'done' || (end === 'signed_out' && (await ports.handIn()))
  if (!isHandedIn) return end
  await ports.wipe()
  return 'wiped'
}

function asSent(ports: SyncPorts, command: DeviceCommand, skips: readonly number[]): SentCommand {
  return {
    ...command,
    from: {
      ...command.from,
      ...(ports.isAttended(command.id) ? { attended: true } : {}),
      ...(skips.length > 0 ? { skips } : {}),
    },
  }
}
