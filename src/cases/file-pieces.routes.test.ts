import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withOwner } from '../server/database-owner.ts'
import { openDatabase } from '../server/database.ts'
import { addressAs } from '../server/roles.ts'
import { forgetUploads } from './forget-uploads.job.ts'
import { type Client, openCase, testHouse, testId, type TestHouse } from '../../tests/support/house.ts'

let here: TestHouse
let amina: Client
let caseId: string
let photograph: Buffer
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  ;({ caseId } = await openCase(amina))
  const noise = Buffer.alloc(400 * 300 * 3, 1).map((_, place) => (place * 7919) % 251)
  photograph = await sharp(noise, { raw: { width: 400, height: 300, channels: 3 } })
    .jpeg({ quality: 95 })
    .withExif({ IFD0: { ImageDescription: 'HudaAtHome' } })
    .toBuffer()
})
afterAll(() => here?.close())

interface Answered {
  readonly status: number
  readonly received?: number
  readonly isWhole?: boolean
  readonly mediaType?: string
  readonly uploadId?: string
  readonly refusal?: { readonly code: string }
}
const begin = async (uploadId: string, size: number, client = amina): Promise<Answered> => {
  const { status, body } = await client.post<Answered>('/api/files/arriving', { uploadId, size })
  return { ...body, status }
}
const finish = async (uploadId: string, client = amina): Promise<Answered> => {
  const { status, body } = await client.post<Answered>(`/api/files/arriving/${uploadId}/finish`, {})
  return { ...body, status }
}
async function piece(uploadId: string, start: number, bytes: Buffer, client = amina): Promise<Answered> {
  const answer = await here.server.inject({
    method: 'POST',
    url: `/api/files/arriving/${uploadId}/pieces?start=${start}`,
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
  return { ...answer.json<Answered>(), status: answer.statusCode }
}
const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
const left = async (uploadId: string): Promise<number> =>
  (
    await behind<{ count: number }>(
      'select count(*)::int as count from file_arriving_piece where arriving_id = $1',
      [uploadId],
    )
  )[0]?.count ?? -1
const attach = (uploadId: string, client = amina) =>
  client.act('file.attach', { fileId: testId(), caseId, uploadId, kind: 'letter' })

it('Amina’s photograph arrives over a link that breaks: it goes on where it was cut, and is drawn anew', async () => {
  const uploadId = testId()
  const size = photograph.length
  const [one, two] = [20_000, 40_000]
  expect(size).toBeGreaterThan(two)
  expect(await begin(uploadId, size)).toMatchObject({ status: 200, received: 0, isWhole: false })
  expect(await piece(uploadId, 0, photograph.subarray(0, one))).toMatchObject({ received: one })
  // the answer to this one is lost: the phone sends it again, and then one that does not follow
  await piece(uploadId, one, photograph.subarray(one, two))
  expect(await piece(uploadId, one, photograph.subarray(one, two))).toMatchObject({
    status: 200,
    received: two,
  })
  expect(await piece(uploadId, two + 5, photograph.subarray(two + 5))).toMatchObject({ received: two })
  expect(await finish(uploadId)).toMatchObject({ status: 409, refusal: { code: 'file.not_whole' } })
  expect((await attach(uploadId)).refusal?.code).toBe('file.upload_not_found')
  // a day later, after the telephone was off
  expect(await begin(uploadId, size)).toMatchObject({ received: two, isWhole: false })
  const rest = photograph.subarray(two)
  const both = await Promise.all([piece(uploadId, two, rest), piece(uploadId, two, rest)])
  expect(both.map(({ received }) => received)).toEqual([size, size])
  const ends = await Promise.all([finish(uploadId), finish(uploadId)])
  for (const end of ends) expect(end).toMatchObject({ status: 200, uploadId, mediaType: 'image/jpeg' })
  expect(await begin(uploadId, size)).toMatchObject({ isWhole: true })
  expect(await piece(uploadId, size, rest)).toMatchObject({ isWhole: true })
  expect(await left(uploadId)).toBe(0)

  const fileId = testId()
  await amina.done('file.attach', { fileId, caseId, uploadId, kind: 'letter' })
  const { rawPayload } = await here.server.inject({
    url: `/api/files/${fileId}`,
    headers: { authorization: `Bearer ${amina.token}` },
  })
  expect(await sharp(rawPayload).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 300 })
  expect(rawPayload.includes('HudaAtHome')).toBe(false)
})

it('what somebody else is sending is nobody’s to see, continue, end or attach', async () => {
  const uploadId = testId()
  await begin(uploadId, photograph.length)
  await piece(uploadId, 0, photograph.subarray(0, 1_000))
  const sana = await here.signIn('sana')
  const code = 'file.upload_not_found'
  expect(await begin(uploadId, 5, sana)).toMatchObject({ status: 404, refusal: { code } })
  expect(await piece(uploadId, 1_000, photograph.subarray(1_000), sana)).toMatchObject({
    status: 404,
    refusal: { code },
  })
  expect(await finish(uploadId, sana)).toMatchObject({ status: 404, refusal: { code } })
  expect(await finish(testId(), sana)).toMatchObject({ status: 404, refusal: { code } })
  await piece(uploadId, 1_000, photograph.subarray(1_000))
  await finish(uploadId)
  // the same id once more, now that it is an upload: it never becomes hers
  await begin(uploadId, photograph.length, sana)
  await piece(uploadId, 0, photograph, sana)
  expect(await finish(uploadId, sana)).toMatchObject({ status: 404, refusal: { code } })
  const hers = await openCase(sana)
  const taken = await sana.act('file.attach', {
    fileId: testId(),
    caseId: hers.caseId,
    uploadId,
    kind: 'letter',
  })
  expect(taken.refusal?.code).toBe(code)
  expect((await begin(testId(), 5, await here.signIn('dara'))).status).toBe(403)
  expect((await begin(testId(), 5, here.stranger)).status).toBe(401)
})

it('the same limits hold as for a file that comes at once, and what is refused leaves nothing', async () => {
  expect(await begin(testId(), 10 * 1024 * 1024 + 1)).toMatchObject({ refusal: { code: 'file.too_large' } })
  expect(await begin(testId(), 0)).toMatchObject({ refusal: { code: 'input.invalid' } })
  const uploadId = testId()
  const page = Buffer.from('<html><script>alert(1)</script></html>')
  await begin(uploadId, page.length)
  expect(await piece(uploadId, 0, Buffer.alloc(256 * 1024 + 1))).toMatchObject({ status: 413 })
  expect(await piece(uploadId, 0, Buffer.alloc(page.length + 1))).toMatchObject({ received: 0 })
  expect(await piece(uploadId, 0, Buffer.alloc(0))).toMatchObject({ refusal: { code: 'file.empty' } })
  await piece(uploadId, 0, page)
  expect(await finish(uploadId)).toMatchObject({ status: 415, refusal: { code: 'file.type_not_allowed' } })
  expect(await left(uploadId)).toBe(0)
  const baran = await here.signIn('baran')
  await behind(
    `insert into file_arriving (id, organisation_id, account_id, size)
      select gen_random_uuid(), a.organisation_id, a.id, 9 from account a, generate_series(1, 200) where a.login = 'baran'`,
  )
  expect(await begin(testId(), 5, baran)).toMatchObject({ status: 429, refusal: { code: 'file.too_many' } })
})

it('what nobody continued goes after a week, and what waits for its words after two', async () => {
  const [cut, whole] = [testId(), testId()]
  for (const uploadId of [cut, whole]) await begin(uploadId, photograph.length)
  await piece(cut, 0, photograph.subarray(0, 1_000))
  await piece(whole, 0, photograph)
  await finish(whole)
  const worker = openDatabase({
    address: addressAs('ihala_worker', here.db.owner, here.db.secret),
    poolSize: 1,
  })
  const after = async (days: number): Promise<[boolean, boolean]> => {
    await behind(`update file_arriving set touched_at = now() - make_interval(days => $1) where id = $2`, [
      days,
      cut,
    ])
    await behind(`update file_upload set made_at = now() - make_interval(days => $1) where id = $2`, [
      days,
      whole,
    ])
    await worker.as({ kind: 'worker' }, forgetUploads)
    const is = async (table: string, id: string) =>
      (await behind(`select 1 from ${table} where id = $1`, [id])).length > 0
    return [await is('file_arriving', cut), await is('file_upload', whole)]
  }
  expect(await after(6)).toEqual([true, true])
  expect(await after(8)).toEqual([false, true])
  expect(await left(cut)).toBe(0)
  expect(await after(15)).toEqual([false, false])
  await worker.close()
})
