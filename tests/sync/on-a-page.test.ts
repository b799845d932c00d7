import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/actions/action.ts'
import type { CaseAnswer, DecisionsAnswer } from '../../src/records/answers.ts'
import { type Client, openCase, type TestHouse, testHouse, testId } from '../support/house.ts'
import { behind, phoneOf } from './phones.ts'

/** Amina and Baran sit at two desks with the same case open: a page says what it showed when its form was opened. */
let here: TestHouse
let amina: Client
let baran: Client
let caseId: string

beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  baran = await here.signIn('baran')
})
afterAll(() => here?.close())
beforeEach(async () => {
  ;({ caseId } = await openCase(amina, { contactSafety: { mode: 'phone_any', phone: '07701234567' } }))
})

const file = async (): Promise<CaseAnswer> => (await amina.get<CaseAnswer>(`/api/cases/${caseId}`)).body
const write = async (
  who: Client,
  name: string,
  input: object,
  seen?: number,
  id = testId(),
): Promise<Answer> =>
  (
    await who.post<Answer>('/actions', {
      id,
      name,
      input: { caseId, ...input },
      ...(seen === undefined ? {} : { seen }),
    })
  ).body

describe('what a colleague wrote while the form was open', () => {
  it('is not written over: both stand beside each other, and Amina decides', async () => {
    const { rev } = await file()
    await write(baran, 'person.correct', { codeName: 'زيتونة' }, rev)
    const id = testId()
    const answer = await write(amina, 'person.correct', { codeName: 'نخلة', language: 'ckb' }, rev, id)
    expect(answer).toMatchObject({ outcome: 'review', result: { changed: ['language'] } })
    // asked again under the same id it answers the same, and asks for one decision
    expect(await write(amina, 'person.correct', { codeName: 'نخلة', language: 'ckb' }, rev, id)).toEqual(
      answer,
    )
    expect(await file()).toMatchObject({ person: { codeName: 'زيتونة' }, language: 'ckb' })
    const { items } = (await amina.get<DecisionsAnswer>('/api/decisions?scope=mine')).body
    expect(items.filter((item) => item.caseId === caseId)).toMatchObject([
      {
        field: 'codeName',
        standing: 'زيتونة',
        standingByName: 'Baran',
        offered: 'نخلة',
        offeredByName: 'Amina',
      },
    ])
  })

  it('and does not touch the same field stays with it; of what may be either the later holds', async () => {
    const { rev } = await file()
    await write(baran, 'person.correct', { sex: 'male', language: 'ckb' }, rev)
    expect(await write(amina, 'person.correct', { interpreterNeeded: true }, rev)).toMatchObject({
      outcome: 'applied',
    })
    expect(await write(amina, 'person.correct', { language: 'kmr' }, rev)).toMatchObject({
      outcome: 'merged',
    })
    expect(await file()).toMatchObject({ sex: 'male', language: 'kmr' })
  })

  it('about a number that is not safe any more stays, whoever saves later', async () => {
    const { rev } = await file()
    await write(baran, 'person.set_contact_safety', { contactSafety: { mode: 'no_contact' } }, rev)
    const answer = await write(
      amina,
      'person.set_contact_safety',
      { contactSafety: { mode: 'phone_any', phone: '07701112233' } },
      rev,
    )
    expect(answer.outcome).not.toBe('applied')
    expect((await file()).person.contactSafety?.mode).toBe('no_contact')
  })

  it('from a phone that was on the road, too', async () => {
    const phone = await phoneOf(here, 'baran')
    await phone.see(caseId)
    const { rev } = await file()
    await phone.act('person.correct', { caseId, codeName: 'من الطريق' })
    expect(await write(amina, 'person.correct', { codeName: 'نخلة' }, rev)).toMatchObject({
      outcome: 'review',
    })
  })
})

describe('nobody is asked', () => {
  it('about what they saw, nor about what they wrote themselves in the meantime', async () => {
    await write(baran, 'person.correct', { codeName: 'زيتونة' })
    const { rev } = await file()
    for (const codeName of ['نخلة', 'رمانة'])
      expect(await write(amina, 'person.correct', { codeName }, rev)).toMatchObject({ outcome: 'applied' })
    expect((await file()).person.codeName).toBe('رمانة')
    expect(await behind(here, 'select id from conflict where case_id = $1', [caseId])).toEqual([])
  })

  it('about a change that is refused as ever: the form says why', async () => {
    const { rev } = await file()
    expect(
      await write(amina, 'person.correct', { birth: { precision: 'day', date: '2999-01-01' } }, rev),
    ).toMatchObject({
      outcome: 'refused',
    })
  })

  it('by a program that does not say what it saw: it writes as before', async () => {
    await write(baran, 'person.correct', { codeName: 'زيتونة' })
    expect(await write(amina, 'person.correct', { codeName: 'نخلة' })).toMatchObject({ outcome: 'applied' })
    expect((await file()).person.codeName).toBe('نخلة')
  })
})
