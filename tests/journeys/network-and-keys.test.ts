import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, refer } from './by-api.ts'
import { expectNoSideways, expectRealWords } from './page-checks.ts'
import { organisationOf, Reader } from './reader.ts'

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

describe('without network', () => {
  it('Amina goes on writing: it is said, it waits, and it is sent once when the network is back', async () => {
    const file = await caseWithNeed(amina, 'شذى', 'DOC.NATCER')
    const officer = await Reader.come(browser, at, {
      locale: 'ar',
      width: 360,
      login: 'mosul.officer',
      names: ['شذى'],
    })
    await officer.open(`/app/cases/${file.caseId}`)
    await officer.inDialog('cases.notes.add', 'app.save', (dialog) =>
      officer.write('cases.notes.text', 'قبل انقطاع الشبكة', dialog),
    )
    await officer.sees('قبل انقطاع الشبكة')

    await officer.context.setOffline(true)
    await officer.says('app.offline')
    await officer.press('cases.notes.add')
    const dialog = officer.dialog('cases.notes.add')
    await officer.write('cases.notes.text', 'كُتبت بلا شبكة', dialog)
    await officer.press('app.save', dialog)
    await officer.says('app.waitingNotice', {}, dialog)
    await officer.looks('waits')
    await officer.press('app.goOn', dialog)
    await officer.page
      .getByRole('status')
      .filter({ hasText: officer.t('app.state.waiting', { count: 1 }) })
      .waitFor()

    await officer.context.setOffline(false)
    const note = officer.page.locator('#notes').getByText('كُتبت بلا شبكة')
    await note.waitFor()
    expect(await note.count()).toBe(1)
    await officer.page.getByText(officer.t('app.offline')).waitFor({ state: 'detached' })
    await officer.page
      .getByRole('link')
      .filter({ hasText: officer.t('app.state.online') })
      .click()
    await officer.isOn('sync.page.title')
    await officer.says('sync.state.sent')
    await officer.looks('sent-later')
    await officer.leave()
  })

  it('nobody is signed in by a page that cannot reach the server, and it says so', async () => {
    const officer = await Reader.come(browser, at, { locale: 'kmr', width: 360 })
    await officer.open('/app')
    await officer.write('app.signIn.account', 'mosul.officer')
    await officer.write('app.signIn.password', 'whatever it is')
    await officer.context.setOffline(true)
    await officer.press('app.signIn.go')
    await officer.says('design.error.unreachable')
    await officer.leave()
  })
})

