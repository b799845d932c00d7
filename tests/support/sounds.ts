/**
 * Sound as telephones and recorders write it, some seconds of silence each, with what they and people put beside it:
 * {@link told} stands in every place where such files keep titles, places and names.
 */
export const told = 'HudaAtHome'
export const seconds = 3

/** 20 ms of silence in Opus. */
const silence = Buffer.from([0xf8, 0xff, 0xfe])
const packets = seconds * 50
const preSkip = 312

const u16le = (value: number): Buffer => Buffer.from([value & 255, value >> 8])
function u32le(value: number): Buffer {
  const made = Buffer.alloc(4)
  made.writeUInt32LE(value >>> 0)
  return made
}
function u32(value: number): Buffer {
  const made = Buffer.alloc(4)
  made.writeUInt32BE(value >>> 0)
  return made
}
const text = (value: string): Buffer => Buffer.from(value, 'latin1')
const opusHead = Buffer.concat([
  text('OpusHead'),
  Buffer.from([1, 1]),
  u16le(preSkip),
  u32le(48_000),
  Buffer.from([0, 0, 0]),
])

export function wav(): Buffer {
  const chunk = (name: string, value: Buffer): Buffer =>
    Buffer.concat([text(name), u32le(value.length), value, Buffer.alloc(value.length % 2)])
  const format = Buffer.concat([u16le(1), u16le(1), u32le(8000), u32le(16_000), u16le(2), u16le(16)])
  const inside = Buffer.concat([
    text('WAVE'),
    chunk('bext', text(`${told} in front`)),
    chunk('fmt ', format),
    chunk('LIST', text(`INFOIART\x0a\0\0\0${told}`)),
    chunk('data', Buffer.alloc(8000 * 2 * seconds)),
    chunk('id3 ', text(`${told} behind`)),
  ])
  return Buffer.concat([text('RIFF'), u32le(inside.length), inside, text(told)])
}

/** 32 kbit/s, 24,000 a second, one channel: 24 ms and 96 bytes a frame. */
export function mp3(): Buffer {
  const frame = Buffer.concat([Buffer.from([0xff, 0xf3, 0x44, 0xc0]), Buffer.alloc(92)])
  const inTag = text(`TIT2\0\0\0\x0b\0\0\0${told}`)
  const id3 = Buffer.concat([text('ID3'), Buffer.from([3, 0, 0, 0, 0, 0, inTag.length]), inTag])
  const frames = Math.round(seconds / 0.024)
  const half = Array.from({ length: frames / 2 }, () => frame)
  return Buffer.concat([
    id3,
    ...half,
    // a second tag, as by a program that glues recordings together
    id3,
    ...half,
    text('TAG'),
    text(told.padEnd(125, '\0')),
  ])
}

export function ogg(): Buffer {
  const serial = 7
  let number = 0
  const page = (flags: number, granule: number, parts: readonly Buffer[], of = serial): Buffer => {
    const lacing = parts.flatMap((part) => [
      ...Array.from({ length: Math.floor(part.length / 255) }, () => 255),
      part.length % 255,
    ])
    const head = Buffer.alloc(27)
    head.write('OggS')
    head.writeUInt8(flags, 5)
    head.writeBigInt64LE(BigInt(granule), 6)
    head.writeUInt32LE(of, 14)
    head.writeUInt32LE(number++, 18)
    head.writeUInt8(lacing.length, 26)
    // a wrong sum: whoever writes it anew counts it anew
    return Buffer.concat([head, Buffer.from(lacing), ...parts])
  }
  const comment = text(`ARTIST=${told}${'x'.repeat(600)}`)
  const tags = Buffer.concat([
    text('OpusTags'),
    u32le(4),
    text('some'),
    u32le(1),
    u32le(comment.length),
    comment,
  ])
  const pages = Array.from({ length: seconds }, (_, place) =>
    page(
      place === seconds - 1 ? 4 : 0,
      preSkip + (place + 1) * 48_000,
      Array.from({ length: 50 }, () => silence),
    ),
  )
  return Buffer.concat([page(2, 0, [opusHead]), page(0, 0, [tags]), ...pages, page(2, 0, [text(told)], 8)])
}

const ebml = (id: number, value: Buffer | readonly Buffer[]): Buffer => {
  const whole = Buffer.isBuffer(value) ? value : Buffer.concat(value)
  return Buffer.concat([idOf(id), u32(0x10000000 | whole.length), whole])
}
const idOf = (id: number): Buffer => {
  const all = u32(id)
  return all.subarray(all.findIndex((byte) => byte !== 0))
}
/** As a browser writes it that does not know yet how long it will be. */
const open = (id: number, value: readonly Buffer[]): Buffer =>
  Buffer.concat([idOf(id), Buffer.from([0x01, 255, 255, 255, 255, 255, 255, 255]), ...value])

