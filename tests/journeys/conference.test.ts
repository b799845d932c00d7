import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
import { thisRun } from './languages.ts'
import { organisationOf, Reader } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
let bridges: Awaited<ReturnType<typeof organisationOf>>
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
  bridges = await organisationOf(at, 'bridges.provider')
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, given: 'نسرين' },
      { locale: 'kmr', width: 1240, given: 'شيلان' },
    ] as const,
    'kmr',
  ),
)('several organisations about one need, in $locale at $width px', ({ locale, width, given }) => {
  const names = [given, 'متخيل']
  const come = (login: string) => Reader.come(browser, at, { locale, width, login, names })

  it('Amina convenes, Dara sits down and sees the consented items, and nothing any more when it has ended', async () => {
    const { caseId } = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const officer = await come('mosul.officer')
    await officer.open(`/app/cases/${caseId}`)
    await officer.follow('referrals.conference', officer.page.locator('#manage'))
    await officer.says('referrals.conference.none')
    await officer.looks('no-conference')
    await officer.inDialog('referrals.conference.propose', 'app.save')
    await officer.says('referrals.conference.next.proposed')
    await officer.press('referrals.conference.invite')
    const dialog = officer.dialog('referrals.conference.invite')
    await dialog.waitFor()
    const organisation = dialog.getByRole('combobox').first()
    await organisation.locator('option').nth(1).waitFor({ state: 'attached' })
    await organisation.selectOption({ label: bridges[locale] })
    await officer.tick('programmes.consentItem.name', dialog)
    await officer.tick('programmes.consentItem.narrative', dialog)
    await officer.write('referrals.conference.summary', 'تحتاج إلى شهادة ولادة لابنها', dialog)
    await officer.choose('cases.consent.how', 'programmes.consentHow.spoken', dialog)
    await officer.tick('cases.consent.understood', dialog)
    await officer.looks('invite')
    await officer.press('referrals.conference.consentAndInvite', dialog)
    await dialog.waitFor({ state: 'detached' })
    await officer.says('referrals.conference.next.invited')

    const dara = await come('bridges.provider')
    await dara.open('/app/conferences')
    await dara.says('referrals.conference.seat.free')
    await dara.looks('invitations')
    const free = dara.page.locator('.card').filter({ hasText: dara.t('referrals.conference.seat.free') })
    await free.getByRole('link').first().click()
    await dara.press('referrals.conference.join')
    await dara.sees('تحتاج إلى شهادة ولادة لابنها')
    await dara.looks('at-the-table')

    await officer.open(`/app/cases/${caseId}/conferences`)
    await officer.inDialog(
      'referrals.conference.agreeMinutes',
      'app.save',
      (form) => officer.write('referrals.conference.minutes', 'نرافقها يوم الأحد', form),
      'referrals.conference.minutes',
    )
    await officer.inDialog('referrals.conference.addAction', 'app.save', async (form) => {
      await officer.write('referrals.conference.what', 'حجز موعد', form)
      await form.locator('label.option').filter({ hasText: bridges[locale] }).click()
    })
    await officer.looks('convened')

    await dara.page.reload()
    await dara.sees('نرافقها يوم الأحد')
    await dara.press('referrals.conference.agrees')
    await dara.says('referrals.conference.minutesAnswer.agreed')
    await dara.press('referrals.conference.finish')
    await dara.says('referrals.conference.done')
    await dara.looks('agreed')

    await officer.open(`/app/cases/${caseId}/conferences`)
    await officer.inDialog('referrals.conference.end', 'referrals.conference.end')
    await officer.says('referrals.conference.state.ended')
    await dara.page.reload()
    await dara.says('referrals.conference.closed')
    await dara.looks('over')
    await dara.leave()
    await officer.leave()
  })

  it('Amina arranges her absence, and her colleague finds her cases on the first page of the day', async () => {
    const officer = await come(width === 360 ? 'mosul.officer' : 'sinjar.officer')
    await officer.open('/app/away')
    await officer.press('staff.away.arrange')
    const dialog = officer.dialog('staff.away.arrange')
    await dialog.waitFor()
    const standIn = dialog.getByRole('combobox').nth(1)
    const login = width === 360 ? 'mosul.officer2' : 'sinjar.officer2'
    const { account } = await (await Account.of(at, login)).read<{ account: { displayName: string } }>(
      '/api/me',
    )
    await standIn.selectOption({ label: account.displayName })
    await officer.looks('arrange-absence')
    await officer.press('app.save', dialog)
    await dialog.waitFor({ state: 'detached' })
    await officer.sees(account.displayName)
    await officer.looks('absence')
    await officer.leave()

    const colleague = await come(login)
    await colleague.open('/app')
    await colleague.sees(new RegExp(colleague.t('staff.standingIn.for')))
    const card = colleague.page.locator('.card').filter({ hasText: colleague.t('staff.standingIn.for') })
    expect(await card.getByRole('link').count()).toBeGreaterThan(0)
    await colleague.looks('standing-in')
    await colleague.leave()
  })

  it('the data protection officer reads who may know what, and the manager of the directorate counts', async () => {
    const layla = await come('data.protection')
    await layla.open('/app/need-to-know')
    await layla.says('permissions.kind.moi_police')
    await layla.says('permissions.knows.never')
    await layla.looks('need-to-know')
    await layla.leave()
    const manager = await come('directorate.manager')
    await manager.open('/app/overview')
    await manager.says('cases.overview.sites')
    expect(await manager.page.getByRole('table').count()).toBeGreaterThan(0)
    await manager.looks('overview')
    await manager.leave()
  })
})
