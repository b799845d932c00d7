import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localeCodes } from '../../src/language/locales.ts'
import { words } from '../../src/language/server-words.ts'
import type { InformationItem } from '../../src/records/answers.ts'
import { statement } from '../../src/server/database.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, type TestHouse, testHouse, testId, world } from '../support/house.ts'

/** What anybody reads without an account: small, whole without scripts, in four languages, and never a hidden place. */
let here: TestHouse
let sana: Client
let baran: Client
let nadia: Client

/** A street only the shelter's own organisation may know, and a name that tells the place. */
const hiddenStreet = 'شارع المكان الخفي'

beforeAll(async () => {
  here = await testHouse()
  await withOwner(here.db.admin, async (admin) => {
    const give = (login: string, role: string) =>
      admin.rows(
        `insert into account_role (account_id, organisation_id, role) select id, organisation_id, $2 from account where login = $1`,
        [login, role],
      )
    await give('sana', 'directory_editor')
    await give('baran', 'branch_manager')
    await give('nadia', 'directory_editor')
    await admin.rows(
      `update site set opening = '{"weekly": [{"days": ["sa", "su", "mo", "tu", "we", "th"], "from": "08:00", "to": "14:00"}],
        "seasons": [{"from": "2099-02-01", "to": "2099-03-01", "weekly": [{"days": ["fr"], "from": "20:00", "to": "24:00"}]}]}', phone = '+9647000000001'
      where id = $1`,
      [world.sites.bridges],
    )
    await admin.rows(
      `insert into site_private (site_id, organisation_id, address, phone) select s.id, s.organisation_id, $2, '+9647000000002' from offer o join site s on s.id = o.site_id
      where o.id = $1 on conflict (site_id) do update set address = excluded.address`,
      [world.offers.shelter, JSON.stringify({ landmark: hiddenStreet })],
    )
  })
  ;[sana, baran, nadia] = await Promise.all([here.signIn('sana'), here.signIn('baran'), here.signIn('nadia')])
})
afterAll(() => here?.close())

const read = async (path: string, locale = 'en') => {
  const answer = await here.server.inject({ url: `${path}${path.includes('?') ? '&' : '?'}lang=${locale}` })
  return { status: answer.statusCode, body: answer.body, headers: answer.headers }
}

const pages = [
  '/',
  '/find',
  '/find?what=papers',
  '/find?what=papers&where=IQG15',
  '/find?what=danger&where=IQG15',
  '/find?what=travel&where=IQG05&woman=1',
  `/find/offer/${world.offers.birth}`,
  `/find/offer/${world.offers.shelter}`,
  '/about',
  '/rights',
  '/questions',
  '/documents',
  '/documents/019a0000-0000-7000-8000-000000004001',
  '/numbers',
  '/track',
  '/say',
]

