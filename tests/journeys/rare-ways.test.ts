import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../src/language/locales.ts'
import type { StaffItem } from '../../src/records/answers.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, dayAhead, refer } from './by-api.ts'
import { thisRun } from './languages.ts'
import { storyOf } from './officer-steps.ts'
import { inInbox } from './provider-steps.ts'
import { organisationOf, Reader } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
let dara: Account
let bridges: Readonly<Record<Locale, string>>
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
  dara = await Account.of(at, 'bridges.provider')
  bridges = await organisationOf(at, 'bridges.provider')
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, given: 'بتول', clerk: 'mosul.intake', role: 'caseworker' },
      { locale: 'ckb', width: 1240, given: 'شنۆ', clerk: 'telafar.officer2', role: 'intake_worker' },
    ] as const,
    'ar',
  ),
)('in $locale at $width px', ({ locale, width, given, clerk, role }) => {
  const come = (login: string): Promise<Reader> =>
    Reader.come(browser, at, { locale, width, login, names: [given] })

  it('Dara asks and Amina answers; the service is put on hold, and then cannot be given', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const { referralId, code } = await refer(amina, file, bridges.ar)
    const [officer, provider] = await Promise.all([come('mosul.officer'), come('bridges.provider')])

    await provider.open('/app/inbox')
    const card = inInbox(provider, code)
    await provider.press('referrals.answer.ask', card)
    const asked = provider.dialog('referrals.answer.askTitle')
    await provider.write('referrals.answer.question', 'أي يوم يناسب؟', asked)
    await provider.looks('ask')
    await provider.press('referrals.answer.askSend', asked)
    await asked.waitFor({ state: 'detached' })

    await officer.open(`/app/referrals/${referralId}`)
    await officer.says('referrals.question.title')
    await officer.looks('asked')
    await officer.inDialog('referrals.question.answer', 'referrals.question.send', async (dialog) => {
      await officer.sees(/أي يوم يناسب؟/, dialog)
      await officer.write('referrals.question.yourAnswer', 'كل يوم عدا الأحد', dialog)
    })
    await officer.says('referrals.event.referral.answer_information')

    await dara.done('referral.accept', { referralId })
    await provider.open(`/app/inbox/${referralId}`)
    await provider.sees(/كل يوم عدا الأحد/)
    await provider.press('referrals.received.hold')
    const held = provider.dialog('referrals.received.holdTitle')
    await provider.choose('referrals.answer.reason', 'programmes.holdReason.awaiting_documents', held)
    const day = held.locator('[data-type="day"]')
    expect(await day.getAttribute('aria-label')).toContain(provider.t('design.date.part.day'))
    expect(await day.getAttribute('aria-valuetext')).toBe(provider.t('design.date.empty'))
    await provider.writeDay('referrals.received.expectedIfKnown', dayAhead(9), held)
    expect(await held.locator('[data-type="month"]').getAttribute('aria-valuetext')).toBe(
      provider.t(`language.month.${Number(dayAhead(9).slice(5, 7))}`),
    )
    await provider.looks('hold')
    await provider.press('referrals.received.hold', held)
    await held.waitFor({ state: 'detached' })
    await provider.says('referrals.event.referral.hold')
    await provider.looks('held')

    await provider.press('referrals.received.fail')
    const failed = provider.dialog('referrals.received.failTitle')
    await provider.choose('referrals.answer.reason', 'programmes.failReason.unreachable', failed)
    await provider.looks('fail')
    await provider.press('referrals.received.send', failed)
    await failed.waitFor({ state: 'detached' })
    await provider.says('referrals.event.referral.fail')

    await officer.open(`/app/referrals/${referralId}`)
    await officer.says('referrals.state.failed')
    await officer.page.locator('#others').getByRole('article').first().waitFor()
    await officer.looks('failed')
    const story = await storyOf(officer, file.caseId)
    for (const step of ['ask_information', 'answer_information', 'hold', 'fail'])
      expect(story).toContain(officer.t(`referrals.event.referral.${step}`))
    await Promise.all([officer.leave(), provider.leave()])
  })

  it('Amina asks to stop what was accepted, and Dara confirms; so also what was cancelled at once', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const { referralId } = await refer(amina, file, bridges.ar)
    await dara.done('referral.accept', { referralId })
    const [officer, provider] = await Promise.all([come('mosul.officer'), come('bridges.provider')])
    await officer.open(`/app/referrals/${referralId}`)
    await officer.inDialog('referrals.cancel.ask', 'referrals.cancel.ask', (dialog) =>
      officer.select('referrals.said.reason', 'programmes.cancelReason.person_withdrew', dialog),
    )
    await officer.says('referrals.cancel.asked')
    await officer.looks('asked-to-stop')
    await provider.open(`/app/inbox/${referralId}`)
    await provider.says('referrals.received.cancelAsked')
    await provider.says('programmes.cancelReason.person_withdrew')
    await provider.looks('told-to-stop')
    await provider.press('referrals.received.confirmCancel')
    await provider.says('referrals.received.gone')
    await officer.open(`/app/referrals/${referralId}`)
    await officer.says('referrals.state.cancelled')

    const other = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const second = await refer(amina, other, bridges.ar)
    await officer.open(`/app/referrals/${second.referralId}`)
    await officer.inDialog('referrals.cancel.now', 'referrals.cancel.now', (dialog) =>
      officer.select('referrals.said.reason', 'programmes.cancelReason.need_met_elsewhere', dialog),
    )
    await officer.says('referrals.state.cancelled')
    await provider.open(`/app/inbox/${second.referralId}`)
    await provider.press('referrals.received.confirmCancel')
    await provider.button('referrals.received.confirmCancel').waitFor({ state: 'detached' })
    await provider.looks('stopped')
    await Promise.all([officer.leave(), provider.leave()])
  })

  it('Amina sets right what was misheard, and what stood there stays in the story', async () => {
    const file = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const officer = await come('mosul.officer')
    await officer.open(`/app/cases/${file.caseId}/correct`)
    await officer.isOn('cases.correct')
    await officer.write('people.name.father', 'عبد الستار')
    await officer.select('programmes.field.ageBand', 'programmes.ageBand.18-29')
    await officer.choose('design.date.howExact', 'design.date.year')
    await officer.write('design.date.theYear', '1999')
    await officer.looks('correct')
    await officer.press('app.save')
    await officer.page.waitForURL(new RegExp(`/app/cases/${file.caseId}$`))
    await officer.sees(/عبد الستار/)
    const story = await storyOf(officer, file.caseId)
    expect(story).toContain(officer.t('cases.story.person.correct'))
    expect(story).toContain(officer.t('cases.story.case.correct'))
    expect(story).toContain('عبد السلام')
    await officer.looks('corrected')
    await officer.leave()
  })

  it('Rozh gives a colleague another role, which holds from then on', async () => {
    const admin = await come('system.admin')
    await admin.open('/app/staff')
    await admin.write('staff.find', clerk)
    const row = admin.page.getByRole('row').filter({ hasText: clerk })
    await row.getByRole('link').first().click()
    await admin.tick(`staff.role.${role}`)
    await admin.looks('another-role')
    await admin.press('app.save')
    await admin.says('staff.saved')
    const { items } = await (await Account.of(at, 'system.admin')).read<{ items: StaffItem[] }>('/api/staff')
    const roles = items.find(({ login }) => login === clerk)?.roles.map((one) => one.role)
    expect(roles).toContain(role)
    expect(roles?.length).toBeGreaterThan(1)
    await admin.leave()
  })
})
