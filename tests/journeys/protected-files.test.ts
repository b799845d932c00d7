import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, newId } from './by-api.ts'
import { thisRun } from './languages.ts'
import { Reader } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
let photograph: Buffer
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
  photograph = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#dddddd' } })
    .jpeg()
    .toBuffer()
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360 },
      { locale: 'ckb', width: 1240 },
      { locale: 'kmr', width: 1240 },
      { locale: 'en', width: 360 },
    ] as const,
    'ckb',
  ),
)('protected needs and files in $locale at $width', ({ locale, width }) => {
  it('Amina is led from the needs of a case to its protected notes, writes the need there, changes it, and keeps a paper', async () => {
    const { caseId } = await caseWithNeed(amina, 'نارين', 'DOC.NATCER')
    await amina.done('vault.open', { vaultId: newId(), caseId, kind: 'gbv' })
    const reader = await Reader.come(browser, at, { locale, width, login: 'mosul.officer', names: ['نارين'] })
    await reader.open(`/app/cases/${caseId}/needs/new`)
    // once chosen, a list gives way to what was chosen
    await reader.option('services.sector.GBV', undefined, 'radio').click()
    await reader.option('services.service.GBV.CASEMG', undefined, 'radio').click()
    await reader.says('cases.needs.protected')
    await reader.looks('need-not-here')
    await reader.follow('vault.go')

    await reader.says('vault.needs.none')
    await reader.inDialog('vault.needs.add', 'app.save', async (dialog) => {
      await reader.select('vault.needs.service', 'services.service.GBV.CASEMG', dialog)
      await reader.choose('cases.needs.severity', 'programmes.severity.4', dialog)
      await reader.write('vault.needs.note', 'لا تريد العودة إلى البيت', dialog)
      await reader.looks('protected-need')
    })
    await reader.says('programmes.needState.open')
    await reader.inDialog('vault.needs.change', 'app.save', (dialog) =>
      reader.choose('vault.needs.state', 'programmes.needState.met', dialog),
    )
    await reader.says('programmes.needState.met')

    await reader.press('vault.files.add')
    const dialog = reader.dialog('vault.files.add')
    const picker = reader.page.waitForEvent('filechooser')
    await reader.press('cases.files.choose', dialog)
    await (await picker).setFiles({ name: 'نارين.jpg', mimeType: 'image/jpeg', buffer: photograph })
    await reader.says('cases.files.sent', {}, dialog)
    await reader.choose('cases.files.kind', 'cases.files.kind.medical', dialog)
    await reader.write('cases.files.title', 'تقرير متخيل', dialog)
    await reader.looks('protected-file')
    await reader.press('app.save', dialog)
    await dialog.waitFor({ state: 'detached' })
    await reader.sees('تقرير متخيل')
    await reader.looks('vault-with-needs-and-files')
    await reader.press('cases.files.open')
    const shown = reader.page.getByRole('img', { name: 'تقرير متخيل' })
    await shown.waitFor()
    expect(await shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1200)
    await reader.press('cases.files.close')
    await shown.waitFor({ state: 'detached' })

    // covered, nothing of them is on the screen
    await reader.page.keyboard.press('Escape')
    await reader.says('vault.hidden')
    for (const gone of ['تقرير متخيل', 'لا تريد العودة إلى البيت', reader.t('programmes.needState.met')])
      expect(await reader.page.getByText(gone).count(), gone).toBe(0)
    await reader.looks('vault-covered')
    await reader.press('vault.show')
    await reader.inDialog(
      'cases.files.remove',
      'cases.files.remove',
      (form) => reader.choose('cases.files.reason', 'cases.files.reason.wrong_case', form),
      'cases.files.remove',
    )
    await reader.says('vault.files.removed', { reason: reader.t('cases.files.reason.wrong_case') })
    await reader.leave()
  })
})
