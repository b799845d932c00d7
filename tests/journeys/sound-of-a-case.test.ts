import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsentsAnswer, FileListItem, MeAnswer, Page } from '../../src/records/answers.ts'
import { cleanSound } from '../../src/server/sound/sound.ts'
import { beepingMicrophone, launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { allSounds, m4a, mp3, ogg, seconds, wav, webm } from '../support/sounds.ts'
import { Account, caseWithNeed, newId } from './by-api.ts'
import { comesBack, makeCopy } from './copy-steps.ts'
import { thisRun } from './languages.ts'
import { Reader, type ReaderOptions } from './reader.ts'

let at: Running
let browser: Browser
let amina: Account
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser(beepingMicrophone)])
  amina = await Account.of(at, 'mosul.officer')
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

/** In the digits of any reader. */
const twoSeconds = /0:02|٠:٠٢/

/** In a browser that remembers every microphone it opened. */
async function withMicrophone(options: ReaderOptions): Promise<Reader> {
  const officer = await Reader.come(browser, at, options)
  await officer.context.grantPermissions(['clipboard-read', 'clipboard-write', 'microphone'])
  await officer.context.addInitScript(() => {
    const opened: MediaStreamTrack[] = []
    Object.assign(window, { opened })
    const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
    if (ask === undefined) return
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted)
      opened.push(...stream.getTracks())
      return stream
    }
  })
  return officer
}
const microphones = (officer: Reader): Promise<string[]> =>
  officer.page.evaluate(() =>
    (window as unknown as { opened: MediaStreamTrack[] }).opened.map(({ readyState }) => readyState),
  )
const heardSeconds = (officer: Reader): Promise<number> =>
  officer.page.locator('audio').evaluate(
    (audio: HTMLAudioElement) =>
      new Promise<number>((resolve, reject) => {
        const told = () => audio.duration > 0 && resolve(audio.duration)
        audio.addEventListener('durationchange', told)
        audio.addEventListener('error', () => reject(new Error(audio.error?.message)))
        told()
      }),
  )

it('without network Huda is asked, speaks and is heard again; nothing is kept unless Amina presses, and then it arrives once', async () => {
  const { caseId } = await caseWithNeed(amina, 'سوسن', 'DOC.NATCER')
  const officer = await withMicrophone({
    locale: 'ar',
    width: 360,
    login: 'mosul.officer',
    keepsApp: true,
    names: ['سوسن'],
  })
  const phrase = await makeCopy(officer)
  await officer.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  await officer.context.setOffline(true)
  await comesBack(officer, `/app/cases/${caseId}`, phrase)
  const files = officer.page.locator('#files')
  await officer.says('cases.files.none', {}, files)

  await officer.press('cases.sound.record', files)
  const dialog = officer.dialog('cases.sound.record')
  await officer.says('cases.sound.ask', {}, dialog)
  expect(await officer.button('cases.sound.start', dialog).isDisabled(), 'before the person was asked').toBe(
    true,
  )
  await officer.tick('cases.sound.agreed', dialog)
  await officer.looks('sound-ask')
  expect(await microphones(officer)).toEqual([])
  await officer.press('cases.sound.start', dialog)
  await officer.says('cases.sound.running', {}, dialog)
  await officer.sees(twoSeconds, dialog)
  expect(await microphones(officer)).toEqual(['live'])
  await officer.looks('sound-recording')
  await officer.press('design.cancel', dialog)
  await dialog.waitFor({ state: 'detached' })
  expect(await microphones(officer), 'thrown away').toEqual(['ended'])
  await officer.says('cases.files.none', {}, files)

  await officer.press('cases.sound.record', files)
  await officer.tick('cases.sound.agreed', dialog)
  await officer.press('cases.sound.start', dialog)
  await officer.sees(twoSeconds, dialog)
  await officer.press('cases.sound.stop', dialog)
  await dialog.locator('audio').waitFor()
  expect(await microphones(officer)).toEqual(['ended', 'ended'])
  await officer.looks('sound-recorded')
  await officer.page.keyboard.press('Escape')
  await officer.write('cases.files.title', 'كيف عادت', dialog)
  await officer.press('cases.sound.keep', dialog)
  await dialog.waitFor({ state: 'detached' })
  await officer.sees('كيف عادت', files)
  await officer.says('sync.state.waiting', {}, files)
  await officer.looks('sound-waits')
  // from the sealed copy; nobody else has it yet
  await officer.press('cases.sound.listen', files)
  await heardSeconds(officer)
  await officer.press('cases.files.close')

  await officer.context.setOffline(false)
  await officer.button('cases.files.remove', files).waitFor({ timeout: 60_000 })
  expect(await files.getByText('كيف عادت').count()).toBe(1)
  await officer.press('cases.sound.listen', files)
  const heard = await heardSeconds(officer)
  expect(heard).toBeGreaterThan(1.5)
  expect(heard).toBeLessThan(20)
  await officer.looks('sound-listen')
  await officer.leave()
  const { items } = await amina.read<Page<FileListItem>>(`/api/cases/${caseId}/files`)
  expect(items.map(({ kind, class: level, mediaType }) => [kind, level, mediaType])).toEqual([
    ['voice', 3, 'audio/webm'],
  ])
})

