import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localeCodes } from '../../src/language/locales.ts'
import type { ComplaintItem } from '../../src/records/answers.ts'
import { statement } from '../../src/server/database.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'
import { roles } from '../../src/permissions/roles.ts'
import { testId, world } from '../support/house.ts'

let here: Cast
let hala: Player
let theirs: Player
beforeAll(async () => {
  here = await cast()
  hala = here.of('complaints_officer', 'mosul')
  theirs = here.of('complaints_officer', 'bridges')
})
afterAll(() => here?.close())

const send = (path: string, fields: Record<string, string>, address: string) =>
  here.house.server.inject({
    method: 'POST',
    url: path,
    remoteAddress: address,
    payload: new URLSearchParams({ lang: 'en', ...fields }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
const form = (more: Record<string, string> = {}) => ({
  form: testId(),
  organisationId: world.organisations.ministry,
  kind: 'corruption',
  text: 'طُلب مني مبلغ متخيل\r\nفي ممر متخيل',
  reach: '',
  word: 'صنوبرة',
  ...more,
})
const codeIn = (page: string): string => /MT-[\w-]+/.exec(page)?.[0] ?? ''
const complain = async (more: Record<string, string> = {}, address = '10.1.0.1') => {
  const fields = form(more)
  const { statusCode, body } = await send('/say', fields, address)
  return { ...fields, statusCode, body, code: codeIn(body) }
}
const heard = async (who: Player): Promise<readonly ComplaintItem[]> =>
  ((await who.get('/api/complaints')).body as { items: ComplaintItem[] }).items
const answered = (code: string, word: string, address = '10.1.1.1') =>
  send('/say/answer', { code, word }, address)

describe('somebody without an account complains about staff', () => {
  it('Hala alone hears it, and her answer is read with code and word, whichever way they are typed', async () => {
    const said = await complain()
    expect(said.statusCode).toBe(200)
    const found = (await heard(hala)).find(({ code }) => code === said.code)
    expect(found).toMatchObject({
      text: 'طُلب مني مبلغ متخيل\nفي ممر متخيل',
      isAnonymous: true,
      reach: null,
      recordedByName: null,
      channel: 'web',
    })
    for (const role of roles.filter((one) => one !== 'complaints_officer'))
      expect((await here.of(role, 'mosul').get('/api/complaints')).status, role).toBe(403)
    expect((await heard(theirs)).map(({ code }) => code)).not.toContain(said.code)
    const { items } = (await hala.get('/api/alerts')).body as { items: { kind: string }[] }
    expect(items.map(({ kind }) => kind)).toContain('desk.complaint')

    const waiting = await answered(said.code.toLowerCase().replaceAll('-', ' '), 'صنوبره')
    expect(waiting.statusCode).toBe(200)
    expect(waiting.body).toMatch(/Received[\s\S]*No answer yet/)
    const step = { complaintId: found?.id, state: 'investigating' }
    await hala.done('complaint.note_step', { ...step, stepId: testId(), text: 'سرّ التحقيق' })
    await hala.done('complaint.note_step', {
      ...step,
      stepId: testId(),
      text: 'سمعنا <b>شكواك</b>',
      isAnswer: true,
    })
    const read = await answered(said.code, 'صنوبرة')
    expect(read.body).toContain('سمعنا &lt;b&gt;شكواك&lt;/b&gt;')
    expect(read.body).not.toMatch(/سرّ|طُلب|Invented/)
  })

  it('with a safe way to be reached it is said whom to answer; the database holds no word of either', async () => {
    const said = await complain({ reach: 'هاتف متخيل ١٢٣', text: 'كلام لا يعرفه إلا صاحبه' })
    const found = (await heard(hala)).find(({ code }) => code === said.code)
    expect(found).toMatchObject({ isAnonymous: false, reach: 'هاتف متخيل ١٢٣' })
    const dump = await here.behind<{ row: string }>(
      `select to_jsonb(c)::text as row from complaint c union all select to_jsonb(a)::text from audit_line a union all select to_jsonb(t)::text from alert t`,
    )
    expect(dump.filter(({ row }) => /هاتف متخيل|لا يعرفه|صنوبر/.test(row))).toEqual([])
    expect(dump.filter(({ row }) => row.includes('complaint.from_public')).length).toBeGreaterThan(0)
  })

  it('the same form sent twice is one complaint with one code; with other words it is another', async () => {
    const { statusCode: _s, body: _b, code, ...fields } = await complain({}, '10.1.0.2')
    const again = await send('/say', fields, '10.1.0.2')
    expect(codeIn(again.body)).toBe(code)
    const other = await send('/say', { ...fields, text: 'نسيت أن أقول شيئاً متخيلاً' }, '10.1.0.2')
    expect(codeIn(other.body)).not.toBe(code)
    const list = await heard(hala)
    expect(list.filter((one) => one.code === code)).toHaveLength(1)
    expect(list.find((one) => one.code === codeIn(other.body))?.text).toBe('نسيت أن أقول شيئاً متخيلاً')
  })

  it('what is missing is said and what was written stays, but for the word; nobody to hear takes nothing', async () => {
    for (const more of [{ kind: '' }, { organisationId: 'x' }, { word: 'اب' }, { text: ' ' }]) {
      const { statusCode, body } = await complain({ reach: '"><img src=x>', ...more }, '10.1.0.3')
      expect(statusCode).toBe(422)
      expect(body).toContain('role="alert"')
      expect(body).toContain('&quot;&gt;&lt;img src=x&gt;')
      expect(body).not.toMatch(/صنوبرة|<img/)
      if (more.text === undefined) expect(body).toContain('طُلب مني')
    }
    const nobody = await complain({ organisationId: testId() }, '10.1.0.3')
    expect(nobody.statusCode).toBe(503)
    expect(nobody.body).toContain('Nobody hears complaints')
  })
})

describe('who guesses', () => {
  it('hears the same of an unknown code and of a wrong word, and waits after a few', async () => {
    const { code } = await complain({}, '10.1.0.4')
    const answers = [
      await answered(code, 'تفاحة', '10.1.2.1'),
      await answered(code, '', '10.1.2.2'),
      await answered('MT-222-2222', 'صنوبرة', '10.1.2.3'),
      await answered('', 'صنوبرة', '10.1.2.4'),
    ]
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(404)
    for (let tries = 0; tries < 4; tries++) await answered(code, `تفاحة ${tries}`, `10.1.3.${tries}`)
    expect((await answered(code, 'صنوبرة', '10.1.3.9')).statusCode).toBe(429)
  })

  it('and who sends one after the other waits too', async () => {
    const sent: number[] = []
    for (let one = 0; one < 12; one++) sent.push((await complain({}, '10.1.4.1')).statusCode)
    expect([sent[0], sent.at(-1)]).toEqual([200, 429])
  })

  it('the doors in the database open to visitors alone, and give nothing without the word', async () => {
    const { code } = await complain({}, '10.1.0.5')
    const call = (sql: string, identity: object) =>
      here.house.db.database.as(identity as { kind: 'visitor' }, (tx) => tx.rows(statement(sql), [code]))
    const follow = `select * from follow_complaint($1, '\\x00')`
    expect(await call(follow, { kind: 'visitor' })).toEqual([])
    expect(await call('select 1 from complaint where code = $1', { kind: 'visitor' })).toEqual([])
    const put = `select complain(gen_random_uuid(), (select id from organisation limit 1), 'x', true, $1, '\\x', now(), now(), now(), 'x', '\\x', '\\x')`
    for (const role of ['complaints_officer', 'system_admin'] as const) {
      const { accountId, organisationId } = here.of(role, 'olive')
      for (const sql of [follow, put])
        await expect(
          call(sql, { kind: 'account', accountId, organisationId, roles: [role] }),
        ).rejects.toMatchObject({ code: '42501' })
    }
  })
})

it('an answer needs somebody who can read it', async () => {
  const complaintId = testId()
  const amina = here.of('caseworker', 'mosul')
  await amina.done('complaint.record', {
    complaintId,
    kind: 'misconduct',
    channel: 'box',
    isAnonymous: true,
    text: 'متخيل',
  })
  const step = { complaintId, stepId: testId(), state: 'acknowledged', text: 'متخيل', isAnswer: true }
  expect((await hala.act('complaint.note_step', step)).refusal?.code).toBe('input.invalid')
})

it('the pages are whole without JavaScript in four languages, small, and neutral in tab and address', async () => {
  for (const lang of localeCodes)
    for (const path of ['/say', '/say/answer']) {
      const { statusCode, body, headers } = await here.house.server.inject({ url: `${path}?lang=${lang}` })
      expect(statusCode).toBe(200)
      expect(headers['cache-control']).toContain('no-store')
      expect(body).not.toMatch(/⟦|undefined|desk\.say/)
      expect(body).toContain('data-leave')
      expect(Buffer.byteLength(body)).toBeLessThan(40_000)
      const title = /<title>(.*?)<\/title>/.exec(body)?.[1] ?? ''
      expect(title).not.toMatch(/شكو|complain|سکاڵا|گازند/i)
    }
})
