import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Circumstances } from '../actions/action.ts'
import { foldChosenWord } from '../basics/codes.ts'
import { idFrom } from '../basics/ids.ts'
import type { Who } from '../permissions/who.ts'

/** Iraq keeps UTC+3 all year (no daylight saving since 2008). */
const iraqOffsetMs = 3 * 3_600_000

export function newId(): string {
  return idFrom(Date.now(), randomBytes(10))
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** HMAC by a key of its own for each purpose, so that one table's hashes say nothing about another's. */
export function keyedHash(secret: string, purpose: string, text: string): Buffer {
  return createHmac('sha256', createHmac('sha256', secret).update(`hash:${purpose}`).digest())
    .update(text)
    .digest()
}

export function hashWord(secret: string, word: string): Buffer {
  return keyedHash(secret, 'word', foldChosenWord(word))
}

export function circumstancesOf(secret: string, who: Who, at: number = Date.now()): Circumstances {
  return {
    who,
    now: new Date(at).toISOString(),
    today: new Date(at + iraqOffsetMs).toISOString().slice(0, 10),
    newId,
    random: (bytes) => randomBytes(bytes),
    hashWord: (word) => hashWord(secret, word),
    hashToken,
  }
}
