import type { Stamp } from './protocol.ts'

/** The next stamp of a hybrid logical clock: never lower than the last one, whatever the device's clock says. */
export function tick(last: Stamp, nowMs: number): Stamp {
  return nowMs > last.ms ? { ms: nowMs, c: 0 } : { ms: last.ms, c: last.c + 1 }
}
