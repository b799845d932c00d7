import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account } from './by-api.ts'
import { dayWithoutNetwork, noteOfTheDay } from './day-without-network.ts'
import { thisRun } from './languages.ts'

let at: Running
let browser: Browser
let amina: Account
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, given: 'سوسن' },
      { locale: 'ckb', width: 1240, given: 'رێژنە' },
      { locale: 'kmr', width: 360, given: 'بەفرین' },
      { locale: 'en', width: 1240, given: 'ياسمين' },
    ] as const,
    'ar',
  ),
)('a day without network in $locale at $width', ({ locale, width, given }) => {
  it('Amina finds her cases, takes a new one with need, consent and referral, and all of it arrives once', async () => {
    expect(await dayWithoutNetwork({ browser, at, amina, locale, width, given })).toEqual([noteOfTheDay])
  })
})
