import { refuse } from '../../basics/refusal.ts'
import { type CleanSound, must } from './pieces.ts'

/** Boxes that stay, by where they may stand (ISO 14496-12); in place of every other one stand zeros of the same length. */
interface Kept {
  readonly [name: string]: Kept | 'as it is'
}
const asItIs = 'as it is'
const kept: Kept = {
  ftyp: asItIs,
  styp: asItIs,
  mdat: asItIs,
  sidx: asItIs,
  moov: {
    mvhd: asItIs,
    mvex: { mehd: asItIs, trex: asItIs },
    trak: {
      tkhd: asItIs,
      edts: { elst: asItIs },
      mdia: {
        mdhd: asItIs,
        hdlr: asItIs,
        minf: {
          smhd: asItIs,
          dinf: { dref: asItIs },
          stbl: {
            stsd: asItIs,
            stts: asItIs,
            stsc: asItIs,
            stsz: asItIs,
            stco: asItIs,
            co64: asItIs,
            sgpd: asItIs,
            sbgp: asItIs,
          },
        },
      },
    },
  },
  moof: {
    mfhd: asItIs,
    traf: { tfhd: asItIs, tfdt: asItIs, trun: asItIs, sgpd: asItIs, sbgp: asItIs },
  },
}
const inEntry: readonly string[] = ['esds', 'dOps', 'btrt']
const codings: readonly string[] = ['mp4a', 'Opus']

/**
 * Of an MP4 file its one track of sound. Places of the sound are written down as distances from the beginning, so nothing
 * is taken out: what does not belong is overwritten with zeros where it stands (titles, places, covers, whatever a program
 * of a telephone puts there), and so are the times when it was made and the names of its parts.
 */
export function cleanMp4(sent: Buffer): CleanSound {
  const bytes = Buffer.from(sent)
  const seen = { tracks: 0, ticks: 0, scale: 0, lastTicks: 0 }
  walk(bytes, 0, bytes.length, kept, seen)
  if (seen.tracks !== 1) refuse('file.type_not_allowed')
  must(seen.scale > 0)
  // one that was recorded in pieces says its length nowhere but in them
  return { bytes, seconds: Math.max(seen.ticks, seen.lastTicks) / seen.scale }
}

interface Seen {
  tracks: number
  ticks: number
  scale: number
  lastTicks: number
}

function walk(bytes: Buffer, from: number, to: number, known: Kept, seen: Seen): void {
  for (let at = from; at < to; ) {
    must(at + 8 <= to)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const short = bytes.readUInt32BE(at)
    const head = short === 1 ? 16 : 8
    // 0: to the end of the file
    const size = short === 0 ? to - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short
    must(size >= head && at + size <= to)
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) erase(bytes, at, head, size)
    else if (kind === asItIs) look(bytes, name, at + head, at + size, seen)
    else walk(bytes, at + head, at + size, kind, seen)
    at += size
  }
}

function erase(bytes: Buffer, at: number, head: number, size: number): void {
  bytes.write('free', at + 4, 'latin1')
  bytes.fill(0, at + head, at + size)
}

function look(bytes: Buffer, name: string, at: number, end: number, seen: Seen): void {
  const isLong = end > at && bytes.readUInt8(at) === 1
  if (name === 'mvhd' || name === 'tkhd' || name === 'mdhd') bytes.fill(0, at + 4, at + (isLong ? 20 : 12))
  if (name === 'mdhd') {
    seen.scale = bytes.readUInt32BE(at + (isLong ? 20 : 12))
    seen.ticks = isLong ? Number(bytes.readBigUInt64BE(at + 24)) : bytes.readUInt32BE(at + 16)
  }
  if (name === 'tfdt')
    seen.lastTicks = isLong ? Number(bytes.readBigUInt64BE(at + 4)) : bytes.readUInt32BE(at + 4)
  // samples follow, however long: the first fragment begins at nothing
  if (name === 'trun') seen.lastTicks += 1
  if (name === 'hdlr') {
    seen.tracks += 1
    if (bytes.toString('latin1', at + 8, at + 12) !== 'soun') refuse('file.type_not_allowed')
    bytes.fill(0, at + 24, end)
  }
  if (name === 'dref') {
    // the sound is in this file; no place elsewhere from where it would be fetched
    must(bytes.readUInt32BE(at + 4) === 1 && (bytes.readUInt32BE(at + 16) & 1) === 1)
    bytes.fill(0, at + 20, end)
  }
  if (name === 'stsd') lookAtEntry(bytes, at, end)
}

/** How the sound is coded: one way, one of ours, and nothing of its own beside it. */
function lookAtEntry(bytes: Buffer, at: number, end: number): void {
  const entry = at + 8
  const size = bytes.readUInt32BE(entry)
  if (bytes.readUInt32BE(at + 4) !== 1 || !codings.includes(bytes.toString('latin1', entry + 4, entry + 8)))
    refuse('file.type_not_allowed')
  // QuickTime's own ways of telling are longer; who exports sound for others does not use them
  must(entry + size === end && bytes.readUInt16BE(entry + 16) === 0)
  for (let box = entry + 36; box < end; ) {
    const length = bytes.readUInt32BE(box)
    must(length >= 8 && box + length <= end)
    if (!inEntry.includes(bytes.toString('latin1', box + 4, box + 8))) erase(bytes, box, 8, length)
    box += length
  }
}
