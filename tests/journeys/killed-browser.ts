import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { launchProfile } from '../support/browser.ts'
import type { Running } from '../support/running.ts'

const assets = fileURLToPath(new URL('../../dist/web/app/assets', import.meta.url))

/** What the page of the test does with the worker of the device, as the app does. */
interface Driven {
  ask(to: string, method: string, ...args: unknown[]): Promise<unknown>
}

/** The worker of the built app, driven from a page of its own. */
async function drive(page: Page, at: Running): Promise<void> {
  await page.goto(`${at.url}/app/index.html`)
  const worker = readdirSync(assets).find((file) => /^device\.worker-[\w-]+\.js$/.test(file))
  if (worker === undefined) throw new Error('the built app has no worker for the device')
  await page.evaluate((file) => {
    const device = new Worker(`/app/assets/${file}`, { type: 'module' })
    let calls = 0
    const driven: Driven = {
      ask: (to, method, ...args) =>
        new Promise((resolve, reject) => {
          const call = ++calls
          device.addEventListener('message', function listen({ data }) {
            if (data.call !== call) return
            device.removeEventListener('message', listen)
            if (data.kind === 'done') resolve(data.value)
            else reject(new Error(JSON.stringify(data)))
          })
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
          device.postMessage({ call, to, method, args })
        }),
    }
    Object.assign(window, { driven })
  }, worker)
}

const factors = { kind: 'phrase', secret: 'river candle seven carpet bridge olive', prf: null }

/**
 * Writes on one device as fast as it can, kills the browser at some moment, opens the profile again and looks: every
 * write that was said to be kept is there, under numbers without a gap. Answers how many there were.
 */
export async function killedWhileWriting(at: Running, profile: string, rounds: number): Promise<number> {
  const device = '018f0000-0000-7000-8000-00000000dead'
  const acknowledged: string[] = []
  for (let round = 0; round <= rounds; round++) {
    const phone = await launchProfile(profile)
    const page = await phone.context.newPage()
    await page.exposeFunction('acknowledged', (id: string) => void acknowledged.push(id))
    await drive(page, at)
    const kept = await page.evaluate(
      async ({ copy, isFirst }) => {
        const { driven } = window as unknown as { driven: Driven }
        if (isFirst) await driven.ask('keeper', 'make', { ...copy, share: new Uint8Array(32).fill(7) })
        else await driven.ask('keeper', 'open', copy.device, copy.factors)
        const waiting = (await driven.ask('store', 'waiting')) as {
          command: { id: string; from: { n: number } }
        }[]
        return waiting.map(({ command }) => ({ id: command.id, n: command.from.n }))
      },
      {
        isFirst: round === 0,
        copy: {
          device,
          owner: 'nobody',
          ingestKey: await ingestKeyOf(),
          token: 'none',
          leaseUntil: new Date(Date.now() + 3_600_000).toISOString(),
          factors,
          authenticator: null,
        },
      },
    )
    expect(kept.map(({ n }) => n)).toEqual(kept.map((_, place) => place + 1))
    const ids = new Set(kept.map(({ id }) => id))
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
    if (round === rounds) {
      await phone.close()
      break
    }
    const before = acknowledged.length
    void page
      .evaluate(
        async (from) => {
          const { driven, acknowledged: say } = window as unknown as {
            driven: Driven
            acknowledged: (id: string) => Promise<void>
          }
          for (;;) {
            const id = crypto.randomUUID()
            await driven.ask('store', 'keep', {
              id,
              name: 'note.add',
              input: { text: 'x'.repeat(600) },
              from,
            })
            void say(id)
          }
        },
        { device, epoch: 1, seen: null, at: { ms: 1, c: 0 }, version: 1 },
      )
      .catch(() => {}) // killed under it
    await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + 5)
    await new Promise((go) => setTimeout(go, Math.random() * 300))
    await phone.kill()
  }
  return acknowledged.length
}

/** A key nobody has the other half of: what is sealed to it here is never handed in. */
async function ingestKeyOf(): Promise<string> {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
    'deriveBits',
  ])
  return Buffer.from(await crypto.subtle.exportKey('raw', publicKey)).toString('base64')
}
