// The floor where pgbench is not installed: the same statements from a bare driver, pipelined, in a process of its own.
import pg from 'pg'
import { clientConfig, roleSettings } from '../src/server/database-address.ts'
import { statement } from '../src/server/database.ts'
import type { Floor, FloorOrder } from './floor.ts'

async function loop({ address, groups, clients, seconds, once, range }: FloorOrder): Promise<Floor> {
  const prepared = groups.map((group) =>
    group.map((text) => {
      const usesNumber = /:n\b/.test(text.replaceAll('::', ''))
      return { ...statement(text.replace(/(?<!:):n\b/g, '($1::integer)')), usesNumber }
    }),
  )
  const times: number[] = []
  let next = once?.from ?? 0
  const draw = (): number => (once === undefined ? Math.floor(Math.random() * range) : next++)
  const began = performance.now()
  const work = async (): Promise<void> => {
    const client = new pg.Client({ ...clientConfig(address, roleSettings), pipeline: true })
    await client.connect()
    while (performance.now() - began < seconds * 1000 && (once === undefined || next < once.until)) {
      const n = draw()
      const at = performance.now()
      for (const group of prepared)
        await Promise.all(
          group.map(({ name, text, usesNumber }) =>
            client.query({ name, text, values: usesNumber ? [n] : [] }),
          ),
        )
      times.push(performance.now() - at)
    }
    await client.end()
  }
  await Promise.all(Array.from({ length: clients }, work))
  return {
    by: 'driver loop',
    done: times.length,
    seconds: (performance.now() - began) / 1000,
    times: times.sort((one, other) => one - other),
    next,
  }
}

process.on('message', (order: FloorOrder) => {
  loop(order).then(
    (floor) => process.send?.(floor),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
