/** A file of sound after everything but its sound was left out. */
export interface CleanSound {
  readonly bytes: Buffer
  readonly seconds: number
}

/** The parts of the file do not fit together. */
export class Unreadable extends Error {}

export function must(isSo: boolean): asserts isSo {
  if (!isSo) throw new Unreadable()
}
