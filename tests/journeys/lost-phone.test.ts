import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PullAnswer } from '../../src/sync/protocol.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, newId } from './by-api.ts'
import { Reader } from './reader.ts'

let at: Running
let browser: Browser
let code: string
const [phone, tablet] = [newId(), newId()]

beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  const amina = await Account.of(at, 'mosul.officer')
  for (const [deviceId, name, kind, sign] of [
    [phone, 'هاتف متخيل', 'phone', 'a'],
    [tablet, 'لوح متخيل', 'tablet', 'b'],
  ] as const)
    await amina.done('device.enrol', { deviceId, name, kind, token: sign.repeat(43) })
  code = (await caseWithNeed(amina, 'شهلاء', 'DOC.NATCER')).code
  let cookie: string | null = null
  for (let more = true; more; ) {
    const page: PullAnswer = await amina.post('/sync/pull', {
      device: phone,
      cookie,
      epoch: null,
      version: 1,
      counters: { made: 0, acknowledged: 0, parked: 0 },
    })
    if (page.state !== 'ok') throw new Error(`the pull was answered ${JSON.stringify(page)}`)
    ;({ cookie, more } = page)
  }
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

it('Amina finds her devices and gives one back; Baran declares the lost one lost and sees what was on it', async () => {
  const officer = await Reader.come(browser, at, {
    locale: 'ckb',
    width: 360,
    login: 'mosul.officer',
    names: ['شهلاء'],
  })
  await officer.open('/app/more')
  await officer.follow('sync.devices.title')
  await officer.isOn('sync.devices.title')
  await officer.sees('لوح متخيل')
  await officer.looks('devices')
  const tabletLine = officer.page.getByRole('listitem').filter({ hasText: 'لوح متخيل' })
  await officer.press('sync.devices.stop', tabletLine)
  await officer.press('sync.devices.stopGo', officer.dialog('sync.devices.stop'))
  await officer.says('sync.devices.notWiped', undefined, tabletLine)

  const supervisor = await Reader.come(browser, at, {
    locale: 'ar',
    width: 1280,
    login: 'mosul.supervisor',
    names: ['شهلاء'],
  })
  await supervisor.open('/app/devices')
  const line = supervisor.page.getByRole('listitem').filter({ hasText: 'هاتف متخيل' })
  await supervisor.press('sync.devices.held', line)
  const held = supervisor.dialog('sync.devices.held')
  await supervisor.sees(code, held)
  await supervisor.looks('held on a device')
  await supervisor.page.keyboard.press('Escape')
  await held.waitFor({ state: 'detached' })
  await supervisor.press('sync.devices.lost.phone', line)
  const dialog = supervisor.dialog('sync.devices.stop')
  await supervisor.says('sync.devices.stopWhat', undefined, dialog)
  await supervisor.press('sync.devices.stopGo', dialog)
  await supervisor.says('sync.devices.notWiped', undefined, line)
  await supervisor.looks('devices of the office')
  await supervisor.leave()

  // the phone, whose session is over, hears it by its own token and says that it is empty
  const said = await fetch(`${at.url}/sync/wipe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-ihala-device': 'a'.repeat(43) },
    body: JSON.stringify({ device: phone }),
  })
  expect([said.status, said.headers.get('clear-site-data')]).toEqual([200, '"cache", "storage"'])
})
