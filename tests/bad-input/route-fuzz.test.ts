import { expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'

it('every route and action, asked in bad faith by six people, neither breaks nor tells what is not theirs', async () => {
  const began = Date.now()
  const { requests, actions, statuses, codes, faults } = await fuzz({ perField: 2, seed: 20_261_122 })
  process.stdout.write(
    `route fuzz: ${requests} requests, ${actions} actions in ${Math.round((Date.now() - began) / 1000)} s, ${JSON.stringify(statuses)} ${JSON.stringify(codes)}\n`,
  )
  expect(faults).toEqual([])
  expect(requests).toBeGreaterThan(2000)
  expect(actions).toBeGreaterThan(2000)
  // it did get through the door: some were answered, some done
  expect(statuses['200']).toBeGreaterThan(200)
  expect(codes['applied']).toBeGreaterThan(50)
}, 400_000)
