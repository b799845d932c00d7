import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, openCase, testHouse, testId, type TestHouse, today, world } from '../support/house.ts'
import { dial, everythingHeard, type Heard, listening, say } from './raw.ts'

let here: TestHouse
let amina: Client
let url: string
let caseId: string
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  ;({ caseId } = await openCase(amina))
  url = await listening(here.server)
})
afterAll(() => here?.close())

const bearer = (): Record<string, string> => ({
  authorization: `Bearer ${amina.token}`,
  'accept-language': 'en',
})
const post = (
  body: string | Buffer,
  headers: Record<string, string> = {},
  path = '/actions',
): Promise<Heard> => say(url, path, body, { ...bearer(), ...headers })
const need = (more: object = {}): object => ({
  needId: testId(),
  caseId,
  service: 'EDU.ENROL',
  severity: 2,
  priority: 1,
  ...more,
})
const command = (name: string, input: unknown, id: unknown = testId()): string =>
  JSON.stringify({ id, name, input })
const refused = async (
  name: string,
  input: unknown,
): Promise<{ code: string; details: Record<string, unknown> }> => {
  const heard = await post(command(name, input))
  const answer = JSON.parse(heard.body) as { refusal?: { code: string; details: Record<string, unknown> } }
  return answer.refusal ?? { code: `applied: ${heard.body}`, details: {} }
}

