import { createHash } from 'node:crypto'

/** The name space of everything Ihala derives an id for: itself the version 5 id of `ihala.hsds` under the DNS name space of RFC 9562. */
const nameSpace = Buffer.from('ab90f360fba452989c6805b32c5d5fa8', 'hex')

/**
 * A UUID version 5 (RFC 9562, 5.5): SHA-1 of name space and name. For records that have no row of their own (a term, an
 * hour of opening): the same wherever and whenever it is asked for, so that a client can keep what it links.
 */
export function namedId(name: string): string {
  const hash = createHash('sha1').update(nameSpace).update(name).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
