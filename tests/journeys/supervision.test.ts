import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer, MeAnswer } from '../../src/records/answers.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
import { thisRun } from './languages.ts'
import { counted } from './officer-steps.ts'
import { Reader } from './reader.ts'

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

const stateOf = (caseId: string) => amina.read<CaseAnswer>(`/api/cases/${caseId}`)

describe.each(
  thisRun(
    [
      { locale: 'ckb', width: 1240 },
      { locale: 'ar', width: 360 },
    ] as const,
    'ckb',
  ),
)('Baran, who supervises, in $locale', ({ locale, width }) => {
  const baran = () =>
    Reader.come(browser, at, { locale, width, login: 'mosul.supervisor', names: ['نرمين', 'سيبان'] })

  it('agrees to a closing and to a lowered urgency that Amina asked for', async () => {
    const ended = await caseWithNeed(amina, 'نرمين', 'DOC.NATCER')
    const calmer = await caseWithNeed(amina, 'سيبان', 'DOC.NATCER')
    await amina.done('case.raise_urgency', {
      caseId: calmer.caseId,
      urgency: 'U1',
      reason: 'medicine_running_out',
    })
    const officer = await Reader.come(browser, at, {
      locale,
      width,
      login: 'mosul.officer',
      names: ['نرمين', 'سيبان'],
    })
    await officer.open(`/app/cases/${ended.caseId}`)
    await officer.inDialog('cases.needs.close', 'app.save', (dialog) =>
      officer.choose('cases.needs.howEnds', 'programmes.needState.met', dialog),
    )
    await officer.inDialog('cases.close.title', 'cases.close.ask', async (dialog) => {
      await officer.select('cases.close.why', 'programmes.closureReason.goals_met', dialog)
      await officer.tick('cases.close.toldPerson', dialog)
    })
    await officer.says('cases.pending.closing')
    await officer.open(`/app/cases/${calmer.caseId}`)
    await officer.inDialog('cases.urgency.change', 'cases.urgency.askLower', async (dialog) => {
      await officer.choose('cases.list.urgency', 'programmes.urgency.U2', dialog)
      await officer.select('cases.urgency.why', 'programmes.urgencyReason.situation_better', dialog)
    })
    await officer.says('cases.pending.urgency')
    await officer.looks('asked')
    await officer.leave()

    const supervisor = await baran()
    await supervisor.open('/app/team')
    await supervisor.isOn('app.nav.team')
    await supervisor.looks('team')
    for (const [code, kind] of [
      [ended.code, 'closing'],
      [calmer.code, 'urgency'],
    ] as const) {
      const row = supervisor.page.locator('#decisions').getByRole('row').filter({ hasText: code })
      await supervisor.press('cases.team.readAndDecide', row)
      const dialog = supervisor.dialog(`cases.team.decide.${kind}`)
      await dialog.waitFor()
      await supervisor.looks(`decide-${kind}`)
      await supervisor.press('cases.team.approve', dialog)
      await dialog.waitFor({ state: 'detached' })
      await row.waitFor({ state: 'detached' })
    }
    await supervisor.leave()
    expect(await stateOf(ended.caseId)).toMatchObject({ state: 'closed', closureReason: 'goals_met' })
    expect(await stateOf(calmer.caseId)).toMatchObject({ urgency: 'U2', pending: null })
  })

  it('hands a case over to a colleague with a note on how it stands', async () => {
    const { account } = await amina.read<MeAnswer>('/api/me')
    const file = await caseWithNeed(amina, 'سيبان', 'DOC.NATCER')
    const supervisor = await baran()
    await supervisor.open('/app/team')
    const row = supervisor.page
      .getByRole('table', { name: supervisor.t('cases.team.load') })
      .getByRole('row')
      .filter({ hasText: account.displayName })
    await supervisor.follow('cases.team.handOver', row)
    await supervisor.isOn('cases.handOverMany.title')
    await supervisor.page.getByRole('checkbox', { name: file.code }).waitFor()
    await supervisor.page.locator('label.option').filter({ hasText: file.code }).click()
    await supervisor.page.getByRole('combobox').selectOption({ label: 'سعد محمود ذنون' })
    await supervisor.write('cases.handOverMany.note', 'وصلت الوثائق، بقي الاستلام')
    await supervisor.looks('hand-over')
    await supervisor.page
      .getByRole('button', { name: counted(supervisor, 'cases.handOverMany.send') })
      .click()
    await supervisor.sees(supervisor.t('cases.handOverMany.done', { count: 1 }))
    await supervisor.leave()
    const saad = await Account.of(at, 'mosul.officer2')
    expect(await saad.read<CaseAnswer>(`/api/cases/${file.caseId}`)).toMatchObject({
      officerName: 'سعد محمود ذنون',
    })
  })
})

describe('Rozh, who administers the accounts', () => {
  it.each(
    thisRun(
      [
        { locale: 'kmr', width: 1240, login: 'mosul.bahar' },
        { locale: 'en', width: 360, login: 'mosul.nadim' },
      ] as const,
      'kmr',
    ),
  )(
    'adds a colleague who chooses a password of their own, and resets it once forgotten, in $locale',
    async ({ locale, width, login }) => {
      const name = locale === 'en' ? 'Nadim Example' : 'بهار متخيلة'
      const rozh = await Reader.come(browser, at, { locale, width, login: 'system.admin', names: [name] })
      await rozh.open('/app/staff')
      await rozh.isOn('app.nav.staff')
      await rozh.looks('staff')
      await rozh.follow('staff.add')
      await rozh.isOn('staff.add')
      await rozh.write('staff.name', name)
      await rozh.write('staff.login', login)
      await rozh.tick('staff.role.caseworker')
      const offices = rozh.page.getByRole('group', { name: rozh.t('staff.offices') })
      await offices.locator('label.option').first().click()
      await rozh.looks('add-account')
      await rozh.press('staff.add')
      await rozh.says('staff.password.once')
      await rozh.looks('account-added')
      const first = await rozh.page.locator('.once').innerText()

      const own = 'زيتونة قرب النهر 7'
      const colleague = await Reader.come(browser, at, { locale, width, names: [name] })
      await colleague.open('/app')
      await colleague.signIn(login, first)
      await colleague.says('app.password.must')
      await colleague.looks('choose-password')
      await colleague.write('app.password.old', first)
      await colleague.page.locator('input[type=password]').nth(1).fill(own)
      await colleague.page.locator('input[type=password]').nth(2).fill(own)
      await colleague.press('app.password.save')
      await colleague.says('app.password.done')
      await colleague.follow('app.notFound.home')
      await colleague.isOn('app.nav.day')
      await colleague.looks('first-day')
      await colleague.leave()

      await rozh.follow('staff.toList')
      await rozh.write('staff.find', name)
      await rozh.page.getByRole('link', { name }).first().click()
      await rozh.page.getByRole('heading', { name: rozh.t('staff.change') }).waitFor()
      await rozh.looks('account')
      await rozh.inDialog('staff.password.reset', 'staff.password.reset')
      await rozh.says('staff.password.once')
      const second = await rozh.page.locator('.once').innerText()
      expect(second).not.toBe(first)
      await rozh.leave()

      const again = await Reader.come(browser, at, { locale, width })
      await again.open('/app')
      await again.write('app.signIn.account', login)
      await again.write('app.signIn.password', own)
      await again.press('app.signIn.go')
      await again.page.getByRole('alert').waitFor()
      await again.looks('refused')
      await again.signIn(login, second)
      await again.says('app.password.must')
      await again.leave()
    },
  )
})
