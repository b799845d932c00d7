import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import type { CaseAnswer } from '../../src/records/answers.ts'
import { Account, caseWithNeed } from './by-api.ts'
import { comesBack, makeCopy } from './copy-steps.ts'
import { Reader } from './reader.ts'

let at: Running
let browser: Browser
beforeAll(async () => {
  ;[at, browser] = await Promise.all([startIhala(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await at?.stop()
})

interface Front {
  readonly url: string
  /** From now on the page and the worker that are served are others, as after an update. */
  update(): void
  /** The app's own files come through and nothing else, or everything again. */
  onlyFiles(only: boolean): void
  close(): void
}

const newerPage = '<!-- newer -->'

/** Stands before the server as a proxy does, and can pretend that a newer app was put on it. */
async function frontOf(server: Running): Promise<Front> {
  let [isNewer, onlyFiles] = [false, false]
  const front = createServer((coming, going) => {
    const { method, headers, url } = coming
    const path = new URL(url ?? '/', server.url)
    if (onlyFiles && !path.pathname.startsWith('/app/')) return void coming.socket.destroy()
    const isChanged = isNewer && /^\/app\/(sw\.js|index\.html)$/.test(path.pathname)
    if (isChanged) for (const name of ['accept-encoding', 'if-none-match']) delete headers[name]
    const onward = ask(path, { method, headers }, (answer) => {
      if (isChanged) delete answer.headers['content-length']
      going.writeHead(answer.statusCode ?? 500, answer.headers)
      if (!isChanged) return void answer.pipe(going)
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => going.end(newer(path.pathname, Buffer.concat(parts).toString())))
    })
    coming.pipe(onward)
  })
  await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    update: () => {
      isNewer = true
    },
    onlyFiles: (only) => {
      onlyFiles = only
    },
    close: () => front.close(),
  }
}

/** As the next build would have it: another page, and a worker whose list names it by another fingerprint. */
function newer(path: string, text: string): string {
  if (path.endsWith('.html')) return text.replace('</head>', `${newerPage}</head>`)
  const listed = text.replace(/(\/app\/index\.html[`'"],\s*[`'"]?revision[`'"]?:\s*[`'"])\w+/, '$1newer')
  if (listed === text) throw new Error('the worker does not name the page it keeps')
  return listed
}

/** Every file the browser keeps, by its path. */
function keptFiles({ page }: Reader): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
}

const wordsIn = (files: readonly string[]): string[] => files.filter((path) => /\/app\.\w+-/.test(path))

/** The worker is at work, and words and letters of so many languages lie on the device. */
async function appIsKept(reader: Reader, languages = 1): Promise<void> {
  await expect
    .poll(
      async () =>
        (await reader.page.evaluate(async () =>
          Boolean((await navigator.serviceWorker.getRegistration('/app'))?.active),
        )) && wordsIn(await keptFiles(reader)).length,
      { timeout: 60_000 },
    )
    .toBe(languages)
}

