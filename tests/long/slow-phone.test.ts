import { expect, it } from 'vitest'
import { Account } from '../journeys/by-api.ts'
import { dayWithoutNetwork, type Network, noteOfTheDay } from '../journeys/day-without-network.ts'
import type { Reader } from '../journeys/reader.ts'
import { launchBrowser } from '../support/browser.ts'
import { startIhala } from '../support/running.ts'

/** A phone of the cheapest kind in a village: a sixth of the speed of this machine, and a link of some 400 kbit/s. */
async function slowDown({ context, page }: Reader): Promise<Network> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await devtools.send('Network.enable')
  const network: Network = async (isThere) => {
    // the worker hears of it from Playwright, and what the page has been told here counts for the page
    await context.setOffline(!isThere)
    await devtools.send('Network.emulateNetworkConditions', {
      offline: !isThere,
      latency: 400,
      downloadThroughput: 50_000,
      uploadThroughput: 25_000,
    })
  }
  await network(true)
  return network
}

it('a day without network holds on a slow phone with a slow link: nothing is timed, and nothing is lost', async () => {
  const [at, browser] = await Promise.all([startIhala(), launchBrowser()])
  try {
    const amina = await Account.of(at, 'mosul.officer')
    const notes = await dayWithoutNetwork({
      browser,
      at,
      amina,
      locale: 'ckb',
      width: 360,
      given: 'سروە',
      patience: 6,
      begins: slowDown,
    })
    expect(notes).toEqual([noteOfTheDay])
  } finally {
    await browser.close()
    await at.stop()
  }
})
