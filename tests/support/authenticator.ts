import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/** A passkey in software: makes 'none' attestations and ES256 assertions as an authenticator and its browser would. */
export interface SoftPasskey {
  /** What the browser answers to registration. */
  register(options: { challenge: string; rp: { id?: string }; user?: { id: string } }, origin: string): object
  /** What the browser answers when it is asked to prove. `counter` overrides the next one. */
  prove(options: { challenge: string; rpId?: string }, origin: string, counter?: number): object
  /** The same where no account was named: it asks who holds it (unless `unasked`) and says whose it is. */
  signIn(options: { challenge: string; rpId?: string }, origin: string, odd?: Odd): object
}

export interface Odd {
  readonly unasked?: boolean
  readonly owner?: string
  readonly counter?: number
}

export function softPasskey(): SoftPasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  let count = 0
  let owner = ''
  const credential = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }
  const client = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const asserted = (
    { challenge, rpId }: { challenge: string; rpId?: string },
    origin: string,
    flags: number,
  ) => {
    const clientData = client('webauthn.get', challenge, origin)
    const authData = head(rpId ?? '', flags, count)
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, createHash('sha256').update(clientData).digest()]))
      .sign(privateKey)
    return {
      ...credential,
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    }
  }
  return {
    register: ({ challenge, rp, user }, origin) => {
      owner = user?.id ?? ''
      const attested = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, coseKey(publicKey)])
      const authData = Buffer.concat([head(rp.id ?? '', 0x41, count), attested])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(authData),
      ])
      return {
        ...credential,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    prove: (options, origin, counter) => {
      count = counter ?? count + 1
      return asserted(options, origin, 0x01)
    },
    signIn: (options, origin, odd = {}) => {
      count = odd.counter ?? count + 1
      const answer = asserted(options, origin, odd.unasked ? 0x01 : 0x05)
      return { ...answer, response: { ...answer.response, userHandle: odd.owner ?? owner } }
    },
  }
}

/** Hash of the host, flags (0x01 present, 0x04 asked who holds it, 0x40 with a new key), counter. */
function head(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} in CBOR. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    cborBytes(Buffer.from(y, 'base64url')),
  ])
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])
}

function cborBytes(bytes: Buffer): Buffer {
  const length =
    bytes.length < 256
      ? Buffer.from([0x58, bytes.length])
      : Buffer.concat([Buffer.from([0x59]), uint16(bytes.length)])
  return Buffer.concat([length, bytes])
}