describe('the app on the device', () => {
  it.each(['ar', 'kmr'] as const)('opens without network after it was opened once (%s)', async (locale) => {
    const officer = await Reader.come(browser, at, {
      locale,
      width: 360,
      login: 'mosul.officer',
      keepsApp: true,
    })
    await officer.open('/app')
    await officer.isOn('app.nav.day')
    await appIsKept(officer)
    const kept = await keptFiles(officer)
    expect(kept).toContain('/app/index.html')
    expect(
      kept.filter((path) => !path.startsWith('/app/')),
      'files of the app and nothing else',
    ).toEqual([])

    await officer.context.setOffline(true)
    await officer.open('/app/cases')
    await officer.isOn('sync.noNetwork.title')
    await officer.looks('no-network')
    await officer.context.setOffline(false)
    await officer.isOn('app.nav.cases')
    await officer.leave()
  })

  it('a new version says that it is there, and waits while Amina writes a note', async () => {
    const amina = await Account.of(at, 'mosul.officer')
    const { caseId } = await caseWithNeed(amina, 'سهاد', 'DOC.NATCER')
    const front = await frontOf(at)
    const officer = await Reader.come(
      browser,
      { ...at, url: front.url },
      { locale: 'en', width: 360, login: 'mosul.officer', keepsApp: true, names: ['سهاد'] },
    )
    await officer.open(`/app/cases/${caseId}`)
    await appIsKept(officer)
    await officer.press('cases.notes.add')
    const dialog = officer.dialog('cases.notes.add')
    await officer.write('cases.notes.text', 'In the middle of writing', dialog)

    front.update()
    const before = await officer.page.evaluate(() => performance.timeOrigin)
    await officer.page.evaluate(async () => (await navigator.serviceWorker.ready).update())
    const strip = officer.page.getByRole('complementary', { name: officer.t('app.notices') })
    await officer.says('sync.version.ready', {}, strip)
    // behind the dialog the strip is out of reach, but a second window is not
    const second = await officer.context.newPage()
    await second.goto(`${front.url}/app/more`)
    await second.getByRole('button', { name: officer.t('sync.version.use') }).click()
    await second.getByText(officer.t('sync.version.busy')).waitFor()
    await second.close()

    await officer.press('app.save', dialog)
    await officer.sees('In the middle of writing')
    expect(await officer.page.evaluate(() => performance.timeOrigin), 'nothing was torn away').toBe(before)
    await officer.looks('new-version')
    await expect
      .poll(async () => {
        const button = officer.button('sync.version.use')
        if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => {}) // started anew under it
        return officer.page.evaluate(() => performance.timeOrigin).catch(() => before)
      })
      .toBeGreaterThan(before)
    await officer.sees('In the middle of writing')
    expect(await officer.button('sync.version.use').count()).toBe(0)
    await officer.leave()
    front.close()
  })

  it('what was written without network stays through an update, and leaves a phone whose app is closed and locked', async () => {
    const amina = await Account.of(at, 'mosul.officer')
    const { caseId } = await caseWithNeed(amina, 'ئاواز', 'DOC.NATCER')
    const front = await frontOf(at)
    const there = { ...at, url: front.url }
    const officer = await Reader.come(browser, there, {
      locale: 'ar',
      width: 360,
      keepsApp: true,
      names: ['ئاواز'],
    })
    await officer.context.grantPermissions(['background-sync'])
    await officer.open('/app/')
    await officer.signIn('mosul.officer')
    const phrase = await makeCopy(officer)
    await appIsKept(officer, 4)
    await officer.context.setOffline(true)
    await comesBack(officer, `/app/cases/${caseId}`, phrase)
    const written = ['على طريق الجبل', 'عند عين الماء', 'قبل الغروب']
    for (const text of written) {
      await officer.inDialog('cases.notes.add', 'app.save', (dialog) =>
        officer.write('cases.notes.text', text, dialog),
      )
      await officer.sees(text)
    }
    await officer.says('sync.state.waiting')
    const tags = (): Promise<string[]> =>
      officer.page.evaluate(async () => {
        const { sync } = (await navigator.serviceWorker.ready) as unknown as {
          sync: { getTags(): Promise<string[]> }
        }
        return sync.getTags()
      })
    await expect.poll(tags).toEqual(['ihala.hand-in'])

    // a little network: enough for the newer app, and the server itself does not answer
    front.onlyFiles(true)
    front.update()
    await officer.context.setOffline(false)
    await officer.page.evaluate(async () => (await navigator.serviceWorker.ready).update())
    await officer.button('sync.version.use').waitFor()
    const before = await officer.page.evaluate(() => performance.timeOrigin)
    await officer.press('sync.version.use')
    await officer.press('sync.version.useAndLock')
    await expect
      .poll(() => officer.page.evaluate(() => performance.timeOrigin).catch(() => before))
      .toBeGreaterThan(before)
    await officer.isOn('sync.unlock.title')
    expect(await officer.page.content()).toContain(newerPage)
    await comesBack(officer, `/app/cases/${caseId}`, phrase)
    for (const text of written) await officer.sees(text)
    const onItsWay = ['waiting', 'kept', 'sending'].map((state) => officer.t(`sync.state.${state}`))
    await officer.sees(new RegExp(onItsWay.join('|')))
    const notes = async (): Promise<string[]> =>
      (await amina.read<CaseAnswer>(`/api/cases/${caseId}`)).notes.map(({ text }) => text)
    expect(await notes()).toEqual([])

    // nothing of the app stays open: what follows is the worker's alone, woken as the browser wakes it
    const elsewhere = await officer.context.newPage()
    await elsewhere.goto('about:blank')
    await officer.page.close()
    front.onlyFiles(false)
    await elsewhere.goto(`${front.url}/portal/`)
    await wakeForSync(officer.context, elsewhere)
    await expect.poll(async () => (await notes()).toSorted()).toEqual(written.toSorted())
    await officer.leave()
    front.close()
  })
})

/** As the browser does when there is network again. */
async function wakeForSync(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page)
  const registrations = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  await devtools.send('ServiceWorker.dispatchSyncEvent', {
    origin: new URL(page.url()).origin,
    registrationId: await registrations,
    tag: 'ihala.hand-in',
    lastChance: true,
  })
}
