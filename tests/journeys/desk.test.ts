import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
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

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, given: 'سندس', asked: 'أريد أن أعرف ما عندكم عني' },
      { locale: 'ckb', width: 1240, given: 'هێرۆ', asked: 'دەمەوێت بزانم چیتان لەسەر نووسیوم' },
      { locale: 'kmr', width: 360, given: 'بێریڤان', asked: 'دخوازم بزانم هەوە چ ل سەر من نڤیسیە' },
      { locale: 'en', width: 1240, given: 'روناك', asked: 'I want to know what you have written' },
    ] as const,
    'ckb',
  ),
)('the data protection desk in $locale at $width px', ({ locale, width, given, asked }) => {
  const come = (login: string): Promise<Reader> =>
    Reader.come(browser, at, { locale, width, login, names: [given] })

  it('Amina writes down what the person asks and prints a copy; Layla answers', async () => {
    const { caseId, code } = await caseWithNeed(amina, given, 'DOC.BIRTH')
    const officer = await come('mosul.officer')
    await officer.open(`/app/cases/${caseId}`)
    await officer.inDialog('desk.record.request', 'app.save', async (dialog) => {
      await officer.choose('desk.field.kind', 'desk.requestKind.see', dialog)
      await officer.write('desk.field.said', asked, dialog)
      await officer.write('desk.field.reach', 'متخيل', dialog)
      await officer.looks('asking')
    })
    await officer.open(`/app/cases/${caseId}/copy`)
    await officer.isOn('cases.copy.title')
    await officer.sees(code)
    await officer.looks('copy')
    await officer.leave()

    const desk = await come('data.protection')
    await desk.open('/app/desk')
    await desk.isOn('desk.title')
    const card = desk.page.locator('article.card').filter({ hasText: asked })
    await desk.press('desk.acknowledge', card)
    await desk.button('desk.acknowledge', card).waitFor({ state: 'detached' })
    await desk.looks('desk')
    await card.getByRole('button', { name: desk.t('desk.answer') }).click()
    const dialog = desk.dialog('desk.answer')
    await desk.choose('desk.field.outcome', 'desk.requestOutcome.granted', dialog)
    await desk.write('desk.field.answer', 'متخيل', dialog)
    await desk.press('app.save', dialog)
    await dialog.waitFor({ state: 'detached' })
    await desk.leave()
  })

  it('a colleague reports a lost paper and passes on a complaint; each reaches its one officer', async () => {
    const lost = `${given} ظرف متخيل`
    const provider = await come('bridges.provider')
    await provider.open('/app/tell')
    await provider.isOn('desk.tell.title')
    await provider.looks('tell')
    await provider.leave()

    const worker = await come('mosul.intake')
    await worker.open('/app/tell')
    await worker.inDialog('desk.record.breach', 'app.save', async (dialog) => {
      await worker.choose('desk.field.breachKind', 'desk.breachKind.lost_paper', dialog)
      await worker.write('desk.field.what', lost, dialog)
      await worker.looks('reporting')
    })
    await worker.says('desk.sent')
    const said = `${given} شكوى متخيلة`
    await worker.inDialog('desk.record.complaint', 'app.save', async (dialog) => {
      await worker.choose('desk.field.complaintKind', 'desk.complaintKind.misconduct', dialog)
      await worker.write('desk.field.text', said, dialog)
      await worker.looks('complaining')
    })
    await worker.leave()

    const desk = await come('data.protection')
    await desk.open('/app/desk')
    await desk.says('cases.alert.desk.breach')
    const breach = desk.page.locator('article.card').filter({ hasText: lost })
    await desk.press('desk.step.taken', breach)
    await desk.button('desk.step.taken', breach).waitFor({ state: 'detached' })
    expect(await desk.page.getByText(said).count()).toBe(0)
    await desk.leave()

    const hala = await come('complaints.officer')
    await hala.open('/app/complaints')
    await hala.isOn('desk.complaints.title')
    await hala.says('cases.alert.desk.complaint')
    const complaint = hala.page.locator('article.card').filter({ hasText: said })
    await complaint.getByRole('button', { name: hala.t('desk.complaints.step') }).click()
    const dialog = hala.dialog('desk.complaints.step')
    await hala.write('desk.field.noted', 'متخيل', dialog)
    await hala.press('app.save', dialog)
    await dialog.waitFor({ state: 'detached' })
    await hala.looks('complaints')
    await hala.leave()
  })

  it('Baran asks for telephones, Layla agrees, and he saves the list once', async () => {
    const why = `${given} غرض متخيل`
    const baran = await come('mosul.supervisor')
    await baran.open('/app/exports')
    await baran.button('reports.make').click()
    const dialog = baran.dialog('reports.make')
    await baran.choose('reports.columns', 'reports.columns.sensitive', dialog)
    await baran.choose('reports.format', 'reports.format.csv', dialog)
    await baran.choose('reports.purposeAsk', 'reports.purpose.data_quality', dialog)
    await baran.write('reports.reason', why, dialog)
    await baran.looks('asking-for-a-list')
    await baran.press('reports.ask', dialog)
    await dialog.waitFor({ state: 'detached' })

    const layla = await come('data.protection')
    await layla.open('/app/desk')
    await layla.says('cases.alert.desk.export_log')
    await layla.open('/app/exports')
    const asked = layla.page.locator('article.card').filter({ hasText: why })
    await layla.looks('lists-asked-for')
    await layla.press('reports.decide.approve', asked)
    const agreeing = layla.dialog('reports.decide.approve')
    await layla.press('reports.decide.approve', agreeing)
    await agreeing.waitFor({ state: 'detached' })
    await layla.says('reports.sensitive.approved', undefined, asked)
    await layla.leave()

    await baran.page.reload()
    const mine = baran.page.locator('article.card').filter({ hasText: why })
    const saved = baran.page.waitForEvent('download')
    await baran.press('reports.fetch', mine)
    expect((await saved).suggestedFilename()).toMatch(/^ihala-export-[0-9a-f]{8}\.csv$/)
    await baran.page.reload()
    await baran.says('reports.sensitive.fetched', undefined, mine)
    await baran.leave()
  })
})
