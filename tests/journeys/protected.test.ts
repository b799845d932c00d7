import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, type Case, caseWithNeed } from './by-api.ts'
import { thisRun } from './languages.ts'
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

const names = ['شيرين']
const secret = 'أخبرتني بما يحدث في البيت'
const corrected = 'أخبرتني بما يحدث في بيت عمها'

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360 },
      { locale: 'ckb', width: 1240 },
      { locale: 'kmr', width: 360 },
      { locale: 'en', width: 1240 },
    ] as const,
    'ar',
  ),
)('protected notes in $locale at $width', ({ locale, width }) => {
  const come = (login: string): Promise<Reader> => Reader.come(browser, at, { locale, width, login, names })
  let file: Case

  it('Amina opens them from her case, writes, covers them with a key, corrects, and brings a colleague in', async () => {
    file = await caseWithNeed(amina, names[0] ?? '', 'DOC.NATCER')
    const reader = await come('mosul.officer')
    await reader.open(`/app/cases/${file.caseId}`)
    await reader.follow('vault.go')
    await reader.isOn('vault.title')
    await reader.says('vault.none')
    await reader.looks('vault-closed')
    await reader.inDialog(
      'vault.open.go',
      'vault.open.go',
      (dialog) => reader.choose('vault.open.kind', 'vault.kind.gbv', dialog),
      'vault.open.title',
    )
    await reader.says('vault.entries.none')
    await reader.press('vault.entries.add')
    const dialog = reader.dialog('vault.entries.add')
    await dialog.waitFor()
    await reader.looks('vault-write')
    await reader.write('vault.entries.text', secret, dialog)
    await reader.press('app.save', dialog)
    await reader.sees(secret)
    await dialog.waitFor({ state: 'detached' })
    await reader.looks('vault-open')
    await reader.page.keyboard.press('Escape')
    await reader.says('vault.hidden')
    expect(await reader.page.getByText(secret).count()).toBe(0)
    await reader.looks('vault-covered')
    await reader.press('vault.show')
    await reader.inDialog('vault.entries.correct', 'app.save', (form) =>
      reader.write('vault.entries.text', corrected, form),
    )
    await reader.sees(corrected)
    await reader.press('vault.team.add')
    const team = reader.dialog('vault.team.add')
    await team.getByRole('combobox').selectOption({ label: 'سعد محمود ذنون' })
    await reader.press('vault.team.add', team)
    await team.waitFor({ state: 'detached' })
    await reader.sees('سعد محمود ذنون')
    await reader.open('/app/vault')
    await reader.isOn('vault.title')
    await reader.sees(file.code)
    await reader.looks('vault-list')
    await reader.open(`/app/cases/${file.caseId}`)
    await reader.settles()
    expect(await reader.page.getByText(corrected).count()).toBe(0)
    await reader.leave()
  })

  it('Baran breaks the glass before two witnesses and reads; Layla reviews why', async () => {
    const baran = await come('mosul.supervisor')
    await baran.open(`/app/vault/${file.caseId}`)
    await baran.says('vault.none')
    await baran.press('vault.glass.title')
    const dialog = baran.dialog('vault.glass.title')
    await baran.choose('vault.glass.reason', 'vault.glass.reason.team_absent', dialog)
    await baran.write('vault.glass.why', 'لا أحد من الفريق يجيب على الهاتف', dialog)
    await baran.looks('glass')
    await baran.press('vault.glass.go', dialog)
    await baran.sees(corrected)
    await baran.looks('glass-open')
    await baran.leave()

    const layla = await come('data.protection')
    await layla.open('/app/reviews')
    await layla.isOn('vault.reviews.title')
    await layla.sees(file.code)
    await layla.looks('reviews')
    const card = layla.page.getByRole('article').filter({ hasText: file.code })
    await layla.press('vault.reviews.go', card)
    const form = layla.dialog('vault.reviews.go')
    await layla.choose('vault.reviews.finding', 'vault.finding.justified', form)
    await layla.press('app.save', form)
    await layla.says('vault.finding.justified', undefined, card)
    await layla.press('vault.destroy.go')
    const end = layla.dialog('vault.destroy.title')
    await layla.write('vault.destroy.code', file.code, end)
    await layla.choose('vault.glass.reason', 'vault.destroy.reason.person_asked', end)
    await layla.press('vault.destroy.go', end)
    await layla.says('vault.destroy.done')
    await layla.leave()

    const officer = await come('mosul.officer')
    await officer.open(`/app/vault/${file.caseId}`)
    await officer.says('vault.entries.erased')
    await officer.looks('vault-erased')
    await officer.leave()
  })

  it('Rozh gives a certificate at Staff and ends it; Baran sees which ends soon and hands over what it guards', async () => {
    const rozh = await come('system.admin')
    await rozh.open('/app/staff')
    await rozh.settles()
    await rozh.page.getByRole('link', { name: 'نەورۆز خدر شەمۆ' }).first().click()
    await rozh.says('staff.certificates.title')
    await rozh.inDialog('staff.certificates.grant', 'staff.certificates.grant', (form) =>
      rozh.select('staff.certificates.kind', 'vault.kind.child', form),
    )
    await rozh.says('staff.certificates.state.valid')
    await rozh.looks('account-certificates')
    await rozh.leave()

    const baran = await come('mosul.supervisor')
    await baran.open('/app/certificates')
    await baran.isOn('staff.certificates.title')
    await baran.says('staff.certificates.state.ends_soon')
    await baran.looks('certificates')
    await baran.press('staff.certificates.handOver')
    const form = baran.dialog('staff.certificates.handOver')
    await form.getByRole('combobox').selectOption({ label: 'نەورۆز خدر شەمۆ' })
    await baran.press('staff.certificates.handOver', form)
    await form.waitFor({ state: 'detached' })
    await baran.leave()

    const again = await come('system.admin')
    await again.open('/app/certificates')
    await again.settles()
    const row = again.page
      .getByRole('row')
      .filter({ hasText: 'نەورۆز خدر شەمۆ' })
      .filter({ hasText: again.t('staff.certificates.state.valid') })
    await again.press('staff.certificates.revoke', row)
    const end = again.dialog('staff.certificates.revoke')
    await again.press('staff.certificates.revoke', end)
    await end.waitFor({ state: 'detached' })
    await again.leave()
  })
})
