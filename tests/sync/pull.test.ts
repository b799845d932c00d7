import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import {
  type Client,
  type TestHouse,
  caseWithConsent,
  openCase,
  testHouse,
  testId,
  world,
} from '../support/house.ts'
import { certify, guarded } from '../vault/guarding.ts'
import { type Copy, copyOf, enrolled } from './copy.ts'

let here: TestHouse
let amina: Client
let baran: Client
let phone: Copy
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  baran = await here.signIn('baran')
})
afterAll(() => here.close())
beforeEach(async () => {
  phone = await enrolled(amina)
})

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))

test('Amina sets her phone up and finds her open cases on it, whole; asked again, nothing comes and little is said', async () => {
  const { caseId } = await caseWithConsent(amina)
  await phone.pull()
  const held = phone.cases.get(caseId)
  expect(held?.scope).toBe(2)
  expect(Object.keys(held?.rows ?? {}).sort()).toEqual(
    ['case_event', 'case_file', 'consent', 'need', 'person', 'task'].sort(),
  )
  expect(held?.rows.person?.[0]).toMatchObject({ hasChosenWord: false, nameParts: { given: 'هدى' } })
  const { rev } = (
    await behind<{ rev: number }>('select rev::float8 as rev from case_file where id = $1', [caseId])
  )[0] ?? { rev: 0 }
  expect(held?.rev).toBe(rev)
  const { body } = await phone.page()
  expect(body).toMatchObject({ state: 'ok', cases: [], forget: [], more: false, cookie: phone.cookie })
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(500)
})

test('what changed comes alone: a new note brings the note and its case, not the history', async () => {
  const { caseId } = await caseWithConsent(amina)
  await phone.pull()
  await amina.done('note.add', {
    noteId: testId(),
    caseId,
    kind: 'contact',
    text: 'تحدثنا',
    happenedOn: '2026-11-01',
  })
  const [page] = await phone.pull()
  const came = page?.cases.find(({ id }) => id === caseId)
  expect(came).toMatchObject({ replace: false, scope: 2 })
  expect(came?.rows.note).toHaveLength(1)
  expect(came?.rows.need).toBeUndefined()
  expect(came?.rows.consent).toBeUndefined()
  expect(phone.cases.get(caseId)?.rows.need).toHaveLength(1)
})

test('a case that was handed over is gone from the phone of whoever led it, and is on that of who leads it now', async () => {
  const { caseId } = await caseWithConsent(amina)
  const sana = await here.signIn('sana')
  const sanas = await enrolled(sana)
  await phone.pull()
  await sanas.pull()
  expect([phone.cases.has(caseId), sanas.cases.has(caseId)]).toEqual([true, false])
  await amina.done('case.hand_over', {
    caseId,
    accountId: world.accounts.sana,
    siteId: world.sites.mosul,
    note: 'إجازة',
  })
  const [page] = await phone.pull()
  expect(page?.forget).toEqual([caseId])
  expect(phone.cases.has(caseId)).toBe(false)
  await sanas.pull()
  expect(sanas.cases.get(caseId)?.rows.need).toHaveLength(1)
  // a packet that was lost is asked for again with the cookie of before, and says the same
  const again = copyOf(amina, phone.id)
  again.cookie = phone.cookie
  expect((await again.page()).body).toMatchObject({ forget: [], cases: [] })
})

test('somebody of the team has a case on her phone because she chose it, and only while she is on the team', async () => {
  const { caseId } = await openCase(amina)
  const sana = await here.signIn('sana')
  const sanas = await enrolled(sana)
  expect((await sana.act('offline.choose', { caseId, whole: true })).refusal?.code).toBe('case.not_found')
  await amina.done('case.add_to_team', { caseId, accountId: world.accounts.sana, relation: 'interpreter' })
  await sanas.pull()
  expect(sanas.cases.has(caseId)).toBe(false)
  await sana.done('offline.choose', { caseId, whole: false })
  await sanas.pull()
  expect(sanas.cases.get(caseId)).toMatchObject({ scope: 1, replace: true })
  expect(Object.keys(sanas.cases.get(caseId)?.rows ?? {})).toEqual(['case_file'])
  await sana.done('offline.choose', { caseId, whole: true })
  await sanas.pull()
  expect(sanas.cases.get(caseId)).toMatchObject({ scope: 2, replace: true })
  await amina.done('case.remove_from_team', { caseId, accountId: world.accounts.sana })
  const [page] = await sanas.pull()
  expect(page?.forget).toEqual([caseId])
  const lookers = (
    await baran.get<{ looks: { act: string; name: string | null }[] }>(`/api/cases/${caseId}/who-looked`)
  ).body.looks.filter(({ act }) => act === 'read.put_on_device')
  expect(new Set(lookers.map(({ name }) => name))).toContain('Sana')
})

