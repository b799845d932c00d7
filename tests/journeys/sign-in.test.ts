import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toLatinDigits } from '../../src/language/numbers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { rolePassword } from '../../src/server/roles.ts'
import { readSettings } from '../../src/server/settings.ts'
import { openStorage } from '../../src/server/storage.ts'
import { launchBrowser } from '../support/browser.ts'
import { type IdentityProvider, identityProvider, oidcClient } from '../support/identity-provider.ts'
import { demoPassword, type Running, startIhala } from '../support/running.ts'
import { codeNow } from '../sign-in/visitors.ts'
import { thisRun } from './languages.ts'
import { Reader } from './reader.ts'

let at: Running
let browser: Browser
let ministry: IdentityProvider
beforeAll(async () => {
  ministry = await identityProvider()
  const folder = await mkdtemp(join(tmpdir(), 'ihala-providers-'))
  const [secretFile, providersFile] = [join(folder, 'secret'), join(folder, 'providers.json')]
  await writeFile(secretFile, oidcClient.clientSecret)
  const { clientId } = oidcClient
  const names = {
    ar: 'الوزارة المتخيلة',
    ckb: 'وەزارەتی خەیاڵی',
    kmr: 'وەزارەتا خەیالی',
    en: 'Invented ministry',
  }
  await writeFile(
    providersFile,
    JSON.stringify([
      {
        code: 'momd',
        organisation: 'MOMD-NV',
        names,
        issuer: ministry.issuer,
        clientId,
        clientSecretFile: secretFile,
      },
    ]),
  )
  const environment = { IHALA_OIDC_FILE: providersFile }
  const [running, launched] = await Promise.all([startIhala({ environment }), launchBrowser()])
  // passkeys belong to a name, not to a number
  at = { ...running, url: running.url.replace('127.0.0.1', 'localhost') }
  ministry.backTo = `${at.url}/app/provider`
  browser = launched
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
  await ministry?.close()
})

async function behind(sql: string, params: unknown[] = []): Promise<void> {
  const storage = await openStorage(readSettings({ IHALA_DATA: at.dataFolder }), () => {})
  const admin = { ...storage.owner, user: 'postgres', password: rolePassword(storage.secret, 'postgres') }
  await withOwner(admin, (owner) => owner.rows(sql, params))
  await storage.stop()
}

const come = (locale: 'ar' | 'ckb' | 'kmr' | 'en', width: number) =>
  Reader.come(browser, at, { locale, width })

async function signOut(reader: Reader): Promise<void> {
  await reader.open('/app/more')
  await reader.press('app.signOut.here')
  await reader.field('app.signIn.account').waitFor()
}

/** The first step, where a second one follows. */
async function firstStep(reader: Reader, login: string, password = demoPassword): Promise<void> {
  await reader.write('app.signIn.account', login)
  await reader.write('app.signIn.password', password)
  await reader.press('app.signIn.go')
  await reader.page.getByRole('heading', { level: 2, name: reader.t('app.second.title') }).waitFor()
}

