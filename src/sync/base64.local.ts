import type { Bytes } from './record-crypt.local.ts'

export function bytesOf(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0)
}

export function base64Of(bytes: Bytes): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
