import { createServer, type Server } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '../server/database-owner.ts'
import { openDatabase } from '../server/database.ts'
import { addressAs } from '../server/roles.ts'
import { buildServer } from '../server/server.ts'
import { forgetUploads } from './forget-uploads.job.ts'
import { type Client, openCase, testHouse, testId, type TestHouse } from '../../tests/support/house.ts'

let here: TestHouse
let amina: Client
let caseId: string
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  ;({ caseId } = await openCase(amina))
})
afterAll(() => here?.close())

const bearer = (client: Client): Record<string, string> => ({
  authorization: `Bearer ${client.token}`,
  'accept-language': 'en',
})

async function send(
  bytes: Buffer,
  options: { client?: Client; server?: TestHouse['server']; headers?: Record<string, string> } = {},
): Promise<{ status: number; code: string | undefined; uploadId: string; mediaType: string; size: number }> {
  const answer = await (options.server ?? here.server).inject({
    method: 'POST',
    url: '/api/files',
    headers: {
      ...bearer(options.client ?? amina),
      'content-type': 'application/octet-stream',
      ...options.headers,
    },
    payload: bytes,
  })
  const body = answer.json<{
    refusal?: { code: string }
    uploadId: string
    mediaType: string
    size: number
  }>()
  return { ...body, status: answer.statusCode, code: body.refusal?.code }
}

async function open(
  fileId: string,
  client = amina,
): Promise<{ status: number; bytes: Buffer; headers: Record<string, unknown> }> {
  const answer = await here.server.inject({ url: `/api/files/${fileId}`, headers: bearer(client) })
  return { status: answer.statusCode, bytes: answer.rawPayload, headers: answer.headers }
}

async function attach(bytes: Buffer, more: object = {}): Promise<string> {
  const { uploadId } = await send(bytes)
  const fileId = testId()
  await amina.done('file.attach', { fileId, caseId, uploadId, kind: 'letter', ...more })
  return fileId
}

const picture = (width = 300, height = 200) =>
  sharp({ create: { width, height, channels: 3, background: '#a07040' } })