/** Moves with Tab until the control has the focus, as somebody without a mouse does. */
async function tabTo(reader: Reader, control: Locator): Promise<void> {
  await control.waitFor()
  for (let step = 0; step < 160; step += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) {
      expect(await control.evaluate(focusIsSeen), 'the focus can be seen').toBe(true)
      return
    }
    await reader.page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard never reaches ${control.toString()}`)
}

function focusIsSeen(element: Element): boolean {
  const shown = [element, element.closest('label'), element.parentElement].filter((one) => one !== null)
  return shown.some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  })
}

async function enter(reader: Reader, control: Locator): Promise<void> {
  await tabTo(reader, control)
  await reader.page.keyboard.press('Enter')
}

async function type(reader: Reader, key: string, text: string): Promise<void> {
  await tabTo(reader, reader.field(key))
  await reader.page.keyboard.type(text)
}

/** The list opened by the keyboard and walked with the arrows. */
async function walkList(reader: Reader, key: string, option: string): Promise<void> {
  const list = reader.page.getByRole('combobox', { name: reader.t(key) })
  await tabTo(reader, list)
  for (let step = 0; step < 30; step += 1) {
    const chosen = await list.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.label)
    if (chosen === reader.t(option)) return
    await reader.page.keyboard.press('ArrowDown')
  }
  throw new Error(`${option} is not reached with the arrows`)
}

/** One of several, walked with the arrows from where Tab enters the group. */
async function walkChoice(reader: Reader, key: string, option: string): Promise<void> {
  const group = reader.page.getByRole('radiogroup', { name: reader.t(key) }).first()
  const checked = group.getByRole('radio', { checked: true })
  await tabTo(reader, (await checked.count()) > 0 ? checked.first() : group.getByRole('radio').first())
  await reader.page.keyboard.press('Space')
  for (let step = 0; step < 12; step += 1) {
    if (await group.getByRole('radio', { name: reader.t(option), checked: true }).count()) return
    await reader.page.keyboard.press('ArrowDown')
  }
  throw new Error(`${option} is not reached with the arrows`)
}

async function tickByKey(reader: Reader, key: string): Promise<void> {
  const box = reader.page.getByRole('checkbox', { name: reader.t(key) }).first()
  await tabTo(reader, box)
  await reader.page.keyboard.press('Space')
  expect(await box.isChecked()).toBe(true)
}

describe('with the keyboard alone', () => {
  it('Amina signs in, opens a case, records a need and a consent, and sends a referral', async () => {
    const officer = await Reader.come(browser, at, { locale: 'ar', names: ['لبنى'] })
    const link = (key: string) =>
      officer.page.getByRole('link', { name: officer.t(key), exact: true }).first()
    await officer.open('/app')
    await type(officer, 'app.signIn.account', 'mosul.officer')
    await type(officer, 'app.signIn.password', 'ihala-demo-2026')
    await officer.page.keyboard.press('Enter')
    await officer.isOn('app.nav.day')

    await enter(officer, link('cases.new'))
    await type(officer, 'cases.list.search', 'لبنى فرج')
    await officer.page.keyboard.press('Enter')
    await officer.says('people.search.nobody')
    await enter(officer, officer.button('people.search.skip'))
    await type(officer, 'people.name.given', 'لبنى')
    await type(officer, 'people.name.father', 'فرج')
    await walkList(officer, 'programmes.field.statusCategory', 'programmes.statusCategory.idp')
    await walkChoice(officer, 'programmes.field.ageBand', 'programmes.ageBand.18-29')
    await walkChoice(officer, 'programmes.field.sex', 'programmes.sex.female')
    await walkList(officer, 'programmes.field.language', 'programmes.language.ar')
    await walkChoice(officer, 'programmes.field.contactSafety', 'programmes.contactSafety.in_person')
    await enter(officer, officer.button('cases.new.open'))
    await officer.says('cases.new.done')

    await enter(officer, link('cases.next.do.record_need'))
    await type(officer, 'cases.needs.search', officer.t('services.service.DOC.NATCER'))
    await tabTo(officer, officer.page.getByRole('radio').first())
    await officer.page.keyboard.press('Space')
    await walkChoice(officer, 'cases.needs.severity', 'programmes.severity.2')
    await enter(officer, officer.button('cases.needs.save'))
    const find = link('cases.needs.findService')
    const heading = officer.page.getByRole('heading', { level: 1, name: officer.t('services.find.title') })
    await heading.or(find).first().waitFor()
    if (!(await heading.isVisible())) await enter(officer, find)
    await officer.isOn('services.find.title')

    await enter(officer, link('services.find.choose'))
    await officer.isOn('referrals.refer.title')
    await tickByKey(officer, 'programmes.consentItem.name')
    await walkChoice(officer, 'cases.consent.how', 'programmes.consentHow.spoken')
    await tickByKey(officer, 'cases.consent.understood')
    await enter(officer, officer.button('referrals.refer.recordAndSend'))
    await officer.says('referrals.justSent')
    await officer.leave()
  })

  it('a dialog takes the focus, keeps it, and gives it back', async () => {
    const file = await caseWithNeed(amina, 'هيام', 'DOC.NATCER')
    const officer = await Reader.come(browser, at, { locale: 'ckb', login: 'mosul.officer' })
    await officer.open(`/app/cases/${file.caseId}`)
    const opener = officer.button('cases.notes.add')
    await opener.waitFor()
    await opener.focus()
    await officer.page.keyboard.press('Enter')
    const dialog = officer.dialog('cases.notes.add')
    await dialog.waitFor()
    for (let step = 0; step < 12; step += 1) {
      await officer.page.keyboard.press('Tab')
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    }
    await officer.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true)
    await officer.leave()
  })
})

describe('magnified to 200 and 400 %', () => {
  it.each([640, 320])('nothing is lost at a width of %i px', async (width) => {
    const file = await caseWithNeed(amina, 'وجدان', 'DOC.BIRTH')
    const { ar: receiver } = await organisationOf(at, 'bridges.provider')
    const { referralId } = await refer(amina, file, receiver)
    const pages: Readonly<Record<string, readonly string[]>> = {
      'mosul.officer': [
        '/app',
        '/app/cases',
        '/app/cases/new',
        `/app/cases/${file.caseId}`,
        `/app/cases/${file.caseId}/needs/new`,
        `/app/cases/${file.caseId}/services?need=${file.needId}`,
        `/app/referrals/${referralId}`,
        `/app/referrals/${referralId}/form`,
        `/app/referrals/${referralId}/slip`,
        '/app/services',
        '/app/sync',
        '/app/more',
      ],
      'bridges.provider': ['/app/inbox', `/app/inbox/${referralId}`, '/app/offers', '/app/staff/new'],
      'mosul.supervisor': ['/app/team', '/app/cases?late=1'],
    }
    for (const [login, paths] of Object.entries(pages)) {
      const reader = await Reader.come(browser, at, {
        locale: login === 'mosul.supervisor' ? 'kmr' : 'ar',
        width,
        login,
      })
      for (const path of paths) {
        await reader.open(path)
        await reader.page.getByRole('heading', { level: 1 }).waitFor()
        await reader.settles()
        await expectNoSideways(reader.page, `${path} at ${width}px`)
        await expectRealWords(reader.page, path)
        expect(
          await reader.page.getByRole('navigation', { name: reader.t('app.nav.label') }).isVisible(),
        ).toBe(true)
      }
      await reader.leave()
    }
  })
})
