import { idFrom } from '../basics/ids.ts'
import type { Circumstances } from '../actions/action.ts'

/**
 * Ids and chance of a decision, drawn from the id of its command: the device that drafts and the server that decides
 * later give the same ids and codes to the rows that nobody named. Else a code told to a person in a village would be
 * another one in the evening, and the first call of a case opened there could not be finished before its way home.
 * Nobody else knows the command's id beforehand; what must be secret (tokens of links) is never drawn from it.
 */
export function drawnFrom(commandId: string): Pick<Circumstances, 'newId' | 'random'> {
  const hex = commandId.replaceAll('-', '')
  const made = Number.parseInt(hex.slice(0, 12), 16)
  const ids = streamOf(hex, 1)
  const chance = streamOf(hex, 2)
  return { newId: () => idFrom(made, ids(10)), random: chance }
}

/** sfc32 (PractRand's small fast counter), seeded with all bits of the id: 2^64 and more before it repeats. */
function streamOf(hex: string, which: number): (bytes: number) => Uint8Array {
  const word = (place: number) => Number.parseInt(hex.slice(place * 8, place * 8 + 8), 16) | 0
  let [a, b, c, counter] = [word(1), word(2), word(3), word(0) ^ (which << 24)]
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum
  }
  for (let warm = 0; warm < 20; warm++) next()
  return (bytes) => Uint8Array.from({ length: bytes }, () => (next() >>> 16) & 0xff)
}
