import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Colleague, MeAnswer, Page } from '../../src/records/answers.ts'
import { foldPhrase } from '../../src/sync/passphrase.ts'
import { unwrapped } from '../../src/sync/root-key.local.ts'
import { stretched } from '../../src/sync/stretch.local.ts'
import type { Wrap } from '../../src/sync/copy-header.local.ts'
import { launchBrowser, launchProfile } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, newId } from './by-api.ts'
import { killedWhileWriting } from './killed-browser.ts'
import { foundOnDisk } from './on-disk.ts'
import { Reader } from './reader.ts'

let at: Running
const home = mkdtempSync(join(tmpdir(), 'ihala-profile-'))
beforeAll(async () => {
  at = await startIhala()
})
afterAll(async () => {
  await at?.stop()
  rmSync(home, { recursive: true, force: true })
})

const name = 'نازنین‌بانو'
const note = 'سمعت هذا في القرية البعيدة 07709988776'
const title = 'كتاب الجبل المتخيل'
const offlineNote = 'كُتب بلا شبكة قرب الجبل الأزرق'

/**
 * The browser's own lists of where somebody was hold the addresses of pages, and in them the random id of a case: known,
 * and nothing that a site could take back. Anywhere else it may not stand.
 */
const lists =
  /^caseId in \/(Default\/(History|Favicons|Top Sites|Visited Links|Shortcuts|Sessions\/|Network Action Predictor)|segmentation_platform\/)/
const unexpected = (found: readonly string[]) => found.filter((one) => !lists.test(one))

/** What is readable of a copy while it is locked. */
async function headerOf({ page }: Reader) {
  const header = await page.evaluate(async () => {
    const opening = indexedDB.open('ihala')
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.addEventListener('success', () => resolve(opening.result))
    })
    const asking = database.transaction('copy').objectStore('copy').getAll()
    const [copy] = await new Promise<{ id: string; wrap: Wrap; share: Uint8Array }[]>((resolve) => {
      asking.addEventListener('success', () => resolve(asking.result))
    })
    database.close()
    if (!copy) return null
    const { salt, iv, sealed, stretch, kind } = copy.wrap
    const plain = { salt: [...salt], iv: [...iv], sealed: [...sealed], share: [...copy.share] }
    return { id: copy.id, stretch, kind, ...plain }
  })
  if (!header) throw new Error('no copy is here')
  const bytes = (numbers: readonly number[]) => Uint8Array.from(numbers)
  const { id, kind, stretch } = header
  const wrap: Wrap = {
    kind,
    stretch,
    salt: bytes(header.salt),
    iv: bytes(header.iv),
    sealed: bytes(header.sealed),
    credential: null,
    prfSalt: null,
  }
  return { id, wrap, share: bytes(header.share) }
}

/** Some bytes of each kept file as it lies there, sealed. */
function keptLetters({ page }: Reader): Promise<readonly number[][]> {
  return page.evaluate(async () => {
    const found: number[][] = []
    for (const { name } of await indexedDB.databases()) {
      const opening = indexedDB.open(name ?? '')
      const database = await new Promise<IDBDatabase>((resolve) => {
        opening.addEventListener('success', () => resolve(opening.result))
      })
      if (database.objectStoreNames.contains('cachedPiece')) {
        const asking = database.transaction('cachedPiece').objectStore('cachedPiece').getAll()
        const pieces = await new Promise<{ data: Uint8Array }[]>((resolve) => {
          asking.addEventListener('success', () => resolve(asking.result))
        })
        for (const { data } of pieces) found.push(Array.from(data.slice(200, 232)))
      }
      database.close()
    }
    return found
  })
}

/** It opens from the copy, or comes from the server and is kept. */
async function looksAtLetter(reader: Reader): Promise<void> {
  await reader.press('cases.files.open', reader.page.locator('#files'))
  await reader.page.getByRole('img', { name: title }).waitFor()
  await reader.press('cases.files.close')
}

/** The app's own files and the words of its language lie on the device. */
async function appIsKept({ page }: Reader): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const isAtWork =
            (await navigator.serviceWorker.getRegistration('/app'))?.active?.state === 'activated'
          return isAtWork && (await (await caches.open('ihala-languages')).keys()).length > 2
        }),
      { timeout: 60_000 },
    )
    .toBe(true)
}

async function unlock(reader: Reader, phrase: string): Promise<void> {
  await reader.isOn('sync.unlock.title')
  await reader.write('sync.unlock.phrase', phrase)
  await reader.press('sync.unlock.go')
}

