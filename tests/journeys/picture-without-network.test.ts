import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FileListItem, Page, WhoLookedAnswer } from '../../src/records/answers.ts'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
import { comesBack, makeCopy } from './copy-steps.ts'
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

/** As a telephone makes it: turned on its side, larger than needed, with what it writes into it. */
const photograph = (): Promise<Buffer> =>
  sharp({ create: { width: 2600, height: 1950, channels: 3, background: '#a07040' } })
    .jpeg()
    .withExif({ IFD0: { ImageDescription: 'HudaAtHome' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()

type WithAddresses = Window & typeof globalThis & { addresses: Set<string> }

/** Runs in the page: which addresses of bytes in memory are alive. */
function watchAddresses(): void {
  const alive = new Set<string>()
  ;(window as unknown as { addresses: Set<string> }).addresses = alive
  const [make, revoke] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)]
  URL.createObjectURL = (of) => {
    const address = make(of)
    alive.add(address)
    return address
  }
  URL.revokeObjectURL = (address) => {
    revoke(address)
    alive.delete(address)
  }
}

it('without network Amina photographs a letter; it waits where she sees it, and arrives once, without what the telephone wrote', async () => {
  const { caseId } = await caseWithNeed(amina, 'سوسن', 'DOC.NATCER')
  const officer = await Reader.come(browser, at, {
    locale: 'ar',
    width: 360,
    login: 'mosul.officer',
    keepsApp: true,
    names: ['سوسن'],
  })
  const sent: { readonly bytes: number; readonly holdsExif: boolean }[] = []
  await officer.context.route(/\/pieces\?/, (route) => {
    const body = route.request().postDataBuffer() ?? Buffer.alloc(0)
    sent.push({ bytes: body.length, holdsExif: /HudaAtHome|Exif/.test(body.toString('latin1')) })
    return route.continue()
  })
  const phrase = await makeCopy(officer)
  await officer.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)

  await officer.context.setOffline(true)
  await comesBack(officer, `/app/cases/${caseId}`, phrase)
  const files = officer.page.locator('#files')
  await officer.says('cases.files.none', {}, files)
  await officer.press('cases.files.add')
  const dialog = officer.dialog('cases.files.add')
  const picker = officer.page.waitForEvent('filechooser')
  await officer.press('cases.files.choose', dialog)
  await (await picker).setFiles({ name: 'رنا.jpg', mimeType: 'image/jpeg', buffer: await photograph() })
  await officer.says('cases.files.ready', {}, dialog)
  await officer.choose('cases.files.kind', 'cases.files.kind.letter', dialog)
  await officer.write('cases.files.title', 'كتاب المدرسة', dialog)
  await officer.press('app.save', dialog)
  await dialog.waitFor({ state: 'detached' })
  await officer.sees('كتاب المدرسة', files)
  await officer.says('sync.state.waiting', {}, files)
  await officer.looks('picture-waits')
  const picture = officer.page.getByRole('img', { name: 'كتاب المدرسة' })
  const sizeOf = () =>
    picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])
  // it is shown from the sealed copy, and its address ends with the look
  await officer.page.evaluate(watchAddresses)
  await officer.press('cases.files.open', files)
  await picture.waitFor()
  expect(await sizeOf()).toEqual([960, 1280])
  await officer.press('cases.files.close')
  await picture.waitFor({ state: 'detached' })
  expect(await officer.page.evaluate(() => [...(window as WithAddresses).addresses])).toEqual([])
  await officer.page.locator('a.pill').first().click()
  await officer.isOn('sync.page.title')
  await officer.says('cases.story.file.attach')
  await officer.says('sync.state.waiting')
  // bytes cost her: over Wi-Fi alone, and as this browser does not say what it is on, when she says so
  await officer.tick('sync.files.wifi')
  await officer.says('sync.files.notSaid')
  await officer.looks('picture-in-sync')
  await officer.context.setOffline(false)
  await officer.button('sync.files.sendNow').waitFor()
  await officer.press('sync.page.now')
  await officer.settles()
  expect(sent, 'words go, the picture waits').toEqual([])
  await officer.press('sync.files.sendNow')
  await officer.page.goBack()
  await officer.button('cases.files.remove', files).waitFor({ timeout: 60_000 })
  await officer.sees('كتاب المدرسة', files)
  expect(await files.getByText('كتاب المدرسة').count()).toBe(1)
  await officer.press('cases.files.open', files)
  await picture.waitFor()
  expect(await sizeOf(), 'upright, and no larger than it waited').toEqual([960, 1280])
  await officer.press('cases.files.close')
  await officer.says('cases.files.here', {}, files)

  // it was looked at, so it shows without network; that it was is told when there is some
  await officer.context.setOffline(true)
  await comesBack(officer, `/app/cases/${caseId}`, phrase)
  await officer.press('cases.files.open', files)
  await picture.waitFor()
  expect(await sizeOf()).toEqual([960, 1280])
  await officer.looks('picture-from-here')
  await officer.press('cases.files.close')
  await officer.context.setOffline(false)
  const toldActs = async () =>
    (await amina.read<WhoLookedAnswer>(`/api/cases/${caseId}/who-looked`)).looks.map(({ act }) => act)
  await expect
    .poll(toldActs, { timeout: 30_000 })
    .toEqual(expect.arrayContaining(['read.case_on_device', 'read.file_on_device']))
  await officer.leave()

  expect(sent.length).toBeGreaterThan(0)
  expect(sent.some(({ holdsExif }) => holdsExif)).toBe(false)
  const there = await amina.read<Page<FileListItem>>(`/api/cases/${caseId}/files`)
  expect(there.items.map(({ title }) => title)).toEqual(['كتاب المدرسة'])
})
