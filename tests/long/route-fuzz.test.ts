import { expect, it } from 'vitest'
import { fuzz } from '../bad-input/fuzz.ts'

it('every route and action with every hostile value in every field, by six people', async () => {
  const { requests, actions, statuses, faults } = await fuzz({ perField: 12, seed: Date.now() % 1_000_000 })
  process.stdout.write(
    `route fuzz, long: ${requests} requests, ${actions} actions ${JSON.stringify(statuses)}\n`,
  )
  expect(faults).toEqual([])
  expect(requests).toBeGreaterThan(10_000)
}, 1_200_000)