export function webm(kind: 'sound' | 'film' = 'sound'): Buffer {
  const cluster = (second: number): Buffer =>
    open(0x1f43b675, [
      ebml(0xe7, u32(second * 1000)),
      ...Array.from({ length: 50 }, (_, place) =>
        ebml(
          0xa3,
          Buffer.concat([Buffer.from([0x81, (place * 20) >> 8, (place * 20) & 255, 0x80]), silence]),
        ),
      ),
    ])
  return Buffer.concat([
    ebml(0x1a45dfa3, [
      ebml(0x4286, Buffer.from([1])),
      ebml(0x42f7, Buffer.from([1])),
      ebml(0x42f2, Buffer.from([4])),
      ebml(0x42f3, Buffer.from([8])),
      ebml(0x4282, text('webm')),
      ebml(0x4287, Buffer.from([4])),
      ebml(0x4285, Buffer.from([2])),
    ]),
    open(0x18538067, [
      ebml(0x1549a966, [ebml(0x2ad7b1, u32(1_000_000)), ebml(0x7ba9, text(told)), ebml(0x4d80, text(told))]),
      ebml(0x1654ae6b, [
        ebml(0xae, [
          ebml(0xd7, Buffer.from([1])),
          ebml(0x73c5, Buffer.from([9])),
          ebml(0x83, Buffer.from([kind === 'sound' ? 2 : 1])),
          ebml(0x86, text(kind === 'sound' ? 'A_OPUS' : 'V_VP8')),
          ebml(0x536e, text(told)),
          ebml(0x63a2, opusHead),
          ebml(0xe1, [ebml(0xb5, Buffer.from([0x47, 0x3b, 0x80, 0x00])), ebml(0x9f, Buffer.from([1]))]),
        ]),
      ]),
      ebml(0x1254c367, [
        ebml(0x7373, [ebml(0x67c8, [ebml(0x45a3, text('ARTIST')), ebml(0x4487, text(told))])]),
      ]),
      ...Array.from({ length: seconds }, (_, second) => cluster(second)),
      ebml(0x1941a469, [ebml(0x61a7, [ebml(0x466e, text(`${told}.jpg`)), ebml(0x465c, text(told))])]),
    ]),
  ])
}

const box = (name: string, ...parts: readonly Buffer[]): Buffer => {
  const inside = Buffer.concat(parts)
  return Buffer.concat([u32(8 + inside.length), text(name), inside])
}
/** Seconds since 1904, as a telephone writes when something was recorded. */
const madeAt = u32(3_900_000_000)
export const madeAtBytes: Buffer = madeAt

export function m4a(kind: 'sound' | 'film' = 'sound'): Buffer {
  const zeros = (count: number): Buffer => Buffer.alloc(count)
  const ticks = packets * 960
  const ftyp = box('ftyp', text('M4A '), u32(0), text('M4A isommp42'))
  const moov = (place: number): Buffer => {
    const entry = box(
      'Opus',
      zeros(6),
      Buffer.from([0, 1]),
      zeros(8),
      Buffer.from([0, 1, 0, 16, 0, 0, 0, 0]),
      u32(48_000 * 65_536),
      box('dOps', Buffer.from([0, 1, preSkip >> 8, preSkip & 255]), u32(48_000), zeros(3)),
      box('udta', text(told)),
    )
    const table = box(
      'stbl',
      box('stsd', zeros(4), u32(1), entry),
      box('stts', zeros(4), u32(1), u32(packets), u32(960)),
      box('stsc', zeros(4), u32(1), u32(1), u32(packets), u32(1)),
      box('stsz', zeros(4), u32(silence.length), u32(packets)),
      box('stco', zeros(4), u32(1), u32(place)),
    )
    const media = box(
      'mdia',
      box('mdhd', zeros(4), madeAt, madeAt, u32(48_000), u32(ticks), zeros(4)),
      box('hdlr', zeros(8), text(kind === 'sound' ? 'soun' : 'vide'), zeros(12), text(`${told}\0`)),
      box(
        'minf',
        box('smhd', zeros(8)),
        box('dinf', box('dref', zeros(4), u32(1), box('url ', u32(1), text(`${told}\0`)))),
        table,
      ),
    )
    const matrix = Buffer.concat([u32(0x10000), zeros(12), u32(0x10000), zeros(12), u32(0x40000000)])
    return box(
      'moov',
      box(
        'mvhd',
        zeros(4),
        madeAt,
        madeAt,
        u32(48_000),
        u32(ticks),
        u32(0x10000),
        u32(0x1000000),
        zeros(8),
        matrix,
        zeros(24),
        u32(2),
      ),
      box(
        'trak',
        box(
          'tkhd',
          u32(3),
          madeAt,
          madeAt,
          u32(1),
          zeros(4),
          u32(ticks),
          zeros(12),
          u32(0x1000000),
          matrix,
          zeros(8),
        ),
        media,
      ),
      box(
        'udta',
        box(
          'meta',
          zeros(4),
          box('ilst', box('\u00a9nam', box('data', zeros(8), text(told)))),
          box('loci', text(told)),
        ),
      ),
    )
  }
  const free = box('free', text(told))
  const place = ftyp.length + free.length + moov(0).length + 8
  const data = box('mdat', Buffer.concat(Array.from({ length: packets }, () => silence)))
  return Buffer.concat([ftyp, free, moov(place), data, box('uuid', text(told))])
}

export const allSounds = {
  'audio/ogg': ogg,
  'audio/webm': webm,
  'audio/mp4': m4a,
  'audio/mpeg': mp3,
  'audio/wav': wav,
} as const