describe.each(
  thisRun([
    { locale: 'ckb', width: 1240 },
    { locale: 'kmr', width: 360 },
    { locale: 'en', width: 1240 },
  ] as const),
)('in $locale at $width', ({ locale, width }) => {
  it('Amina records the consent as it is spoken, hears it where it was given, and sees her letters small', async () => {
    const { caseId } = await caseWithNeed(amina, 'نارين', 'DOC.NATCER')
    const { organisation } = await amina.read<MeAnswer>('/api/me')
    const given = { consentId: newId(), caseId, organisationId: organisation.id, items: ['name'] }
    await amina.done('consent.record', { ...given, purpose: 'open_file', how: 'spoken', form: 'voice' })
    const officer = await withMicrophone({ locale, width, login: 'mosul.officer', names: ['نارين'] })
    await officer.open(`/app/cases/${caseId}`)
    const consents = officer.page.locator('#consents')
    await officer.press('cases.sound.recordConsent', consents)
    const dialog = officer.dialog('cases.sound.recordConsent')
    await officer.tick('cases.sound.agreed', dialog)
    await officer.press('cases.sound.start', dialog)
    await officer.sees(twoSeconds, dialog)
    await officer.press('cases.sound.stop', dialog)
    await dialog.locator('audio').waitFor()
    await officer.press('cases.sound.keep', dialog)
    await dialog.waitFor({ state: 'detached' })
    await officer.press('cases.sound.listen', consents)
    expect(await heardSeconds(officer)).toBeGreaterThan(1.5)
    await officer.press('cases.files.close')
    const ledger = await amina.read<ConsentsAnswer>(`/api/cases/${caseId}/consents`)
    expect(ledger.items[0]?.recordingId).toMatch(/^[0-9a-f-]{36}$/)

    const files = officer.page.locator('#files')
    await officer.press('cases.files.add')
    const attaching = officer.dialog('cases.files.add')
    const picker = officer.page.waitForEvent('filechooser')
    await officer.press('cases.files.choose', attaching)
    const buffer = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#1060a0' } })
      .jpeg()
      .toBuffer()
    await (await picker).setFiles({ name: 'letter.jpg', mimeType: 'image/jpeg', buffer })
    await officer.choose('cases.files.kind', 'cases.files.kind.letter', attaching)
    await officer.press('app.save', attaching)
    await attaching.waitFor({ state: 'detached' })
    const small = files.locator('img.thumbnail')
    await small.waitFor()
    expect(await small.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(200)
    await officer.looks('files-small')

    // a recording that came by other ways: how the person agreed is asked
    await officer.press('cases.files.add')
    const other = officer.page.waitForEvent('filechooser')
    await officer.press('cases.files.choose', attaching)
    await (await other).setFiles({ name: 'voice.opus', mimeType: 'audio/ogg', buffer: ogg() })
    await officer.says('cases.files.sent', {}, attaching)
    await officer.choose('cases.files.kind', 'cases.files.kind.voice', attaching)
    await officer.choose('cases.sound.agreedHow', 'cases.sound.agreedHow.brought', attaching)
    await officer.looks('attach-sound')
    await officer.press('app.save', attaching)
    await attaching.waitFor({ state: 'detached' })
    await officer.leave()
  })
})

it('what is kept of a recording still plays, and one can go back and forth in it', async () => {
  const officer = await Reader.come(browser, at, { locale: 'ar', width: 360, login: 'mosul.officer' })
  await officer.open('/app')
  await officer.settles()
  const sounds = [
    cleanSound(ogg(), 'audio/ogg; codecs=opus'),
    cleanSound(webm(), 'video/webm'),
    cleanSound(m4a(), 'audio/x-m4a'),
    cleanSound(mp3(), 'audio/mpeg'),
    cleanSound(wav(), 'audio/wav'),
  ]
  expect(sounds.map(({ mediaType }) => mediaType)).toEqual(Object.keys(allSounds))
  for (const { bytes, mediaType } of sounds) {
    const played = await officer.page.evaluate(
      async ([base64, type]) => {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
        const audio = new Audio(URL.createObjectURL(new Blob([bytes])))
        const on = (name: string) =>
          new Promise((resolve, reject) => {
            audio.addEventListener(name, resolve, { once: true })
            audio.addEventListener('error', () => reject(new Error(`${type}: ${audio.error?.message}`)))
          })
        audio.preload = 'auto'
        await on('loadedmetadata')
        audio.currentTime = 2
        await on('seeked')
        return { duration: audio.duration, at: audio.currentTime }
      },
      [bytes.toString('base64'), mediaType] as const,
    )
    expect(played.duration, mediaType).toBeCloseTo(seconds, 0)
    expect(played.at, mediaType).toBeCloseTo(2, 0)
  }
  await officer.leave()
})
