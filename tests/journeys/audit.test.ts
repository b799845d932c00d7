import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MeAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { rolePassword } from '../../src/server/roles.ts'
import { readSettings } from '../../src/server/settings.ts'
import { openStorage } from '../../src/server/storage.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, type Case, caseWithNeed, newId } from './by-api.ts'
import { thisRun } from './languages.ts'
import { Reader, wordsOf } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
let sought: Case
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
  sought = await caseWithNeed(amina, 'نسرين', 'DOC.NATCER')
  const baran = await Account.of(at, 'mosul.supervisor')
  await baran.read(`/api/cases/${sought.caseId}`)
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

/** As the sweep would have found it: the hour it takes to come about is not waited for. */
async function unusualReading(): Promise<string> {
  const { account, organisation } = await amina.read<MeAnswer>('/api/me')
  const storage = await openStorage(readSettings({ IHALA_DATA: at.dataFolder }), () => {})
  const admin = { ...storage.owner, user: 'postgres', password: rolePassword(storage.secret, 'postgres') }
  const id = newId()
  await withOwner(admin, (owner) =>
    owner.rows(
      `insert into unusual_access (id, organisation_id, account_id, rule, hour, seen, threshold, raised_at)
        values ($1, $2, $3, 'many_opened', date_trunc('hour', now()) - make_interval(hours => (random() * 10000)::integer), 31, 24, now())`,
      [id, organisation.id, account.id],
    ),
  )
  await storage.stop()
  return account.displayName
}

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360 },
      { locale: 'ckb', width: 1240 },
      { locale: 'kmr', width: 360 },
      { locale: 'en', width: 360 },
    ] as const,
    'ckb',
  ),
)('in $locale at $width', ({ locale, width }) => {
  it('Baran sees who looked at a case, and the sheet for the person names nobody, in the language she speaks', async () => {
    const baran = await Reader.come(browser, at, {
      locale,
      width,
      login: 'mosul.supervisor',
      names: ['نسرين'],
    })
    await baran.open(`/app/cases/${sought.caseId}`)
    await baran.follow('audit.looked.title')
    await baran.page.waitForURL(/who-looked$/)
    await baran.page.getByRole('row').nth(2).waitFor()
    const { account } = await amina.read<MeAnswer>('/api/me')
    await baran.sees(account.displayName)
    await baran.says('audit.thing.case')
    await baran.looks('who-looked')

    // Arabic is what Nasrin speaks; she wants it in another language
    await baran.sees(wordsOf('ar')('audit.sheet.title'))
    await baran.page.locator('label.option').filter({ hasText: 'بادینی' }).click()
    await baran.sees(wordsOf('kmr')('audit.sheet.about'))
    await baran.page.emulateMedia({ media: 'print' })
    const paper = baran.page.locator('.paper')
    expect(await paper.isVisible()).toBe(true)
    expect(await baran.page.locator('.no-print').filter({ visible: true }).count()).toBe(0)
    const said = await paper.innerText()
    expect(said).toContain(wordsOf('kmr')('staff.role.case_supervisor'))
    expect(said).not.toContain(account.displayName)
    expect(said).not.toContain('نسرين')
    await baran.page.emulateMedia({ media: 'screen' })
    await baran.leave()
  })

  it('Layla reviews unusual reading, and asks by a code who looked', async () => {
    const name = await unusualReading()
    const layla = await Reader.come(browser, at, { locale, width, login: 'data.protection' })
    await layla.open('/app/audit')
    await layla.isOn('audit.unusual.title')
    await layla.sees(name)
    await layla.looks('unusual')
    const open = layla.page.getByText(layla.t('audit.unusual.open'), { exact: true })
    const waiting = await open.count()
    await layla.inDialog('audit.unusual.review', 'app.save', (dialog) =>
      layla.choose('audit.unusual.whatCame', 'audit.verdict.talked_over', dialog),
    )
    await layla.says('audit.verdict.talked_over')
    await expect.poll(() => open.count()).toBe(waiting - 1)

    await layla.follow('audit.looked.byCodeOpen')
    await layla.isOn('audit.looked.title')
    await layla.write('audit.looked.code', sought.code.toLowerCase())
    await layla.press('audit.looked.ask')
    await layla.page.getByRole('row').nth(2).waitFor()
    await layla.sees(name)
    await layla.looks('who-looked-by-code')
    await layla.leave()
  })
})
