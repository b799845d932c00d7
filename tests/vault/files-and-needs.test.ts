import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forgetUploads } from '../../src/cases/forget-uploads.job.ts'
import type { VaultAnswer } from '../../src/records/answers.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { attached, behind, certify, guarded, join, opened, sentTo } from './guarding.ts'

let house: TestHouse
let amina: Client
let sana: Client
let baran: Client
let caseId: string
let vaultId: string
let photo: Buffer
const { accounts } = world

beforeAll(async () => {
  house = await testHouse()
  amina = await house.signIn('amina')
  sana = await house.signIn('sana')
  baran = await house.signIn('baran')
  await join(house, ['branch_manager'], null)
  for (const id of [accounts.amina, accounts.baran]) await certify(house, id)
  ;({ caseId } = await openCase(amina))
  ;({ vaultId } = await guarded(amina, caseId, 'محمي'))
  // larger than one piece, and with a place in it as telephones write them
  const noise = {
    width: 900,
    height: 900,
    channels: 3 as const,
    noise: { type: 'gaussian' as const, mean: 128, sigma: 60 },
  }
  photo = await sharp({ create: { ...noise, background: '#fff' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 20/1 24/1' } })
    .jpeg({ quality: 95 })
    .toBuffer()
})
afterAll(() => house?.close())

async function vaultOf(client: Client, of = caseId): Promise<VaultAnswer['vaults'][number]> {
  const { body } = await client.get<VaultAnswer>(`/api/vault/${of}`)
  const [vault] = body.vaults
  if (!vault) throw new Error('no vault is open')
  return vault
}
const piecesOf = (fileId: string): Promise<{ ciphertext: Buffer }[]> =>
  behind(house, 'select ciphertext from vault_piece where file_id = $1 order by place', [fileId])
const need = {
  service: 'GBV.CASEMG',
  severity: 4,
  priority: 1,
  state: 'open',
  note: 'تخاف أن تعود إلى البيت',
}

it('Amina photographs a paper: it is drawn anew, sealed before it is kept, and opens for her to the letter of what was kept', async () => {
  const fileId = await attached(house, amina, vaultId, photo, { kind: 'medical', title: 'تقرير المستشفى' })
  const [file] = (await vaultOf(amina)).files
  expect(file).toMatchObject({
    id: fileId,
    file: { kind: 'medical', title: 'تقرير المستشفى' },
    mediaType: 'image/jpeg',
    removalReason: null,
  })
  const read = await opened(house, amina, fileId)
  expect(read.headers['content-disposition']).toMatch(/^attachment; filename="ihala-\w{8}\.jpg"$/)
  expect(read.bytes).toHaveLength(file?.size ?? 0)
  expect((await sharp(read.bytes).metadata()).exif).toBeUndefined()
  const pieces = await piecesOf(fileId)
  expect(pieces.length).toBeGreaterThan(1)
  for (const { ciphertext } of pieces) expect(read.bytes.includes(ciphertext.subarray(40, 72))).toBe(false)
  const kept = Buffer.concat(pieces.map(({ ciphertext }) => ciphertext))
  expect(kept.includes(read.bytes.subarray(0, 32))).toBe(false)
})

it('what is no picture and no PDF is refused, as in the case', async () => {
  expect((await sentTo(house, amina, vaultId, Buffer.from('MZ program'))).code).toBe('file.type_not_allowed')
})

it('Sana, who is not on the vault, can neither send, attach, open nor take out, and the line says that she tried', async () => {
  const fileId = await attached(house, amina, vaultId, photo)
  expect((await sentTo(house, sana, vaultId, photo)).code).toBe('vault.not_found')
  const file = { kind: 'letter', title: null }
  expect((await sana.act('vault.attach_file', { uploadId: fileId, vaultId, file })).refusal?.code).toBe(
    'vault.not_found',
  )
  expect((await sana.act('vault.remove_file', { fileId, reason: 'not_needed' })).refusal?.code).toBe(
    'file.not_found',
  )
  expect((await opened(house, sana, fileId)).status).toBe(404)
  const lines = await behind<{ outcome: string; account_id: string; root_kind: string }>(
    house,
    `select outcome, account_id, root_kind from audit_line where act = 'read.vault_file' and detail->>'file' = $1`,
    [fileId],
  )
  expect(lines).toEqual([{ outcome: 'absent', account_id: accounts.sana, root_kind: 'vault_file' }])
})

it('Baran opens it behind a broken glass, and whoever asks who looked finds him under the vault alone', async () => {
  const fileId = await attached(house, amina, vaultId, photo)
  expect((await opened(house, baran, fileId)).status).toBe(404)
  await baran.done('vault.break_glass', {
    glassId: testId(),
    caseId,
    reason: 'danger_to_life',
    why: 'لا أحد من الفريق يجيب',
  })
  expect((await opened(house, baran, fileId)).status).toBe(200)
  const looks = async (who: Client): Promise<string> =>
    JSON.stringify((await who.get(`/api/cases/${caseId}/who-looked`)).body)
  expect(await looks(amina)).toContain('read.vault_file')
  await behind(
    house,
    `update break_glass set at = at - interval '2 hours', expires_at = expires_at - interval '2 hours'`,
  )
  expect((await opened(house, baran, fileId)).status).toBe(404)
  expect(await looks(baran)).not.toContain('vault')
})

it('bytes sent for one vault do not go into another, nor into the files of a case, nor twice', async () => {
  const other = await openCase(amina)
  const second = await guarded(amina, other.caseId, 'محمي')
  const { uploadId } = await sentTo(house, amina, vaultId, photo)
  const file = { kind: 'letter', title: null }
  const attach = async (to: string): Promise<string | undefined> =>
    (await amina.act('vault.attach_file', { uploadId, vaultId: to, file })).refusal?.code
  expect(await attach(second.vaultId)).toBe('file.upload_not_found')
  expect(
    (await amina.act('file.attach', { fileId: testId(), caseId, uploadId, kind: 'letter' })).refusal?.code,
  ).toBe('file.upload_not_found')
  expect(await attach(vaultId)).toBeUndefined()
  expect(await attach(vaultId)).toBe('file.upload_not_found')
})

it('a piece that was changed, taken away or carried to another file is said to be damaged, and shows nothing', async () => {
  const [one, other] = [
    await attached(house, amina, vaultId, photo),
    await attached(house, amina, vaultId, photo),
  ]
  const put = (sql: string): Promise<unknown> => behind(house, sql, [one, other])
  await put(
    `update vault_piece set ciphertext = (select ciphertext from vault_piece where file_id = $2 and place = 0) where file_id = $1 and place = 0`,
  )
  expect(await opened(house, amina, one)).toMatchObject({ status: 500, code: 'vault.damaged' })
  await behind(
    house,
    'delete from vault_piece where file_id = $1 and place = (select max(place) from vault_piece where file_id = $1)',
    [other],
  )
  expect(await opened(house, amina, other)).toMatchObject({ status: 500, code: 'vault.damaged' })
})

it('taken out, its bytes are gone at once and its line says why; on hold, nothing goes', async () => {
  const [gone, held] = [
    await attached(house, amina, vaultId, photo),
    await attached(house, amina, vaultId, photo),
  ]
  await amina.done('vault.remove_file', { fileId: gone, reason: 'wrong_case' })
  expect(await piecesOf(gone)).toEqual([])
  expect((await opened(house, amina, gone)).status).toBe(404)
  expect((await vaultOf(amina)).files.find(({ id }) => id === gone)?.removalReason).toBe('wrong_case')
  const [file] = await behind<{ code: string }>(house, 'select code from case_file where id = $1', [caseId])
  const layla = await house.signIn('layla')
  const holdId = testId()
  await layla.done('hold.place', { holdId, code: file?.code, reason: 'court', lawyer: 'هبة' })
  expect((await amina.act('vault.remove_file', { fileId: held, reason: 'wrong_case' })).refusal?.code).toBe(
    'vault.held',
  )
  expect(await piecesOf(held)).not.toEqual([])
  await layla.done('hold.lift', { holdId })
})

it('what nobody attached goes after a day; what was attached stays', async () => {
  const kept = await attached(house, amina, vaultId, photo)
  const { uploadId } = await sentTo(house, amina, vaultId, photo)
  await behind(house, `update vault_file set made_at = now() - interval '25 hours' where id = any($1)`, [
    [kept, uploadId],
  ])
  await house.db.worker.as({ kind: 'worker' }, forgetUploads)
  expect(await piecesOf(uploadId)).toEqual([])
  expect((await opened(house, amina, kept)).status).toBe(200)
})

it('an entry that retention erases takes its file along', async () => {
  const fileId = await attached(house, amina, vaultId, photo)
  await behind(house, 'delete from vault_entry where id = $1', [fileId])
  expect(await behind(house, 'select 1 from vault_file where id = $1', [fileId])).toEqual([])
  expect(await piecesOf(fileId)).toEqual([])
})

it('a need of a protected kind is written in the vault, changed by the team, and has one present state', async () => {
  const [first, closed] = [testId(), testId()]
  await amina.done('vault.record_need', { entryId: first, vaultId, need })
  const change = { ...need, severity: 2, state: 'met', note: null }
  await amina.done('vault.change_need', { entryId: closed, correctsId: first, need: change })
  const late = await amina.act('vault.change_need', { entryId: testId(), correctsId: first, need })
  expect(late.refusal?.code).toBe('vault.need_changed')
  expect((await vaultOf(amina)).needs).toMatchObject([
    { id: closed, correctsId: first, need: change },
    { id: first, correctsId: null, need },
  ])
  expect((await vaultOf(amina)).entries.map(({ text }) => text)).toEqual(['محمي'])
  for (const name of ['vault.correct', 'vault.change_need'])
    expect(
      (
        await sana.act(name, {
          entryId: testId(),
          correctsId: closed,
          ...(name === 'vault.correct' ? { text: 'x' } : { need }),
        })
      ).refusal?.code,
    ).toBe('vault.not_found')
  expect(
    (await amina.act('vault.correct', { entryId: testId(), correctsId: closed, text: 'x' })).refusal?.code,
  ).toBe('vault.not_found')
})

it('a need that anybody may hear of belongs into the case, and is not taken here', async () => {
  const open = { ...need, service: 'EDU.ENROL' }
  expect(
    (await amina.act('vault.record_need', { entryId: testId(), vaultId, need: open })).refusal?.code,
  ).toBe('input.invalid')
})

it('when the key of the case is destroyed its files and needs open nowhere any more, and no piece is left', async () => {
  const here = await openCase(amina)
  const made = await guarded(amina, here.caseId, 'محمي')
  const fileId = await attached(house, amina, made.vaultId, photo)
  const waiting = await sentTo(house, amina, made.vaultId, photo)
  await amina.done('vault.record_need', { entryId: testId(), vaultId: made.vaultId, need })
  const layla = await house.signIn('layla')
  const [file] = await behind<{ code: string }>(house, 'select code from case_file where id = $1', [
    here.caseId,
  ])
  await layla.done('vault.destroy', { code: file?.code, reason: 'person_asked' })
  expect((await opened(house, amina, fileId)).status).toBe(404)
  expect(await piecesOf(fileId)).toEqual([])
  expect(await behind(house, 'select 1 from vault_file where id = $1', [waiting.uploadId])).toEqual([])
  const { needs, files } = await vaultOf(amina, here.caseId)
  expect([needs[0]?.need, files[0]?.file]).toEqual([null, null])
})
