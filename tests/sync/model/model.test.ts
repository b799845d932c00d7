import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenLink } from './broken-link.ts'
import { Chance } from './chance.ts'
import { planted } from './planted.ts'
import { type OpenStage, openStage, run } from './stage.ts'

/** IHALA_SEED plays one walk again; IHALA_RUNS makes more of them. */
const first = Number(process.env['IHALA_SEED'] ?? Date.now() % 1_000_000)
const runs = process.env['IHALA_SEED'] ? 1 : Number(process.env['IHALA_RUNS'] ?? 300)
const length = 24
/** In every tenth walk the server is put back to an older backup now and then. */
const restoredEvery = 10

let stage: OpenStage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

test(`in ${runs} walks from seed ${first} with four phones and a bad network nothing is lost, done twice, kept where it may not be, or overwritten unseen`, async () => {
  for (let seed = first; seed < first + runs; seed++) {
    const restored = seed % restoredEvery === 0
    const { wrong, steps } = await run(stage, seed, { length, restored })
    expect(wrong, `IHALA_SEED=${seed}\n${wrong.length > 0 ? steps.join('\n') : ''}`).toEqual([])
  }
}, 600_000)

test(`the same over a link that cuts and delays, 15 walks from seed ${first}`, async () => {
  const { send, close } = await brokenLink(stage.house.server, new Chance(first))
  try {
    for (let seed = first; seed < first + 15; seed++) {
      const { wrong, steps } = await run(stage, seed, { length, send })
      expect(wrong, `IHALA_SEED=${seed}\n${wrong.length > 0 ? steps.join('\n') : ''}`).toEqual([])
    }
  } finally {
    close()
  }
}, 300_000)

describe('a mistake planted on purpose is found', () => {
  test.each(planted)(
    '$what',
    async (fault) => {
      const { restored, firstSeed = 1 } = fault
      for (let seed = firstSeed; seed < firstSeed + 40; seed++)
        if ((await run(stage, seed, { length, fault, restored })).wrong.length > 0) return
      expect.fail('the judge saw nothing in 40 walks')
    },
    300_000,
  )
})
