import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer, HeldAnswer } from '../../src/records/answers.ts'
import { inputVersion } from '../../src/sync/protocol.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, type Case, caseWithNeed, newId } from './by-api.ts'
import { Reader } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
let file: Case
const device = newId()
let n = 0

/** What Amina's phone wrote without having seen anything since, and sends now that it has network. */
async function fromPhone(name: string, input: object): Promise<string> {
  n += 1
  const from = { device, n, epoch: 1, seen: 0, at: { ms: Date.now(), c: n }, version: inputVersion }
  const [answer] = await amina.post<{ outcome: string }[]>('/actions', [{ id: newId(), name, input, from }])
  return answer?.outcome ?? 'nothing'
}

beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
  amina = await Account.of(at, 'mosul.officer')
  await amina.done('device.enrol', {
    deviceId: device,
    name: 'Invented phone',
    kind: 'phone',
    token: 'a'.repeat(43),
  })
  file = await caseWithNeed(amina, 'شهلاء', 'DOC.NATCER')
  await amina.done('person.correct', { caseId: file.caseId, codeName: 'زيتونة' })
  const note = { caseId: file.caseId, kind: 'contact' }
  expect(await fromPhone('person.correct', { caseId: file.caseId, codeName: 'نخلة' })).toBe('review')
  expect(await fromPhone('note.add', { ...note, noteId: newId(), text: 'قالت\u202E نعم' })).toBe(
    'quarantined',
  )
  expect(await fromPhone('note.add', { ...note, noteId: newId(), text: 'كُتبت\u202E مرتين' })).toBe(
    'quarantined',
  )
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

const stateOf = (): Promise<CaseAnswer> => amina.read(`/api/cases/${file.caseId}`)

describe('what needs a decision', () => {
  it('Amina sees both values, takes one, and mends a note that could not be written', async () => {
    const officer = await Reader.come(browser, at, {
      locale: 'ar',
      width: 360,
      login: 'mosul.officer',
      names: ['شهلاء'],
    })
    await officer.open('/app/sync')
    await officer.looks('sync')
    await officer.follow('sync.decisions.title')
    await officer.isOn('sync.decisions.title')
    await officer.sees('زيتونة')
    await officer.sees('نخلة')
    await officer.looks('decisions')
    const take = officer.page.getByRole('button', { name: `${officer.t('sync.conflict.takeOffered')}: نخلة` })
    await take.click()
    await take.waitFor({ state: 'detached' })
    expect((await stateOf()).person.codeName).toBe('نخلة')

    await officer.press('sync.held.read')
    const dialog = officer.dialog('sync.held.mend')
    const text = officer.field('sync.field.text', dialog)
    expect(await text.inputValue()).toContain('قالت')
    await officer.looks('held')
    await text.fill('قالت نعم')
    await officer.press('sync.held.again', dialog)
    await dialog.waitFor({ state: 'detached' })
    expect((await stateOf()).notes.map((note) => note.text)).toContain('قالت نعم')
    await officer.leave()
  })

  it('Baran sets aside for his office what nobody needs, with a reason', async () => {
    const supervisor = await Reader.come(browser, at, {
      locale: 'ckb',
      login: 'mosul.supervisor',
      names: ['شهلاء'],
    })
    await supervisor.open('/app/decisions')
    await supervisor.choose('sync.decisions.whose', 'sync.decisions.office')
    await supervisor.looks('office')
    await supervisor.inDialog('sync.held.setAside', 'sync.held.setAside', (dialog) =>
      supervisor.write('sync.held.why', 'دووجار نووسراوە', dialog),
    )
    await supervisor.says('sync.decisions.none')
    expect((await amina.read<HeldAnswer>('/api/held?scope=mine')).items).toEqual([])
    await supervisor.leave()
  })
})
