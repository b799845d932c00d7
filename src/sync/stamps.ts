import type { Stamp } from './protocol.ts'

/** A clock may be this far ahead of the server's and is believed all the same (the figure of Actual Budget and TinyBase, which refuse beyond it). */
const mostAheadMs = 5 * 60_000

/** Below 0: earlier. Used between two that did not know of each other, never against what somebody had seen. */
export function compareStamps(one: Stamp, other: Stamp): number {
  return one.ms - other.ms || one.c - other.c
}

/** A clock that runs ahead is set back to what can be true; nobody's work is refused for it. */
export function clampStamp({ ms, c }: Stamp, serverMs: number): Stamp & { readonly wasAhead: boolean } {
  const latest = serverMs + mostAheadMs
  return ms > latest ? { ms: latest, c: 0, wasAhead: true } : { ms, c, wasAhead: false }
}
