import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Look, WhoLookedAnswer } from '../../src/records/answers.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { type Copy, enrolled } from './copy.ts'
import { behind } from './phones.ts'

/** What is opened on a phone without network leaves its line too, as far as the phone can be believed. */
let here: TestHouse
let amina: Client
let baran: Client
let phone: Copy
beforeAll(async () => {
  here = await testHouse()
  ;[amina, baran] = [await here.signIn('amina'), await here.signIn('baran')]
  phone = await enrolled(amina)
})
afterAll(() => here?.close())

const tell = (who: Client, device: string, looks: readonly object[]) =>
  who.post<{ written: number }>('/sync/looks', { device, looks })
const look = (caseId: string, at: number, more: object = {}) => ({
  id: testId(),
  caseId,
  at: new Date(at).toISOString(),
  ...more,
})
async function told(caseId: string): Promise<readonly Look[]> {
  const { body } = await baran.get<WhoLookedAnswer>(`/api/cases/${caseId}/who-looked`)
  return body.looks.filter(({ act }) => /^read\.(case|file)_on_device$/.test(act))
}
async function held(): Promise<string> {
  const { caseId } = await openCase(amina)
  await phone.pull()
  return caseId
}

test('Amina opened a case in the valley: Baran sees that and when, once, however often her phone tells it', async () => {
  const caseId = await held()
  // it was put on her phone yesterday
  await behind(here, 'alter table audit_line disable trigger append_only')
  await behind(
    here,
    `update audit_line set at = at - interval '1 day' where root_id = $1 and act = 'read.put_on_device'`,
    [caseId],
  )
  await behind(here, 'alter table audit_line enable trigger append_only')
  const at = Date.now() - 6 * 3_600_000
  const looks = [look(caseId, at), look(caseId, at + 60_000)]
  const heard = await Promise.all([1, 2, 3].map(() => tell(amina, phone.id, looks)))
  expect(heard.map(({ body }) => body.written).toSorted()).toEqual([0, 0, 2])
  expect((await tell(amina, phone.id, looks)).body).toEqual({ written: 0 })
  const times = await told(caseId)
  expect(times.reduce((sum, { times: count }) => sum + count, 0)).toBe(2)
  expect(times.at(-1)).toMatchObject({ first: looks[0]?.at, class: 3, mine: true, saw: true })
  const lines = await behind(
    here,
    `select outcome, detail - 'look' - 'seenAt' as detail from audit_line where root_id = $1 and act = 'read.case_on_device'`,
    [caseId],
  )
  expect(lines[0]).toEqual({ outcome: 'read', detail: { class: 3, device: phone.id } })
})

test('a phone whose clock is years off is believed from the day the case came onto it until now', async () => {
  const caseId = await held()
  const began = Date.now()
  await tell(amina, phone.id, [look(caseId, Date.UTC(2001, 1, 1)), look(caseId, Date.UTC(2099, 1, 1))])
  const [only] = await told(caseId)
  expect(only?.times).toBe(2)
  expect(Date.parse(only?.first ?? '')).toBeGreaterThan(began - 60_000)
  expect(Date.parse(only?.last ?? '')).toBeLessThanOrEqual(Date.now())
})

test('what she read before the case went to Sana is told afterwards; of a case she never had nothing is', async () => {
  const caseId = await held()
  await amina.done('case.hand_over', {
    caseId,
    accountId: world.accounts.sana,
    siteId: world.sites.mosul,
    note: 'إجازة',
  })
  await phone.pull()
  const sana = await here.signIn('sana')
  const never = (await openCase(sana)).caseId
  const looks = [look(never, Date.now()), look(caseId, Date.now()), look(testId(), Date.now())]
  expect((await tell(amina, phone.id, looks)).body).toEqual({ written: 1 })
  expect(await told(caseId)).toHaveLength(1)
  expect(await told(never)).toEqual([])
  // Sana's phone was never enrolled as hers, and Amina's is not hers to speak for
  for (const who of [sana, await here.signIn('dara')])
    expect((await tell(who, phone.id, [look(caseId, Date.now())])).status).toBeGreaterThanOrEqual(400)
  expect((await told(caseId))[0]?.times).toBe(1)
  expect((await here.stranger.post('/sync/looks', { device: phone.id, looks })).status).toBe(401)
})

test('a file is told of with its case alone, never with another', async () => {
  const [one, other] = [await held(), await held()]
  const file = testId()
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#a07040' } })
    .jpeg()
    .toBuffer()
  const sent = await here.server.inject({
    method: 'POST',
    url: '/api/files',
    headers: { authorization: `Bearer ${amina.token}`, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
  const { uploadId } = sent.json<{ uploadId: string }>()
  await amina.done('file.attach', { fileId: file, caseId: one, uploadId, kind: 'letter' })
  const looks = [look(one, Date.now(), { fileId: file }), look(other, Date.now(), { fileId: file })]
  expect((await tell(amina, phone.id, looks)).body).toEqual({ written: 1 })
  expect(await told(one)).toMatchObject([{ act: 'read.file_on_device', class: 2 }])
  expect(await told(other)).toEqual([])
})
