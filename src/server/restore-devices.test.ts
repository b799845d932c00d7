import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../actions/action.ts'
import { writeRevocations } from '../sync/revocations.job.ts'
import type { PullAnswer } from '../sync/protocol.ts'
import { type Copy, copyOf, enrolled } from '../../tests/sync/copy.ts'
import { emptyDatabase } from '../../tests/support/database.ts'
import {
  type Client,
  type TestHouse,
  openCase,
  testHouse,
  testId,
  testPassword,
  world,
} from '../../tests/support/house.ts'
import { backUp } from './backup.ts'
import { makeBackupKey, opener, sealer } from './backup-keys.ts'
import { withOwner } from './database-owner.ts'
import { restore } from './restore.ts'
import { buildServer } from './server.ts'
import { readSettings } from './settings.ts'
import { openHouse, prepareDatabase } from './start.ts'
import type { Storage } from './storage.ts'

let here: TestHouse
let folder: string
const closing: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  here = await testHouse()
  folder = await mkdtemp(join(tmpdir(), 'ihala-epoch-'))
}, 60_000)
afterAll(async () => {
  await here?.close()
  for (const step of closing.toReversed()) await step()
  await rm(folder, { recursive: true, force: true })
})

interface Place extends Storage {
  readonly admin: Parameters<typeof withOwner>[0]
}
async function emptyPlace(): Promise<Place> {
  const place = await emptyDatabase()
  closing.push(() => place.close())
  return { owner: place.owner, admin: place.admin, secret: here.db.secret, stop: async () => {} }
}

/** The server on a restored database, and who signs in there. */
async function openedAt(place: Place): Promise<{
  signIn(login: string): Promise<Client>
  token(path: string, token: string, body: object): Promise<unknown>
}> {
  const settings = readSettings({
    DATABASE_URL: 'postgres://unused',
    IHALA_SECRET: 'f0e1d2c3b4a5968778695a4b3c2d1e0f',
    IHALA_DEMO: '1',
    IHALA_LIMITS: '0',
  })
  const house = await openHouse(place, settings)
  const server = buildServer(house)
  await server.ready()
  closing.push(async () => {
    await server.close()
    await house.close()
  })
  const at = (token: string): Client => ({
    ...here.withToken(token),
    post: async (url, body) => {
      const answer = await server.inject({
        method: 'POST',
        url,
        headers: { authorization: `Bearer ${token}` },
        payload: body as object,
      })
      return { status: answer.statusCode, body: answer.json() as never }
    },
  })
  return {
    async signIn(login) {
      const answer = await server.inject({
        method: 'POST',
        url: '/api/sign-in',
        payload: { account: login, password: testPassword },
      })
      return at(/ihala=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? answer.body)
    },
    token: async (url, token, payload) =>
      (await server.inject({ method: 'POST', url, headers: { 'x-ihala-device': token }, payload })).json(),
  }
}

const noted = (copy: Copy, n: number, caseId: string, text: string) => ({
  id: testId(),
  name: 'note.add',
  input: { noteId: testId(), caseId, kind: 'contact', text },
  from: {
    device: copy.id,
    n,
    epoch: copy.epoch ?? 1,
    seen: copy.cases.get(caseId)?.rev ?? null,
    at: { ms: Date.now(), c: 0 },
    version: 1,
  },
})
/** The same device with what it has kept, asking elsewhere. */
function moved(copy: Copy, client: Client): Copy {
  const same = copyOf(client, copy.id)
  Object.assign(same, { cookie: copy.cookie, epoch: copy.epoch })
  for (const [id, held] of copy.cases) same.cases.set(id, held)
  return same
}

