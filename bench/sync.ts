import { withOwner } from '../src/server/database-owner.ts'
import { hashPassword } from '../src/server/passwords.ts'
import { launchBrowser } from '../tests/support/browser.ts'
import { Reader } from '../tests/journeys/reader.ts'
import type { Running } from '../tests/support/running.ts'
import type { Place, Server } from './house.ts'
import { kind, sqlBenchId } from './ids.ts'

const password = 'reeds-in-the-marsh-8'
/** A village's link: 100 kbit/s down, 64 up, 600 ms there and back. */
const link = { offline: false, latency: 600, downloadThroughput: 12_500, uploadThroughput: 8_000 }

interface Pull {
  readonly began: number
  ended: number
  bytes: number
}

/**
 * The first sync of an officer with 500 open cases over a slow link, and an idle pull after it, in the real app in a
 * real browser whose network is slowed.
 */
export async function measureSync(place: Place, server: Server): Promise<string> {
  await withOwner(place.admin, async (admin) => {
    await admin.script(sqlBenchId)
    await admin.rows(
      `insert into account_secret (account_id, password_hash) values (bench_id(${kind.officer}, 1), $1) on conflict do nothing`,
      [await hashPassword(password)],
    )
  })
  const browser = await launchBrowser()
  try {
    const officer = await Reader.come(browser, { url: server.url } as Running, { locale: 'en', width: 360 })
    const pulls = await watchPulls(officer)
    await officer.open('/app/')
    await officer.write('app.signIn.account', 'bench.officer.1')
    await officer.write('app.signIn.password', password)
    await officer.press('app.signIn.go')
    await officer.page.getByRole('navigation', { name: officer.t('app.nav.label') }).waitFor()
    await officer.open('/app/copy')
    await officer.press('sync.make.next')
    await officer.page.locator('ol.phrase').or(officer.button('sync.make.next')).first().waitFor()
    if (await officer.button('sync.make.next').isVisible()) await officer.press('sync.make.next')
    const words = await officer.page.locator('ol.phrase li').allInnerTexts()
    await officer.press('sync.make.written')
    await officer.write('sync.make.again', words.join(' '))
    const devTools = await officer.context.newCDPSession(officer.page)
    await devTools.send('Network.enable')
    await devTools.send('Network.emulateNetworkConditions', link)
    await officer.press('sync.make.go')
    const listed = officer.page.getByText('500', { exact: true })
    await listed.waitFor({ timeout: 300_000 })
    const usable = performance.now()
    for (let before = -1; before !== pulls.length; ) {
      before = pulls.length
      await officer.page.waitForTimeout(8_000)
    }
    const first = pulls[0] as Pull
    const last = pulls.at(-1) as Pull
    const bytes = pulls.reduce((sum, pull) => sum + pull.bytes, 0)
    const pages = pulls.length
    await officer.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await officer.page.waitForTimeout(5_000)
    const idle = pulls.at(-1) as Pull
    if (pulls.length === pages) throw new Error('no idle pull was made')
    return `| what | measured | target |
| --- | --- | --- |
| first sync of 500 cases at 100 kbit/s, 600 ms: list usable after | ${seconds(usable - first.began)} | 4 s |
| all of them after | ${seconds(last.ended - first.began)} | 75 s |
| bytes of it, in ${pages} pages | ${(bytes / 1000).toFixed(0)} KB | 800 KB |
| idle pull, the answer with its headers | ${idle.bytes} bytes | 500 |`
  } finally {
    await browser.close()
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

/** Each POST /sync/pull with when it began and ended and what came down, as the network saw it. */
async function watchPulls(reader: Reader): Promise<Pull[]> {
  const pulls: Pull[] = []
  const asked = new Map<string, Pull>()
  const devTools = await reader.context.newCDPSession(reader.page)
  await devTools.send('Network.enable')
  devTools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.endsWith('/sync/pull')) return
    const pull = { began: performance.now(), ended: 0, bytes: 0 }
    asked.set(requestId, pull)
    pulls.push(pull)
  })
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const pull = asked.get(requestId)
    if (pull) Object.assign(pull, { ended: performance.now(), bytes: encodedDataLength })
  })
  return pulls
}
