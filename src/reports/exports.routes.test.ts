import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WhoLookedAnswer } from '../records/answers.ts'
import { statement } from '../server/database.ts'
import { withOwner } from '../server/database-owner.ts'
import { type Client, openCase, testHouse, testId, type TestHouse, world } from '../../tests/support/house.ts'
import { sent } from '../../tests/referrals/referring.ts'
import { words } from '../language/server-words.ts'
import { hashToken } from '../server/circumstances.ts'
import { listAsked, pagesOf } from './exports.store.ts'
import { csvOf, csvStart, harmless } from './sheet.ts'

let here: TestHouse
let amina: Client
let baran: Client
let caseId: string
beforeAll(async () => {
  here = await testHouse()
  ;[amina, baran] = await Promise.all([here.signIn('amina'), here.signIn('baran')])
  ;({ caseId } = await openCase(amina, {
    name: { given: 'هدى', father: 'حسن', grandfather: 'علي' },
    contactSafety: { mode: 'phone_any', phone: '+9647701234567' },
  }))
})
afterAll(() => here?.close())

const reason = 'اجتماع التنسيق الشهري مع الجهات'
async function make(
  client: Client,
  more: object = {},
): Promise<{ exportId: string; code: string | undefined }> {
  const exportId = testId()
  const answer = await client.act('export.make', {
    exportId,
    what: 'cases',
    format: 'csv',
    purpose: 'coordination',
    reason,
    ...more,
  })
  return { exportId, code: answer.refusal?.code }
}
async function fetched(
  client: Client,
  exportId: string,
  locale = 'en',
): Promise<{ status: number; bytes: Buffer; text: string; headers: Record<string, unknown> }> {
  const answer = await here.server.inject({
    url: `/api/exports/${exportId}/file`,
    headers: { authorization: `Bearer ${client.token}`, 'accept-language': locale },
  })
  return { status: answer.statusCode, bytes: answer.rawPayload, text: answer.body, headers: answer.headers }
}
const behind = (sql: string, params: unknown[] = []): Promise<unknown> =>
  withOwner(here.db.admin, (admin) => admin.rows(sql, params))

