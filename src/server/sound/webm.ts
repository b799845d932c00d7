import { refuse } from '../../basics/refusal.ts'
import { type CleanSound, must } from './pieces.ts'

/** Elements that come along, by where they may stand (RFC 9559); what is not here stays behind: tags, covers, chapters, names. */
interface Kept {
  readonly [id: number]: Kept | 'value'
}
const id = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  number: 0xd7,
  kind: 0x83,
  codec: 0x86,
  codecHead: 0x63a2,
  cluster: 0x1f43b675,
  time: 0xe7,
  simpleBlock: 0xa3,
  group: 0xa0,
  block: 0xa1,
} as const
const kept: Kept = {
  [id.ebml]: {
    0x4286: 'value',
    0x42f7: 'value',
    0x42f2: 'value',
    0x42f3: 'value',
    0x4282: 'value',
    0x4287: 'value',
    0x4285: 'value',
  },
  [id.segment]: {
    [id.info]: { [id.scale]: 'value' },
    [id.tracks]: {
      [id.track]: {
        [id.number]: 'value',
        0x73c5: 'value', // a number by chance
        [id.kind]: 'value',
        [id.codec]: 'value',
        [id.codecHead]: 'value',
        0x56aa: 'value', // what is cut off at the beginning
        0x56bb: 'value',
        0xe1: { 0xb5: 'value', 0x9f: 'value', 0x6264: 'value' },
      },
    },
    [id.cluster]: {
      [id.time]: 'value',
      [id.simpleBlock]: 'value',
      [id.group]: { [id.block]: 'value', 0x9b: 'value', 0x75a2: 'value' },
    },
  },
}
/** What may follow a cluster whose end nobody wrote down: the next part of the segment. */
const parts: ReadonlySet<number> = new Set([
  id.cluster,
  id.info,
  id.tracks,
  0x114d9b74,
  0x1c53bb6b,
  0x1941a469,
  0x1043a770,
  0x1254c367,
])

/** In one part: an hour in blocks of 20 ms. More is made to fill the memory. */
const mostElements = 200_000

interface Element {
  readonly id: number
  readonly value: Buffer
  readonly inside: readonly Element[]
}

/**
 * Of a WebM file its one track of Opus, written anew with a length in front, which browsers that record leave out: without
 * it nobody could go back and forth in it. A file with pictures, or cut off so early that nothing can be heard, is refused.
 */
export function cleanWebm(sent: Buffer): CleanSound {
  const all = elements(sent, 0, sent.length, kept).found
  const segment = all.find((one) => one.id === id.segment)
  const about = all.find((one) => one.id === id.ebml)
  must(segment !== undefined && about !== undefined)
  const tracks = segment.inside.filter((one) => one.id === id.tracks).flatMap(({ inside }) => inside)
  const [track] = tracks
  must(track !== undefined)
  if (tracks.length !== 1 || numberIn(track, id.kind) !== 2 || text(track, id.codec) !== 'A_OPUS')
    refuse('file.type_not_allowed')
  const head = track.inside.find((one) => one.id === id.codecHead)?.value
  must(head?.length === 19 && head.toString('latin1', 0, 8) === 'OpusHead')
  const info = segment.inside.find((one) => one.id === id.info)
  const scale = (info && numberIn(info, id.scale)) || 1_000_000
  const clusters = segment.inside.filter((one) => one.id === id.cluster)
  const ticks = lengthOf(clusters, numberIn(track, id.number))
  const length = Buffer.alloc(8)
  length.writeDoubleBE(ticks)
  const scaleValue = Buffer.alloc(4)
  scaleValue.writeUInt32BE(scale)
  const bytes = Buffer.concat([
    written(about),
    element(
      id.segment,
      Buffer.concat([
        element(id.info, Buffer.concat([element(id.scale, scaleValue), element(id.duration, length)])),
        element(id.tracks, written(track)),
        ...clusters.map(written),
      ]),
    ),
  ])
  return { bytes, seconds: (ticks * scale) / 1e9 }
}

