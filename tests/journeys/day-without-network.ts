import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import type { Locale } from '../../src/language/locales.ts'
import type { CaseAnswer } from '../../src/records/answers.ts'
import type { Running } from '../support/running.ts'
import { type Account, caseWithNeed } from './by-api.ts'
import { comesBack, makeCopy } from './copy-steps.ts'
import { consentAndSend, offerOf, openCase, recordNeed } from './officer-steps.ts'
import { organisationOf, Reader } from './reader.ts'

/** The worker is at work, and the words of all four languages lie on the device: a consent is read in the person's. */
async function everythingIsKept({ page, patience }: Reader): Promise<void> {
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  const words = (): Promise<number> =>
    page.evaluate(async () => {
      const kept = await (await caches.open('ihala-languages')).keys()
      return kept.filter(({ url }) => /\/app\.\w+-/.test(url)).length
    })
  await expect.poll(words, { timeout: 30_000 * patience }).toBe(4)
}

export const noteOfTheDay = 'زرتها في البيت'

export type Network = (isThere: boolean) => Promise<void>

export interface Day {
  readonly browser: Browser
  readonly at: Running
  readonly amina: Account
  readonly locale: Locale
  readonly width: number
  /** Of the person who comes to her. */
  readonly given: string
  /** How much slower than usual everything may be. */
  readonly patience?: number
  /** Before the app is opened for the first time; answers how the network goes and comes there. */
  readonly begins?: (officer: Reader) => Promise<Network>
}

/** Amina's day: what she takes with her, writes without network and brings back, looked at on the server at the end. Answers the notes of the case she visited. */
export async function dayWithoutNetwork({
  browser,
  at,
  amina,
  locale,
  width,
  given,
  patience = 1,
  begins,
}: Day): Promise<readonly string[]> {
  const known = await caseWithNeed(amina, 'نرجس', 'DOC.NATCER')
  const person = { given, father: 'هاشم', grandfather: 'مزهر' }
  const officer = await Reader.come(browser, at, {
    locale,
    width,
    patience,
    keepsApp: true,
    names: ['نرجس', given],
  })
  const network: Network = (await begins?.(officer)) ?? ((isThere) => officer.context.setOffline(!isThere))
  await officer.open('/app/')
  await officer.signIn('mosul.officer')
  const phrase = await makeCopy(officer)
  await officer.looks('copy-open')
  await everythingIsKept(officer)

  await network(false)
  await comesBack(officer, '/app/', phrase)
  await officer.looks('day-offline')
  await officer.open('/app/cases')
  await officer.isOn('sync.unlock.title')
  expect(await officer.page.getByText('نرجس').count()).toBe(0)
  await officer.looks('locked')
  await comesBack(officer, `/app/cases/${known.caseId}`, phrase)
  await officer.sees('نرجس')
  await officer.inDialog('cases.notes.add', 'app.save', (dialog) =>
    dialog.getByRole('textbox').first().fill(noteOfTheDay),
  )
  await officer.sees(noteOfTheDay)
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

  await network(true)
  const onItsWay = ['waiting', 'kept', 'sending'].map((state) => officer.t(`sync.state.${state}`)).join('|')
  await expect
    .poll(
      () =>
        officer.page
          .locator('.chip')
          .filter({ hasText: new RegExp(onItsWay) })
          .count(),
      {
        timeout: 60_000 * patience,
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
  return before.notes.map(({ text }) => text)
}
