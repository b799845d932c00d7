import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../src/language/locales.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, dayAhead, refer } from './by-api.ts'
import { thisRun } from './languages.ts'
import { confirm, storyOf, tellPerson } from './officer-steps.ts'
import { inInbox } from './provider-steps.ts'
import { organisationOf, Reader } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
let bridges: Readonly<Record<Locale, string>>
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
  bridges = await organisationOf(at, 'bridges.provider')
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

const word = 'بستان'

/** Makes a link on the referral's page and copies it, as the officer would to send it by messenger. */
async function copyLink(officer: Reader, step: string): Promise<string> {
  await officer.press('referrals.link.make')
  const asked = officer.dialog('referrals.link.make')
  await asked.waitFor()
  await officer.choose('referrals.link.step', `referrals.linkStep.${step}`, asked)
  await officer.write('referrals.link.word', word, asked)
  await officer.press('referrals.link.makeNow', asked)
  const made = officer.dialog('referrals.link.made')
  await made.waitFor()
  await officer.looks(`link-to-${step}`)
  await officer.press('referrals.link.copy', made)
  await officer.says('referrals.link.copied', {}, made)
  const link = await officer.page.evaluate(() => navigator.clipboard.readText())
  expect(await made.locator('.address').innerText()).toBe(link)
  await officer.press('referrals.link.close', made)
  return link
}

/** Somebody at the provider, without account, in a browser that never saw Ihala. */
async function answerByLink(
  link: string,
  locale: Locale,
  choice: string,
  fill?: (stranger: Reader) => Promise<void>,
): Promise<void> {
  const stranger = await Reader.come(browser, at, { locale, width: 360 })
  const [path, token] = link.replace(at.url, '').split('#')
  await stranger.open(`${path}?lang=${locale}#${token}`)
  await stranger.write('portal.link.word', word)
  await stranger.press('portal.link.open')
  await stranger.press(`portal.link.choice.referral.${choice}`)
  await fill?.(stranger)
  await stranger.looks(`by-link-${choice}`)
  await stranger.page.locator(`[data-action="referral.${choice}"] [type=submit]`).click()
  await stranger.says('portal.link.done')
  expect(stranger.page.url()).not.toContain(token)
  await stranger.leave()
}

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, given: 'نجلاء' },
      { locale: 'kmr', width: 1240, given: 'پەروین' },
    ] as const,
    'ar',
  ),
)('a provider without account, in $locale', ({ locale, width, given }) => {
  it('answers, begins and ends by one-time links that Amina copies for it', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const { referralId } = await refer(amina, file, bridges.ar)
    const officer = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: [given] })
    await officer.open(`/app/referrals/${referralId}`)
    await officer.isOnReferral()

    const first = await copyLink(officer, 'answer')
    await answerByLink(first, locale, 'accept', async (stranger) => {
      await stranger.page.locator('#accept-day').fill(dayAhead(4))
    })
    await officer.open(`/app/referrals/${referralId}`)
    await officer.says('referrals.state.accepted')
    await answerByLink(await copyLink(officer, 'start'), locale, 'start')
    await officer.open(`/app/referrals/${referralId}`)
    await officer.says('referrals.state.in_service')
    await answerByLink(await copyLink(officer, 'complete'), locale, 'complete', async (stranger) => {
      await stranger.page.locator('#complete-outcome').selectOption('need_met')
    })

    const late = await Reader.come(browser, at, { locale, width: 360 })
    await late.open(`/l?lang=${locale}#${first.split('#')[1]}`)
    await late.write('portal.link.word', word)
    await late.press('portal.link.open')
    await late.page.locator('#done, #over').filter({ visible: true }).waitFor()
    expect(await late.page.locator('[data-choice]').filter({ visible: true }).count()).toBe(0)
    await late.leave()

    await officer.open(`/app/referrals/${referralId}`)
    await confirm(officer)
    const story = await storyOf(officer, file.caseId)
    for (const key of [
      'link.make',
      'referral.accept',
      'referral.start',
      'referral.complete',
      'referral.confirm',
    ])
      expect(story).toContain(officer.t(`referrals.event.${key}`))
    expect(story).toContain(officer.t('programmes.referralChannel.link'))
    await officer.leave()
  })
})

