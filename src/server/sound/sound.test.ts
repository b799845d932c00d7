import fc from 'fast-check'
import { fileTypeFromBuffer } from 'file-type'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../basics/refusal.ts'
import {
  allSounds,
  m4a,
  madeAtBytes,
  mp3,
  ogg,
  seconds,
  told,
  wav,
  webm,
} from '../../../tests/support/sounds.ts'
import { cleanMp3 } from './mp3.ts'
import { cleanMp4 } from './mp4.ts'
import { cleanOgg } from './ogg.ts'
import { cleanSound, maybeSound } from './sound.ts'
import { cleanWav } from './wav.ts'
import { cleanWebm } from './webm.ts'

const typeOf = async (sent: Buffer): Promise<string | undefined> => (await fileTypeFromBuffer(sent))?.mime
async function kept(sent: Buffer): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  const type = await typeOf(sent)
  if (!maybeSound(type)) throw new Refusal('file.type_not_allowed')
  return cleanSound(sent, type)
}
const codeOf = async (sent: Buffer): Promise<string | undefined> => {
  try {
    await kept(sent)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe.each(Object.entries(allSounds))('%s that Huda recorded at home', (mediaType, make) => {
  it('is kept without her name, the place or what a program wrote, and stays the same when it is looked at again', async () => {
    const sent = make()
    expect(sent.includes(told)).toBe(true)
    const once = await kept(sent)
    expect(once.mediaType).toBe(mediaType)
    expect(once.bytes.includes(told)).toBe(false)
    expect(once.bytes.includes(madeAtBytes)).toBe(false)
    const again = await kept(once.bytes)
    expect(again.bytes.equals(once.bytes)).toBe(true)
  })

  it('cut off or changed anywhere it is refused or cleaned, never a fault of ours', async () => {
    const sent = make()
    const type = (await typeOf(sent)) ?? ''
    const holds = (bytes: Buffer): void => {
      try {
        expect(cleanSound(bytes, type).bytes.length).toBeLessThanOrEqual(bytes.length + 64)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
    fc.assert(
      fc.property(
        fc.nat(sent.length - 1),
        fc.array(fc.tuple(fc.nat(Math.min(900, sent.length - 1)), fc.nat(255)), { maxLength: 4 }),
        (length, changes) => {
          holds(sent.subarray(0, length))
          const changed = Buffer.from(sent)
          for (const [place, byte] of changes) changed.writeUInt8(byte, place)
          holds(changed)
        },
      ),
      { numRuns: 150 },
    )
  })
})

it('how long it is is told by the sound, whatever its writer said', () => {
  const lengths = [cleanOgg(ogg()), cleanWebm(webm()), cleanMp4(m4a()), cleanMp3(mp3()), cleanWav(wav())]
  for (const { seconds: heard } of lengths) expect(heard).toBeCloseTo(seconds, 1)
})

it('a film is no sound, a recording of two hours is too long, and half a head is damaged', async () => {
  expect(await codeOf(webm('film'))).toBe('file.type_not_allowed')
  expect(await codeOf(m4a('film'))).toBe('file.type_not_allowed')
  // 8,000 numbers of one byte a second
  const long = wav()
  long.writeUInt32LE(1, long.indexOf('fmt ') + 16)
  expect(await codeOf(long)).toBe('file.too_long')
  expect(await codeOf(mp3().subarray(0, 300))).toBe('file.damaged')
  expect(await codeOf(ogg().subarray(0, 120))).toBe('file.damaged')
})
