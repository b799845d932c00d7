import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localeFacts, localeCodes } from '../../src/language/locales.ts'
import type { CaseAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { buildServer } from '../../src/server/server.ts'
import { newToken, read, sent } from '../referrals/referring.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Client, type TestHouse, testHouse, testId, world } from '../support/house.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env['IHALA_PICTURES']
let here: TestHouse
let amina: Client
let dara: Client
let browser: Browser
let server: FastifyInstance
let address: string
let web: string

beforeAll(async () => {
  web = mkdtempSync(join(tmpdir(), 'ihala-portal-'))
  if (pictures) mkdirSync(pictures, { recursive: true })
  for (const name of ['link', 'leave'])
    await build({
      configFile: false,
      root: resolve('src/portal'),
      publicDir: false,
      logLevel: 'error',
      build: {
        outDir: join(web, 'portal'),
        emptyOutDir: false,
        target: 'es2020',
        rolldownOptions: {
          input: resolve(`src/portal/${name}.script.ts`),
          output: { format: 'iife', entryFileNames: `${name}.js` },
        },
      },
    })
  here = await testHouse()
  server = buildServer(here.house, web)
  address = await server.listen({ port: 0, host: '127.0.0.1' })
  browser = await launchBrowser()
  await withOwner(here.db.admin, (admin) =>
    admin.rows(
      `insert into account_role (account_id, organisation_id, role) select id, organisation_id, 'complaints_officer' from account where login = 'layla'`,
    ),
  )
  ;[amina, dara] = await Promise.all([here.signIn('amina'), here.signIn('dara')])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await here?.close()
  rmSync(web, { recursive: true, force: true })
})

const word = 'بستان'
async function linkFor(referralId: string, step: string): Promise<string> {
  const token = newToken()
  await amina.done('link.make', { linkId: testId(), referralId, step, token, word })
  return token
}

async function onPage<T>(
  locale: string,
  width: number,
  work: (page: Page) => Promise<T>,
  javaScriptEnabled = true,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width, height: 780 },
    locale: locale === 'en' ? 'en-GB' : 'ar-IQ',
    javaScriptEnabled,
  })
  try {
    const page = await context.newPage()
    const broken: string[] = []
    page.on('pageerror', (error) => broken.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) broken.push(message.text())
    })
    const done = await work(page)
    expect(broken).toEqual([])
    return done
  } finally {
    await context.close()
  }
}