test('after a restore an honest phone hands in again what was lost, a lost one still hears that it is to empty itself, and who left stays out', async () => {
  const source: Storage = { owner: here.db.owner, secret: here.db.secret, stop: async () => {} }
  await prepareDatabase(source, () => {})
  const amina = await here.signIn('amina')
  const baran = await here.signIn('baran')
  const { caseId } = await openCase(amina)
  const [phone, lost] = [await enrolled(amina), await enrolled(await here.signIn('sana'))]
  await amina.done('case.add_to_team', { caseId, accountId: world.accounts.sana, relation: 'interpreter' })
  await phone.pull()
  const first = noted(phone, 1, caseId, 'قبل النسخة')
  expect((await amina.post<Answer[]>('/actions', [first])).body).toMatchObject([{ outcome: 'applied' }])

  const key = join(folder, 'key')
  const sealing = await sealer({ IHALA_BACKUP_RECIPIENT: await makeBackupKey(key) })
  const opening = await opener({ IHALA_BACKUP_IDENTITY_FILE: key })
  const file = join(folder, 'before.ihala')
  await backUp(source, file, sealing, () => {})

  // what the backup does not know: a second note, a phone set up and lost, an account that left, somebody off the team
  const second = noted(phone, 2, caseId, 'بعد النسخة')
  expect((await amina.post<Answer[]>('/actions', [second])).body).toMatchObject([{ outcome: 'applied' }])
  await phone.pull()
  const later = await enrolled(await here.signIn('sana'))
  await baran.done('device.revoke', { deviceId: lost.id })
  await baran.done('device.revoke', { deviceId: later.id })
  await amina.done('case.remove_from_team', { caseId, accountId: world.accounts.sana })
  await (await here.signIn('rozh')).done('account.leave', { accountId: world.accounts.younis })
  const revocationsFile = join(folder, 'revocations')
  expect(await here.db.worker.as({ kind: 'worker' }, (tx) => writeRevocations(tx, revocationsFile))).toBe(4)
  expect(await here.db.worker.as({ kind: 'worker' }, (tx) => writeRevocations(tx, revocationsFile))).toBe(0)

  const place = await emptyPlace()
  const quiet = { otherSecret: false, log: () => {}, progress: () => {} }
  const done = await restore(place, file, opening, { ...quiet, revocationsFile })
  expect(done.takenAway).toBe(4)
  expect(await readFile(revocationsFile, 'utf8')).toContain(`epoch ${done.epoch}`)
  const there = await openedAt(place)

  // honest: asked what it holds, hands in its journal with the same ids, and is given the case anew
  const again = moved(phone, await there.signIn('amina'))
  expect((await again.page()).body).toEqual({ state: 'say_what_you_hold', epoch: done.epoch, lastN: 1 })
  again.cookie = null
  const client = await there.signIn('amina')
  const journal = await client.post<Answer[]>('/actions', [first, second])
  expect(journal.body.map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
  const pages = await again.pull({ holds: again.holds() })
  expect(pages[0]?.cases.find(({ id }) => id === caseId)).toMatchObject({ replace: true })
  const notes = again.cases.get(caseId)?.rows.note ?? []
  expect(notes.map(({ text }) => text).sort()).toEqual(['بعد النسخة', 'قبل النسخة'].sort())
  expect(again.cases.get(caseId)?.rev).toBeGreaterThan(done.epoch * 2 ** 32)
  // a case that is opened now begins in this history too
  const [made] = await withOwner(place.admin, (admin) =>
    admin.rows<{ rev: number }>('select first_rev()::float8 as rev'),
  )
  expect(made?.rev).toBe(done.epoch * 2 ** 32)

  // lost before and after the backup: neither comes back to life
  const request = (device: string) => ({
    device,
    cookie: null,
    epoch: 1,
    version: 1,
    counters: { made: 0, acknowledged: 0, parked: 0 },
  })
  for (const one of [lost, later])
    expect(await there.token('/sync/pull', one.token, request(one.id))).toEqual({
      state: 'wipe',
    } satisfies PullAnswer)
  const [gone] = await withOwner(place.admin, (admin) =>
    admin.rows<{ younis: string; team: number }>(
      `select (select state from account where login = 'younis') as younis, (select count(*)::int from case_team where case_id = $1 and until is null) as team`,
      [caseId],
    ),
  )
  expect(gone).toEqual({ younis: 'left', team: 0 })

  // the same backup once more: again another history
  const elsewhere = await emptyPlace()
  expect((await restore(elsewhere, file, opening, { ...quiet, revocationsFile })).epoch).toBeGreaterThan(
    done.epoch,
  )
}, 60_000)
