import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed } from './by-api.ts'
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
      kept.filter((path) => !/^\/app\//.test(path)),
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
})
