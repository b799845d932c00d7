import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCase, type TestHouse, testHouse } from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/** What phones wrote without network, through the real server: in order, once, and nothing lost. */
let here: TestHouse
let amina: Phone
let sana: Phone
let caseId: string

beforeAll(async () => {
  here = await testHouse()
  amina = await phoneOf(here, 'amina')
  sana = await phoneOf(here, 'sana')
  ;({ caseId } = await openCase(amina.client))
  await amina.see(caseId)
})
afterAll(() => here?.close())

describe('what Amina wrote on the road', () => {
  it('is done when it arrives', async () => {
    const answer = await amina.act('person.correct', { caseId, language: 'ckb' })
    expect(answer).toMatchObject({ outcome: 'applied', result: { changed: ['language'] } })
    expect(
      await behind(
        here,
        'select marks from person where id = (select person_id from case_file where id = $1)',
        [caseId],
      ),
    ).toMatchObject([{ marks: { language: { d: amina.id, n: 1 } } }])
  })
})
