import { idFrom } from '../../src/basics/ids.ts'

/** Chance that repeats: the same seed draws the same, on every machine. */
export interface Chance {
  /** From 0 up to and without 1. */
  next(): number
  /** A whole number, both ends included. */
  whole(from: number, to: number): number
  /** True in `share` of all draws. */
  odds(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the keys, each as often as its weight. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T
  bytes(count: number): Uint8Array
  /** A UUIDv7 of this instant. */
  id(at: number): string
}

/** SFC32 (PractRand), seeded from the letters of a name. */
export function chanceOf(seed: string): Chance {
  let [a, b, c, count] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
  for (const letter of seed) c = Math.imul(c ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  const draw = (): number => {
    const sum = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 15; round++) draw()
  const next = (): number => draw() / 4_294_967_296
  const bytes = (length: number): Uint8Array => {
    const drawn = new Uint8Array(length)
    for (let place = 0; place < length; place++) drawn[place] = draw() >>> 24
    return drawn
  }
  return {
    next,
    bytes,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    odds: (share) => next() < share,
    pick<T>(list: readonly T[]): T {
      return list[Math.floor(next() * list.length)] as T
    },
    weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
      const entries = Object.entries(weights) as [T, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1))?.[0] as T
    },
    id: (at) => idFrom(at, bytes(10)),
  }
}
