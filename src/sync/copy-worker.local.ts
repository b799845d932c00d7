import { Refusal, type RefusalCode } from '../basics/refusal.ts'
import type { CopyKeeper, NewCopy } from './copy-keeper.local.ts'
import type { LocalDeviceStore } from './device-store.local.ts'
import type { DeviceStore } from './device-store.ts'
import type { Factors } from './root-key.local.ts'
import { storeMethods, type WorkerAnswer, type WorkerCall } from './worker-calls.ts'

/** The copy as pages reach it: over the worker, with the search that its index answers, and its files. */
export type OpenDeviceStore = DeviceStore &
  Pick<
    LocalDeviceStore,
    | 'search'
    | 'putFile'
    | 'readFile'
    | 'files'
    | 'fileSent'
    | 'fileRefused'
    | 'removeFile'
    | 'keepCached'
    | 'readCached'
    | 'cachedFiles'
    | 'dropCached'
    | 'noteLook'
    | 'looks'
    | 'looksTold'
  >

interface Asked {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** The worker that holds the keys, seen from the page. Once ended, whatever was asked of it is refused as locked. */
export class CopyWorker {
  readonly #worker = new Worker(new URL('./device.worker.ts', import.meta.url), {
    type: 'module',
    name: 'device',
  })
  readonly #asked = new Map<number, Asked>()
  #calls = 0
  #isEnded = false

  /** @param onBroken it ended by itself, or could not even start */
  constructor(onBroken: () => void) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
      const asked = this.#asked.get(data.call)
      this.#asked.delete(data.call)
      if (data.kind === 'done') asked?.resolve(data.value)
      else if (data.kind === 'refused') asked?.reject(new Refusal(data.code as RefusalCode, data.details))
      else asked?.reject(new Error(`the device's worker failed: ${data.message}`))
    })
    this.#worker.addEventListener('error', () => {
      this.end()
      onBroken()
    })
  }

  async make(copy: NewCopy): Promise<OpenDeviceStore> {
    await this.#ask('keeper', 'make', [copy])
    return this.#store(copy.device)
  }

  async open(device: string, factors: Factors): Promise<OpenDeviceStore> {
    await this.#ask('keeper', 'open', [device, factors])
    return this.#store(device)
  }

  async changeSecret(...args: Parameters<CopyKeeper['changeSecret']>): Promise<void> {
    await this.#ask('keeper', 'changeSecret', args)
  }

  /** Keys, plaintext and index go with it. */
  end(): void {
    this.#isEnded = true
    this.#worker.terminate()
    for (const { reject } of this.#asked.values()) reject(new Refusal('device.locked'))
    this.#asked.clear()
  }

  #store(device: string): OpenDeviceStore {
    const calls = storeMethods.map((method) => [
      method,
      (...args: readonly unknown[]) => this.#ask('store', method, args),
    ])
    return { device, ...Object.fromEntries(calls) } as OpenDeviceStore
  }

  #ask(to: WorkerCall['to'], method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#isEnded) return Promise.reject(new Refusal('device.locked'))
    return new Promise((resolve, reject) => {
      const call = ++this.#calls
      this.#asked.set(call, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
      this.#worker.postMessage({ call, to, method, args } satisfies WorkerCall)
    })
  }
}
