import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertsAnswer, DayAnswer, LinkAnswer } from '../../src/records/answers.ts'
import { type Client, type TestHouse, testHouse, testId } from '../support/house.ts'
import { newToken, read, sent } from './referring.ts'

/** A provider that works on something hears at once that it has to stop: an ended referral is no longer in its inbox. */
let here: TestHouse
let amina: Client
let dara: Client
let hiba: Client

beforeAll(async () => {
  here = await testHouse()
  ;[amina, dara, hiba] = await Promise.all([here.signIn('amina'), here.signIn('dara'), here.signIn('hiba')])
})
afterAll(() => here?.close())

const newFor = async (client: Client, referralId: string) =>
  (await client.get<DayAnswer>('/api/day')).body.alerts.filter((alert) => alert.referralId === referralId)

describe('when the consent is taken back', () => {
  it('Dara is told to stop, by a code and no name, and no longer sees what was handed over', async () => {
    const { referralId, consentId } = await sent(amina)
    await dara.done('referral.accept', { referralId })
    expect((await read(dara, referralId)).snapshot).not.toBeNull()

    await amina.done('consent.withdraw', { consentId })
    const [told, ...others] = await newFor(dara, referralId)
    expect(others).toEqual([])
    expect(told).toMatchObject({ kind: 'case.consent_withdrawn', caseId: null, caseCode: null })
    expect(await read(dara, referralId)).toMatchObject({
      state: 'cancelled',
      reason: 'consent_withdrawn',
      snapshot: null,
    })
    expect(await newFor(hiba, referralId)).toEqual([])
    expect(await newFor(amina, referralId)).not.toContainEqual(told)

    await dara.done('alert.seen', { alertId: told?.id })
    expect(await newFor(dara, referralId)).toEqual([])
    const all = (await dara.get<AlertsAnswer>('/api/alerts')).body.items
    expect(all.find((alert) => alert.id === told?.id)?.seenAt).toBeTruthy()
  })

  it('an open one-time link says only that it is over, and does nothing', async () => {
    const { referralId, consentId } = await sent(amina)
    const link = { token: newToken(), word: 'olive tree' }
    await amina.done('link.make', { linkId: testId(), referralId, step: 'answer', ...link })
    await amina.done('consent.withdraw', { consentId })
    const { body } = await here.stranger.post<LinkAnswer>('/api/link/open', link)
    expect(body).toEqual({ verdict: 'over', step: 'answer', referral: null, may: [] })
    const acted = await here.stranger.post('/api/link/act', {
      ...link,
      id: testId(),
      name: 'referral.accept',
      input: { referralId },
    })
    expect(acted.body).toMatchObject({ outcome: 'refused' })
  })
})

it('Dara hears that Amina asks to stop, and that a question was answered', async () => {
  const { referralId } = await sent(amina)
  await dara.done('referral.ask_information', { referralId, question: 'Which day suits?' })
  await amina.done('referral.answer_information', { referralId, answer: 'Sunday.' })
  await dara.done('referral.accept', { referralId })
  await amina.done('referral.ask_cancel', { referralId, reason: 'person_withdrew' })
  expect((await newFor(dara, referralId)).map(({ kind }) => kind)).toEqual([
    'referral.ask_cancel',
    'referral.answer_information',
  ])
})

it('what Dara says herself reaches Amina, and not Dara again', async () => {
  const { referralId } = await sent(amina)
  await dara.done('referral.decline', { referralId, reason: 'no_capacity' })
  expect((await newFor(amina, referralId)).map(({ kind }) => kind)).toEqual(['referral.decline'])
  expect(await newFor(dara, referralId)).toEqual([])
})