const isIn = (reader: Reader) =>
  reader.page.getByRole('navigation', { name: reader.t('app.nav.label') }).waitFor()

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, login: 'mosul.officer' },
      { locale: 'ckb', width: 1240, login: 'mosul.officer2' },
      { locale: 'kmr', width: 360, login: 'mosul.supervisor' },
      { locale: 'en', width: 360, login: 'bridges.provider' },
    ] as const,
    'ar',
  ),
)('in $locale at $width', ({ locale, width, login }) => {
  it('printed codes are added, asked for at the next sign-in, and taken away', async () => {
    const reader = await come(locale, width)
    await reader.open('/app/')
    await reader.looks('sign-in')
    await reader.signIn(login)
    await reader.open('/app/more')
    await reader.follow('staff.factor.title')
    await reader.isOn('staff.factor.title')
    await reader.looks('factors')
    await reader.press('staff.factor.codes')
    const list = reader.page
      .getByRole('region', { name: reader.t('staff.factor.codes') })
      .getByRole('listitem')
    await list.first().waitFor()
    const codes = await list.allInnerTexts()
    expect(codes).toHaveLength(10)
    await reader.looks('printed-codes')
    await reader.write('staff.factor.code.codes', toLatinDigits(codes[0] ?? ''))
    await reader.press('staff.factor.check')
    await reader.says('staff.factor.added')
    await reader.looks('factor-added')

    await signOut(reader)
    await firstStep(reader, login)
    await reader.looks('second-step')
    await reader.write('staff.factor.code.codes', codes[0] ?? '')
    await reader.press('staff.factor.check')
    await reader.says('refusals.factor.wrong')
    await reader.write('staff.factor.code.codes', codes[1] ?? '')
    await reader.press('staff.factor.check')
    await isIn(reader)

    await reader.open('/app/factors')
    await reader.inDialog('staff.factor.remove', 'staff.factor.remove')
    await reader.button('staff.factor.remove').waitFor({ state: 'detached' })
    await signOut(reader)
    await reader.signIn(login)
    await reader.leave()
  })
})

it('an authenticator app is added by its key, in Arabic on a telephone', async () => {
  const reader = await come('ar', 360)
  await reader.open('/app/')
  await reader.signIn('mosul.officer')
  await reader.open('/app/factors')
  await reader.press('staff.factor.totp')
  await reader.page.locator('.key').waitFor()
  await reader.looks('app-key')
  await reader.write('staff.factor.code.totp', '000000')
  await reader.press('staff.factor.check')
  await reader.says('refusals.factor.wrong')
  await reader.leave()
})