test('a supervisor has none of her colleagues’ cases on her phone but those she chose, and lets go of them', async () => {
  const { caseId } = await openCase(amina)
  const barans = await enrolled(baran)
  await barans.pull()
  expect(barans.cases.size).toBe(0)
  await baran.done('offline.choose', { caseId, whole: true })
  await barans.pull()
  expect([...barans.cases.keys()]).toEqual([caseId])
  expect((await baran.get('/api/offline')).body).toMatchObject({
    whole: 1,
    chosen: [{ caseId, whole: true }],
  })
  await baran.done('offline.release', { caseId })
  await barans.pull()
  expect(barans.cases.size).toBe(0)
})

test('a case that rests for weeks shrinks to its line; what is due brings it back', async () => {
  const { caseId } = await caseWithConsent(amina)
  await phone.pull()
  await behind(
    `update case_file set worked_at = now() - interval '40 days', next_due_at = null where id = $1`,
    [caseId],
  )
  const [page] = await phone.pull()
  expect(page?.cases.find(({ id }) => id === caseId)).toMatchObject({ scope: 1, replace: true })
  expect(Object.keys(phone.cases.get(caseId)?.rows ?? {})).toEqual(['case_file'])
  await behind(`update case_file set next_due_at = now() + interval '3 days' where id = $1`, [caseId])
  await phone.pull()
  expect(phone.cases.get(caseId)).toMatchObject({ scope: 2 })
})