describe('the public door', () => {
  it.each(localeCodes)('is small, quiet and whole without a script, in %s', async (locale) => {
    const style = (await read('/portal/page.css')).body
    for (const path of pages) {
      const { status, body, headers } = await read(path, locale)
      expect(status, path).toBe(200)
      expect(
        Buffer.byteLength(body) + Buffer.byteLength(style),
        `${path}: bytes of its first load`,
      ).toBeLessThan(60_000)
      expect(headers['set-cookie'], path).toBeUndefined()
      expect(body, path).not.toMatch(/⟦|undefined|\[object/)
      // nothing is loaded from elsewhere, and no script but the one that leaves
      expect(
        [...body.matchAll(/<(?:script|img|link|iframe)[^>]*(?:src|href)="([^"]+)"/g)].map(([, to]) => to),
      ).toEqual(['data:,', expect.stringMatching(/^\/portal\/page\.css/), '/portal/leave.js'])
      const t = words(locale)
      const title = body.match(/<title>(.*)<\/title>/)?.[1]
      expect([t('portal.title'), t('portal.track.title')], `${path}: its title tells nothing`).toContain(
        title,
      )
    }
  })

  it('Um Hassan finds a lawyer for a birth paper near her that is open, with a woman, and learns when it was confirmed', async () => {
    here.at('2026-11-22T08:00:00.000Z') // a Sunday, eleven o'clock in Mosul
    const found = (await read(`/find?service=DOC.BIRTH&where=${world.places.mosulDistrict}&woman=1&open=1`))
      .body
    expect(found).toContain('Open now until 14:00')
    expect(found).toContain('A woman on the staff')
    expect(found).toMatch(/Confirmed on|Not confirmed since/)
    const closed = '2026-11-27T08:00:00.000Z'
    here.at(closed) // Friday
    expect((await read(`/find?service=DOC.BIRTH&where=${world.places.mosulDistrict}&open=1`)).body).toContain(
      'No such service was found',
    )
    const offer = (await read(`/find/offer/${world.offers.birth}`)).body
    expect(offer).toContain('Closed now. Opens Saturday')
    expect(offer).toContain('href="tel:')
    here.at(null)
  })

  it('no page and no pack tells where a shelter is', async () => {
    const all = await Promise.all(
      localeCodes.flatMap((locale) =>
        [...pages, '/find?what=home&where=IQG15', '/pack/IQG15', '/plain/number'].map((path) =>
          read(path, locale),
        ),
      ),
    )
    const said = all.map(({ body }) => body).join('\n')
    expect(said).not.toContain(hiddenStreet)
    expect(said).not.toContain('+9647000000002')
    const shelter = (await read(`/find/offer/${world.offers.shelter}`)).body
    expect(shelter).toContain('The place is secret')
    expect(shelter).not.toMatch(/Mosul|tel:\+|<svg class="qr"/)
  })

  it('a stranger’s odd words in an address change nothing and break nothing', async () => {
    for (const path of [
      '/find?what=%3Cscript%3E&where=x',
      '/find?service=DROP.TABLE&where=IQG15',
      "/find?what=papers&where=IQG15'--&speaks=%22%3E",
      '/find?what=papers&where=IQG99',
    ])
      expect((await read(path)).body, path).not.toMatch(/<script>|--"|DROP/)
    expect((await read(`/find/offer/${testId()}`)).status).toBe(404)
    expect((await read('/pack/XXX99')).status).toBeGreaterThanOrEqual(400)
  })
})

describe('what the public reads', () => {
  const texts = (title: string) => ({ ar: { title, text: 'جملة أولى.\nجملة ثانية.' } })
  const source = 'Ministry, letter 12 (invented)'

  it('is changed by two people of the ministry, not by one, and by no other organisation', async () => {
    const entryId = testId()
    const first = testId()
    const input = { informationId: first, entryId, kind: 'question', texts: texts('سؤال مُختلَق؟'), source }
    await sana.done('information.write', input)
    expect((await read('/questions', 'ar')).body).not.toContain('سؤال مُختلَق')
    expect(
      (await sana.act('information.decide', { informationId: first, entryId, publish: true })).refusal?.code,
    ).toBe('information.own')
    expect((await nadia.get<{ items: InformationItem[] }>('/api/information')).body.items).not.toContainEqual(
      expect.objectContaining({ id: first }),
    )
    expect(
      (await nadia.act('information.write', { ...input, informationId: testId(), entryId: testId() })).refusal
        ?.code,
    ).toBe('permission.missing')
    expect((await here.stranger.get('/api/information')).status).toBe(401)
    await baran.done('information.decide', { informationId: first, entryId, publish: true })
    expect((await read('/questions', 'ar')).body).toContain('سؤال مُختلَق')
    // in a language it was not written in it stands in Arabic, and says so to the browser
    expect((await read('/questions', 'en')).body).toMatch(/lang="ar-IQ" dir="rtl"[^]*سؤال مُختلَق/)

    const second = testId()
    await baran.done('information.write', { ...input, informationId: second, texts: texts('سؤال أحدث؟') })
    await sana.done('information.decide', {
      informationId: second,
      entryId,
      publish: false,
      remark: 'غير واضح',
    })
    expect((await read('/questions', 'ar')).body).toContain('سؤال مُختلَق')
    const third = testId()
    await baran.done('information.write', { ...input, informationId: third, texts: texts('سؤال ثالث؟') })
    await sana.done('information.decide', { informationId: third, entryId, publish: true })
    const body = (await read('/questions', 'ar')).body
    expect(body).toContain('سؤال ثالث')
    expect(body).not.toContain('سؤال مُختلَق')
    const kept = (await sana.get<{ items: InformationItem[] }>('/api/information')).body.items
    expect(kept.filter((one) => one.entryId === entryId).map(({ state }) => state)).toEqual([
      'published',
      'returned',
      'replaced',
    ])
  })

  it('a number that nobody answers is taken away at once, by one person, and what came with Ihala does not come back', async () => {
    const kept = (await sana.get<{ items: InformationItem[] }>('/api/information')).body.items
    const shipped = kept.find(({ facts }) => facts.number === '139')
    if (shipped === undefined) throw new Error('no number came with Ihala')
    expect((await read('/numbers')).body).toContain('tel:139')
    await sana.done('information.withdraw', {
      informationId: shipped.id,
      entryId: shipped.entryId,
      reason: 'لا يجيب أحد',
    })
    expect((await read('/numbers')).body).not.toContain('tel:139')
  })

  it('the database lets nobody publish what they wrote, nor change what a version says', async () => {
    const entryId = testId()
    const informationId = testId()
    await sana.done('information.write', {
      informationId,
      entryId,
      kind: 'about',
      texts: texts('نص'),
      source,
    })
    const account = {
      kind: 'account',
      accountId: world.accounts.sana,
      organisationId: world.organisations.ministry,
      roles: ['directory_editor'],
    } as const
    await expect(
      here.house.database.as(account, (tx) =>
        tx.rows(
          statement(
            `update information set state = 'published', decided_by = $2, decided_at = now() where id = $1`,
          ),
          [informationId, world.accounts.sana],
        ),
      ),
    ).rejects.toThrow()
    await expect(
      here.house.database.as(account, (tx) =>
        tx.rows(statement(`update information set texts = '{}' where id = $1`), [informationId]),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