it('a passkey is made on the device, opens the second step, and is enough alone', async () => {
  const reader = await come('en', 1240)
  const device: CDPSession = await reader.context.newCDPSession(reader.page)
  await device.send('WebAuthn.enable')
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await reader.open('/app/')
  await reader.signIn('hamdaniya.officer')
  await reader.open('/app/factors')
  await reader.press('staff.factor.passkey')
  await reader.press('staff.factor.makePasskey')
  await reader.says('staff.factor.added')
  await signOut(reader)
  await firstStep(reader, 'hamdaniya.officer')
  await reader.press('staff.factor.usePasskey')
  await isIn(reader)
  await signOut(reader)
  await reader.press('app.signIn.passkey')
  await isIn(reader)
  await signOut(reader)
  // a device that holds none, or whose owner says no
  await device.send('WebAuthn.clearCredentials', { authenticatorId })
  await reader.press('app.signIn.passkey')
  await reader.says('app.signIn.passkeyBrokenOff')
  await reader.leave()
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360 },
      { locale: 'en', width: 1240 },
    ] as const,
    'ar',
  ),
)('the office helps, in $locale', ({ locale, width }) => {
  it('by a code on paper, after showing who issues it', async () => {
    const rozh = await come(locale, width)
    await rozh.open('/app/')
    await rozh.signIn('system.admin')
    await rozh.open('/app/staff')
    await rozh.looks('staff')
    await rozh.page.getByRole('link', { name: 'تحسين علي مصطفى' }).first().click()
    await rozh.page.getByRole('heading', { level: 2, name: rozh.t('staff.safety.title') }).waitFor()
    await rozh.looks('account')
    const login = 'telafar.officer2'
    await behind(`update session set reauthenticated_at = now() - interval '11 minutes'`)
    await rozh.press('staff.code.issue')
    const form = rozh.dialog('staff.code.issue')
    await rozh.press('staff.code.issue', form)
    const question = rozh.dialog('app.proof.title')
    await question.waitFor()
    await rozh.looks('proof')
    await rozh.write('app.signIn.password', 'not this one', question)
    await rozh.press('app.proof.go', question)
    await rozh.says('refusals.password.wrong', undefined, question)
    await rozh.write('app.signIn.password', demoPassword, question)
    await rozh.press('app.proof.go', question)
    await form.waitFor({ state: 'detached' })
    const code = await rozh.page.locator('.once').first().innerText()
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/)
    await rozh.looks('office-code')
    await rozh.leave()

    const sana = await come(locale, width)
    await sana.open('/app/')
    await sana.press('app.code.title')
    await sana.looks('new-password-by-code')
    await sana.write('app.signIn.account', login)
    await sana.write('app.code.code', code.toUpperCase().replaceAll('-', ' '))
    await sana.write('app.password.new', 'orchard-of-figs-19')
    await sana.write('app.password.again', 'orchard-of-figs-19')
    await sana.press('app.password.save')
    await sana.says('app.code.done')
    await sana.signIn(login, 'orchard-of-figs-19')
    await sana.leave()
    await behind(`update office_code set expires_at = now()`)
  })
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360 },
      { locale: 'kmr', width: 1240 },
    ] as const,
    'kmr',
  ),
)('left alone, the screen locks, in $locale', ({ locale, width }) => {
  it('shows nothing, survives a reload, and opens by the password where one was', async () => {
    const reader = await come(locale, width)
    await reader.open('/app/')
    await reader.signIn('mosul.officer')
    await reader.open('/app/cases')
    await reader.settles()
    await reader.page.evaluate(() => localStorage.setItem('ihala.used', String(Date.now() - 16 * 60_000)))
    await reader.page.reload()
    const lock = reader.page.getByRole('dialog', { name: reader.t('app.lock.title') })
    await lock.waitFor()
    expect(await reader.page.locator('.shell').evaluate((shell) => getComputedStyle(shell).visibility)).toBe(
      'hidden',
    )
    await reader.page.keyboard.press('Escape')
    await reader.page.keyboard.press('Escape')
    // the browser closes a dialog at the second Escape, whatever the page says: it comes back, and nothing shows meanwhile
    expect(await reader.page.locator('.shell').evaluate((shell) => getComputedStyle(shell).visibility)).toBe(
      'hidden',
    )
    await lock.waitFor()
    await reader.looks('locked')
    await reader.write('app.signIn.password', 'not this one', lock)
    await reader.press('app.proof.go', lock)
    await reader.says('refusals.password.wrong', undefined, lock)
    await reader.write('app.signIn.password', demoPassword, lock)
    await reader.press('app.proof.go', lock)
    await lock.waitFor({ state: 'detached' })
    expect(new URL(reader.page.url()).pathname).toBe('/app/cases')
    expect(await reader.page.locator('.shell').evaluate((shell) => getComputedStyle(shell).visibility)).toBe(
      'visible',
    )

    // the session locks after the screen: what is sent then waits behind the lock, and goes by itself
    const sessionLocks = () =>
      behind(`update session set last_seen_at = now() - interval '21 minutes' where ended_at is null`)
    const prove = async () => {
      await lock.waitFor()
      await reader.write('app.signIn.password', demoPassword, lock)
      await reader.press('app.proof.go', lock)
      await lock.waitFor({ state: 'detached' })
    }
    await reader.open('/app/tell')
    await reader.press('desk.record.breach')
    const form = reader.dialog('desk.record.breach')
    await reader.choose('desk.field.breachKind', 'desk.breachKind.lost_paper', form)
    await reader.write('desk.field.what', 'ورقة متخيلة', form)
    await sessionLocks()
    await reader.press('app.save', form)
    await prove()
    await reader.says('desk.sent')
    // and a page that is opened finds it locked, though this browser knows of no idle screen
    await sessionLocks()
    await reader.page.evaluate(() => localStorage.removeItem('ihala.used'))
    await reader.open('/app/cases')
    await lock.waitFor()
    await reader.looks('session-locked')
    await prove()
    await reader.isOn('app.nav.cases')
    await reader.leave()
  })
})

