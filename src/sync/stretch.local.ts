import { argon2id } from 'hash-wasm'
import type { Bytes } from './record-crypt.local.ts'

/** How long Argon2id works on a secret: as OWASP and RFC 9106 advise for what may be guessed at home for years. */
export interface Stretch {
  readonly memoryKiB: 65_536 | 32_768
  readonly passes: 3
}

const usual: Stretch = { memoryKiB: 65_536, passes: 3 }
/** For phones that would let a person wait too long. Never less. */
const least: Stretch = { memoryKiB: 32_768, passes: 3 }
const longestMs = 2_500

/** 32 bytes of the secret. Takes a quarter of a second on a desk computer, some two on a slow phone. */
export async function stretched(secret: string, salt: Bytes, { memoryKiB, passes }: Stretch): Promise<Bytes> {
  const bytes = await argon2id({
    password: secret,
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  })
  return new Uint8Array(bytes)
}

/** Tries the secret itself: what this device can do in time. @param now milliseconds of a clock that only goes forward */
export async function firstStretch(
  secret: string,
  salt: Bytes,
  now: () => number,
): Promise<{ readonly stretch: Stretch; readonly bytes: Bytes }> {
  const before = now()
  const bytes = await stretched(secret, salt, usual)
  if (now() - before <= longestMs) return { stretch: usual, bytes }
  return { stretch: least, bytes: await stretched(secret, salt, least) }
}
