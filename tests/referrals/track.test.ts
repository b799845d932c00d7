import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer } from '../../src/records/answers.ts'
import { localeCodes } from '../../src/language/locales.ts'
import { type Client, type TestHouse, testHouse } from '../support/house.ts'
import { sent } from './referring.ts'

let here: TestHouse
let amina: Client
let dara: Client
beforeAll(async () => {
  here = await testHouse()
  ;[amina, dara] = await Promise.all([here.signIn('amina'), here.signIn('dara')])
})
afterAll(() => here?.close())

const get = (url: string, language = 'en') =>
  here.server.inject({ method: 'GET', url, headers: { 'accept-language': language } })
const track = (fields: Record<string, string>, address = '10.0.0.1') =>
  here.server.inject({
    method: 'POST',
    url: '/track',
    remoteAddress: address,
    payload: new URLSearchParams({ lang: 'en', ...fields }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
const codeOf = async (caseId: string) => (await amina.get<CaseAnswer>(`/api/cases/${caseId}`)).body.code

describe('Huda looks at her request', () => {
  it('with her code and her word, however she types them, and reads neutral words only', async () => {
    const { caseId, referralId } = await sent(amina)
    const code = await codeOf(caseId)
    const waiting = await track({ code: code.toLowerCase().replaceAll('-', ' '), word: 'زيتونة' })
    expect(waiting.statusCode).toBe(200)
    expect(waiting.body).toContain('waiting for the answer')
    const at = new Date(Date.now() + 3 * 86_400_000).toISOString()
    await dara.done('referral.accept', { referralId, appointment: { at } })
    const accepted = await track({ code, bornDay: '٤', bornMonth: '3', bornYear: '١٩٨٨' })
    expect(accepted.body).toContain('The answer is yes')
    expect(accepted.body).toMatch(/Appointment: /)
    for (const page of [waiting, accepted])
      expect(page.body).not.toMatch(/هدى|حسن|Bridges|جسور|DOC|Birth|Ministry/)
  })

  it('an unknown code and a wrong word get the same answer', async () => {
    const { caseId } = await sent(amina)
    const code = await codeOf(caseId)
    const answers = await Promise.all([
      track({ code, word: 'تفاحة' }, '10.0.1.1'),
      track({ code: 'NV-222-222', word: 'زيتونة' }, '10.0.1.2'),
      track({ code, bornDay: '5', bornMonth: '3', bornYear: '1988' }, '10.0.1.3'),
      track({ code, bornDay: '31', bornMonth: '2', bornYear: '' }, '10.0.1.6'),
      track({ code }, '10.0.1.4'),
      track({ code: '', word: '' }, '10.0.1.5'),
    ])
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(404)
  })

  it('who guesses has to wait, also with the right word', async () => {
    const { caseId } = await sent(amina)
    const code = await codeOf(caseId)
    for (let tries = 0; tries < 6; tries++) await track({ code, word: `تفاحة ${tries}` }, `10.0.2.${tries}`)
    const right = await track({ code, word: 'زيتونة' }, '10.0.2.100')
    expect(right.statusCode).toBe(429)
    expect(right.body).toMatch(/Too many tries/)
  })

  it('a case without a referral says that the office works on it', async () => {
    const { needFor } = await import('./referring.ts')
    const { caseId } = await needFor(amina)
    expect((await track({ code: await codeOf(caseId), word: 'زيتونة' }, '10.0.3.1')).body).toContain(
      'The office has your request',
    )
  })
})

describe('public pages', () => {
  it('are whole without JavaScript in four languages, small, and say nothing in their titles', async () => {
    for (const locale of localeCodes)
      for (const path of ['/', '/track', '/l']) {
        const page = await get(`${path}?lang=${locale}`)
        expect(page.statusCode).toBe(200)
        expect(page.body).not.toContain('⟦')
        expect(page.body).toMatch(
          locale === 'en' ? /<html lang="en" dir="ltr">/ : /<html lang="[\w-]+" dir="rtl">/,
        )
        expect(Buffer.byteLength(page.body)).toBeLessThan(40_000)
        const title = /<title>(.*?)<\/title>/.exec(page.body)?.[1] ?? ''
        expect(title).not.toMatch(/إحالة|referral|violence|عنف|displac|نازح/i)
        expect(page.body).toContain('data-leave')
        expect(page.body.match(/<script src=/g)?.length).toBeLessThanOrEqual(2)
      }
  })

  it('follow the visitor’s language and keep the one chosen', async () => {
    expect((await get('/', 'ckb,ar;q=0.5')).body).toContain('lang="ckb-IQ" dir="rtl"')
    expect((await get('/?lang=kmr', 'en')).body).toMatch(/<html lang="kmr-Arab-IQ"/)
    expect((await get('/?lang=kmr', 'en')).body).toContain('href="/track?lang=kmr"')
  })

  it('write nothing a visitor typed into the page', async () => {
    const page = await track({ code: '<script>alert(1)</script>', word: '"><img src=x>' }, '10.0.4.1')
    expect(page.body).not.toContain('alert(1)')
    expect(page.body).not.toContain('<img')
  })
})
