import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Time-based one-time codes: RFC 6238 with SHA-1, six digits and 30 seconds, which every authenticator app knows. */
const stepSeconds = 30
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function newTotpSecret(): Buffer {
  return randomBytes(20)
}

export function stepAt(instant: number): number {
  return Math.floor(instant / 1000 / stepSeconds)
}

/** The code of one step (RFC 4226, 5.3). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest[digest.length - 1] ?? 0) & 0x0f
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/**
 * The step whose code this is, one before or after the present one allowed for clocks that differ (RFC 6238, 5.2);
 * undefined: none. Whether that step was used before, only the database can say.
 */
export function stepOf(secret: Buffer | undefined, code: string, now: number): number | undefined {
  if (secret === undefined || !/^\d{6}$/.test(code)) return undefined
  const here = stepAt(now)
  // the latest first: it uses up the others
  return [here + 1, here, here - 1].find((step) =>
    timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code)),
  )
}

export function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}

/** What the QR code holds. */
export function totpAddress(secret: Buffer, login: string, issuer: string): string {
  const label = encodeURIComponent(`${issuer}:${login}`)
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=${stepSeconds}`
}

/** Sealed with AES-256-GCM under a key of 32 bytes: whoever reads the table or a backup cannot make codes. `about` binds it to its row. */
export function seal(key: Buffer, secret: Buffer, about: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
  return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** Undefined: sealed under another secret (a database restored with a new one) or for another row; no code fits it then. */
export function unseal(key: Buffer, sealed: Buffer, about: string): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(about))
    .setAuthTag(sealed.subarray(-16))
  const secret = decipher.update(sealed.subarray(12, -16))
  try {
    return Buffer.concat([secret, decipher.final()])
  } catch {
    return undefined
  }
}