describe('the phone of Amina', () => {
  it('works a day without network, and whoever takes it finds nothing on it, locked or emptied', async () => {
    const profile = join(home, 'amina')
    const officer = await Account.of(at, 'mosul.officer')
    const { caseId, code } = await caseWithNeed(officer, name, 'DOC.NATCER')
    await officer.done('note.add', { noteId: newId(), caseId, kind: 'contact', text: note })
    const noise = Buffer.alloc(320 * 240 * 3).map((_, place) => (place * 7919) % 251)
    const raw = { raw: { width: 320, height: 240, channels: 3 as const } }
    const fileId = await officer.attach(caseId, await sharp(noise, raw).jpeg().toBuffer(), title)
    const letter = await officer.bytes(`/api/files/${fileId}`)
    const middle = Math.floor(letter.length / 2)

    let phone = await launchProfile(profile)
    let amina = await Reader.inProfile(phone.context, at, {
      locale: 'ar',
      width: 360,
      login: 'mosul.officer',
      names: [name],
    })
    await amina.open('/app/more')
    await amina.follow('sync.make.title')
    await amina.isOn('sync.make.title')
    await amina.looks('copy-what')
    await amina.press('sync.make.next')
    await amina.page.locator('.phrase li').nth(5).waitFor()
    const words = await amina.page.locator('.phrase li').allInnerTexts()
    expect(words).toHaveLength(6)
    await amina.looks('copy-words')
    await amina.press('sync.make.written')
    await amina.write('sync.make.again', words.slice(1).join(' '))
    await amina.press('sync.make.go')
    await amina.says('sync.make.differs')
    await amina.write('sync.make.again', words.join('  '))
    await amina.press('sync.make.go')
    await amina.button('sync.open.lock').waitFor()
    await amina.looks('copy-open')

    // the caseload has come, and is there without network
    await amina.page.getByText(amina.t('sync.copy.notYet')).waitFor({ state: 'detached' })
    await appIsKept(amina)
    await amina.open(`/app/cases/${caseId}`)
    await unlock(amina, words.join(' '))
    await looksAtLetter(amina)
    await amina.says('cases.files.here')
    await phone.context.setOffline(true)
    await amina.open(`/app/cases/${caseId}`)
    await unlock(amina, 'not the words at all')
    await amina.says('refusals.device.secret_wrong', { left: 9 })
    await amina.looks('unlock')
    await amina.write('sync.unlock.phrase', words.join(' '))
    await amina.press('sync.unlock.go')
    await amina.sees(note)
    await looksAtLetter(amina)
    // a lock in the middle of a note (here by another window) takes the keys and leaves what was typed
    await amina.press('cases.notes.add')
    const dialog = amina.dialog('cases.notes.add')
    await amina.write('cases.notes.text', offlineNote, dialog)
    // or Chromium writes it into its session files, sooner or later
    const forms = amina.page
      .locator('textarea')
      .evaluateAll((areas: HTMLTextAreaElement[]) => areas.map(({ form }) => form?.autocomplete))
    expect(await forms).toEqual(['off'])
    await amina.page.evaluate(() => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
      new BroadcastChannel('ihala-device').postMessage('locked')
    })
    await amina.says('sync.unlock.covers')
    await unlock(amina, words.join(' '))
    await amina.page.locator('dialog.lock').waitFor({ state: 'detached' })
    await amina.press('app.save', dialog)
    await dialog.waitFor({ state: 'detached' })
    await amina.sees(offlineNote)

    // one name is enough among the cases on the phone, while it is typed
    await amina.open('/app/cases')
    await unlock(amina, words.join(' '))
    await amina.write('cases.list.search', name.slice(0, 4))
    await amina.page
      .getByRole('region', { name: amina.t('sync.found.title') })
      .getByText(name)
      .waitFor()
    await amina.looks('copy-found')

    // locked by hand, and looked at byte by byte
    await amina.open('/app/copy')
    await unlock(amina, words.join(' '))
    await amina.press('sync.open.lock')
    await amina.isOn('sync.unlock.title')
    expect(await amina.page.locator('body').innerText()).not.toContain(name)
    const { id, wrap, share } = await headerOf(amina)
    const phrase = foldPhrase(words.join(' '))
    const rootKey = await unwrapped(wrap, id, { kind: 'phrase', secret: phrase, prf: null }, share)
    if (!rootKey) throw new Error('the key is not what the words open')
    const [sealed = []] = await keptLetters(amina)
    const piece = Uint8Array.from(sealed)
    expect(piece).toHaveLength(32)
    amina.wasNotBroken()
    await phone.close()
    const secrets = {
      name,
      note,
      offlineNote,
      title,
      letter: letter.subarray(middle, middle + 32),
      caseId,
      code,
      phrase,
      typed: words.join(' '),
      rootKey,
      stretched: await stretched(phrase, wrap.salt, wrap.stretch),
      phone: '07709988776',
    }
    expect(unexpected(foundOnDisk(profile, secrets))).toEqual([])
    expect(foundOnDisk(profile, { 'the search itself': wrap.salt })).not.toEqual([])
    expect(foundOnDisk(profile, { 'the sealed letter': piece })).not.toEqual([])

    // back at the office: what was written arrives once
    phone = await launchProfile(profile)
    amina = await Reader.inProfile(phone.context, at, {
      locale: 'ar',
      width: 360,
      login: 'mosul.officer',
      names: [name],
    })
    await amina.open('/app/copy')
    await unlock(amina, words.join(' '))
    await expect
      .poll(
        async () => JSON.stringify(await officer.read(`/api/cases/${caseId}`)).split(offlineNote).length - 1,
        { timeout: 60_000 },
      )
      .toBe(1)

    // the case goes to somebody else: it is gone from the phone, and nothing of it is found there
    const { account, sites } = await officer.read<MeAnswer>('/api/me')
    const { items } = await officer.read<Page<Colleague>>(`/api/colleagues?site=${sites[0]?.id}`)
    const colleague = items.find((one) => one.id !== account.id && one.roles.includes('caseworker'))
    await officer.done('case.hand_over', { caseId, accountId: colleague?.id, note: 'إجازة' })
    await amina.open('/app/sync')
    await unlock(amina, words.join(' '))
    await expect.poll(() => keptLetters(amina), { timeout: 60_000 }).toEqual([])
    amina.wasNotBroken()
    await phone.close()
    expect(unexpected(foundOnDisk(profile, secrets))).toEqual([])

    // and the copy is taken off
    phone = await launchProfile(profile)
    amina = await Reader.inProfile(phone.context, at, { locale: 'ar', width: 360, login: 'mosul.officer' })
    await amina.open('/app/copy')
    await unlock(amina, words.join(' '))
    await amina.press('sync.off.title')
    await amina.press('sync.off.title', amina.dialog('sync.off.title'))
    await amina.button('sync.make.next').waitFor()
    amina.wasNotBroken()
    await phone.close()
    const keyParts = { salt: wrap.salt, sealed: wrap.sealed, share, piece }
    expect(unexpected(foundOnDisk(profile, { ...secrets, ...keyParts }))).toEqual([])
  })

  it('opens with a PIN where its own safe answers, and with other words once they were changed', async () => {
    const browser = await launchBrowser()
    // authenticators know names of hosts, not numbers
    const named = { ...at, url: at.url.replace('127.0.0.1', 'localhost') }
    const baran = await Reader.come(browser, named, { locale: 'en', width: 1240, login: 'mosul.supervisor' })
    const devTools = await baran.context.newCDPSession(baran.page)
    await devTools.send('WebAuthn.enable')
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await baran.open('/app/copy')
    await baran.press('sync.make.next')
    await baran.choose('sync.make.way', 'sync.make.pin')
    await baran.press('sync.make.next')
    await baran.write('sync.make.pinNew', '123456')
    await baran.write('sync.make.pinAgain', '123456')
    await baran.press('sync.make.go')
    await baran.page
      .getByRole('textbox', { name: baran.t('sync.make.pinNew') })
      .and(baran.page.locator('[aria-invalid=true]'))
      .waitFor()
    await baran.write('sync.make.pinNew', '480 273')
    await baran.write('sync.make.pinAgain', '٤٨٠٢٧٣')
    await baran.looks('copy-pin')
    await baran.press('sync.make.go')
    await baran.press('sync.open.lock')
    await baran.isOn('sync.unlock.title')
    await baran.write('sync.unlock.pin', '480274')
    await baran.press('sync.unlock.go')
    await baran.says('refusals.device.secret_wrong', { left: 9 })
    await baran.write('sync.unlock.pin', '480273')
    await baran.press('sync.unlock.go')
    await baran.press('sync.open.change')
    await baran.write('sync.open.now', '480273')
    await baran.press('sync.make.next')
    await baran.page.locator('.phrase li').nth(5).waitFor()
    const words = await baran.page.locator('.phrase li').allInnerTexts()
    await baran.press('sync.make.written')
    await baran.write('sync.make.again', words.join(' ').toUpperCase())
    await baran.page
      .getByRole('main')
      .getByRole('button', { name: baran.t('sync.open.change') })
      .last()
      .click()
    await baran.says('sync.open.changed')
    await baran.press('sync.open.lock')
    await unlock(baran, words.join(' '))
    await baran.button('sync.open.lock').waitFor()
    await baran.leave()
    await browser.close()
  })

  it('loses nothing that it said was kept when the browser is killed in the middle', async () => {
    expect(await killedWhileWriting(at, join(home, 'killed'), 3)).toBeGreaterThan(15)
  })
})
