import type { DeviceCommand } from './protocol.ts'

const commandsInBatch = 100
const charactersInBatch = 64 * 1024

/** In order, at most 100 commands or about 64 KB each; a larger command goes alone. */
export function inBatches(commands: readonly DeviceCommand[]): readonly (readonly DeviceCommand[])[] {
  const batches: DeviceCommand[][] = []
  let room = 0
  for (const command of commands) {
    const size = JSON.stringify(command).length
    const last = batches.at(-1)
    if (last && last.length < commandsInBatch && size <= room) last.push(command)
    else {
      batches.push([command])
      room = charactersInBatch
    }
    room -= size
  }
  return batches
}

/** The numbers above `known` and below `n`. At most the last 1,000: a gap of more is a device that nobody can trust. */
export function missingBefore(n: number, known: number): number[] {
  const first = Math.max(known + 1, n - 1000)
  return Array.from({ length: Math.max(0, n - first) }, (_, place) => first + place)
}
