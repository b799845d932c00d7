import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../src/language/locales.ts'
import type { CaseAnswer, MeAnswer } from '../../src/records/answers.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, dayAhead, newId, refer } from './by-api.ts'
import { thisRun } from './languages.ts'
import { counted, storyOf } from './officer-steps.ts'
import { organisationOf, Reader } from './reader.ts'

/** Consent asked, taken back and, for a life in danger, done without: as people see it. */
let at: Running
let browser: Browser
let amina: Account
let dara: Account
let bridges: Readonly<Record<Locale, string>>
let ministry: Readonly<Record<Locale, string>>
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  ;[amina, dara] = await Promise.all([Account.of(at, 'mosul.officer'), Account.of(at, 'bridges.provider')])
  ;[bridges, ministry] = await Promise.all([
    organisationOf(at, 'bridges.provider'),
    organisationOf(at, 'mosul.officer'),
  ])
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

const lineOf = (reader: Reader, organisation: string) =>
  reader.page.locator('#consents li').filter({ hasText: organisation }).first()

async function childCase(given: string): Promise<string> {
  const { sites } = await amina.read<MeAnswer>('/api/me')
  const caseId = newId()
  await amina.done('case.open', {
    caseId,
    personId: newId(),
    siteId: sites[0]?.id,
    openedOn: dayAhead(0),
    statusCategory: 'idp_returnee',
    ageBand: '5-11',
    sex: 'female',
    language: 'ckb',
    contactSafety: { mode: 'in_person' },
    name: { given, father: 'متخيل' },
  })
  return caseId
}

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, given: 'سناء' },
      { locale: 'ckb', width: 1240, given: 'ژیان' },
    ] as const,
    'ar',
  ),
)('in $locale at $width', ({ locale, width, given }) => {
  it('Huda agrees to some things and not to others, and takes her word back: Bridges has to stop and says so', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const { referralId } = await refer(amina, file, bridges.ar)
    await dara.done('referral.accept', { referralId })
    const officer = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: [given] })
    await officer.open(`/app/cases/${file.caseId}`)
    await lineOf(officer, bridges[locale]).waitFor()

    await officer.inDialog('cases.consent.openFile', 'cases.consent.record', async (dialog) => {
      const text = dialog.locator('blockquote[lang="ar-IQ"]')
      await text.waitFor()
      expect(await text.innerText()).toContain('اختيار لك وحدك')
      expect(await dialog.getByRole('checkbox', { checked: true }).count(), 'ticks set beforehand').toBe(0)
      await officer.tick('people.spoken.tick.open_file', dialog)
      await officer.tick('people.spoken.tick.contact', dialog)
      await officer.choose('cases.consent.how', 'programmes.consentHow.thumbprint', dialog)
      await officer.tick('people.consent.presence.family', dialog)
      await officer.tick('referrals.refer.interpreter', dialog)
      await officer.choose('people.consent.interpreterMode', 'people.consent.interpreter.phone', dialog)
      await officer.tick('cases.consent.understood', dialog)
      await officer.looks('consent-asked')
    })
    const own = lineOf(officer, ministry[locale])
    await own.waitFor()
    await officer.press('people.consent.more', own)
    await officer.says('people.consent.presence.family', {}, own)
    await officer.says('people.consent.interpreter.phone', {}, own)
    await officer.looks('consents')

    const shared = lineOf(officer, bridges[locale])
    await officer.press('cases.consent.withdraw', shared)
    const dialog = officer.dialog('cases.consent.withdraw')
    await dialog.waitFor()
    await officer.looks('withdraw')
    await officer.press('cases.consent.withdrawNow', dialog)
    await dialog.waitFor({ state: 'detached' })
    await officer.says('referrals.stop.senderWaits', {}, lineOf(officer, bridges[locale]))

    const provider = await Reader.come(browser, at, {
      locale,
      width,
      login: 'bridges.provider',
      names: [given],
    })
    await provider.open('/app')
    await provider.says('cases.alert.case.consent_withdrawn')
    await provider.open(`/app/inbox/${referralId}`)
    await provider.says('referrals.stop.title')
    expect(await provider.page.locator('main').innerText()).not.toContain(given)
    await provider.looks('told-to-stop')
    await provider.inDialog('referrals.stop.confirm', 'referrals.stop.confirm', async (asked) => {
      await provider.choose('referrals.stop.kept', 'referrals.stop.keptOf.nothing', asked)
      await provider.looks('what-is-kept')
    })
    await provider.says('referrals.stop.confirmed')
    await provider.leave()

    await officer.open(`/app/referrals/${referralId}`)
    await officer.says('referrals.stop.senderConfirmed', { kept: officer.t('referrals.stop.keptOf.nothing') })
    const story = await storyOf(officer, file.caseId)
    expect(story).toContain(officer.t('cases.story.consent.withdraw'))
    expect(story).toContain(officer.t('cases.story.consent.confirm_stop'))
    await officer.leave()
  })

  it('a child of eight is asked in its own words, and its mother signs', async () => {
    const caseId = await childCase(given)
    const officer = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: [given] })
    await officer.open(`/app/cases/${caseId}`)
    await officer.inDialog('cases.consent.openFile', 'cases.consent.record', async (dialog) => {
      await officer.tick('people.spoken.tick.open_file', dialog)
      await officer.choose('people.consent.age', 'people.consent.ageRule.6-11', dialog)
      await dialog.locator('blockquote', { hasText: 'با لەگەڵ تۆش قسە بکەین' }).waitFor()
      await officer.says('people.consent.ageSays.6-11', {}, dialog)
      await officer.select('people.consent.relation', 'people.consent.guardianRelation.mother', dialog)
      await officer.choose('people.consent.fact.assent', 'people.consent.assent.oral', dialog)
      expect(await officer.option('programmes.consentHow.spoken', dialog, 'radio').count()).toBe(0)
      await officer.choose('cases.consent.how', 'programmes.consentHow.signature', dialog)
      await officer.tick('cases.consent.understood', dialog)
      await officer.looks('consent-of-a-child')
    })
    const line = lineOf(officer, ministry[locale])
    await officer.press('people.consent.more', line)
    await officer.says('people.consent.assent.oral', {}, line)
    await officer.leave()
  })

  it('without consent: Amina asks, Baran signs, the manager looks; and the case tells it', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    await amina.done('case.raise_urgency', {
      caseId: file.caseId,
      urgency: 'U0',
      reason: 'life_or_safety_now',
    })
    const officer = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: [given] })
    await officer.open(`/app/cases/${file.caseId}`)
    await officer.inDialog(
      'cases.override.open',
      'cases.override.ask',
      async (dialog) => {
        await officer.page.getByRole('combobox').last().waitFor()
        await dialog
          .getByRole('combobox', { name: new RegExp(`^\\s*${officer.t('cases.override.recipient')}`) })
          .selectOption({ label: bridges[locale] })
        await officer.tick('programmes.consentItem.name', dialog)
        await officer.write('cases.override.reason', 'فاقدة الوعي', dialog)
        await officer.looks('override')
      },
      'cases.override.title',
    )
    await officer.says('cases.override.waits')
    await officer.leave()

    const baran = await Reader.come(browser, at, { locale, width, login: 'mosul.supervisor', names: [given] })
    await baran.open(`/app/cases/${file.caseId}`)
    await baran.looks('override-to-sign')
    await baran.press('cases.override.sign')
    await baran.says('cases.override.signed')
    expect(await baran.button('cases.override.review').count()).toBe(0)
    await baran.leave()

    const manager = await Reader.come(browser, at, { locale, width, login: 'mosul.manager', names: [given] })
    await manager.open(`/app/cases/${file.caseId}`)
    await manager.inDialog('cases.override.review', 'app.save', async (dialog) => {
      await manager.choose('cases.override.verdict', 'app.yes', dialog)
      await manager.write('cases.override.note', 'كان الخطر حقيقياً', dialog)
      await manager.looks('override-review')
    })
    await manager.says('cases.override.upheld')
    const story = await storyOf(manager, file.caseId)
    for (const kind of ['consent.override', 'consent.approve_override', 'consent.review_override'])
      expect(story).toContain(manager.t(`cases.story.${kind}`))
    await manager.leave()
  })

  it('a colleague helps until taken off, and Huda is kept away from whom she named', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const officer = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: [given] })
    await officer.open(`/app/cases/${file.caseId}`)
    const helper = (await amina.read<{ items: { id: string; displayName: string }[] }>('/api/colleagues'))
      .items
    const { officerId } = await amina.read<CaseAnswer>(`/api/cases/${file.caseId}`)
    const other = helper.find(({ id }) => id !== officerId)?.displayName ?? ''
    await officer.inDialog('cases.caseTeam.add', 'app.save', async (dialog) => {
      await dialog.getByRole('combobox').selectOption({ label: other })
      await officer.looks('add-a-colleague')
    })
    await officer.sees(
      other,
      officer.page.getByRole('article').filter({ hasText: officer.t('cases.caseTeam.title') }),
    )
    await officer.inDialog('cases.caseTeam.remove', 'cases.caseTeam.remove')
    await officer.says('cases.caseTeam.nobody')

    await officer.inDialog(
      'cases.facts.change',
      'app.save',
      async (dialog) => {
        await officer.tick('cases.facts.householdAsked', dialog)
        await officer.tick('cases.householdType.single_parent', dialog)
        await dialog
          .getByRole('combobox', { name: new RegExp(`^\\s*${officer.t('cases.facts.organisation')}`) })
          .selectOption({ label: bridges[locale] })
        await officer.search('cases.facts.place', 'Mosul', /Mosul|الموصل|موو?س[لڵ]/, dialog)
        await officer.write('cases.facts.health', 'دواء يومي', dialog)
        await officer.looks('facts-of-a-case')
      },
      'cases.facts.title',
    )
    await officer.says('cases.householdType.single_parent')
    await officer.open(`/app/cases/${file.caseId}/services?need=${file.needId}`)
    await officer.page.getByRole('button', { name: counted(officer, 'services.find.whyNot') }).click()
    await officer.says('matching.excluded.safety')
    await officer.leave()
  })
})
