import { LocalDeviceStore } from '../../../src/sync/device-store.local.ts'
import type { DeviceStore } from '../../../src/sync/device-store.ts'
import { tick } from '../../../src/sync/clock.ts'
import { type Heard, type RoundEnd, syncOnce } from '../../../src/sync/engine.ts'
import { inputVersion } from '../../../src/sync/protocol.ts'
import type { Client, TestHouse } from '../../support/house.ts'
import type { SealingKey } from '../../../src/records/answers.ts'
import { testId } from '../../support/house.ts'
import type { Chance } from './chance.ts'
import type { Send } from './broken-link.ts'
import type { Fault } from './planted.ts'

/** The app went away in the middle of something. */
export class Crash extends Error {}

export interface PhoneOptions {
  readonly owner: string
  readonly house: TestHouse
  readonly client: Client
  readonly chance: Chance
  readonly ingestKey: string
  readonly fault?: Fault | undefined
  /** Left out: asked of the server itself. */
  readonly send?: Send | undefined
}

type Request = { readonly path: string; readonly body: unknown }

/**
 * A phone in the hands of somebody: the real store on a real (in-memory) IndexedDB, the real engine, and a network
 * between it and the real server that loses, repeats and delays, and an app that dies at any call of its store.
 */
export class Phone {
  readonly name: string
  readonly owner: string
  readonly device: string
  readonly #token: string
  #client: Client
  readonly #house: TestHouse
  readonly #send: Send | undefined
  readonly #options: Parameters<typeof LocalDeviceStore.open>[0]
  readonly #chance: Chance
  readonly #fault: Fault | undefined
  store: LocalDeviceStore
  isWiped = false
  /** Milliseconds its clock is off. */
  clockOff = 0
  #rough = false
  /** Packets that the network still holds. */
  readonly #late: Request[] = []

  private constructor(
    { owner, house, client, chance, fault, send }: PhoneOptions,
    token: string,
    options: Parameters<typeof LocalDeviceStore.open>[0],
    store: LocalDeviceStore,
  ) {
    this.owner = owner
    this.device = options.device
    this.name = `${owner}'s ${options.device.slice(-4)}`
    this.#house = house
    this.#send = send
    this.#client = client
    this.#token = token
    this.#chance = chance
    this.#options = options
    this.#fault = fault
    this.store = store
  }

  static async of(given: PhoneOptions): Promise<Phone> {
    const device = testId()
    const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
    await given.client.done('device.enrol', { deviceId: device, name: 'phone', kind: 'phone', token })
    const options = {
      name: `model-${device}`,
      device,
      rootKey: crypto.getRandomValues(new Uint8Array(32)),
      ingestKey: given.ingestKey,
    }
    return new Phone(given, token, options, await LocalDeviceStore.create(options))
  }

  /** Its session was ended: its owner signs in again. */
  async signIn(): Promise<void> {
    this.#client = await this.#house.signIn(this.owner as 'amina')
  }

  /** Without network: kept on the phone and nowhere else. Answers the command's id. */
  async write(name: string, input: unknown, seen: number | null): Promise<string> {
    const id = testId()
    const { epoch, clock } = await this.store.state()
    const from = {
      device: this.device,
      epoch: epoch ?? 1,
      seen,
      at: tick(clock, Date.now() + this.clockOff),
      version: inputVersion,
    }
    await this.store.keep({ id, name, input, from })
    return id
  }

  /** One round over a network that may do anything. */
  async sync(isRough: boolean): Promise<RoundEnd | 'crashed'> {
    if (this.isWiped) return 'wiped'
    this.#rough = isRough
    const store = isRough && this.#chance.isOnceIn(4) ? this.#dying() : this.store
    try {
      return await syncOnce({
        store: this.#fault?.store?.(store) ?? store,
        push: (commands) =>
          this.#over('/actions', this.#fault?.push?.(commands, this.#chance) ?? commands) as never,
        pull: async (request) => {
          const heard = await this.#over('/sync/pull', request)
          return (this.#fault?.pull?.(heard as never) ?? heard) as never
        },
        wipe: async () => {
          if (this.#fault?.wipe === 'forgotten') return
          this.isWiped = true
          this.store.close()
        },
        handIn: async () => false,
        reference: async () => {},
        sealingKey: async () => (await this.#client.get<SealingKey>('/sync/key')).body.publicKey,
        now: () => Date.now() + this.clockOff,
        isAttended: () => false,
        onAnswer: () => {},
        onPage: () => {},
      })
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      await this.restart()
      return 'crashed'
    }
  }

  /** The app is opened again. */
  async restart(): Promise<void> {
    if (this.isWiped) return
    this.store.close()
    this.store = await LocalDeviceStore.open(this.#options)
  }

  /** What the network had kept back arrives after all; nobody listens to the answer any more. */
  async lateArrivals(): Promise<void> {
    for (const { path, body } of this.#late.splice(0)) await this.#post(path, body)
  }

  async #over(path: string, body: unknown): Promise<Heard<unknown>> {
    const away: Heard<unknown> = { kind: 'unreachable' }
    const happens = this.#rough
      ? this.#chance.weighted({ well: 6, lost: 1, answerLost: 1, twice: 1, late: 1 })
      : 'well'
    if (happens === 'lost') return away
    if (happens === 'late') {
      this.#late.push({ path, body })
      return away
    }
    if (happens === 'twice') await Promise.all([this.#post(path, body), this.#post(path, body)])
    const answer = await this.#post(path, body)
    if (answer === null || happens === 'answerLost') return away
    const { status, data } = answer
    if (status === 200) return { kind: 'ok', data }
    return { kind: 'refused', status, refusal: { code: data.refusal?.code ?? data.code ?? `${status}` } }
  }

  async #post(
    path: string,
    body: unknown,
  ): Promise<{ status: number; data: { refusal?: { code: string }; code?: string } } | null> {
    const headers = { cookie: `ihala=${this.#client.token}`, 'x-ihala': '1', 'x-ihala-device': this.#token }
    if (this.#rough && this.#send) return this.#send(path, body, headers)
    const answer = await this.#house.server.inject({
      method: 'POST',
      url: path,
      payload: body as object,
      headers,
    })
    return { status: answer.statusCode, data: answer.json() }
  }

  /** The store as it is for an app that dies at one of its calls, before it or after it. */
  #dying(): DeviceStore {
    let left = this.#chance.below(8)
    const isAfter = this.#chance.isOnceIn(2)
    return new Proxy<DeviceStore>(this.store, {
      get: (store, key: keyof DeviceStore) => {
        const value = store[key]
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          const dies = left-- === 0
          if (dies && !isAfter) throw new Crash()
          const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(store, args)
          if (dies) throw new Crash()
          return answer
        }
      },
    })
  }
}
