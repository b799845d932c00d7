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
  /** From now on the worker that is served is another one, as after an update. */
  update(): void
  close(): void
}

/** Stands before the server as a proxy does, and can pretend that a newer app was put on it. */
async function frontOf(server: Running): Promise<Front> {
  let isNewer = false
  const front = createServer((coming, going) => {
    const { method, headers, url } = coming
    const path = new URL(url ?? '/', server.url)
    // as it is, not compressed: the line added below has to be readable
    if (path.pathname === '/app/sw.js') delete headers['accept-encoding']
    const onward = ask(path, { method, headers }, (answer) => {
      const isGrown = isNewer && path.pathname === '/app/sw.js'
      if (isGrown) delete answer.headers['content-length']
      going.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(going, { end: !isGrown })
      if (isGrown) answer.on('end', () => going.end('// newer'))
    })
    coming.pipe(onward)
  })
  await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    update: () => {
      isNewer = true
    },
    close: () => front.close(),
  }
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

  it('what was written without network leaves a phone whose app is closed and locked', async () => {
    const amina = await Account.of(at, 'mosul.officer')
    const { caseId } = await caseWithNeed(amina, 'ئاواز', 'DOC.NATCER')
    const officer = await Reader.come(browser, at, {
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
    await officer.inDialog('cases.notes.add', 'app.save', (dialog) =>
      officer.write('cases.notes.text', 'على طريق الجبل', dialog),
    )
    await officer.says('sync.state.waiting')
    const tags = (): Promise<string[]> =>
      officer.page.evaluate(async () => {
        const { sync } = (await navigator.serviceWorker.ready) as unknown as {
          sync: { getTags(): Promise<string[]> }
        }
        return sync.getTags()
      })
    await expect.poll(tags).toEqual(['ihala.hand-in'])

    // nothing of the app stays open: what follows is the worker's alone, woken as the browser wakes it
    const elsewhere = await officer.context.newPage()
    await elsewhere.goto('about:blank')
    await officer.page.close()
    await officer.context.setOffline(false)
    await elsewhere.goto(`${at.url}/portal/`)
    await wakeForSync(officer.context, elsewhere)
    await expect
      .poll(async () => (await amina.read<CaseAnswer>(`/api/cases/${caseId}`)).notes.map(({ text }) => text))
      .toEqual(['على طريق الجبل'])
    await officer.leave()
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
