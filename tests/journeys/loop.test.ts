import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../src/language/locales.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import {
  chooseOffer,
  confirm,
  consentAndSend,
  namesOf,
  nextStep,
  openCase,
  type Person,
  recordNeed,
  storyOf,
  tellPerson,
} from './officer-steps.ts'
import { thisRun } from './languages.ts'
import { accept, serve } from './provider-steps.ts'
import { organisationOf, Reader } from './reader.ts'

let at: Running
let browser: Browser
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

const people: readonly { locale: Locale; width: number; person: Person }[] = [
  { locale: 'ar', width: 360, person: { given: 'سلوان', father: 'ذياب', grandfather: 'مرعي' } },
  { locale: 'ckb', width: 1240, person: { given: 'شنۆ', father: 'هێمن', grandfather: 'قادر' } },
  { locale: 'kmr', width: 360, person: { given: 'بێریڤان', father: 'خودێدا', grandfather: 'میرزۆ' } },
  { locale: 'en', width: 1240, person: { given: 'Ramziya', father: 'Shamoun', grandfather: 'Toma' } },
]

describe.each(thisRun(people, 'ar', 'en'))(
  'the whole loop in $locale at $width px',
  ({ locale, width, person }) => {
    it('from the door of the office until the person says that it helped', async () => {
      const names = namesOf(person)
      const officer = await Reader.come(browser, at, { locale, width, names })
      await officer.open('/app')
      await officer.looks('sign-in')
      await officer.signIn('mosul.officer')
      await officer.isOn('app.nav.day')
      await officer.looks('my-day')

      const { caseId, code } = await openCase(officer, person)
      await officer.looks('new-case')
      await recordNeed(officer, 'DOC.UNIFID')
      await chooseOffer(officer, (await organisationOf(at, 'bridges.provider'))[locale])
      const referralId = await consentAndSend(officer, ['name', 'age', 'needs_summary', 'safe_contact'])
      await officer.looks('sent')
      const sent = await officer.page.locator('h1 bdi').first().innerText()

      const provider = await Reader.come(browser, at, { locale, width, names, login: 'bridges.provider' })
      await provider.open('/app')
      await provider.isOn('app.nav.inbox')
      await accept(provider, sent, person.given)

      await nextStep(officer, caseId, 'tell_person')
      await tellPerson(officer)
      await officer.looks('told')

      await serve(provider, sent, person.given)

      await nextStep(officer, caseId, 'ask_person')
      await confirm(officer)
      await officer.looks('confirmed')
      expect(officer.page.url()).toContain(referralId)

      const story = await storyOf(officer, caseId)
      await officer.looks('story')
      const told = [
        'cases.story.case.open',
        'cases.story.need.record',
        'cases.story.consent.record',
        ...['send', 'acknowledge', 'accept', 'tell_person', 'start', 'complete', 'confirm'].map(
          (step) => `referrals.event.referral.${step}`,
        ),
      ]
      for (const key of told) expect(story).toContain(officer.t(key))
      expect(await officer.page.locator('h1').innerText()).toContain(code)
      await Promise.all([officer.leave(), provider.leave()])
    })
  },
)