test('rows that were erased do not stay on the phone: the case comes anew', async () => {
  const { caseId } = await openCase(amina)
  await amina.done('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'سر قديم' })
  await phone.pull()
  expect(phone.cases.get(caseId)?.rows.note).toHaveLength(1)
  await behind('delete from note where case_id = $1', [caseId])
  const [page] = await phone.pull()
  expect(page?.cases.find(({ id }) => id === caseId)?.replace).toBe(true)
  expect(phone.cases.get(caseId)?.rows.note).toBeUndefined()
})

test('of a caseload the list comes first; what breaks off goes on where it was', async () => {
  const younis = await here.signIn('younis')
  const made: string[] = []
  for (let n = 0; n < 45; n++)
    made.push(
      (await openCase(younis, { siteId: world.sites.hamdaniya, place: world.places.hamdaniya })).caseId,
    )
  const far = await enrolled(younis)
  await far.page({}, true)
  await far.page()
  expect(far.cases.size).toBe(45)
  expect(new Set([...far.cases.values()].map(({ scope }) => scope))).toEqual(new Set([1]))
  const cookie = far.cookie
  for (let lost = 0; lost < 6; lost++) await far.page({}, true)
  expect(far.cookie).toBe(cookie)
  const pages = await far.pull()
  expect(pages.length).toBeGreaterThan(1)
  expect([...far.cases.values()].filter(({ scope, rows }) => scope === 2 && rows.person)).toHaveLength(45)
  expect([...far.cases.keys()].sort()).toEqual(made.sort())
  // nothing twice
  expect(pages.flatMap(({ cases }) => cases)).toHaveLength(45)
})

test('the device and the cookie of somebody else open nothing and tell nothing', async () => {
  await openCase(amina)
  await phone.pull()
  const sana = await here.signIn('sana')
  const theirs = copyOf(sana, phone.id)
  theirs.cookie = phone.cookie
  const nowhere = copyOf(sana)
  const [taken, unknown] = [await theirs.page(), await nowhere.page()]
  expect(taken.status).toBe(404)
  expect(taken).toEqual(unknown)
  const sanas = await enrolled(sana)
  sanas.cookie = phone.cookie
  expect((await sanas.page()).body).toMatchObject({ state: 'say_what_you_hold' })
  expect((await here.stranger.post('/sync/pull', {})).status).toBe(422)
  expect((await copyOf(here.stranger, phone.id).page()).status).toBe(401)
  expect((await sana.act('device.revoke', { deviceId: phone.id })).refusal?.code).toBe('device.not_found')
  expect((await sana.get<{ items: unknown[] }>(`/api/devices/${phone.id}/held`)).body.items).toEqual([])
})

test('a device whose record is gone says what it holds and gets the rest, not everything', async () => {
  const { caseId } = await caseWithConsent(amina)
  await phone.pull()
  await amina.done('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'بعدها' })
  await behind('delete from device_record where device_id = $1', [phone.id])
  expect((await phone.page()).body).toMatchObject({ state: 'say_what_you_hold', epoch: 1, lastN: 0 })
  phone.cookie = null
  const [page] = await phone.pull({ holds: phone.holds() })
  expect(page?.cases.map(({ id, replace }) => ({ id, replace }))).toEqual([{ id: caseId, replace: false }])
  expect(phone.cases.get(caseId)?.rows.note).toHaveLength(1)
})

test('a phone that was lost: Baran revokes it, sees what was on it; it hears it without a session, empties itself and says so', async () => {
  const lost = await here.signIn('amina')
  const taken = await enrolled(lost, 'الهاتف الضائع')
  const { caseId } = await openCase(lost)
  await taken.pull()
  const list = await baran.get<{ items: { id: string; ownerName: string; mayAskHeld: boolean }[] }>(
    '/api/devices/office',
  )
  expect(list.body.items.find(({ id }) => id === taken.id)).toMatchObject({
    ownerName: 'Amina',
    mayAskHeld: true,
  })
  const held = async (client: Client) =>
    (await client.get<{ items: { caseId: string; scope: number }[] }>(`/api/devices/${taken.id}/held`)).body
      .items
  expect((await held(baran)).find((one) => one.caseId === caseId)).toMatchObject({ scope: 2 })
  expect((await held(await here.signIn('layla'))).length).toBeGreaterThan(0)
  expect((await (await here.signIn('rozh')).get(`/api/devices/${taken.id}/held`)).status).toBe(403)
  await baran.done('device.revoke', { deviceId: taken.id })
  expect((await baran.act('device.revoke', { deviceId: taken.id })).refusal?.code).toBe('device.revoked')
  // Amina's sessions ended with it, on whatever machine
  expect((await lost.get('/api/me')).status).toBe(401)
  expect((await taken.page()).status).toBe(401)
  const ask = (path: string, token: string) =>
    here.server.inject({
      method: 'POST',
      url: path,
      headers: { 'x-ihala-device': token },
      payload: {
        device: taken.id,
        cookie: taken.cookie,
        epoch: 1,
        version: 1,
        counters: { made: 0, acknowledged: 0, parked: 0 },
      },
    })
  expect((await ask('/sync/pull', taken.token)).json()).toEqual({ state: 'wipe' })
  expect((await ask('/sync/pull', phone.token)).statusCode).toBe(401)
  const again = await here.signIn('amina')
  expect((await copyOf(again, taken.id).page()).body).toEqual({ state: 'wipe' })
  amina = again
  expect((await ask('/sync/wipe', phone.token)).statusCode).toBe(404)
  const wiped = await ask('/sync/wipe', taken.token)
  expect(wiped.headers['clear-site-data']).toBe('"cache", "storage"')
  const [row] = await behind<{ wiped: boolean; lines: number }>(
    `select wiped_at is not null as wiped, (select count(*)::int from audit_line where act = 'device.wipe' and root_id = d.id) as lines
    from device d where id = $1`,
    [taken.id],
  )
  expect(row).toEqual({ wiped: true, lines: 1 })
})

test('what is stuck on a phone for a day is told to whoever supervises there, once', async () => {
  await phone.pull({ counters: { made: 3, acknowledged: 2, parked: 1 } })
  await behind(
    `update device set counters = counters || jsonb_build_object('parkedSince', instant_text(now() - interval '25 hours')) where id = $1`,
    [phone.id],
  )
  for (let n = 0; n < 2; n++) await phone.pull({ counters: { made: 3, acknowledged: 2, parked: 1 } })
  const alerts = (await baran.get<{ items: { kind: string }[] }>('/api/alerts')).body.items
  expect(alerts.filter(({ kind }) => kind === 'device.parked')).toHaveLength(1)
})

test('nothing of a protected kind and no secret is ever in a pull', async () => {
  const { caseId } = await openCase(amina, { chosenWord: 'كناري الكلمة' })
  await certify(here, world.accounts.amina)
  await guarded(amina, caseId, 'كناري المحمي')
  await phone.pull()
  const all = JSON.stringify([...phone.cases.values()])
  expect(all).toContain(caseId)
  expect(all).toContain('hasChosenWord":true')
  for (const secret of [
    'كناري',
    'chosenWordHash',
    'searchKeys',
    'tokenHash',
    'wordHash',
    'ciphertext',
    'workedAt',
  ])
    expect(all).not.toContain(secret)
})

test('an app that is too old to read hears so; one that says more than the server knows is answered', async () => {
  expect((await phone.page({ version: 0 })).body).toEqual({ state: 'update_app' })
  const told = { device: phone.id, later: 'field' } as unknown as { device: string }
  const { body } = await phone.page(told)
  expect(body.state).toBe('ok')
})

test('a copy that failed signs Amina out nowhere; a phone that Baran declares lost does, though it never held anything', async () => {
  const [phone, desk] = [await here.signIn('amina'), await here.signIn('amina')]
  const failed = await enrolled(phone, 'هاتف لم يكتمل')
  await phone.done('device.revoke', { deviceId: failed.id })
  expect((await desk.get('/api/me')).status).toBe(200)
  const stolen = await enrolled(phone, 'هاتف مسروق')
  await (await here.signIn('baran')).done('device.revoke', { deviceId: stolen.id })
  expect((await desk.get('/api/me')).status).toBe(401)
  expect((await phone.get('/api/me')).status).toBe(401)
})