describe('Baran takes the list of cases out', () => {
  it('with a purpose and a reason, and the file says by whom, when and under which number', async () => {
    const { exportId } = await make(baran)
    const { status, text, headers } = await fetched(baran, exportId)
    expect(status).toBe(200)
    const [mark = '', titles = '', ...rows] = text.replace('\uFEFF', '').trim().split('\r\n')
    expect(mark).toMatch(new RegExp(`Taken out by baran at 20.+ for: Coordination.*${exportId}`))
    expect(titles).toContain('"Case code","State","Urgency"')
    expect(rows.length).toBeGreaterThan(0)
    expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store' })
    expect(headers['content-disposition']).toMatch(/^attachment; filename="ihala-export-[0-9a-f]{8}\.csv"$/)
  })

  it('holds no name, no telephone and nothing sensitive, and no case of another office', async () => {
    const other = await openCase(await here.signIn('younis'), { siteId: world.sites.hamdaniya })
    await amina.done('need.record', {
      needId: testId(),
      caseId,
      service: 'DOC.BIRTH',
      severity: 3,
      priority: 1,
    })
    await amina.done('note.add', { noteId: testId(), caseId, kind: 'contact', class: 3, text: 'سرّ صحي' })
    const mine = await amina.get<{ code: string }>(`/api/cases/${caseId}`)
    const foreign = await (await here.signIn('younis')).get<{ code: string }>(`/api/cases/${other.caseId}`)
    const { text } = await fetched(baran, (await make(baran)).exportId, 'ar')
    expect(text).toContain(mine.body.code)
    expect(text).not.toContain(foreign.body.code)
    for (const secret of ['هدى', 'حسن', '7701234567', 'سرّ', caseId]) expect(text).not.toContain(secret)
  })

  it('as a workbook too, and as the list of referrals', async () => {
    const { referralId } = await sent(amina)
    const { body } = await amina.get<{ code: string }>(`/api/referrals/${referralId}`)
    const { text } = await fetched(baran, (await make(baran, { what: 'referrals' })).exportId)
    expect(text).toContain(body.code)
    expect(text).toContain('"Bridges"')
    expect(text).not.toContain('هدى')
    const book = await fetched(baran, (await make(baran, { format: 'xlsx' })).exportId)
    expect(book.bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    expect(book.headers['content-disposition']).toMatch(/ihala-export-[0-9a-f]{8}\.xlsx/)
  })

  it('and the case tells that a list took it along, each time it was fetched, and nothing of what else was in it', async () => {
    const { caseId: hers } = await openCase(amina)
    const [cases, referrals] = [await make(baran), await make(baran, { what: 'referrals' })]
    const referred = await sent(amina)
    const looks = async (of: string) =>
      (await amina.get<WhoLookedAnswer>(`/api/cases/${of}/who-looked`)).body.looks.filter(
        ({ act }) => act === 'read.exported',
      )
    expect(await looks(hers)).toEqual([])
    // a list is no reading of so many cases within an hour: that would be told as unusual
    const opened = async (): Promise<number> => {
      const hours = await here.db.worker.as({ kind: 'worker' }, (tx) =>
        tx.rows<{ opened: number }>(
          statement(`select opened from reading_by_hour(now() - interval '1 day', $1)`),
          [[world.accounts.baran]],
        ),
      )
      return hours.reduce((sum, hour) => sum + hour.opened, 0)
    }
    await fetched(baran, cases.exportId)
    const before = await opened()
    const { text } = await fetched(baran, cases.exportId)
    expect(text.trim().split('\r\n').length).toBeGreaterThan(3)
    expect((await opened()) - before).toBeLessThanOrEqual(1)
    expect(await looks(hers)).toMatchObject([{ times: 2, class: 2, saw: true, mine: true }])
    expect(JSON.stringify(await looks(hers))).not.toMatch(new RegExp(`${caseId}|${cases.exportId}`))
    await fetched(baran, referrals.exportId)
    expect(await looks(referred.caseId)).toMatchObject([{ times: 3 }])
  })

  it('a name of another organisation that is a formula is only text', async () => {
    await behind(
      `update organisation set names = '{"en": "=HYPERLINK(\\"http://evil.example\\")", "ar": "x"}' where id = $1`,
      [world.organisations.bridges],
    )
    const { text } = await fetched(baran, (await make(baran, { what: 'referrals' })).exportId)
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  })
})

describe('not so', () => {
  it.each([
    ['without a purpose', { purpose: '' }],
    ['for a purpose that is none', { purpose: 'curiosity' }],
    ['without a reason', { reason: '' }],
    ['with a word for a reason', { reason: 'عمل' }],
    ['of something else', { what: 'people' }],
  ])('%s', async (_what, more) => {
    expect((await make(baran, more)).code).toBe('input.invalid')
  })

  it('by a session that has not shown for ten minutes who it is', async () => {
    const late = await here.signIn('baran')
    await behind(
      `update session set reauthenticated_at = now() - interval '11 minutes' where account_id = $1`,
      [world.accounts.baran],
    )
    expect((await make(late)).code).toBe('session.not_fresh')
    await behind(`update session set reauthenticated_at = now() where account_id = $1`, [
      world.accounts.baran,
    ])
    expect((await make(late)).code).toBeUndefined()
  })

  it('by an officer, a provider, an administrator or a visitor', async () => {
    for (const login of ['amina', 'dara', 'rozh', 'layla'] as const)
      expect((await make(await here.signIn(login))).code, login).toBe('permission.missing')
    expect((await here.stranger.get('/api/exports')).status).toBe(401)
  })

  it('by somebody else with its number, nor after a quarter of an hour', async () => {
    const { exportId } = await make(baran)
    expect((await fetched(amina, exportId)).status).toBe(403)
    expect((await fetched(baran, testId())).status).toBe(404)
    await behind(`update export_log set account_id = $2 where id = $1`, [exportId, world.accounts.sana])
    expect((await fetched(baran, exportId)).status).toBe(404)
    const late = await make(baran)
    await behind(`update export_log set expires_at = now() - interval '1 second' where id = $1`, [
      late.exportId,
    ])
    const over = await fetched(baran, late.exportId)
    expect(over.status).toBe(409)
    expect(over.text).toContain('export.over')
  })

  it('more than five thousand rows in a workbook; CSV leaves whole, in pieces', async () => {
    await behind(
      `insert into case_file (id, organisation_id, site_id, officer_id, person_id, code, programme, programme_version, state, urgency, display_name,
        status_category, age_band, sex, language, opened_on, entered_at)
      select gen_random_uuid(), organisation_id, site_id, officer_id, person_id, 'many' || n, programme, programme_version, state, urgency, display_name,
        status_category, age_band, sex, language, opened_on, entered_at from case_file, generate_series(1, 5001) n where id = $1`,
      [caseId],
    )
    const book = await fetched(baran, (await make(baran, { format: 'xlsx' })).exportId)
    expect(book.status).toBe(413)
    expect(book.text).toContain('export.too_large')
    const { status, text } = await fetched(baran, (await make(baran)).exportId)
    expect(status).toBe(200)
    const codes = text.match(/"many\d+"/g) ?? []
    expect([codes.length, new Set(codes).size]).toEqual([5001, 5001])
    expect(text.trim().split('\r\n')[0]).toContain('Taken out by baran')
    // whoever is signed out in the middle gets no further page
    const late = await here.signIn('baran')
    const pages = pagesOf(
      listAsked({ what: 'cases', isSensitive: false }),
      { exportId: testId(), isSensitive: false },
      (work) => here.house.database.asSession(hashToken(late.token), (tx) => work(tx)),
      words('en'),
    )
    expect((await pages.next()).value).toHaveLength(1000)
    await late.post('/api/sign-out', {})
    await expect(pages.next()).rejects.toMatchObject({ code: 'session.required' })
    await behind(`delete from case_file where code like 'many%'`)
  })
})

describe('Layla, the data protection officer', () => {
  it('reads who took what out, why, and how much was fetched; Baran reads his own alone', async () => {
    const { exportId } = await make(baran)
    const unfetched = await make(baran)
    await fetched(baran, exportId)
    interface Item {
      id: string
      login: string
      reason: string
      downloads: number
      rows: number | null
    }
    const layla = await here.signIn('layla')
    const { body } = await layla.get<{ items: Item[] }>('/api/exports')
    expect(body.items.find(({ id }) => id === exportId)).toMatchObject({
      login: 'baran',
      reason,
      downloads: 1,
    })
    expect(body.items.find(({ id }) => id === exportId)?.rows).toBeGreaterThan(0)
    expect(body.items.find(({ id }) => id === unfetched.exportId)).toMatchObject({ downloads: 0, rows: null })
    const own = await baran.get<{ items: Item[] }>('/api/exports')
    expect(own.body.items.every(({ login }) => login === 'baran')).toBe(true)
    await behind('update export_log set account_id = $2 where id = $1', [exportId, world.accounts.sana])
    expect(
      (await baran.get<{ items: Item[] }>('/api/exports')).body.items.some(({ id }) => id === exportId),
    ).toBe(false)
    expect((await amina.get('/api/exports')).status).toBe(403)
  })
})

describe('a cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＋1', '－1', '＠x'])(
    'that begins like a formula is text: %j',
    (cell) => {
      expect(harmless(cell)).toBe(`'${cell}`)
    },
  )
  it.each(['NV-2345', 'الموصل', '2026-11-22', '٣٠–٥٩', '', 'a=b'])(
    'that is text stays as it is: %j',
    (cell) => {
      expect(harmless(cell)).toBe(cell)
    },
  )
  it('with quotes, commas and line ends stays one cell', () => {
    expect(csvStart + csvOf([['a "b", c\nd', 'e']])).toBe('\uFEFF"a ""b"", c\nd","e"\r\n')
  })
})
