import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withOwner } from '../../src/server/database-owner.ts'
import { readSettings, type Settings } from '../../src/server/settings.ts'
import { type Running, start } from '../../src/server/start.ts'
import { openStorage } from '../../src/server/storage.ts'
import { testId, today } from '../support/house.ts'
import { makeWorld, testPassword, world } from '../support/world.ts'
import { type Heard, say } from './raw.ts'

/** Steps to undo, last first, after each test or at the end of a file. */
export const cleanUp: (() => Promise<unknown>)[] = []
export async function cleanedUp(): Promise<void> {
  for (const step of cleanUp.splice(0).reverse()) await step()
}

export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ihala-machine-'))
  cleanUp.push(() => rm(path, { recursive: true, force: true, maxRetries: 10 }))
  return path
}

export const settings = (data: string, more: Record<string, string> = {}): Settings =>
  readSettings({ PORT: '0', IHALA_DATA: data, IHALA_DEMO: '0', IHALA_LIMITS: '0', ...more })

/** A whole Ihala on an embedded database of its own, with the small world in it; `token` is Amina's. */
export async function opened(data: string): Promise<Running & { readonly token: string }> {
  const storage = await openStorage(settings(data), () => {})
  const running = await start(settings(data), () => {})
  cleanUp.push(() => running.stop())
  await withOwner(storage.owner, makeWorld)
  await storage.stop()
  const heard = await say(
    running.url,
    '/api/sign-in',
    JSON.stringify({ account: 'amina', password: testPassword }),
  )
  const token = /ihala=([^;]+)/.exec(String(heard.headers['set-cookie']))?.[1] ?? ''
  return { ...running, token }
}

export async function postmaster(data: string): Promise<number> {
  return Number((await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
}

export const act = (url: string, token: string, name: string, input: object, id = testId()): Promise<Heard> =>
  say(url, '/actions', JSON.stringify({ id, name, input }), {
    authorization: `Bearer ${token}`,
    'accept-language': 'en',
  })

export function intake() {
  return {
    caseId: testId(),
    personId: testId(),
    siteId: world.sites.mosul,
    openedOn: today(),
    statusCategory: 'idp',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'in_person' },
    codeName: 'زيتونة',
  }
}

export async function until(what: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < seconds * 1000; await sleep(50))
    if (await what()) return true
  return false
}

export const healthy = async (url: string): Promise<boolean> =>
  (await say(url, '/health', undefined)).status === 200
