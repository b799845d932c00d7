import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attached, behind, certify, guarded, opened, sentTo } from '../../tests/vault/guarding.ts'
import { type Client, openCase, testHouse, testId, type TestHouse, world } from '../../tests/support/house.ts'
import { ogg, told, wav, webm } from '../../tests/support/sounds.ts'
import { statement } from '../server/database.ts'
import type { ConsentsAnswer, FileListItem, ThumbnailsAnswer } from '../records/answers.ts'

let here: TestHouse
let amina: Client
let caseId: string
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  ;({ caseId } = await openCase(amina))
})
afterAll(() => here?.close())

async function send(
  bytes: Buffer,
  client = amina,
): Promise<{ status: number; uploadId: string; code?: string }> {
  const answer = await here.server.inject({
    method: 'POST',
    url: '/api/files',
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
  const body = answer.json<{ uploadId: string; refusal?: { code: string } }>()
  return { uploadId: body.uploadId, status: answer.statusCode, ...body.refusal }
}
async function attach(bytes: Buffer, more: object): Promise<string> {
  const { uploadId } = await send(bytes)
  const fileId = testId()
  await amina.done('file.attach', { fileId, caseId, uploadId, ...more })
  return fileId
}
const refusal = async (bytes: Buffer, more: object): Promise<string | undefined> => {
  const { uploadId } = await send(bytes)
  return (await amina.act('file.attach', { fileId: testId(), caseId, uploadId, ...more })).refusal?.code
}
const open = (fileId: string, client = amina) =>
  here.server.inject({ url: `/api/files/${fileId}`, headers: { authorization: `Bearer ${client.token}` } })
const files = async (): Promise<FileListItem[]> =>
  (await amina.get<{ items: FileListItem[] }>(`/api/cases/${caseId}/files`)).body.items
const picture = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()

describe('Amina attaches what Huda says', () => {
  it('once it is said how Huda agreed; it is sensitive, without names, only to be saved, and listening leaves a line', async () => {
    expect(await refusal(webm(), { kind: 'voice' })).toBe('file.agreement_missing')
    const fileId = await attach(webm(), { kind: 'voice', agreed: 'asked', title: 'كيف عادت' })
    expect((await files()).find(({ id }) => id === fileId)).toMatchObject({
      class: 3,
      mediaType: 'audio/webm',
      title: 'كيف عادت',
    })
    const { headers, rawPayload } = await open(fileId)
    expect(rawPayload.includes(told)).toBe(false)
    expect(headers).toMatchObject({ 'content-type': 'audio/webm', 'x-content-type-options': 'nosniff' })
    expect(headers['content-disposition']).toMatch(/^attachment; filename="ihala-[0-9a-f]{8}\.webm"$/)
    const lines = await behind<{ detail: object }>(
      here,
      `select detail from audit_line where act = 'read.file' and detail->>'file' = $1`,
      [fileId],
    )
    expect(lines).toEqual([{ detail: { class: 3, file: fileId } }])
    const [row] = await behind(here, 'select agreed, class from file where id = $1', [fileId])
    expect(row).toEqual({ agreed: 'asked', class: 3 })
    expect((await open(fileId, await here.signIn('dara'))).statusCode).toBe(403)
    expect((await open(fileId, await here.signIn('sana'))).statusCode).toBe(404)
  })

  it('not where it is a film, and a picture has nothing to agree to', async () => {
    expect(await send(webm('film'))).toMatchObject({ status: 415, code: 'file.type_not_allowed' })
    expect(await refusal(await picture('#333'), { kind: 'letter', agreed: 'asked' })).toBe('input.invalid')
  })
})

describe('Huda agrees with her own voice', () => {
  const consents = async (): Promise<ConsentsAnswer> =>
    (await amina.get<ConsentsAnswer>(`/api/cases/${caseId}/consents`)).body
  const agrees = async (of: string): Promise<string> => {
    const consentId = testId()
    await amina.done('consent.record', {
      consentId,
      caseId: of,
      organisationId: world.organisations.ministry,
      items: ['name'],
      purpose: 'referral',
      how: 'spoken',
      form: 'voice',
    })
    return consentId
  }
  const spoken = { kind: 'spoken_consent', agreed: 'asked' }

  it('and it stands at that consent, until it is taken out', async () => {
    const consentId = await agrees(caseId)
    const recordingId = async () => (await consents()).items.find(({ id }) => id === consentId)?.recordingId
    expect(await recordingId()).toBeNull()
    const fileId = await attach(ogg(), { ...spoken, consentId })
    expect(await recordingId()).toBe(fileId)
    await amina.done('file.remove', { caseId, fileId, reason: 'person_asked' })
    expect(await recordingId()).toBeNull()
  })

  it('never at a consent of another case, by the door or by the database', async () => {
    const other = await openCase(amina)
    const elsewhere = await agrees(other.caseId)
    expect(await refusal(wav(), { ...spoken, consentId: elsewhere })).toBe('consent.not_found')
    const own = await agrees(caseId)
    const write = async (consentId: string): Promise<void> => {
      const { uploadId } = await send(wav())
      await here.house.database.as(
        {
          kind: 'account',
          accountId: world.accounts.amina,
          organisationId: world.organisations.ministry,
          sites: [world.sites.mosul],
          roles: ['caseworker'],
          supervisedSites: [],
        },
        async (tx) => {
          await tx.row(statement('select touch_case($1)'), [caseId])
          await tx.run(
            statement(`insert into file (id, case_id, organisation_id, upload_id, class, kind, media_type, size, consent_id, agreed, added_at, added_by)
              select $1, $2, organisation_id, id, 3, 'voice', media_type, size, $3, 'asked', now(), account_id from file_upload where id = $4`),
            [testId(), caseId, consentId, uploadId],
          )
        },
      )
    }
    await write(own)
    await expect(write(elsewhere)).rejects.toThrow(/row-level security/)
    expect(await refusal(await picture('#444'), { kind: 'letter', consentId: elsewhere })).toBe(
      'consent.not_found',
    )
  })
})

describe('small pictures', () => {
  const small = async (level: 2 | 3, client = amina): Promise<readonly { id: string; webp: string }[]> =>
    (await client.get<ThumbnailsAnswer>(`/api/cases/${caseId}/thumbnails?class=${level}`)).body.items
  const linesOf = (level: 2 | 3): Promise<unknown[]> =>
    behind(
      here,
      `select 1 from audit_line where act = 'read.thumbnails' and root_id = $1 and (detail->>'class')::int = $2`,
      [caseId, level],
    )

  it('are seen apart by class, each look leaves a line, and they go with their picture', async () => {
    const letter = await attach(await picture('#1060a0'), { kind: 'letter' })
    const wound = await attach(await picture('#a01030'), { kind: 'medical' })
    expect((await small(2)).map(({ id }) => id)).toEqual([letter])
    expect(await linesOf(3)).toEqual([])
    const [one] = await small(3)
    expect(one?.id).toBe(wound)
    expect([(await linesOf(2)).length, (await linesOf(3)).length]).toEqual([1, 1])
    const bytes = Buffer.from(one?.webp ?? '', 'base64')
    const { format, width, height } = await sharp(bytes).metadata()
    expect({ format, width, height }).toEqual({ format: 'webp', width: 200, height: 133 })
    const { dominant } = await sharp(bytes).stats()
    expect(dominant.r).toBeGreaterThan(dominant.b)
    expect((await sharp((await open(wound)).rawPayload).metadata()).width).toBe(900)
    expect(await small(3, await here.signIn('sana'))).toEqual([])
    await amina.done('file.remove', { caseId, fileId: wound, reason: 'wrong_case' })
    expect(await small(3)).toEqual([])
    const left = await behind(
      here,
      'select 1 from file_chunk k join file f on f.upload_id = k.upload_id where f.id = $1',
      [wound],
    )
    expect(left).toEqual([])
  })
})

describe('in a vault', () => {
  it('a voice and a small picture are sealed as their pieces are, open for the team alone, and each look is on record', async () => {
    await certify(here, world.accounts.amina)
    const { vaultId } = await guarded(amina, caseId, 'محمي')
    const { uploadId } = await sentTo(here, amina, vaultId, ogg())
    const file = { kind: 'voice', title: null }
    const told = await amina.act('vault.attach_file', { uploadId, vaultId, file })
    expect(told.refusal?.code).toBe('file.agreement_missing')
    await amina.done('vault.attach_file', { uploadId, vaultId, file, agreed: 'asked' })
    const heard = await opened(here, amina, uploadId)
    expect(heard.headers['content-type']).toBe('audio/ogg')

    const fileId = await attached(here, amina, vaultId, await picture('#a01030'))
    const look = async (client: Client) =>
      (await client.get<ThumbnailsAnswer>(`/api/vault/${vaultId}/thumbnails`)).body.items
    const [one, ...others] = await look(amina)
    expect([one?.id, others]).toEqual([fileId, []])
    const bytes = Buffer.from(one?.webp ?? '', 'base64')
    expect((await sharp(bytes).metadata()).width).toBe(200)
    const [sealed] = await behind<{ ciphertext: Buffer }>(
      here,
      'select ciphertext from vault_piece where file_id = $1 and place = -1',
      [fileId],
    )
    expect(sealed?.ciphertext.includes(bytes.subarray(0, 16))).toBe(false)
    expect((await opened(here, amina, fileId)).status).toBe(200)
    expect(await look(await here.signIn('sana'))).toEqual([])
    const lines = await behind<{ outcome: string }>(
      here,
      `select outcome from audit_line where act = 'read.vault_thumbnails' and root_id = $1 order by at`,
      [vaultId],
    )
    expect(lines.map(({ outcome }) => outcome)).toEqual(['read', 'absent'])
    // the small picture of another place is not taken for this one
    await behind(here, 'update vault_piece set place = 7 where file_id = $1 and place = -1', [fileId])
    await behind(here, 'update vault_piece set place = -1 where file_id = $1 and place = 0', [fileId])
    expect(
      (await amina.get<{ refusal?: { code: string } }>(`/api/vault/${vaultId}/thumbnails`)).body.refusal
        ?.code,
    ).toBe('vault.damaged')
  })
})