/** A photograph as a telephone makes it: turned on its side, with the place where it was taken. */
const withPlace = (): Promise<Buffer> =>
  picture()
    .jpeg()
    .withExif({
      IFD0: { Make: 'InventedPhone', ImageDescription: 'HudaAtHome' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '36/1 20/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '43/1 7/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer()
const pdf = (inside = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${inside} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`,
  )
const page = '<html><script>alert(1)</script></html>'

/** A PNG that says to be enormous and weighs nothing. */
function bomb(width: number, height: number): Buffer {
  const part = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(type), data])
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    part('IHDR', head),
    part('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    part('IEND', Buffer.alloc(0)),
  ])
}
function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

describe('Amina photographs a letter', () => {
  it('and it is drawn anew: upright, without the place, without what the telephone wrote', async () => {
    const photograph = await withPlace()
    expect((await sharp(photograph).metadata()).exif).toBeDefined()
    expect(photograph.includes('HudaAtHome')).toBe(true)
    const { headers, bytes } = await open(await attach(photograph, { title: 'كتاب المدرسة' }))
    const kept = await sharp(bytes).metadata()
    expect(kept).toMatchObject({ format: 'jpeg', width: 200, height: 300 })
    expect([kept.exif, kept.xmp, kept.iptc, kept.icc, kept.orientation]).toEqual(
      Array.from({ length: 5 }, () => undefined),
    )
    expect(bytes.includes('HudaAtHome') || bytes.includes('InventedPhone') || bytes.includes('Exif')).toBe(
      false,
    )
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['content-disposition']).toMatch(/^attachment; filename="ihala-[0-9a-f]{8}\.jpg"$/)
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  })

  it.each(['png', 'webp'] as const)('a %s becomes a JPEG too', async (format) => {
    const sent = await send(await picture().toFormat(format).toBuffer())
    expect(sent).toMatchObject({ status: 200, mediaType: 'image/jpeg' })
  })

  it('a large one is made smaller, a small one stays as it is', async () => {
    const large = await sharp(
      (await open(await attach(await picture(5000, 3000).jpeg().toBuffer()))).bytes,
    ).metadata()
    expect(large).toMatchObject({ width: 2400, height: 1440 })
  })

  it('what hung behind the picture is gone', async () => {
    const two = Buffer.concat([
      await picture().jpeg().toBuffer(),
      Buffer.from(page),
      Buffer.from('PK\u0003\u0004zip'),
    ])
    const { bytes } = await open(await attach(two))
    expect(bytes.includes('<script>')).toBe(false)
    expect(bytes.includes('PK\u0003\u0004')).toBe(false)
  })

  it('a PDF is kept as it is, and is only for saving', async () => {
    const { bytes, headers } = await open(await attach(pdf(), { kind: 'certificate' }))
    expect(bytes.equals(pdf())).toBe(true)
    expect(headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' })
    expect(headers['content-disposition']).toMatch(/^attachment; filename="ihala-[0-9a-f]{8}\.pdf"$/)
    expect(headers['content-security-policy']).toContain('sandbox')
  })

  it('whatever name comes along is neither looked at nor kept', async () => {
    const { uploadId, status } = await send(await picture().jpeg().toBuffer(), {
      headers: {
        'content-disposition': 'attachment; filename="../../etc/هدى حسن.jpg.html"',
        'x-file-name': '../../هدى.php',
      },
    })
    expect(status).toBe(200)
    const [row] = await behind<{ row: string }>(
      'select row_to_json(u)::text as row from file_upload u where id = $1',
      [uploadId],
    )
    expect(row?.row).not.toMatch(/html|php|هدى/)
  })
})

async function behind<T>(sql: string, params: unknown[] = []): Promise<T[]> {
  return withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
}

describe('what is not a picture or a paper is refused, by what is in it', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['nothing', () => Buffer.alloc(0), 'file.empty'],
    ['a page', () => Buffer.from(page), 'file.type_not_allowed'],
    [
      'a page that begins like a picture',
      () => Buffer.concat([Buffer.from('GIF89a'), Buffer.from(page)]),
      'file.type_not_allowed',
    ],
    [
      'a drawing that could run',
      () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>`),
      'file.type_not_allowed',
    ],
    ['a program', () => Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(400)]), 'file.type_not_allowed'],
    [
      'an archive',
      () => Buffer.from('PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
      'file.type_not_allowed',
    ],
    ['a moving picture', () => picture().gif().toBuffer(), 'file.type_not_allowed'],
    ['a TIFF', () => picture().tiff().toBuffer(), 'file.type_not_allowed'],
    ['text', () => Buffer.from('سلام '.repeat(500)), 'file.type_not_allowed'],
    [
      'half of a photograph',
      async () => (await picture(1200, 900).jpeg().toBuffer()).subarray(0, 900),
      'file.damaged',
    ],
    [
      'the first signs of a photograph, then noise',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]),
      'file.damaged',
    ],
    ['a PNG of 60,000 by 60,000', () => bomb(60_000, 60_000), 'file.too_many_pixels'],
    ['a PNG that unpacks to less than it says', () => bomb(6000, 6000), 'file.damaged'],
    ['a PDF cut off', () => pdf().subarray(0, 60), 'file.damaged'],
    [
      'a PDF with a page behind it',
      () => Buffer.concat([pdf(), Buffer.from(page.repeat(60))]),
      'file.damaged',
    ],
    ['a PDF behind a page', () => Buffer.concat([Buffer.from(page), pdf()]), 'file.type_not_allowed'],
    [
      'a PDF that runs something',
      () => pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'),
      'file.pdf_active',
    ],
    ['a PDF that starts a program', () => pdf('/AA << /O << /S /Launch /F (x.exe) >> >>'), 'file.pdf_active'],
    [
      'a PDF with a file in it',
      () => pdf('/Names << /EmbeddedFiles 3 0 R >> /F << /EmbeddedFile 4 0 R >>'),
      'file.pdf_active',
    ],
  ])('%s', async (_what, make, code) => {
    const sent = await send(await make())
    expect(sent.code).toBe(code)
    expect(sent.status).toBeGreaterThanOrEqual(400)
    expect(sent.status).toBeLessThan(500)
  })

  it('and the server still stands', async () => {
    expect((await here.server.inject('/health')).statusCode).toBe(200)
  })

  it('more than ten megabytes, also from somebody who says less', async () => {
    const large = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(10 * 1024 * 1024)])
    expect(await send(large)).toMatchObject({ status: 413 })
    const chunked = await here.server.listen({ port: 0, host: '127.0.0.1' })
    const answer = await fetch(`${chunked}/api/files`, {
      method: 'POST',
      headers: { ...bearer(amina), 'content-type': 'application/octet-stream' },
      body: new ReadableStream({
        start(controller) {
          for (let from = 0; from < large.length; from += 65_536)
            controller.enqueue(large.subarray(from, from + 65_536))
          controller.close()
        },
      }),
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(413)
    expect(((await answer.json()) as { refusal: { code: string } }).refusal.code).toBe('file.too_large')
  })

  it('another kind of body, or bytes where JSON stands', async () => {
    const answer = await here.server.inject({
      method: 'POST',
      url: '/api/files',
      headers: { ...bearer(amina), 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x--',
    })
    expect(answer.statusCode).toBe(415)
    const door = await here.server.inject({
      method: 'POST',
      url: '/actions',
      headers: { ...bearer(amina), 'content-type': 'application/octet-stream' },
      payload: Buffer.from('{}'),
    })
    expect(door.statusCode).toBe(415)
  })
})

