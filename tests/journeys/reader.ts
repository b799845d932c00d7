import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import ar from '../../src/language/compiled/server.ar.json' with { type: 'json' }
import ckb from '../../src/language/compiled/server.ckb.json' with { type: 'json' }
import en from '../../src/language/compiled/server.en.json' with { type: 'json' }
import kmr from '../../src/language/compiled/server.kmr.json' with { type: 'json' }
import type { Locale } from '../../src/language/locales.ts'
import {
  makeWords,
  type Messages,
  throwMissing,
  type WordValues,
  type Words,
} from '../../src/language/words.ts'
import { demoPassword, type Running } from '../support/running.ts'
import {
  accessibilityFaults,
  expectNamelessTab,
  expectNoSideways,
  expectReadingDirection,
  expectRealWords,
  smallTargets,
} from './page-checks.ts'

const messages = { ar, ckb, kmr, en } as unknown as Readonly<Record<Locale, Messages>>

/** As a screen says it; a key without words fails the test. */
export function wordsOf(locale: Locale): Words {
  return makeWords(locale, messages[locale], { onMissing: throwMissing })
}

export interface ReaderOptions {
  readonly locale: Locale
  readonly width?: number
  /** Signed in already; left out, the reader comes without session. */
  readonly login?: string
  /** The browser keeps the app on the device, as it does everywhere but in tests: for those about that. */
  readonly keepsApp?: boolean
  /** How much slower than usual everything may be. */
  readonly patience?: number
  /** What no tab and no address may say. */
  readonly names?: readonly string[]
}

const pictures = process.env['IHALA_PICTURES']

/**
 * Somebody in front of a browser of their own, who finds things by what they are and by what they are called in their
 * language. Every page error and every console error fails the reader at `leave`.
 */
export class Reader {
  readonly page: Page
  readonly t: Words
  readonly #at: Running
  readonly #options: ReaderOptions
  readonly #context: BrowserContext
  readonly #broken: string[] = []
  #looked = 0

  private constructor(at: Running, options: ReaderOptions, context: BrowserContext, page: Page) {
    this.#at = at
    this.#options = options
    this.#context = context
    this.page = page
    this.t = wordsOf(options.locale)
    page.setDefaultTimeout(20_000 * this.patience)
    page.on('pageerror', (error) => this.#broken.push(error.message))
    page.on('console', (message) => {
      const isNetwork = /Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(message.text())
      if (message.type() === 'error' && !isNetwork) this.#broken.push(message.text())
    })
  }

  static async come(browser: Browser, at: Running, options: ReaderOptions): Promise<Reader> {
    const { locale, width = 1240, login, keepsApp = false } = options
    const context = await browser.newContext({
      serviceWorkers: keepsApp ? 'allow' : 'block',
      viewport: { width, height: heightOf(width) },
      locale: locale === 'en' ? 'en-GB' : 'ar-IQ',
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await context.addInitScript((chosen) => localStorage.setItem('ihala.locale', chosen), locale)
    if (login !== undefined)
      await context.addCookies([{ name: 'ihala', value: await sessionOf(at, login), url: at.url }])
    return new Reader(at, options, context, await context.newPage())
  }

  /** In a browser whose profile is there already; `login` signs in once more. */
  static async inProfile(context: BrowserContext, at: Running, options: ReaderOptions): Promise<Reader> {
    const { locale, width = 1240, login } = options
    await context.addInitScript((chosen) => localStorage.setItem('ihala.locale', chosen), locale)
    if (login !== undefined) {
      const expires = Date.now() / 1000 + 86_400
      const value = await sessionOf(at, login)
      await context.addCookies([{ name: 'ihala', value, url: at.url, expires }])
    }
    const page = await context.newPage()
    await page.setViewportSize({ width, height: heightOf(width) })
    return new Reader(at, options, context, page)
  }

  get locale(): Locale {
    return this.#options.locale
  }

  get patience(): number {
    return this.#options.patience ?? 1
  }

  get context(): BrowserContext {
    return this.#context
  }

  /** To an address of the app or of the public pages. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#at.url}${path}`)
  }

  async signIn(login: string, password: string = demoPassword): Promise<void> {
    await this.write('app.signIn.account', login)
    await this.write('app.signIn.password', password)
    await this.press('app.signIn.go')
    await this.page.getByRole('navigation', { name: this.t('app.nav.label') }).waitFor()
  }

  /** Waits for the page with this heading. */
  async isOn(key: string, values?: WordValues): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: this.t(key, values) }).waitFor()
  }