describe.each(
  thisRun(
    [
      { locale: 'ckb', width: 360, given: 'ڕووناک' },
      { locale: 'en', width: 1240, given: 'Layan' },
    ] as const,
    'en',
  ),
)('a provider that answers by telephone, in $locale', ({ locale, width, given }) => {
  it('is written down by Amina with who said it, and the person follows it by code and word', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const { referralId } = await refer(amina, file, bridges.ar)
    const officer = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: [given] })
    await officer.open(`/app/referrals/${referralId}`)
    await officer.isOnReferral()

    await writeDown(officer, 'accept', async (dialog) => {
      await officer.writeDay('referrals.said.appointmentIf', dayAhead(2), dialog)
      await officer.looks('written-down')
    })
    await officer.says('referrals.state.accepted')
    await tellPerson(officer)
    await track(file.code, locale, 'accepted')
    await writeDown(officer, 'start')
    await officer.says('referrals.state.in_service')
    await writeDown(officer, 'complete', (dialog) =>
      officer.select('referrals.said.outcome', 'programmes.outcome.need_met', dialog),
    )
    await confirm(officer)
    await officer.looks('by-telephone')
    const story = await storyOf(officer, file.caseId)
    expect(story).toContain('Karwan')
    expect(story).toContain(officer.t('programmes.referralChannel.phone'))
    await track(file.code, locale, 'completed')
    await officer.leave()
  })
})

async function writeDown(
  officer: Reader,
  answer: string,
  fill?: (dialog: ReturnType<Reader['dialog']>) => Promise<void>,
): Promise<void> {
  await officer.inDialog('referrals.said.open', 'app.save', async (dialog) => {
    await officer.choose('referrals.said.what', `referrals.said.referral.${answer}`, dialog)
    await fill?.(dialog)
    await officer.write('referrals.said.by', 'Karwan', dialog)
  })
}

/** The person looks how it stands, on a telephone, in neutral words. */
async function track(code: string, locale: Locale, state: string): Promise<void> {
  const person = await Reader.come(browser, at, { locale, width: 360, names: [code, bridges[locale]] })
  await person.open(`/track?lang=${locale}`)
  await person.write('portal.track.code', code.toLowerCase())
  await person.write('portal.track.word', 'زيتونة')
  await person.press('portal.track.show')
  await person.says(`portal.track.state.${state}`)
  expect(await person.page.locator('main').innerText()).not.toContain(bridges[locale])
  await person.looks(`tracked-${state}`)
  await person.leave()
}

describe('a provider that declines', () => {
  it.each(['ar', 'en'] as const)(
    'leaves Amina with the next three offers that fit, in %s',
    async (locale) => {
      const file = await caseWithNeed(amina, 'سوسن', 'DOC.BIRTH')
      const { referralId, code } = await refer(amina, file, bridges.ar)
      const provider = await Reader.come(browser, at, { locale, login: 'bridges.provider' })
      await provider.open('/app/inbox')
      const card = inInbox(provider, code)
      await provider.press('referrals.answer.decline', card)
      const dialog = provider.dialog('referrals.answer.declineTitle')
      await provider.choose('referrals.answer.reason', 'programmes.declineReason.no_capacity', dialog)
      await provider.looks('decline')
      await provider.press('referrals.answer.declineSend', dialog)
      await dialog.waitFor({ state: 'detached' })
      await provider.leave()

      const officer = await Reader.come(browser, at, {
        locale,
        width: 360,
        login: 'mosul.officer',
        names: ['سوسن'],
      })
      await officer.open(`/app/cases/${file.caseId}`)
      await officer.follow('cases.next.do.other_offers')
      await officer.isOn('services.find.title')
      await officer.open(`/app/referrals/${referralId}`)
      const others = officer.page.locator('#others')
      await others.getByRole('article').first().waitFor()
      await officer.looks('declined')
      expect(await others.getByRole('article').count()).toBeLessThanOrEqual(3)
      expect(await others.getByRole('heading', { name: bridges[locale], exact: true }).count()).toBe(0)
      await officer.follow('services.find.choose', others)
      await officer.isOn('referrals.refer.title')
      await officer.leave()
    },
  )
})
