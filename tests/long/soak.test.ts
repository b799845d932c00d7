import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenStage, openStage, run } from '../sync/model/stage.ts'

/** `npm run soak` plays for hours; `npm run test:long` for a few minutes. */
const minutes = Number(process.env['IHALA_SOAK_MINUTES'] ?? 3)
const first = Number(process.env['IHALA_SEED'] ?? Date.now() % 1_000_000)

let stage: OpenStage
beforeAll(async () => {
  stage = await openStage()
  // writes take their time, each another one, so that many overlap
  await stage.admin.script(`create function dawdle() returns trigger language plpgsql as $$
      begin perform pg_sleep(random() * 0.02); return new; end $$;
    create trigger dawdle before insert on note for each row execute function dawdle();
    create trigger dawdle before update on person for each row execute function dawdle();
    create trigger dawdle before update on case_file for each row execute function dawdle();`)
})
afterAll(async () => {
  await stage?.close()
})

test(
  `for ${minutes} minutes from seed ${first} eight phones sync at the same moments, and nothing is lost, done twice or left where it may not be`,
  async () => {
    const end = Date.now() + minutes * 60_000
    let seed = first
    for (; Date.now() < end; seed++) {
      const { wrong, steps } = await run(stage, seed, { length: 60, together: true })
      expect(wrong, `IHALA_SEED=${seed}\n${wrong.length > 0 ? steps.join('\n') : ''}`).toEqual([])
    }
    console.log(`${seed - first} walks`)
  },
  (minutes + 5) * 60_000,
)
