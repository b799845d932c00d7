import { type CleanSound, must } from './pieces.ts'

/** Kilobits a second of Layer III by index; 0 and 15 are not of use to us (ISO 11172-3, 13818-3). */
const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0] as const
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0] as const
const samplings = [44_100, 48_000, 32_000] as const
/** A quarter of a second: less is an accident of bytes. */
const fewestFrames = 10

interface Frame {
  readonly length: number
  readonly seconds: number
}

/** Of an MP3 only its frames: ID3 before, between and behind them, APE tags and pictures stay behind. */
export function cleanMp3(sent: Buffer): CleanSound {
  const kept: Buffer[] = []
  let seconds = 0
  for (let at = 0; at + 4 <= sent.length; ) {
    if (sent.toString('latin1', at, at + 3) === 'ID3' && at + 10 <= sent.length) {
      at += lengthOfTag(sent, at)
      continue
    }
    const frame = frameAt(sent, at)
    const next = at + (frame?.length ?? 0)
    // one that stands alone among other bytes only looks like a frame
    if (frame === undefined || next > sent.length || !followsWell(sent, next)) {
      at += 1
      continue
    }
    kept.push(sent.subarray(at, next))
    seconds += frame.seconds
    at = next
  }
  must(kept.length >= fewestFrames)
  return { bytes: Buffer.concat(kept), seconds }
}

function followsWell(sent: Buffer, at: number): boolean {
  if (at === sent.length || frameAt(sent, at) !== undefined) return true
  return /^(ID3|TAG|APETAGEX|LYRICSBEGIN)/.test(sent.toString('latin1', at, at + 11))
}

function lengthOfTag(sent: Buffer, at: number): number {
  const [a, b, c, d] = [6, 7, 8, 9].map((place) => sent.readUInt8(at + place) & 0x7f)
  const size = ((a ?? 0) << 21) | ((b ?? 0) << 14) | ((c ?? 0) << 7) | (d ?? 0)
  const hasFooter = (sent.readUInt8(at + 5) & 0x10) !== 0
  return 10 + size + (hasFooter ? 10 : 0)
}

function frameAt(sent: Buffer, at: number): Frame | undefined {
  if (at + 4 > sent.length) return undefined
  const head = sent.readUInt32BE(at)
  const version = (head >>> 19) & 3
  const isLayer3 = ((head >>> 17) & 3) === 1
  if (head >>> 21 !== 0x7ff || version === 1 || !isLayer3) return undefined
  const isFirst = version === 3
  const kilobits = (isFirst ? rates1 : rates2)[(head >>> 12) & 15] ?? 0
  const sampling = samplings[(head >>> 10) & 3]
  if (kilobits === 0 || sampling === undefined) return undefined
  const hertz = sampling / (isFirst ? 1 : version === 2 ? 2 : 4)
  const samples = isFirst ? 1152 : 576
  return {
    length: Math.floor((samples / 8) * ((kilobits * 1000) / hertz)) + ((head >>> 9) & 1),
    seconds: samples / hertz,
  }
}