describe('who sees a file', () => {
  it('nobody outside the case: a foreign file and none at all get the same answer', async () => {
    const fileId = await attach(await picture().jpeg().toBuffer())
    const answers = new Set<string>()
    for (const login of ['sana', 'younis', 'hiba'] as const) {
      const other = await here.signIn(login)
      for (const asked of [fileId, testId()]) {
        const { status, bytes } = await open(asked, other)
        answers.add(`${status} ${bytes.toString()}`)
      }
      const list = await other.get<{ items: unknown[] }>(`/api/cases/${caseId}/files`)
      expect(list.body.items).toEqual([])
    }
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toContain('file.not_found')
    for (const login of ['dara', 'rozh', 'layla'] as const)
      expect((await open(fileId, await here.signIn(login))).status).toBe(403)
    expect((await open(fileId, here.stranger)).status).toBe(401)
  })

  it('her supervisor does, and the opening leaves a line that names no file name', async () => {
    const fileId = await attach(await picture().jpeg().toBuffer(), { kind: 'medical', title: 'تقرير' })
    expect((await open(fileId, await here.signIn('baran'))).status).toBe(200)
    await open(testId())
    const lines = await behind<{ outcome: string; root_id: string; detail: object }>(
      `select outcome, root_id, detail from audit_line where act = 'read.file' order by at desc limit 2`,
    )
    expect(lines.map(({ outcome }) => outcome)).toEqual(['absent', 'read'])
    expect(lines[1]).toMatchObject({ root_id: caseId, detail: { class: 3, file: fileId } })
    expect(JSON.stringify(lines)).not.toContain('تقرير')
    const listed = (): Promise<unknown[]> =>
      behind(`select 1 from audit_line where act = 'read.files' and root_id = $1`, [caseId])
    const earlier = (await listed()).length
    await amina.get(`/api/cases/${caseId}/files`)
    expect((await listed()).length).toBe(earlier + 1)
  })

  it('the bytes somebody sent are attached by that person alone, once, and read by nobody before', async () => {
    const { uploadId } = await send(await picture().jpeg().toBuffer())
    const sana = await here.signIn('sana')
    const hers = await openCase(sana)
    const refusal = async (client: Client, input: object): Promise<string | undefined> =>
      (await client.act('file.attach', { fileId: testId(), kind: 'letter', ...input })).refusal?.code
    expect(await refusal(sana, { caseId: hers.caseId, uploadId })).toBe('file.upload_not_found')
    expect(await refusal(amina, { caseId: hers.caseId, uploadId })).toBe('case.not_found')
    expect(await refusal(amina, { caseId, uploadId: testId() })).toBe('file.upload_not_found')
    expect((await open(uploadId)).status).toBe(404)
    expect(await refusal(amina, { caseId, uploadId })).toBeUndefined()
    expect(await refusal(amina, { caseId, uploadId })).toBe('file.upload_not_found')
  })

  it('the same attaching delivered twice is one file', async () => {
    const { uploadId } = await send(await picture().jpeg().toBuffer())
    const [id, fileId] = [testId(), testId()]
    const input = { fileId, caseId, uploadId, kind: 'other' }
    expect(await amina.act('file.attach', input, id)).toEqual(await amina.act('file.attach', input, id))
    const { body } = await amina.get<{ items: { id: string }[] }>(`/api/cases/${caseId}/files`)
    expect(body.items.filter((one) => one.id === fileId)).toHaveLength(1)
  })

  it('a medical report is sensitive whatever is said, and protected content is refused kindly', async () => {
    const fileId = await attach(await picture().jpeg().toBuffer(), { kind: 'medical', class: 2 })
    const { body } = await amina.get<{ items: { id: string; class: number }[] }>(`/api/cases/${caseId}/files`)
    expect(body.items.find((one) => one.id === fileId)?.class).toBe(3)
    const { uploadId } = await send(await picture().jpeg().toBuffer())
    const answer = await amina.act('file.attach', {
      fileId: testId(),
      caseId,
      uploadId,
      kind: 'other',
      class: 4,
    })
    expect(answer.refusal?.code).toBe('case.protected_not_yet')
  })
})