/** In ticks of the file: when the last block begins, and once more as far as it was from the one before. */
function lengthOf(clusters: readonly Element[], track: number): number {
  let [last, step] = [0, 0]
  for (const cluster of clusters) {
    const began = numberIn(cluster, id.time)
    for (const { value } of cluster.inside
      .flatMap((one) => (one.id === id.group ? one.inside : [one]))
      .filter(isBlock)) {
      const { value: of, length } = sized(value, 0)
      must(of === track)
      const at = began + value.readInt16BE(length)
      step = at - last
      last = at
    }
  }
  return last + Math.max(0, step)
}

const isBlock = (one: Element): boolean => one.id === id.simpleBlock || one.id === id.block

/** What is known between two places; `end` is where an element without written length was over. */
function elements(
  sent: Buffer,
  from: number,
  to: number,
  known: Kept,
  endsBefore?: ReadonlySet<number>,
): { readonly found: readonly Element[]; readonly end: number } {
  const found: Element[] = []
  let at = from
  while (at < to) {
    const name = idAt(sent, at)
    // as of a telephone whose battery ran out
    if (name === undefined || at + name.length >= to) break
    if (endsBefore?.has(name.id)) return { found, end: at }
    const size = sized(sent, at + name.length)
    const start = at + name.length + size.length
    const kind = known[name.id]
    if (size.isOpen) {
      must(kind !== undefined && kind !== 'value')
      const inner = elements(sent, start, to, kind, name.id === id.cluster ? parts : undefined)
      found.push({ id: name.id, value: Buffer.alloc(0), inside: inner.found })
      at = inner.end
      continue
    }
    const end = start + size.value
    const isWhole = end <= to
    if (kind === 'value' && isWhole) found.push({ id: name.id, value: sent.subarray(start, end), inside: [] })
    else if (kind !== undefined && kind !== 'value') {
      const { found: inside } = elements(sent, start, Math.min(end, to), kind)
      found.push({ id: name.id, value: Buffer.alloc(0), inside })
    }
    must(found.length <= mostElements)
    at = end
  }
  return { found, end: Math.min(at, to) }
}

function idAt(sent: Buffer, at: number): { readonly id: number; readonly length: number } | undefined {
  const length = Math.clz32(sent.readUInt8(at)) - 23
  if (length > 4 || at + length > sent.length) return undefined
  return { id: sent.readUIntBE(at, length), length }
}

/** A number whose own length stands in its first byte; all ones: nobody wrote down how much follows. */
function sized(
  sent: Buffer,
  at: number,
): { readonly value: number; readonly length: number; readonly isOpen: boolean } {
  const first = sent.readUInt8(at)
  const length = Math.clz32(first) - 23
  must(length <= 8)
  let value = first & (0xff >> length)
  let isOpen = value === 0xff >> length
  for (let place = 1; place < length; place++) {
    const byte = sent.readUInt8(at + place)
    isOpen &&= byte === 0xff
    value = value * 256 + byte
  }
  return { value, length, isOpen }
}

function numberIn(inside: Element, wanted: number): number {
  const value = inside.inside.find((one) => one.id === wanted)?.value
  must(value !== undefined && value.length <= 6)
  return value.length === 0 ? 0 : value.readUIntBE(0, value.length)
}

function text(inside: Element, wanted: number): string {
  return (
    inside.inside
      .find((one) => one.id === wanted)
      ?.value.toString('latin1')
      .replace(/\0+$/, '') ?? ''
  )
}

function written(one: Element): Buffer {
  return element(one.id, one.inside.length === 0 ? one.value : Buffer.concat(one.inside.map(written)))
}

/** With its length in four bytes: less than 256 MB. */
function element(name: number, value: Buffer): Buffer {
  const width = Math.ceil((32 - Math.clz32(name)) / 8)
  const head = Buffer.alloc(width + 4)
  head.writeUIntBE(name, 0, width)
  head.writeUInt32BE(0x10000000 | value.length, width)
  return Buffer.concat([head, value])
}
