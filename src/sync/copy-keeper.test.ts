import 'fake-indexeddb/auto'
import { CipherSuite, DhkemP256HkdfSha256, Aes256Gcm, HkdfSha256 } from '@hpke/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { idFrom } from '../basics/ids.ts'
import { changeHeader, copyHeader } from './copy-header.local.ts'
import { CopyKeeper, type NewCopy } from './copy-keeper.local.ts'
import type { Factors } from './root-key.local.ts'
import { base64Of } from './base64.local.ts'
import { stretched } from './stretch.local.ts'

let ingestKey = ''
let made = 0
const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const phrase = (secret: string): Factors => ({ kind: 'phrase', secret, prf: null })
const start = Date.UTC(2026, 10, 22, 9)
const right = phrase('olive river candle seven carpet bridge')

beforeAll(async () => {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
  const pair = await suite.kem.generateKeyPair()
  ingestKey = base64Of(new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)))
})

/** A phone whose clock the test moves. */
async function phone(more: Partial<NewCopy> = {}) {
  const clock = { now: start }
  const keeper = new CopyKeeper(() => clock.now)
  const device = idFrom(start + made++, bytes(10))
  const copy: NewCopy = {
    device,
    owner: 'amina',
    ingestKey,
    token: 'token',
    share: bytes(32),
    leaseUntil: new Date(start + 72 * 3_600_000).toISOString(),
    factors: right,
    authenticator: null,
    ...more,
  }
  const store = await keeper.make(copy)
  await store.keepAnswer('/api/me', '1', { name: 'Amina' })
  store.close()
  const refusal = (factors: Factors) =>
    keeper.open(device, factors).then(
      () => 'opened',
      (error: { code?: string }) => error.code,
    )
  return { clock, keeper, device, copy, refusal }
}

describe('the phone of Amina', () => {
  test('opens with her phrase, however often she starts it', async () => {
    const { keeper, device } = await phone()
    const store = await keeper.open(device, right)
    expect(await store.keptAnswer('/api/me')).toEqual({ version: '1', answer: { name: 'Amina' } })
    store.close()
  })

  test('makes whoever guesses wait longer and longer, over restarts too, and after ten keeps the sealed envelopes alone', async () => {
    const { clock, device, refusal } = await phone()
    const wrong = phrase('olive river candle seven carpet')
    for (let count = 1; count <= 4; count++) expect(await refusal(wrong)).toBe('device.secret_wrong')
    expect(await refusal(right)).toBe('device.wait')
    // setting the clock back does not help, nor does it lock out for longer
    clock.now -= 3_600_000
    expect(await refusal(right)).toBe('device.wait')
    clock.now += 3_600_000 + 30_000
    const store = await new CopyKeeper(() => clock.now).open(device, right)
    store.close()
    for (let count = 1; count < 10; count++) {
      clock.now += 3_600_000
      await changeHeader(device, { leaseUntil: new Date(clock.now + 1).toISOString() })
      expect(await refusal(wrong)).toBe('device.secret_wrong')
    }
    clock.now += 1_800_000
    await changeHeader(device, { leaseUntil: new Date(clock.now + 1).toISOString() })
    expect(await refusal(wrong)).toBe('device.secret_gone')
    expect(await refusal(right)).toBe('device.secret_gone')
    expect(await copyHeader(device)).toMatchObject({ wrap: null, share: null })
  }, 60_000)

  test('does not open after its lease, until the server gives its part again', async () => {
    const { clock, device, refusal, copy } = await phone()
    clock.now += 73 * 3_600_000
    expect(await refusal(right)).toBe('device.lease_over')
    expect((await copyHeader(device))?.share).toBeNull()
    await changeHeader(device, { share: copy.share, leaseUntil: new Date(clock.now + 1).toISOString() })
    expect(await refusal(right)).toBe('opened')
  })

  test('takes a PIN only together with what its authenticator answers', async () => {
    const prf = bytes(32)
    const pin: Factors = { kind: 'pin', secret: '480273', prf }
    const authenticator = { credential: bytes(16), prfSalt: bytes(32) }
    const { refusal, device, keeper } = await phone({ factors: pin, authenticator })
    expect(await refusal({ ...pin, prf: bytes(32) })).toBe('device.secret_wrong')
    expect(await refusal(pin)).toBe('opened')
    await expect(phone({ factors: { ...pin, prf: null } })).rejects.toThrow('never stands alone')
    await keeper.changeSecret(device, pin, right, null)
    expect(await refusal(pin)).toBe('device.secret_wrong')
    expect(await refusal(right)).toBe('opened')
  })
})

test('Argon2id answers what others compute', async () => {
  const salt = new TextEncoder().encode('somesaltsomesalt')
  const hex = (given: Uint8Array) => Buffer.from(given).toString('hex')
  const { hashRawSync } = await import('@node-rs/argon2')
  const theirs = hashRawSync('زيتون river 7', {
    salt,
    memoryCost: 32_768,
    timeCost: 3,
    parallelism: 1,
    outputLen: 32,
    algorithm: 2,
  })
  const ours = await stretched('زيتون river 7', salt, { memoryKiB: 32_768, passes: 3 })
  expect(hex(ours)).toBe(hex(theirs))
})
