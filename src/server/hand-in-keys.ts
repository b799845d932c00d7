import { createHash, createHmac, webcrypto } from 'node:crypto'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { SealingKey } from '../records/answers.ts'
import type { MasterKeys } from './master-keys.ts'

/**
 * The pair of keys that devices seal to and this server opens with (HPKE, RFC 9180: P-256, HKDF-SHA256, AES-256-GCM). It
 * is drawn from the master key, so nothing of it is stored; former master keys open what was sealed before a rotation,
 * and the server's own secret stands in where there is no master key.
 */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

type Keys = { readonly masterKeys: MasterKeys; readonly secret: string }
type Pair = Awaited<ReturnType<typeof suite.kem.deriveKeyPair>>
const drawn = new Map<string, Promise<Pair>>()

/** Opening needs the pair each time, drawing it needs a millisecond: kept by the hash of what it is drawn from. */
function pairOf(root: Buffer): Promise<Pair> {
  const material = createHmac('sha256', root).update('ihala hand-in key').digest()
  const name = createHash('sha256').update(material).digest('hex')
  let pair = drawn.get(name)
  if (pair === undefined) drawn.set(name, (pair = suite.kem.deriveKeyPair(Uint8Array.from(material).buffer)))
  return pair
}

function rootsOf({ masterKeys, secret }: Keys): readonly Buffer[] {
  return [...masterKeys.all.map(({ bytes }) => bytes), Buffer.from(secret, 'utf8')]
}

/** What devices seal to from now on. */
export async function sealingKey(keys: Keys): Promise<SealingKey> {
  const [root] = rootsOf(keys)
  const { publicKey } = await pairOf(root as Buffer)
  const raw = Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey))
  return {
    id: createHash('sha256').update(raw).digest('hex').slice(0, 16),
    publicKey: raw.toString('base64'),
  }
}

/** What was sealed, by whichever key still opens it; undefined: none does, or a single bit was changed. */
export async function openEnvelope(keys: Keys, sealed: string, about: string): Promise<unknown> {
  const bytes = Uint8Array.from(Buffer.from(sealed, 'base64'))
  const { encSize } = suite.kem
  if (bytes.length <= encSize) return undefined
  for (const root of rootsOf(keys)) {
    try {
      const recipient = await suite.createRecipientContext({
        recipientKey: await pairOf(root),
        enc: bytes.slice(0, encSize).buffer,
      })
      const plain = await recipient.open(bytes.slice(encSize).buffer, new TextEncoder().encode(about).buffer)
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)) as unknown
    } catch {
      // sealed to another of our keys: the next one, and at the end nobody's
    }
  }
  return undefined
}
