import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { MeAnswer, StaffItem } from '../../src/records/answers.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, newId } from './by-api.ts'
import { thisRun } from './languages.ts'
import { Reader, sessionOf } from './reader.ts'

let at: Running
let browser: Browser
let rozh: Account
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  rozh = await Account.of(at, 'system.admin')
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

const chosen = 'reeds-in-the-marsh-8'
/** A new colleague who has chosen a password of their own. */
async function colleague(login: string, name: string, roles: readonly object[]): Promise<void> {
  const first = 'orchard-of-figs-19'
  await rozh.done('account.add', { accountId: newId(), login, displayName: name, roles, password: first })
  const cookie = `ihala=${await sessionOf(at, login, first)}`
  const answer = await fetch(`${at.url}/api/password`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ old: first, new: chosen }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

describe.each(
  thisRun(
    [
      { locale: 'ar', width: 360 },
      { locale: 'ckb', width: 1240 },
    ] as const,
    'ar',
  ),
)('in $locale at $width', ({ locale, width }) => {
  const come = (login?: string) =>
    Reader.come(browser, at, { locale, width, ...(login === undefined ? {} : { login }) })

  it('Baran gives a colleague of his office a code, and nobody who could watch him', async () => {
    const baran = await come('mosul.supervisor')
    await baran.open('/app/more')
    await baran.follow('app.nav.staff')
    await baran.isOn('app.nav.staff')
    await baran.looks('staff-of-my-office')
    const { items } = await rozh.read<{ items: StaffItem[] }>('/api/staff')
    const named = (login: string) => items.find((one) => one.login === login)
    await baran.page
      .getByRole('link', { name: named('mosul.officer2')?.displayName ?? '' })
      .first()
      .click()
    await baran.inDialog('staff.code.issue', 'staff.code.issue')
    await baran.says('staff.code.once')
    await baran.looks('code-by-supervisor')
    await baran.open(`/app/staff/${named('data.protection')?.id}`)
    await baran.says('staff.code.byAdministrator')
    await baran.leave()
  })

  it('a supervisor of two offices is away, and one of them is looked after', async () => {
    const { sites } = await rozh.read<MeAnswer>('/api/me')
    const [one, two] = sites
    const [away, near] = [`away.${locale}`, `near.${locale}`]
    await colleague(
      away,
      `غائب ${locale}`,
      [one, two].map((site) => ({ role: 'case_supervisor', siteId: site?.id })),
    )
    await colleague(near, `نائب ${locale}`, [{ role: 'case_supervisor', siteId: two?.id }])
    const reader = await come()
    await reader.open('/app/away')
    await reader.signIn(away, chosen)
    await reader.press('staff.away.arrange')
    const dialog = reader.dialog('staff.away.arrange')
    await dialog
      .getByRole('combobox')
      .nth(1)
      .selectOption({ label: `نائب ${locale}` })
    await reader.tick('staff.away.covers.supervision', dialog)
    const office = dialog.getByRole('group', { name: reader.t('staff.away.offices') }).locator('label.option')
    await office.nth(1).waitFor()
    await reader.looks('offices-looked-after')
    await office.nth(1).click()
    await reader.press('app.save', dialog)
    await dialog.waitFor({ state: 'detached' })
    await reader.says('staff.away.standing.now')
    await reader.looks('one-office-looked-after')
    await reader.leave()
  })

  it('whoever gave the money reads counts, an interpreter nothing but their own account', async () => {
    const governorate = { siteId: null, placeCode: 'IQG15' }
    await colleague(`donor.${locale}`, 'متخيل', [{ role: 'donor_viewer', ...governorate }])
    await colleague(`speaks.${locale}`, 'متخيل', [{ role: 'interpreter', siteId: null }])
    const donor = await come()
    await donor.open('/app/figures')
    await donor.signIn(`donor.${locale}`, chosen)
    await donor.isOn('reports.figures')
    await donor.page.getByRole('table').first().waitFor()
    await donor.looks('figures')
    await donor.leave()
    const interpreter = await come()
    await interpreter.open('/app/')
    await interpreter.signIn(`speaks.${locale}`, chosen)
    await interpreter.isOn('app.nav.more')
    await interpreter.looks('at-the-edge')
    await interpreter.leave()
    const layla = await come('data.protection')
    await layla.open('/app/need-to-know')
    await layla.says('permissions.roles')
    await layla.says('permissions.reach.track')
    await layla.leave()
  })
})