  /** Waits for the page of a referral, whose heading holds its code. */
  async isOnReferral(): Promise<void> {
    await this.page.waitForURL(/\/app\/referrals\//)
    await this.page.locator('h1 bdi').first().waitFor()
  }

  async sees(text: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    await within.getByText(text).first().waitFor()
  }

  async says(key: string, values?: WordValues, within: Locator | Page = this.page): Promise<void> {
    await this.sees(this.t(key, values), within)
  }

  button(key: string, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name: this.t(key), exact: true })
  }

  async press(key: string, within: Locator | Page = this.page): Promise<void> {
    await this.button(key, within).first().click()
  }

  async follow(key: string, within: Locator | Page = this.page): Promise<void> {
    await within
      .getByRole('link', { name: this.t(key), exact: true })
      .first()
      .click()
  }

  /** The dialog in front, by its title. */
  dialog(key: string, values?: WordValues): Locator {
    return this.page.getByRole('dialog', { name: this.t(key, values) })
  }

  /** Opens a form behind a button, fills it and sends it; done when it has closed. */
  async inDialog(
    opener: string,
    send: string,
    fill: (dialog: Locator) => Promise<void> = async () => {},
    title: string = opener,
  ): Promise<void> {
    await this.press(opener)
    const dialog = this.dialog(title)
    await dialog.waitFor()
    await fill(dialog)
    await this.press(send, dialog)
    await dialog.waitFor({ state: 'detached' })
  }

  field(key: string, within: Locator | Page = this.page): Locator {
    return within
      .getByLabel(beginsWith(this.t(key)))
      .and(this.page.locator('input, textarea'))
      .first()
  }

  async write(key: string, text: string, within: Locator | Page = this.page): Promise<void> {
    await this.field(key, within).fill(text)
  }

  /** One or several of a list in sight. */
  async tick(
    key: string,
    within: Locator | Page = this.page,
    role: 'radio' | 'checkbox' = 'checkbox',
  ): Promise<void> {
    await this.option(key, within, role).click()
    const name = beginsWith(this.t(key))
    expect(await within.getByRole(role, { name }).first().isChecked(), this.t(key)).toBe(true)
  }

  /** What one taps to choose: the whole line, not the small mark. */
  option(key: string, within: Locator | Page = this.page, role: 'radio' | 'checkbox' = 'checkbox'): Locator {
    const control = this.page.getByRole(role, { name: beginsWith(this.t(key)) })
    return within.locator('label.option').filter({ has: control }).first()
  }

  async choose(group: string, option: string, within: Locator | Page = this.page): Promise<void> {
    await this.tick(option, within.getByRole('radiogroup', { name: beginsWith(this.t(group)) }), 'radio')
  }

  async select(key: string, option: string, within: Locator | Page = this.page): Promise<void> {
    await within
      .getByRole('combobox', { name: beginsWith(this.t(key)) })
      .selectOption({ label: this.t(option) })
  }

  /** Types into a field that searches, and takes the first of what it finds. */
  async search(
    key: string,
    text: string,
    expected: RegExp,
    within: Locator | Page = this.page,
  ): Promise<void> {
    const field = within.getByRole('combobox', { name: beginsWith(this.t(key)) })
    await field.click()
    await field.fill(text)
    const list = this.page.getByRole('listbox')
    await list.getByRole('option').filter({ hasText: expected }).first().click()
    await list.waitFor({ state: 'detached' })
    expect(await field.inputValue(), this.t(key)).not.toBe('')
  }

  /** A day typed part by part, in whatever order the language writes its parts. */
  async writeDay(key: string, day: string, within: Locator | Page = this.page): Promise<void> {
    const group = within.getByRole('group', { name: beginsWith(this.t(key)) }).first()
    const [year, month, date] = day.split('-')
    for (const [part, digits] of [
      ['year', year],
      ['month', month],
      ['day', date],
    ] as const) {
      await group.locator(`[data-type="${part}"]`).focus()
      await this.page.keyboard.type(digits ?? '')
    }
  }

  /** Everything asked of every page in every language; `name` names the picture where pictures are kept. */
  async looks(name: string): Promise<void> {
    await this.settles()
    this.#looked += 1
    await this.#unroll()
    const { locale, width = 1240, names = [] } = this.#options
    const where = `${name} in ${locale} at ${width}px`
    await expectRealWords(this.page, where)
    await expectNoSideways(this.page, where)
    await expectReadingDirection(this.page, locale, where)
    await expectNamelessTab(this.page, names, where)
    expect(await smallTargets(this.page), `${where}: too small for a thumb`).toEqual([])
    // what moves, and what came after the page was unrolled, is looked at again once it rests; a fault that stays is one
    let faults = await accessibilityFaults(this.page)
    for (let looked = 1; faults.length > 0 && looked < 8; looked++) {
      await this.page.waitForTimeout(700)
      await this.#unroll()
      faults = await accessibilityFaults(this.page)
    }
    expect(faults.join('\n'), where).toBe('')
    if (pictures)
      await this.page.screenshot({ path: `${pictures}/${this.#looked}-${name}.${locale}.${width}.png` })
    await this.page.setViewportSize({ width, height: heightOf(width) })
  }

  /** The window as high as the page: nothing is hidden behind what stays in place while one scrolls. */
  async #unroll(): Promise<void> {
    if (await this.page.getByRole('dialog').count()) return
    const { width = 1240 } = this.#options
    const height = await this.page.evaluate(() => document.documentElement.scrollHeight)
    await this.page.setViewportSize({ width, height: Math.max(heightOf(width), height) })
  }

  /** The page is there and nothing is loading any more. */
  async settles(): Promise<void> {
    await this.page.waitForFunction(
      () => document.querySelector('h1') !== null && document.querySelector('.skeleton') === null,
    )
  }

  async leave(): Promise<void> {
    await this.#context.close()
    this.wasNotBroken()
  }

  wasNotBroken(): void {
    expect(this.#broken).toEqual([])
  }
}

function heightOf(width: number): number {
  return width < 600 ? 760 : 860
}

/** A label is followed by its help, or by a word on what may be left out. */
function beginsWith(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}

/** The session of an account of the demo, as its browser would hold it. */
export async function sessionOf(
  at: Running,
  login: string,
  password: string = demoPassword,
): Promise<string> {
  const answer = await fetch(`${at.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: login, password }),
  })
  const token = /ihala=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
  if (token === undefined) throw new Error(`${login} could not sign in: ${answer.status}`)
  return token
}

/** How an organisation is called in each language, as its own account reads it. */
export async function organisationOf(at: Running, login: string): Promise<Readonly<Record<Locale, string>>> {
  const answer = await fetch(`${at.url}/api/me`, {
    headers: { cookie: `ihala=${await sessionOf(at, login)}` },
  })
  const { organisation } = (await answer.json()) as { organisation: { names: Record<Locale, string> } }
  const { names } = organisation
  return { ar: names.ar, ckb: names.ckb ?? names.ar, kmr: names.kmr ?? names.ar, en: names.en }
}
