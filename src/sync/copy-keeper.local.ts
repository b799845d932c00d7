import { refuse } from '../basics/refusal.ts'
import type { Id, Instant } from '../records/rows.ts'
import { changeHeader, type CopyHeader, putHeader, withoutEndedLease } from './copy-header.local.ts'
import { LocalDeviceStore } from './device-store.local.ts'
import type { Bytes } from './record-crypt.local.ts'
import { type Authenticator, type Factors, unwrapped, wrapped } from './root-key.local.ts'
import { mostTries, pauseAfter, waitLeft } from './tries.ts'

export interface NewCopy {
  readonly device: Id
  readonly owner: string
  readonly ingestKey: string
  readonly token: string
  readonly share: Bytes
  readonly leaseUntil: Instant
  readonly factors: Factors
  readonly authenticator: Authenticator | null
}

/** Makes and opens copies. The root key is in memory only, and only for as long as it takes to make the other keys of it. */
export class CopyKeeper {
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  async make(copy: NewCopy): Promise<LocalDeviceStore> {
    const { device, ingestKey, share } = copy
    const rootKey = crypto.getRandomValues(new Uint8Array(32))
    const wrap = await wrapped(rootKey, device, copy.factors, share, copy.authenticator)
    const header: CopyHeader = {
      id: device,
      owner: copy.owner,
      database: `ihala-${device}`,
      ingestKey,
      token: copy.token,
      wrap,
      share,
      leaseUntil: copy.leaseUntil,
      wrong: 0,
      notBefore: 0,
      usedAt: this.#now(),
    }
    const store = await LocalDeviceStore.create({ name: header.database, device, rootKey, ingestKey })
    rootKey.fill(0)
    await putHeader(header)
    return store
  }

  /**
   * Every unlock runs the whole derivation. A try counts before it is made, so that ending the app in between gains none.
   * @throws Refusal device.secret_wrong {left}, device.wait {seconds}, device.secret_gone, device.lease_over,
   * device.damaged (what it holds), and those of {@link LocalDeviceStore.open}
   */
  async open(device: Id, factors: Factors): Promise<LocalDeviceStore> {
    const { header, rootKey } = await this.#rootKey(device, factors)
    try {
      const store = await LocalDeviceStore.open({
        name: header.database,
        device,
        rootKey,
        ingestKey: header.ingestKey,
      })
      await changeHeader(device, { usedAt: this.#now() })
      return store
    } finally {
      rootKey.fill(0)
    }
  }

  /** The same root key under another secret. What was sealed stays as it is. @throws as {@link open} */
  async changeSecret(
    device: Id,
    now: Factors,
    next: Factors,
    authenticator: Authenticator | null,
  ): Promise<void> {
    const { header, rootKey } = await this.#rootKey(device, now)
    if (!header.share) refuse('device.lease_over')
    const wrap = await wrapped(rootKey, device, next, header.share, authenticator)
    rootKey.fill(0)
    await changeHeader(device, { wrap })
  }

  async #rootKey(device: Id, factors: Factors): Promise<{ header: CopyHeader; rootKey: Bytes }> {
    const header = await withoutEndedLease(device, this.#now())
    if (!header) refuse('device.damaged')
    if (!header.wrap) refuse('device.secret_gone')
    if (!header.share) refuse('device.lease_over')
    const wait = waitLeft(header.wrong, header.notBefore, this.#now())
    if (wait > 0) refuse('device.wait', { seconds: Math.ceil(wait / 1000) })
    const wrong = header.wrong + 1
    await changeHeader(device, { wrong, notBefore: this.#now() + pauseAfter(wrong) })
    const rootKey = await unwrapped(header.wrap, device, factors, header.share)
    if (rootKey) {
      await changeHeader(device, { wrong: 0, notBefore: 0 })
      return { header, rootKey }
    }
    if (wrong < mostTries) refuse('device.secret_wrong', { left: mostTries - wrong })
    await changeHeader(device, { wrap: null, share: null })
    return refuse('device.secret_gone')
  }
}
