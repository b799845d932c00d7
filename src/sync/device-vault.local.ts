import { Refusal, refuse } from '../basics/refusal.ts'
import type { Id, Instant } from '../records/rows.ts'
import { askAuthenticator } from './authenticator.local.ts'
import { canary, plantCanary, takeCanary } from './canary.local.ts'
import {
  changeHeader,
  copyHeader,
  type CopyHeader,
  copyHeaders,
  dropHeader,
  withoutEndedLease,
} from './copy-header.local.ts'
import type { NewCopy } from './copy-keeper.local.ts'
import { copyStanding, type Standing } from './copy-standing.local.ts'
import { CopyWorker, type OpenDeviceStore } from './copy-worker.local.ts'
import { foldPhrase, foldPin } from './passphrase.ts'
import type { Bytes } from './record-crypt.local.ts'
import type { Authenticator, Factors } from './root-key.local.ts'
import { onWindowNews, tellWindows } from './windows.local.ts'

/**
 * The copy on this device over its life: made, opened, locked, given another secret, emptied. What is open lies in a
 * worker; locking ends it, and every page that showed something of it is told to go.
 */
class DeviceVault {
  #worker: CopyWorker | null = null
  #isLooked = false
  #isTyping: () => boolean = () => false

  subscribe = copyStanding.subscribe
  standing = copyStanding.now

  /** Looks what is here; called once when the app starts. A lease that is over takes its part of the key away at once. */
  async look(): Promise<void> {
    if (this.#isLooked) return this.#lookAgain()
    this.#isLooked = true
    // whatever was asked of a copy as it locked ends with it, and the screen that opens it says so
    window.addEventListener('unhandledrejection', (event) => {
      if (event.reason instanceof Refusal && event.reason.code === 'device.locked') event.preventDefault()
    })
    onWindowNews((news) => {
      if (news === 'locked') this.lock(this.#isTyping(), false)
      if (news === 'gone') void this.#lookAgain()
    })
    await this.#lookAgain()
  }

  /** How to know whether somebody is writing on this page, which then stays behind the lock. */
  watchTyping(isTyping: () => boolean): void {
    this.#isTyping = isTyping
  }

  /** Makes a copy and leaves it open. */
  async make(copy: NewCopy): Promise<void> {
    const worker = this.#newWorker()
    try {
      const store = await worker.make(copy)
      plantCanary(copy.device)
      await this.#opened(worker, store, copy.device)
    } catch (error) {
      worker.end()
      throw error
    }
  }

  /**
   * @param typed the PIN or the words as they were typed
   * @throws Refusal as CopyKeeper.open says; device.secret_wrong without a try being counted where the device's
   * authenticator was not asked to the end
   */
  async unlock(device: Id, typed: string): Promise<void> {
    const factors = await this.#factors(device, typed)
    const worker = this.#newWorker()
    try {
      await this.#opened(worker, await worker.open(device, factors), device)
    } catch (error) {
      worker.end()
      await this.#lookAgain()
      throw error
    }
  }

  /**
   * Ends the worker and with it keys, plaintext and index.
   * @param covers somebody is writing: the page stays, behind the lock
   */
  lock(covers: boolean, everywhere: boolean): void {
    if (everywhere) tellWindows('locked')
    const standing = this.#standing
    if (standing.kind !== 'open') return
    const { header } = standing
    this.#worker?.end()
    this.#worker = null
    this.#put({ kind: 'locked', copies: [header], covers, aside: false })
    void this.#lookAgain()
  }

  /** The reader signs in without the copy: it stays locked, and the app works with network alone. */
  setAside(aside: boolean): void {
    const standing = this.#standing
    if (standing.kind === 'locked') this.#put({ ...standing, aside })
  }

  /** Locked in every window, and the page for signing in comes first. */
  signedOut(): void {
    this.lock(false, true)
    this.setAside(true)
  }

  async changeSecret(
    device: Id,
    typed: string,
    next: Factors,
    authenticator: Authenticator | null,
  ): Promise<void> {
    const worker = this.#newWorker()
    try {
      await worker.changeSecret(device, await this.#factors(device, typed), next, authenticator)
    } finally {
      worker.end()
    }
    const header = await copyHeader(device)
    const standing = this.#standing
    if (standing.kind === 'open' && header) this.#put({ ...standing, header })
  }

  /** The server gave its part again. */
  async renewLease(device: Id, share: Bytes, leaseUntil: Instant): Promise<void> {
    await changeHeader(device, { share, leaseUntil })
    await this.#lookAgain()
  }

  /**
   * Takes everything of this copy off the device as far as a page can. Deleted is not gone from the disk: what makes it
   * so is the server's answer to POST /sync/wipe, which has the browser clear all that the site stored.
   */
  async forget(device: Id): Promise<void> {
    this.#worker?.end()
    this.#worker = null
    const header = await copyHeader(device)
    await dropHeader(device)
    if (header) await deleteDatabase(header.database)
    takeCanary()
    tellWindows('gone')
    await this.#lookAgain()
  }

  /** The reader has seen that the browser threw the copy away. */
  dismissEviction(): void {
    takeCanary()
    if (this.#standing.kind === 'none') this.#put({ kind: 'none', evicted: null })
  }

  /** One that breaks takes the open copy with it: it is locked, and can be opened again. */
  #newWorker(): CopyWorker {
    const worker = new CopyWorker(() => {
      if (worker === this.#worker) this.lock(this.#isTyping(), false)
    })
    return worker
  }

  async #factors(device: Id, typed: string): Promise<Factors> {
    const wrap = (await copyHeader(device))?.wrap ?? refuse('device.secret_gone')
    if (wrap.kind === 'phrase') return { kind: 'phrase', secret: foldPhrase(typed), prf: null }
    const secret = foldPin(typed) ?? ''
    const { credential, prfSalt } = wrap
    const prf = credential && prfSalt ? await askAuthenticator({ credential, prfSalt }) : null
    return prf ? { kind: 'pin', secret, prf } : refuse('device.not_asked')
  }

  async #opened(worker: CopyWorker, store: OpenDeviceStore, device: Id): Promise<void> {
    const header = await copyHeader(device)
    if (!header) throw new Error('a copy without a header')
    this.#worker?.end()
    this.#worker = worker
    this.#put({ kind: 'open', header, store })
  }

  async #lookAgain(): Promise<void> {
    // a browser that stores nothing (private windows of some) holds no copy either
    const found = await copyHeaders().catch((): readonly CopyHeader[] => [])
    const copies: CopyHeader[] = []
    for (const { id } of found) {
      const header = await withoutEndedLease(id, Date.now())
      if (header) copies.push(header)
    }
    const before = this.#standing
    const open = before.kind === 'open' ? copies.find(({ id }) => id === before.header.id) : undefined
    if (before.kind === 'open' && open) return
    if (before.kind === 'open') this.#worker?.end()
    if (copies.length === 0) return this.#put({ kind: 'none', evicted: canary() })
    const locked = before.kind === 'locked' ? before : { covers: false, aside: false }
    this.#put({ kind: 'locked', copies, covers: locked.covers, aside: locked.aside })
  }

  #put(standing: Standing): void {
    copyStanding.put(standing)
  }

  get #standing(): Standing {
    return copyStanding.now()
  }
}

export const deviceVault = new DeviceVault()

function deleteDatabase(name: string): Promise<void> {
  return new Promise((done, fail) => {
    const asked = indexedDB.deleteDatabase(name)
    asked.addEventListener('success', () => done())
    asked.addEventListener('error', () => fail(asked.error ?? new Error('not deleted')))
  })
}
