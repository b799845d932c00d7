import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
import { Reader } from './reader.ts'

let at: Running
let browser: Browser
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

/** What the policy of the page stopped, wherever it happened. */
async function stopped(reader: Reader): Promise<string[]> {
  const found: string[] = []
  await reader.page.exposeFunction('policyStopped', (what: string) => void found.push(what))
  await reader.page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const told = `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`
      ;(window as unknown as { policyStopped: (what: string) => void }).policyStopped(told)
    })
  })
  return found
}

const walks = {
  'mosul.officer': [
    '',
    '/cases',
    '/cases/new',
    '/services',
    '/sync',
    '/more',
    '/password',
    '/factors',
    '/vault',
    '/conferences',
    '/away',
    '/tell',
  ],
  'mosul.supervisor': ['', '/team', '/exports', '/cases', '/overview', '/reviews', '/certificates', '/audit'],
  'bridges.provider': ['/inbox', '/offers', '/services'],
  'data.protection': ['/exports', '/desk', '/complaints', '/need-to-know', '/audit', '/more'],
  'system.admin': ['/staff', '/staff/new', '/more'],
} as const

it.each(Object.entries(walks))(
  'nothing on the pages of %s breaks the policy of the page',
  async (login, paths) => {
    const reader = await Reader.come(browser, at, { locale: 'ar', width: 360, login })
    const found = await stopped(reader)
    for (const path of paths) {
      await reader.open(`/app${path}`)
      await reader.settles()
    }
    expect(found).toEqual([])
    await reader.leave()
  },
)

it('nor on the public pages, whose style comes in a file of its own', async () => {
  const reader = await Reader.come(browser, at, { locale: 'ar', width: 360 })
  const found = await stopped(reader)
  for (const path of ['/', '/track', '/l']) {
    await reader.open(path)
    const rules = await reader.page.evaluate(() => document.styleSheets[0]?.cssRules.length)
    expect(rules, path).toBeGreaterThan(20)
  }
  expect(found).toEqual([])
  await reader.leave()
})

it('every file of the app is as closed as the rest', async () => {
  const shell = await fetch(`${at.url}/app/cases`)
  const script = /src="(\/app\/assets\/[^"]+\.js)"/.exec(await shell.text())?.[1] ?? ''
  for (const path of ['/app', '/app/cases', '/app/first.js', script, '/portal/leave.js', '/app/nothing.js']) {
    const { headers } = await fetch(`${at.url}${path}`)
    expect(headers.get('content-security-policy'), path).toContain("script-src 'self'; style-src 'self';")
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin')
    expect(headers.get('cache-control'), path).toMatch(path === script ? /immutable/ : /no-store/)
  }
})

it('Amina photographs a letter with her telephone, opens it again and takes it out', async () => {
  const amina = await Account.of(at, 'mosul.officer')
  const { caseId } = await caseWithNeed(amina, 'رنا', 'DOC.NATCER')
  const officer = await Reader.come(browser, at, {
    locale: 'ar',
    width: 360,
    login: 'mosul.officer',
    names: ['رنا'],
  })
  const found = await stopped(officer)
  await officer.open(`/app/cases/${caseId}`)
  await officer.press('cases.files.add')
  const dialog = officer.dialog('cases.files.add')
  const picker = officer.page.waitForEvent('filechooser')
  await officer.press('cases.files.choose', dialog)
  const photograph = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#dddddd' } })
    .jpeg()
    .toBuffer()
  await (await picker).setFiles({ name: 'رنا حسن.jpg', mimeType: 'image/jpeg', buffer: photograph })
  await officer.says('cases.files.sent', {}, dialog)
  await officer.choose('cases.files.kind', 'cases.files.kind.letter', dialog)
  await officer.write('cases.files.title', 'كتاب المدرسة', dialog)
  await officer.looks('attach-file')
  await officer.press('app.save', dialog)
  await dialog.waitFor({ state: 'detached' })
  const files = officer.page.locator('#files')
  await officer.sees('كتاب المدرسة', files)
  await officer.looks('files')
  await officer.press('cases.files.open', files)
  const shown = officer.page.getByRole('img', { name: 'كتاب المدرسة' })
  await shown.waitFor()
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1200)
  await officer.looks('file-open')
  await officer.press('cases.files.close')
  await officer.inDialog(
    'cases.files.remove',
    'cases.files.remove',
    (form) => officer.choose('cases.files.reason', 'cases.files.reason.wrong_case', form),
    'cases.files.remove',
  )
  await officer.says('cases.files.none', {}, files)
  expect(found).toEqual([])
  await officer.leave()
})

it.each(['ar', 'ckb', 'kmr', 'en'] as const)(
  'a supervisor takes a list out in %s, and says why',
  async (locale) => {
    const baran = await Reader.come(browser, at, { locale, width: 360, login: 'mosul.supervisor' })
    await baran.open('/app/exports')
    await baran.inDialog('reports.make', 'reports.make', async (dialog) => {
      await baran.choose('reports.format', 'reports.format.csv', dialog)
      await baran.choose('reports.purposeAsk', 'reports.purpose.coordination', dialog)
      await baran.write('reports.reason', 'الاجتماع الشهري مع الجهات', dialog)
      await baran.looks('export-form')
    })
    await baran.says('reports.ready')
    await baran.looks('export-ready')
    const download = baran.page.waitForEvent('download')
    await baran.press('reports.fetch')
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^ihala-export-[0-9a-f]{8}\.csv$/)
    const text = await readFile(await file.path(), 'utf8')
    expect(text).toContain('mosul.supervisor')
    expect(text.split('\r\n').length).toBeGreaterThan(3)
    await baran.leave()
  },
)