describe('a file in the wrong case', () => {
  it('is taken out: its bytes are gone from the database at once, its line in the story stays', async () => {
    const fileId = await attach(await picture().jpeg().toBuffer(), { title: 'باسم شخص آخر' })
    const pieces = async (): Promise<number> =>
      (
        await behind<{ count: number }>(
          'select count(*)::int as count from file_chunk k join file f on f.upload_id = k.upload_id where f.id = $1',
          [fileId],
        )
      )[0]?.count ?? -1
    expect(await pieces()).toBeGreaterThan(0)
    await amina.done('file.remove', { caseId, fileId, reason: 'wrong_case' })
    expect(await pieces()).toBe(0)
    expect((await open(fileId)).status).toBe(404)
    const [row] = await behind<{ title: string | null }>('select title from file where id = $1', [fileId])
    expect(row?.title).toBeNull()
    const { body } = await amina.get<{ story: { kind: string; ref: string }[] }>(`/api/cases/${caseId}`)
    expect(body.story.filter(({ ref }) => ref === fileId).map(({ kind }) => kind)).toEqual([
      'file.remove',
      'file.attach',
    ])
    await amina.done('file.remove', { caseId, fileId, reason: 'wrong_case' })
  })

  it('is not taken out by who names another case of theirs', async () => {
    const fileId = await attach(await picture().jpeg().toBuffer())
    const sana = await here.signIn('sana')
    const hers = await openCase(sana)
    const answer = await sana.act('file.remove', { caseId: hers.caseId, fileId, reason: 'wrong_case' })
    expect(answer.refusal?.code).toBe('file.not_found')
    expect((await open(fileId)).status).toBe(200)
  })
})

describe('bytes that nobody attached', () => {
  it('go after a day by the job, and what is attached stays', async () => {
    const fileId = await attach(await picture().jpeg().toBuffer())
    const { uploadId } = await send(await picture().jpeg().toBuffer())
    await behind(`update file_upload set made_at = now() - interval '25 hours'`)
    const worker = openDatabase({
      address: addressAs('ihala_worker', here.db.owner, here.db.secret),
      poolSize: 1,
    })
    expect(await worker.as({ kind: 'worker' }, forgetUploads)).toBeGreaterThan(0)
    await worker.close()
    expect(await behind('select 1 from file_upload where id = $1', [uploadId])).toEqual([])
    expect(await behind('select 1 from file_chunk where upload_id = $1', [uploadId])).toEqual([])
    expect((await open(fileId)).status).toBe(200)
  })

  it('and one account sends no more than two hundred a day', async () => {
    const sana = await here.signIn('sana')
    await behind(
      `insert into file_upload (id, organisation_id, account_id, media_type, size, digest)
        select gen_random_uuid(), a.organisation_id, a.id, 'image/jpeg', 1, '\\x00' from account a, generate_series(1, 200) where a.login = 'sana'`,
    )
    expect(await send(await picture().jpeg().toBuffer(), { client: sana })).toMatchObject({
      status: 429,
      code: 'file.too_many',
    })
    expect((await send(await picture().jpeg().toBuffer())).status).toBe(200)
  })
})

describe('where the operator has a virus scanner', () => {
  /** Speaks clamd's INSTREAM: reads pieces by their length, and finds what holds the word. */
  async function clamd(
    reply: (bytes: Buffer) => string,
  ): Promise<{ path: string; close: () => Promise<void> }> {
    const folder = await mkdtemp(join(tmpdir(), 'ihala-clamd-'))
    const path = join(folder, 'clamd.sock')
    const server: Server = createServer((socket) => {
      let heard = Buffer.alloc(0)
      socket.on('error', () => {})
      socket.on('data', (part: Buffer) => {
        heard = Buffer.concat([heard, part])
        const start = 'zINSTREAM\0'.length
        const pieces: Buffer[] = []
        for (let at = start; at + 4 <= heard.length; ) {
          const size = heard.readUInt32BE(at)
          if (size === 0) return void socket.end(`${reply(Buffer.concat(pieces))}\0`)
          pieces.push(heard.subarray(at + 4, at + 4 + size))
          at += 4 + size
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(path, resolve))
    return {
      path,
      close: async () => {
        await new Promise((resolve) => server.close(resolve))
        await rm(folder, { recursive: true })
      },
    }
  }

  it('an infected file is refused and leaves a line; a clean one is kept; without an answer nothing is kept', async () => {
    const heard: number[] = []
    const scanner = await clamd((bytes) => {
      heard.push(bytes.length)
      return bytes.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK'
    })
    const server = buildServer({ ...here.house, clamdSocket: scanner.path })
    const clean = Buffer.concat([pdf(`/Producer (${'x'.repeat(200_000)})`)])
    expect((await send(clean, { server })).status).toBe(200)
    expect(heard).toEqual([clean.length])
    expect(await send(pdf('/Title (EICAR)'), { server })).toMatchObject({
      status: 422,
      code: 'file.infected',
    })
    const [line] = await behind<{ detail: object }>(
      `select detail from audit_line where act = 'read.file_upload' and outcome = 'denied' order by at desc limit 1`,
    )
    expect(line?.detail).toMatchObject({ code: 'file.infected' })
    await scanner.close()
    expect(await send(pdf(), { server })).toMatchObject({ status: 503, code: 'file.scan_unavailable' })
    await server.close()
  })
})