describe('a request that is not one', () => {
  it.each([
    ['nothing', '', 422, 'request.unreadable'],
    ['half of JSON', '{"id":', 422, 'request.unreadable'],
    ['a word', '"case.open"', 422, 'request.unreadable'],
    ['null', 'null', 422, 'request.unreadable'],
    ['a number that is none', 'NaN', 422, 'request.unreadable'],
    ['no id', '{"name":"case.open","input":{}}', 422, 'request.unreadable'],
    [
      'an id of capital letters and no id',
      '{"id":"HELLO","name":"case.open","input":{}}',
      422,
      'request.unreadable',
    ],
    [
      'a field we do not know beside the three',
      `{"id":"${testId()}","name":"case.open","input":{},"as":"rozh"}`,
      422,
      'request.unreadable',
    ],
    ['an empty batch', '[]', 422, 'request.unreadable'],
    ['a batch in a batch', '[[]]', 422, 'request.unreadable'],
    ['its prototype', '{"__proto__":{"id":1},"constructor":{"name":"x"}}', 422, 'request.unreadable'],
  ])('%s', async (_what, body, status, code) => {
    const heard = await post(body)
    expect({ status: heard.status, code: heard.refusal?.code }).toEqual({ status, code })
    expect(heard.refusal?.message).not.toBe('')
  })

  it('letters that are not UTF-8', async () => {
    const broken = Buffer.concat([
      Buffer.from(`{"id":"${testId()}","name":"note.add","input":{"text":"`),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('"}}'),
    ])
    expect((await post(broken)).refusal?.code).toBe('request.unreadable')
    expect(
      (
        await say(url, '/track', Buffer.from([0x63, 0x3d, 0xff, 0xfe]), {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(422)
  })

  it('too much of it is stopped before it is read whole', async () => {
    const heard = await post(
      command('note.add', { noteId: testId(), caseId, kind: 'contact', text: 'ن'.repeat(400_000) }),
    )
    expect(heard).toMatchObject({ status: 413, refusal: { code: 'request.too_large' } })
  })

  it('too deep', async () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
    expect((await post(deep)).status).toBe(422)
    const inside = await post(
      `{"id":"${testId()}","name":"need.record","input":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    )
    expect([200, 422]).toContain(inside.status)
    expect(inside.body).toMatch(/input\.invalid|request\.unreadable/)
    expect((await here.server.inject('/health')).statusCode).toBe(200)
  })

  it('of another kind than JSON', async () => {
    for (const kind of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      const heard = await post(command('need.record', need()), { 'content-type': kind })
      expect([415, 422], kind).toContain(heard.status)
      expect(heard.refusal?.code).toMatch(/^request\.(not_json|unreadable)$/)
    }
  })

  it('to an address that is not there, or with a method that is not open', async () => {
    expect((await say(url, '/api/nothing', undefined, bearer())).refusal?.code).toBe('request.not_found')
    expect((await say(url, '/actions', undefined, bearer())).refusal?.code).toBe('request.not_found')
    expect((await say(url, `/api/cases/${caseId}`, '{}', bearer(), 'DELETE')).status).toBe(404)
    for (const path of [
      '/api/cases/1',
      '/api/cases/%00',
      '/api/cases/%FF',
      '/api/cases/..%2f..%2fetc%2fpasswd',
      `/api/cases/${caseId}'--`,
      '/api/cases?limit=0',
      '/api/cases?limit=1e9',
      '/api/cases?after=%00',
      '/api/cases?after=zzzz',
      '/api/alerts?after=e30',
      '/api/referrals?box=everything',
      '/api/cases?unknown=1',
      '/api/places?q=%00',
    ]) {
      const heard = await say(url, path, undefined, bearer())
      expect(heard.status, `${path} ${heard.body}`).toBeGreaterThanOrEqual(400)
      expect(heard.status, `${path} ${heard.body}`).toBeLessThan(500)
    }
  })

  it('in a broken line of HTTP', async () => {
    const socket = await dial(url, 'GET / HTTP/1.1\r\nHost: x\r\nBad Header\x00: 1\r\n\r\n')
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (part) => (text += String(part)))
      socket.on('close', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/)
    everythingHeard.push(answer)
  })
})

describe('an input that cannot be', () => {
  it.each([
    ['a field we do not know', { colour: 'blue' }, 'input.invalid'],
    ['a text where a number stands', { severity: '2' }, 'input.invalid'],
    ['a severity of five', { severity: 5 }, 'input.invalid'],
    ['half a severity', { severity: 2.5 }, 'input.invalid'],
    ['an id that is none', { needId: 'x' }, 'input.invalid'],
    ['a list where a text stands', { service: ['EDU.ENROL'] }, 'input.invalid'],
    ['an unknown service', { service: 'EDU.NOTHING' }, 'need.service_unknown'],
    ['30 February', { happenedOn: '2026-02-30' }, 'date.impossible'],
    ['month thirteen', { happenedOn: '2026-13-01' }, 'date.impossible'],
    ['a day before anybody', { happenedOn: '0001-01-01' }, 'date.impossible'],
    ['a day written otherwise', { happenedOn: '22.11.2026' }, 'input.invalid'],
    ['next year', { happenedOn: '2099-01-01' }, 'date.in_future'],
  ])('%s', async (_what, more, code) => {
    expect((await refused('need.record', need(more))).code).toBe(code)
  })

  it('names the field, and nothing that was written in it', async () => {
    const secret = 'هدى حسن علي'
    const { details } = await refused('need.record', need({ severity: secret }))
    expect(details).toMatchObject({ field: 'severity' })
    for (const input of [need({ service: secret }), need({ caseId: secret }), need({ [secret]: 1 })]) {
      const { code, details: told } = await refused('need.record', input)
      expect(code).toMatch(/^(input\.invalid|need\.service_unknown)$/)
      expect(JSON.stringify(told)).not.toContain(secret)
    }
  })

  it.each(['input', 'text', 'number', 'list', 'nothing'])(
    'of the wrong kind altogether: %s',
    async (kind) => {
      const wrong: Record<string, unknown> = {
        input: { input: {} },
        text: 'x',
        number: 7,
        list: [],
        nothing: null,
      }
      for (const name of ['case.open', 'referral.send', 'account.add', 'offer.save', 'link.make'])
        expect((await refused(name, wrong[kind])).code, name).toMatch(
          /^(input\.invalid|permission\.missing)$/,
        )
    },
  )

  it('for an action that does not exist, whatever it is called', async () => {
    for (const name of [
      '',
      'case',
      'case.delete',
      '__proto__',
      'constructor',
      'toString',
      'CASE.OPEN',
      'case.open ',
    ])
      expect((await refused(name, {})).code, name).toBe('action.unknown')
  })
})

describe('signs that read otherwise than they are', () => {
  const hidden: Record<string, string> = {
    'a right-to-left override': 'علي\u202Eنسح',
    'a left-to-right override': 'a\u202Db',
    'an isolate': 'علي\u2067',
    'a null sign': 'علي\u0000',
    'a bell': 'علي\u0007',
    'an escape': '\u001B[31mعلي',
    'a line separator': 'علي\u2028حسن',
    'a tag sign': `علي${String.fromCodePoint(0xe0041)}`,
    'half a sign': 'علي\uD800',
    'a new line in a name': 'علي\nحسن',
  }
  it.each(Object.keys(hidden))('%s in a name is refused in so many words', async (what) => {
    const open = (given: string): object => ({
      caseId: testId(),
      personId: testId(),
      siteId: world.sites.mosul,
      openedOn: today(),
      statusCategory: 'idp',
      ageBand: '30-59',
      sex: 'male',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      name: { given },
    })
    const code = (await refused('case.open', open(hidden[what] as string))).code
    expect(code).toBe('input.hidden_characters')
  })

  it('anywhere else: in a code word, a note, a search, a login, a question', async () => {
    const bad = 'x\u202Ey\u0000'
    expect((await refused('note.add', { noteId: testId(), caseId, kind: 'contact', text: bad })).code).toBe(
      'input.hidden_characters',
    )
    expect((await refused('person.set_chosen_word', { caseId, chosenWord: bad })).code).toBe(
      'input.hidden_characters',
    )
    for (const [path, body] of [
      ['/api/people/search', { text: bad }],
      ['/api/sign-in', { account: bad, password: bad }],
      ['/api/link/open', { token: bad, word: bad }],
      ['/api/link/act', { token: bad, word: bad, id: testId(), name: bad, input: bad }],
      ['/api/password', { old: bad, new: bad }],
    ] as const) {
      const heard = await post(JSON.stringify(body), {}, path)
      expect(heard.status, `${path} ${heard.body}`).toBeGreaterThanOrEqual(400)
      expect(heard.status, `${path} ${heard.body}`).toBeLessThan(500)
    }
    const page = await say(url, '/track', 'code=%00%E2%80%AE&word=%00&bornDay=99&bornMonth=%00&bornYear=-1', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(page.status).toBeLessThan(500)
  })

  it('while what Kurdish needs, and what comes along when copying, is no offence', async () => {
    const note = { noteId: testId(), caseId, kind: 'contact', text: 'دەچ\u200Cم \u200Fاليوم\u200E' }
    expect((await refused('note.add', note)).code).toMatch(/^applied/)
    const seen = await amina.get<{ notes: { id: string; text: string }[] }>(`/api/cases/${caseId}`)
    expect(seen.body.notes.find(({ id }) => id === note.noteId)?.text).toBe('دەچ\u200Cم اليوم')
  })
})

describe('a batch', () => {
  it('is answered in order; one bad action does not stop the others', async () => {
    const [good, bad, also] = [need(), need({ severity: 9 }), need()]
    const heard = await post(
      `[${command('need.record', good)},${command('need.record', bad)},${command('nothing.such', {})},${command('need.record', also)}]`,
    )
    expect(heard.status).toBe(200)
    expect(
      (JSON.parse(heard.body) as { outcome: string; refusal?: { code: string } }[]).map(
        (one) => one.refusal?.code ?? one.outcome,
      ),
    ).toEqual(['applied', 'input.invalid', 'action.unknown', 'applied'])
  })

  it('with an element that cannot be read is refused whole, and nothing of it is done', async () => {
    const good = need() as { needId: string }
    const heard = await post(`[${command('need.record', good)},{"id":"x"}]`)
    expect(heard).toMatchObject({ status: 422, refusal: { code: 'request.unreadable' } })
    const [row] = await withOwner(here.db.admin, (admin) =>
      admin.rows<{ count: number }>('select count(*)::int as count from need where id = $1', [good.needId]),
    )
    expect(row?.count).toBe(0)
  })

  it('has room for a hundred, not for a hundred and one', async () => {
    const many = (count: number): string =>
      `[${Array.from({ length: count }, () => command('nothing.such', {})).join()}]`
    expect((await post(many(101))).refusal?.code).toBe('request.unreadable')
    const heard = await post(many(100))
    expect(heard.status).toBe(200)
    expect(JSON.parse(heard.body)).toHaveLength(100)
  })

  it('with the same id twice and other content does the first and names the second', async () => {
    const id = testId()
    const heard = await post(
      `[${command('need.record', need(), id)},${command('need.record', need(), id)},${command('need.record', need())}]`,
    )
    expect(
      (JSON.parse(heard.body) as { outcome: string; refusal?: { code: string } }[]).map(
        (one) => one.refusal?.code ?? one.outcome,
      ),
    ).toEqual(['applied', 'action.id_taken', 'applied'])
  })
})

describe('a page of another site, or a session that is over', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])('%o', async (headers, status) => {
    const heard = await say(url, '/actions', command('need.record', need()), {
      cookie: `ihala=${amina.token}`,
      ...(headers as Record<string, string>),
    })
    expect(heard.status).toBe(status)
    if (status === 403) expect(heard.refusal?.code).toBe('request.other_site')
  })

  it('a page of this site may, by its own Origin', async () => {
    expect(
      (
        await say(url, '/actions', command('need.record', need()), {
          cookie: `ihala=${amina.token}`,
          origin: url,
        })
      ).status,
    ).toBe(200)
  })

  it('an unknown, ended, idle or overdue session and a blocked account are asked to sign in', async () => {
    const sana = await here.signIn('sana')
    const hash = createHash('sha256').update(sana.token).digest()
    const asked = async (): Promise<string | undefined> =>
      (await say(url, '/api/me', undefined, { authorization: `Bearer ${sana.token}` })).refusal?.code
    const set = (column: string): Promise<unknown> =>
      withOwner(here.db.admin, (admin) =>
        admin.rows(`update session set ${column} where token_hash = $1`, [hash]),
      )
    expect(await asked()).toBeUndefined()
    for (const [broken, mended] of [
      [`expires_at = now() - interval '1 second'`, `expires_at = now() + interval '1 hour'`],
      [`last_seen_at = now() - interval '1 year'`, 'last_seen_at = now()'],
      ['ended_at = now()', 'ended_at = null'],
    ] as const) {
      await set(broken)
      expect(await asked(), broken).toBe('session.required')
      await set(mended)
      expect(await asked(), mended).toBeUndefined()
    }
    expect((await say(url, '/api/me', undefined, { authorization: 'Bearer short' })).status).toBe(401)
    expect((await say(url, '/actions', command('need.record', need()), {})).status).toBe(401)
  })
})

describe('what everybody reads', () => {
  it('comes in the language asked for, and each of the four says something else', async () => {
    const said = new Set<string>()
    for (const locale of ['ar', 'ckb', 'kmr', 'en'])
      said.add(
        (await say(url, '/api/me', undefined, { 'accept-language': `${locale},en;q=0.1` })).refusal
          ?.message ?? '',
      )
    expect(said.size).toBe(4)
    expect(
      (await say(url, '/api/me', undefined, { 'accept-language': 'xx-YY;q=zz,,,;' })).refusal?.message,
    ).toBeTruthy()
  })

  it('never holds SQL, a stack, a file, or what somebody wrote', async () => {
    await sleep(0)
    expect(everythingHeard.length).toBeGreaterThan(80)
    for (const text of everythingHeard) {
      expect(text).not.toMatch(
        /\bselect\b.+\bfrom\b|\binsert into\b|\bupdate .+ set\b|\brelation "|\bcolumn "|violates|SQLSTATE|pg_|node_modules|\.ts:\d|\.js:\d|\bat \w+ \(|ECONN|zod/i,
      )
      expect(text).not.toMatch(/"stack"|undefined|\[object Object\]/)
    }
  })
})
