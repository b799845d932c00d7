import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer } from '../../src/records/answers.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
import { comesBack, makeCopy } from './copy-steps.ts'
import { thisRun } from './languages.ts'
import { consentAndSend, offerOf, openCase, recordNeed } from './officer-steps.ts'
import { organisationOf, Reader } from './reader.ts'

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

/** The worker is at work, and the words of all four languages lie on the device: a consent is read in the person's. */
async function everythingIsKept({ page }: Reader): Promise<void> {
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  const words = (): Promise<number> =>
    page.evaluate(async () => {
      const kept = await (await caches.open('ihala-languages')).keys()
      return kept.filter(({ url }) => /\/app\.\w+-/.test(url)).length
    })
  await expect.poll(words, { timeout: 30_000 }).toBe(4)
}

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
    const known = await caseWithNeed(amina, 'نرجس', 'DOC.NATCER')
    const person = { given, father: 'هاشم', grandfather: 'مزهر' }
    const officer = await Reader.come(browser, at, { locale, width, keepsApp: true, names: ['نرجس', given] })
    await officer.open('/app/')
    await officer.signIn('mosul.officer')
    const phrase = await makeCopy(officer)
    await officer.looks('copy-open')
    await everythingIsKept(officer)

    await officer.context.setOffline(true)
    await comesBack(officer, '/app/', phrase)
    await officer.looks('day-offline')
    await officer.open('/app/cases')
    await officer.isOn('sync.unlock.title')
    expect(await officer.page.getByText('نرجس').count()).toBe(0)
    await officer.looks('locked')
    await comesBack(officer, `/app/cases/${known.caseId}`, phrase)
    await officer.sees('نرجس')
    await officer.inDialog('cases.notes.add', 'app.save', (dialog) =>
      dialog.getByRole('textbox').first().fill('زرتها في البيت'),
    )
    await officer.sees('زرتها في البيت')
    await officer.says('sync.state.waiting')
    await officer.looks('note-offline')

    await comesBack(officer, '/app/', phrase)
    const opened = await openCase(officer, person)
    await recordNeed(officer, 'DOC.BIRTH')
    const bridges = (await organisationOf(at, 'bridges.provider'))[locale]
    await officer.looks('services-offline')
    await officer.follow('services.find.choose', offerOf(officer, bridges))
    await officer.isOn('referrals.refer.title')
    const referralId = await consentAndSend(officer, ['name', 'safe_contact'], 'sync.referral.hereOnly')
    await officer.looks('referral-offline')
    await comesBack(officer, '/app/sync', phrase)
    await officer.isOn('sync.page.title')
    await officer.says('sync.state.waiting')
    await officer.looks('what-waits')

    await officer.context.setOffline(false)
    const onItsWay = ['waiting', 'kept', 'sending'].map((state) => officer.t(`sync.state.${state}`)).join('|')
    await expect
      .poll(
        () =>
          officer.page
            .locator('.chip')
            .filter({ hasText: new RegExp(onItsWay) })
            .count(),
        {
          timeout: 60_000,
        },
      )
      .toBe(0)
    await officer.looks('all-sent')
    await officer.leave()

    const there = await amina.read<CaseAnswer>(`/api/cases/${opened.caseId}`)
    expect(there.code, 'the code told to the person').toBe(opened.code)
    expect(there.needs.map(({ service }) => service)).toContain('DOC.BIRTH')
    expect(there.consents).toHaveLength(1)
    expect(there.referrals.map(({ id, state }) => [id, state])).toEqual([[referralId, 'sent']])
    const before = await amina.read<CaseAnswer>(`/api/cases/${known.caseId}`)
    expect(before.notes.map(({ text }) => text)).toEqual(['زرتها في البيت'])
  })
})