async function looksRight(page: Page, name: string): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(wider, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
  expect(await page.locator('body').innerText()).not.toContain('⟦')
  // Evaluated, not added as an element: the page's own policy lets no foreign script in.
  await page.evaluate(axe)
  const faults = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
  expect(faults, name).toEqual([])
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

describe.each(localeCodes)('the public pages in %s', (locale) => {
  it.each([360, 1280])('are easy to read at %i px: home, tracking and its answer', async (width) => {
    const { caseId } = await sent(amina)
    const { code } = (await amina.get<CaseAnswer>(`/api/cases/${caseId}`)).body
    await onPage(locale, width, async (page) => {
      await page.goto(`${address}/?lang=${locale}`)
      expect(await page.getAttribute('html', 'dir')).toBe(localeFacts(locale).direction)
      await looksRight(page, `home-${locale}-${width}`)
      await page.click('main a[href^="/track"]')
      await looksRight(page, `track-${locale}-${width}`)
      await page.fill('#code', code)
      await page.fill('#word', 'تفاحة')
      await page.click('button[type=submit]')
      await page.waitForSelector('[role=alert]')
      await page.fill('#code', code)
      await page.fill('#word', 'زيتونة')
      await page.click('button[type=submit]')
      await page.waitForSelector('.steps')
      expect(await page.getAttribute('html', 'lang')).toBe(localeFacts(locale).languageTag)
      await looksRight(page, `tracked-${locale}-${width}`)
    })
  })

  it('lead from what is needed to a service, its day and its hours, and to what one may read, on a telephone without scripts', async () => {
    await onPage(
      locale,
      360,
      async (page) => {
        await page.goto(`${address}/?lang=${locale}`)
        await page.click('main a[href^="/find"]')
        await page.click('main a[href*="what=papers"]')
        await page.selectOption('#where', 'IQG15')
        await page.click('main button[type=submit]')
        await page.locator('article h2 a').first().click()
        expect(await page.locator('main h1').innerText()).not.toBe('')
        await page.goto(`${address}/find?what=travel&where=IQG05&woman=1&lang=${locale}`)
        expect(await page.locator('main a[href*="what=travel&where=IQG05"]').count()).toBe(1)
        await page.goto(`${address}/documents?lang=${locale}`)
        await page.click('main .ways a')
        expect(await page.locator('ol.numbered li').count()).toBeGreaterThan(2)
      },
      false,
    )
    await onPage(locale, 360, async (page) => {
      for (const [name, path] of [
        ['find', '/find'],
        ['found', '/find?what=papers&where=IQG15&woman=1'],
        ['danger', '/find?what=danger'],
        ['nothing', '/find?what=travel&where=IQG05&woman=1'],
        ['offer', `/find/offer/${world.offers.birth}`],
        ['shelter', `/find/offer/${world.offers.shelter}`],
        ['questions', '/questions'],
        ['numbers', '/numbers'],
        ['document', '/documents/019a0000-0000-7000-8000-000000004001'],
      ] as const) {
        await page.goto(`${address}${path}${path.includes('?') ? '&' : '?'}lang=${locale}`)
        await looksRight(page, `${name}-${locale}-360`)
      }
    })
  })

  it('take a complaint about staff and show its answer, on a telephone', async () => {
    await onPage(locale, 360, async (page) => {
      await page.goto(`${address}/say?lang=${locale}`)
      await looksRight(page, `say-${locale}-360`)
      await page.selectOption('#organisationId', { index: 1 })
      await page.selectOption('#kind', 'misconduct')
      await page.fill('#text', 'متخيل')
      await page.fill('#word', 'زيتونة')
      await page.click('button[type=submit]')
      const code = (await page.locator('main bdi').innerText()).trim()
      expect(code).toMatch(/^MT-/)
      await looksRight(page, `said-${locale}-360`)
      await page.click('main .button')
      await page.fill('#code', code)
      await page.fill('#word', 'زيتونة')
      await page.click('button[type=submit]')
      await page.waitForSelector('.state')
      await looksRight(page, `answered-${locale}-360`)
    })
  })

  it('let Dara’s colleague without an account accept with an appointment, begin and finish, with the keyboard alone', async () => {
    const { referralId } = await sent(amina)
    const answerBy = async (step: string, choice: string, fill: (page: Page) => Promise<void>) => {
      const token = await linkFor(referralId, step)
      await onPage(locale, 360, async (page) => {
        await page.goto(`${address}/l?lang=${locale}#${token}`)
        await page.waitForSelector('#ask:not([hidden])')
        expect(page.url()).not.toContain(token)
        expect(await page.locator('body').innerText()).not.toMatch(/NV-/)
        await page.fill('#word', 'حديقة')
        await page.keyboard.press('Enter')
        await page.waitForSelector('#problem:not([hidden])')
        await page.fill('#word', word)
        await page.keyboard.press('Enter')
        await page.waitForSelector('#summary:not([hidden])')
        expect(await page.locator('body').innerText()).not.toMatch(/هدى|حسن|undefined|null/)
        await looksRight(page, `link-${step}-${locale}-360`)
        await page.focus(`[data-choice="${choice}"]`)
        await page.keyboard.press('Enter')
        await fill(page)
        await looksRight(page, `link-${step}-form-${locale}-360`)
        await page.focus(`[data-action="${choice}"] [type=submit]`)
        await page.keyboard.press('Enter')
        await page.waitForSelector('#done:not([hidden])')
        await looksRight(page, `link-${step}-done-${locale}-360`)
      })
    }
    const tomorrow = new Date(Date.now() + 27 * 3_600_000).toISOString().slice(0, 10)
    await answerBy('answer', 'referral.accept', (page) => page.fill('#accept-day', tomorrow))
    expect(await read(dara, referralId)).toMatchObject({
      state: 'accepted',
      appointment: { at: `${tomorrow}T06:00:00.000Z`, status: 'scheduled' },
    })
    await answerBy('start', 'referral.start', async () => {})
    await answerBy('complete', 'referral.complete', async (page) => {
      await page.selectOption('#complete-outcome', 'need_met')
    })
    expect(await read(dara, referralId)).toMatchObject({ state: 'completed', outcome: 'need_met' })
  })
})

describe('the public pages', () => {
  it('are whole without JavaScript: home, tracking, and whom to call where a link cannot open', async () => {
    await onPage(
      'en',
      360,
      async (page) => {
        await page.goto(`${address}/?lang=en`)
        await page.click('main a[href^="/track"]')
        await page.fill('#code', 'NV-222-222')
        await page.fill('#word', 'nobody')
        await page.click('button[type=submit]')
        expect(await page.locator('[role=alert]').innerText()).toMatch(/no request/)
        await page.goto(`${address}/l?lang=en`)
        expect(await page.locator('noscript').innerText()).toMatch(/call the office/)
      },
      false,
    )
  })

  it('can be left in one tap, and the way back does not lead to them', async () => {
    await onPage('ar', 360, async (page) => {
      await page.route('https://www.google.com/**', (route) =>
        route.fulfill({ body: 'elsewhere', contentType: 'text/html' }),
      )
      await page.goto('about:blank')
      await page.goto(`${address}/track`)
      await page.click('[data-leave]')
      await page.waitForURL('https://www.google.com/')
      await page.goBack()
      expect(page.url()).not.toContain('/track')
    })
  })
})
