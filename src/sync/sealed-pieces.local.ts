import type { Id } from '../records/rows.ts'
import type { Bytes, SealedRecord } from './record-crypt.local.ts'

/** Browsers of small phones fail on values of several megabytes. */
const pieceSize = 64 * 1024
const nonceLength = 12
const encoder = new TextEncoder()

/** The bytes of one file in pieces, each sealed in its place. */
export interface SealedPieces {
  /** base64 of 32 bytes: each file has a key of its own, which lies in its sealed record and goes with it. */
  readonly key: string
  readonly pieces: readonly SealedRecord[]
}

export async function sealPieces(id: Id, bytes: Bytes): Promise<SealedPieces> {
  const rawKey = crypto.getRandomValues(new Uint8Array(32))
  const key = await keyOf(rawKey)
  const count = countOf(bytes.length)
  const pieces = await Promise.all(
    Array.from({ length: count }, async (_, place): Promise<SealedRecord> => {
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength))
      const piece = bytes.slice(place * pieceSize, (place + 1) * pieceSize)
      const sealed = await crypto.subtle.encrypt(how(iv, id, place, count), key, piece)
      const data = new Uint8Array(nonceLength + sealed.byteLength)
      data.set(iv)
      data.set(new Uint8Array(sealed), nonceLength)
      return { v: '0', data }
    }),
  )
  const text = btoa(String.fromCharCode(...rawKey))
  rawKey.fill(0)
  return { key: text, pieces }
}

/** Null: a piece is missing, was changed, or is of another file. */
export async function openPieces(
  { id, size, key: text }: { readonly id: Id; readonly size: number; readonly key: string },
  pieceAt: (place: number) => Promise<SealedRecord | undefined>,
): Promise<Bytes | null> {
  const count = countOf(size)
  const key = await keyOf(Uint8Array.from(atob(text), (sign) => sign.codePointAt(0) ?? 0))
  const bytes = new Uint8Array(size)
  for (let place = 0; place < count; place++) {
    const piece = await pieceAt(place)
    if (!piece) return null
    const iv = piece.data.subarray(0, nonceLength)
    try {
      const opened = await crypto.subtle.decrypt(
        how(iv, id, place, count),
        key,
        piece.data.subarray(nonceLength),
      )
      bytes.set(new Uint8Array(opened), place * pieceSize)
    } catch {
      // WebCrypto says "OperationError" and no more
      return null
    }
  }
  return bytes
}

/** All pieces of the file that lies under this name. */
export function allPieces(name: string): IDBKeyRange {
  return IDBKeyRange.bound([name, 0], [name, Number.MAX_SAFE_INTEGER])
}

const countOf = (size: number): number => Math.max(1, Math.ceil(size / pieceSize))

function keyOf(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function how(iv: Bytes, id: Id, place: number, count: number): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(JSON.stringify([id, place, count])) }
}
