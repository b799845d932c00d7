import { refuse } from '../../basics/refusal.ts'
import { type CleanSound, must } from './pieces.ts'

/** PCM, floating point, and PCM that says more of itself (Microsoft, WAVEFORMATEX). */
const plain: readonly number[] = [1, 3, 0xfffe]

/** Of a WAVE only what its numbers mean (`fmt `) and the numbers (`data`): `LIST`, `id3 `, `bext` and all others stay behind. */
export function cleanWav(sent: Buffer): CleanSound {
  must(sent.toString('latin1', 0, 4) === 'RIFF' && sent.toString('latin1', 8, 12) === 'WAVE')
  let format: Buffer | undefined
  for (let at = 12; at + 8 <= sent.length; ) {
    const name = sent.toString('latin1', at, at + 4)
    const size = sent.readUInt32LE(at + 4)
    // a recorder that was cut off has written no length
    const part = sent.subarray(at + 8, Math.min(at + 8 + size, sent.length))
    if (name === 'fmt ') format = part.subarray(0, 40)
    if (name === 'data') {
      must(format !== undefined && format.length >= 16)
      return written(format, part)
    }
    at += 8 + size + (size % 2)
  }
  must(false)
}

function written(format: Buffer, data: Buffer): CleanSound {
  const [coding, channels, bytesASecond, bytesAFrame] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(8),
    format.readUInt16LE(12),
  ]
  if (!plain.includes(coding)) refuse('file.type_not_allowed')
  must(channels > 0 && bytesASecond > 0 && bytesAFrame > 0)
  const whole = data.subarray(0, data.length - (data.length % bytesAFrame))
  const head = Buffer.alloc(8)
  head.write('data', 'latin1')
  head.writeUInt32LE(whole.length, 4)
  const about = Buffer.alloc(8)
  about.write('fmt ', 'latin1')
  about.writeUInt32LE(format.length, 4)
  const file = Buffer.alloc(12)
  file.write('RIFF', 'latin1')
  file.writeUInt32LE(4 + 8 + format.length + 8 + whole.length, 4)
  file.write('WAVE', 8, 'latin1')
  return {
    bytes: Buffer.concat([file, about, format, head, whole]),
    seconds: whole.length / bytesASecond,
  }
}