it('sessions on other devices are listed in words and ended from here', async () => {
  const phone = await come('ar', 360)
  await phone.open('/app/')
  await phone.signIn('mosul.intake')
  const desk = await come('ar', 360)
  await desk.open('/app/')
  await desk.signIn('mosul.intake')
  await desk.open('/app/more')
  await desk.says('staff.sessions.title')
  await desk.looks('sessions')
  // the button is called otherwise while it works, so lines are counted and not buttons
  const lines = desk.page.getByRole('listitem')
  while ((await desk.button('staff.sessions.end').count()) > 0) {
    const before = await lines.count()
    await desk.button('staff.sessions.end').first().click()
    await expect.poll(() => lines.count()).toBeLessThan(before)
  }
  await phone.open('/app/cases')
  await phone.field('app.signIn.account').waitFor()
  await phone.leave()
  const known = desk.button('staff.devices.forget')
  while ((await known.count()) > 0) {
    const before = await lines.count()
    await desk.inDialog('staff.devices.forget', 'staff.devices.forget')
    await expect.poll(() => lines.count()).toBeLessThan(before)
  }
  await desk.says('staff.devices.title')
  await desk.looks('known-device')
  await desk.leave()
})

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360, login: 'sinjar.officer2' },
      { locale: 'en', width: 1240, login: 'hamdaniya.officer2' },
    ] as const,
    'ar',
  ),
)('at the ministry’s own provider, in $locale', ({ locale, width, login }) => {
  it('an account is linked under "More", signs in there, and is told what to do before it is linked', async () => {
    const organisation = { ar: 'الوزارة المتخيلة', en: 'Invented ministry' }[locale]
    const reader = await come(locale, width)
    ministry.subject = `${login}-there`
    await reader.open('/app/')
    const there = reader.page.getByRole('button', { name: reader.t('app.signIn.with', { organisation }) })
    await there.click()
    await reader.says('refusals.identity.unknown')
    await reader.looks('not-linked')
    await reader.signIn(login)
    await reader.open('/app/factors')
    await reader.press('staff.provider.link')
    await reader.button('staff.provider.unlink').waitFor()
    expect(new URL(reader.page.url()).search).toBe('')
    await reader.looks('linked')
    await signOut(reader)
    await there.click()
    await isIn(reader)
    expect(new URL(reader.page.url()).pathname).not.toBe('/app/provider')
    await reader.open('/app/more')
    await reader.sees(login)
    await reader.leave()
  })
})

describe('where people are real, the first administrator', () => {
  let real: Running
  beforeAll(async () => {
    real = await startIhala({ environment: { IHALA_SECOND_FACTOR: '1' } })
  })
  afterAll(() => real?.stop())

  it.each(
    thisRun(
      [
        { locale: 'ckb', width: 360, login: 'system.admin' },
        { locale: 'en', width: 1240, login: 'bridges.provider' },
      ] as const,
      'en',
    ),
  )('adds a second step before anything opens, in $locale', async ({ locale, width, login }) => {
    const reader = await Reader.come(browser, real, { locale, width })
    await reader.open('/app/')
    await reader.write('app.signIn.account', login)
    await reader.write('app.signIn.password', demoPassword)
    await reader.press('app.signIn.go')
    await reader.page.getByRole('heading', { level: 2, name: reader.t('app.enrol.title') }).waitFor()
    expect((await reader.page.request.get(`${real.url}/api/me`)).status()).toBe(401)
    await reader.choose('staff.factor.how', 'staff.factor.totp')
    const key = await reader.page.locator('.key bdi').innerText()
    await reader.looks('enrol')
    await reader.write('staff.factor.code.totp', codeNow(key.replaceAll(' ', ''), Date.now()))
    await reader.press('staff.factor.check')
    await isIn(reader)
    await reader.leave()
  })
})
