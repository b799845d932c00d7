import { refuse } from '../../basics/refusal.ts'
import { type CleanSound, must } from './pieces.ts'

/** Opus counts in 48,000 a second, whatever it was recorded with (RFC 7845). */
const granulesASecond = 48_000
const oursTags = Buffer.concat([
  Buffer.from('OpusTags\x05\0\0\0ihala', 'latin1'),
  Buffer.alloc(4), // no comments
])

interface Page {
  readonly flags: number
  readonly granule: bigint
  readonly serial: number
  readonly lacing: Buffer
  readonly payload: Buffer
  readonly next: number
}

/**
 * Of an Ogg file its one stream of Opus: the pages are written anew, and in place of the comments (title, artist, place,
 * cover) stand none. What follows behind the last page, or is another stream, does not come along.
 */
export function cleanOgg(sent: Buffer): CleanSound {
  const first = pageAt(sent, 0)
  must(first !== undefined && first.payload.length >= 19)
  const head = first.payload.subarray(0, 19)
  if (head.toString('latin1', 0, 8) !== 'OpusHead' || head.readUInt8(18) !== 0)
    refuse('file.type_not_allowed')
  const write = new Pages(first.serial)
  write.page(2, 0n, Buffer.from([19]), head)
  write.page(0, 0n, Buffer.from([oursTags.length]), oursTags)
  let at = afterTags(sent, first)
  let end = 0n
  for (let page = pageAt(sent, at); page !== undefined; page = pageAt(sent, at)) {
    // a second stream begins: the first was all there is
    if (page.serial !== first.serial || (page.flags & 2) !== 0) break
    write.page(page.flags & 5, page.granule, page.lacing, page.payload)
    // -1: no packet ends on this page
    if (page.granule > end && page.granule < 1n << 62n) end = page.granule
    at = page.next
  }
  const seconds = (Number(end) - head.readUInt16LE(10)) / granulesASecond
  return { bytes: write.all(), seconds }
}

/** Comments may fill many pages; the last of them ends with them (RFC 7845, 3). */
function afterTags(sent: Buffer, first: Page): number {
  let at = first.next
  for (let isFirst = true; ; isFirst = false) {
    const page = pageAt(sent, at)
    must(page !== undefined && page.serial === first.serial)
    if (isFirst) must(page.payload.toString('latin1', 0, 8) === 'OpusTags')
    at = page.next
    if (page.lacing.some((length) => length < 255)) return at
  }
}

/** Undefined: here is no whole page. */
function pageAt(sent: Buffer, at: number): Page | undefined {
  if (at + 27 > sent.length || sent.toString('latin1', at, at + 4) !== 'OggS' || sent.readUInt8(at + 4) !== 0)
    return undefined
  const lacing = sent.subarray(at + 27, at + 27 + sent.readUInt8(at + 26))
  const from = at + 27 + lacing.length
  const next = from + lacing.reduce((sum, length) => sum + length, 0)
  if (next > sent.length) return undefined
  return {
    flags: sent.readUInt8(at + 5),
    granule: sent.readBigInt64LE(at + 6),
    serial: sent.readUInt32LE(at + 14),
    lacing,
    payload: sent.subarray(from, next),
    next,
  }
}

class Pages {
  readonly #serial: number
  readonly #written: Buffer[] = []

  constructor(serial: number) {
    this.#serial = serial
  }

  page(flags: number, granule: bigint, lacing: Buffer, payload: Buffer): void {
    const head = Buffer.alloc(27)
    head.write('OggS', 'latin1')
    head.writeUInt8(flags, 5)
    head.writeBigInt64LE(granule, 6)
    head.writeUInt32LE(this.#serial, 14)
    head.writeUInt32LE(this.#written.length, 18)
    head.writeUInt8(lacing.length, 26)
    const page = Buffer.concat([head, lacing, payload])
    page.writeUInt32LE(checksum(page), 22)
    this.#written.push(page)
  }

  all(): Buffer {
    return Buffer.concat(this.#written)
  }
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24
  for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  return sum
})

/** CRC-32 as Ogg counts it: from the highest bit, beginning with nothing (RFC 3533, 6). */
function checksum(page: Buffer): number {
  let sum = 0
  for (const byte of page) sum = (sum << 8) ^ (table[(sum >>> 24) ^ byte] ?? 0)
  return sum >>> 0
}
