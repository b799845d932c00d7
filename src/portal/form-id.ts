/** The same form with the same words is the same thing, with other words another one (a UUID of version 8, RFC 9562). */
export function idOf(hash: Uint8Array): string {
  const signs = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${signs.slice(0, 8)}-${signs.slice(8, 12)}-8${signs.slice(13, 16)}-8${signs.slice(17, 20)}-${signs.slice(20, 32)}`
}
