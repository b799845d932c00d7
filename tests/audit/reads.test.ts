import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import {
  caseWithConsent,
  type Client,
  openCase,
  type TestHouse,
  testHouse,
  testId,
  world,
} from '../support/house.ts'

interface Line {
  readonly act: string
  readonly outcome: string
  readonly kind: string
  readonly account_id: string | null
  readonly organisation_id: string | null
  readonly root_kind: string | null
  readonly root_id: string | null
  readonly detail: Record<string, unknown>
}

let here: TestHouse
let amina: Client
let dara: Client
let karim: Client
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  dara = await here.signIn('dara')
  karim = await here.signIn('karim')
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
/** The lines that `work` leaves, oldest first. */
async function linesOf(work: () => Promise<unknown>): Promise<Line[]> {
  const [before] = await behind<{ ids: string[] }>(
    `select coalesce(array_agg(id::text), '{}') as ids from audit_line`,
  )
  await work()
  return behind<Line>('select * from audit_line where not id::text = any ($1) order by at', [
    before?.ids ?? [],
  ])
}
const told = ({ act, outcome, root_id }: Line): object => ({ act, outcome, root_id })

async function sentReferral(): Promise<{ referralId: string; caseId: string }> {
  const { caseId, needId } = await caseWithConsent(amina)
  const referralId = testId()
  await amina.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId: world.offers.birth,
    urgency: 'U2',
    sharedItems: ['name', 'safe_contact'],
  })
  await amina.done('referral.send', { referralId })
  return { referralId, caseId }
}

describe('every reading about one person leaves one line', () => {
  it('Amina opens a case', async () => {
    const { caseId } = await openCase(amina)
    expect((await linesOf(() => amina.get(`/api/cases/${caseId}`))).map(told)).toEqual([
      { act: 'read.case', outcome: 'read', root_id: caseId },
    ])
  })

  it('Dara opens a referral: once, also when it is the first time, and its class says whether she saw what was handed over', async () => {
    const { referralId } = await sentReferral()
    const first = await linesOf(() => dara.get(`/api/referrals/${referralId}`))
    expect(first.map(told)).toEqual([{ act: 'read.referral', outcome: 'read', root_id: referralId }])
    expect(first[0]).toMatchObject({
      detail: { class: 2 },
      account_id: world.accounts.dara,
      organisation_id: world.organisations.bridges,
    })
    await dara.done('referral.accept', { referralId })
    expect((await linesOf(() => dara.get(`/api/referrals/${referralId}`)))[0]?.detail).toEqual({ class: 3 })
  })

  it('Amina looks for services that fit somebody', async () => {
    const { caseId, needId } = await caseWithConsent(amina)
    expect((await linesOf(() => amina.get(`/api/match?needId=${needId}`))).map(told)).toEqual([
      { act: 'read.match', outcome: 'read', root_id: caseId },
    ])
  })

  it('Amina searches for a person: what she typed is in no line', async () => {
    const lines = await linesOf(() => amina.post('/api/people/search', { text: 'هدى حسن علي' }))
    expect(lines.map(({ act }) => act)).toEqual(['read.people_search'])
    expect(JSON.stringify(lines)).not.toMatch(/هدى|حسن/)
  })

  it('a provider opens a one-time link: with the right word, with a wrong one, and one that does not exist', async () => {
    const { referralId } = await sentReferral()
    const token = 'T'.repeat(43)
    const word = 'بستان ٤٧'
    await amina.done('link.make', { linkId: testId(), referralId, step: 'answer', token, word })
    const open = (body: object) => () => here.stranger.post('/api/link/open', body)
    expect(await linesOf(open({ token, word }))).toMatchObject([
      { act: 'read.link', outcome: 'read', kind: 'link', root_id: referralId, account_id: null },
    ])
    const wrong = await linesOf(open({ token, word: 'غلط' }))
    const unknown = await linesOf(open({ token: 'U'.repeat(43), word: 'غلط' }))
    expect(wrong.map(told)).toEqual([{ act: 'read.link', outcome: 'denied', root_id: null }])
    expect(unknown.map(told)).toEqual(wrong.map(told))
  })

  it('somebody follows a request by its code and the chosen word, and somebody tries to', async () => {
    const { caseId } = await openCase(amina, { chosenWord: 'زيتونة' })
    const [file] = await behind<{ code: string }>('select code from case_file where id = $1', [caseId])
    const follow = (code: string, word: string) => () =>
      here.server.inject({
        method: 'POST',
        url: '/track',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ code, word }).toString(),
      })
    expect((await linesOf(follow(file?.code ?? '', 'زيتونة'))).map(told)).toEqual([
      { act: 'read.track', outcome: 'read', root_id: caseId },
    ])
    expect((await linesOf(follow(file?.code ?? '', 'تينة'))).map(told)).toEqual([
      { act: 'read.track', outcome: 'denied', root_id: caseId },
    ])
    expect((await linesOf(follow('NV-0000-0', 'تينة'))).map(told)).toEqual([
      { act: 'read.track', outcome: 'denied', root_id: null },
    ])
  })
})

describe('who is refused leaves a line too', () => {
  it('Karim asks for a case, a referral and a need of another organisation and for ones that do not exist: the same answer, the same lines', async () => {
    const { referralId, caseId } = await sentReferral()
    const hiba = await here.signIn('hiba')
    for (const [who, path, foreign] of [
      [hiba, '/api/cases/', caseId],
      [karim, '/api/referrals/', referralId],
      [hiba, '/api/match?needId=', caseId],
    ] as const) {
      const answers: unknown[] = []
      const lines: Line[][] = []
      for (const id of [foreign, testId()]) {
        lines.push(
          await linesOf(async () => {
            const { status, body } = await who.get(`${path}${id}`)
            answers.push({ status, body })
          }),
        )
      }
      expect(answers[0], path).toMatchObject({ status: 404 })
      expect(answers[1], path).toEqual(answers[0])
      const bare = lines.map((some) =>
        some.map((line) => ({ ...line, id: 0, at: 0, written_in: 0, root_id: 0 })),
      )
      expect(bare[0]).toHaveLength(1)
      expect(bare[0]?.[0]?.outcome).toBe('absent')
      expect(bare[1], path).toEqual(bare[0])
      expect(lines[0]?.[0]?.root_id).toBe(foreign)
    }
  })

  it('Rozh, who administers, asks for a case: the line names the route and the case, and nothing of it', async () => {
    const { caseId } = await openCase(amina)
    const rozh = await here.signIn('rozh')
    const lines = await linesOf(() => rozh.get(`/api/cases/${caseId}`))
    expect(lines.filter(({ outcome }) => outcome === 'denied')).toMatchObject([
      {
        act: 'read.refused',
        root_id: caseId,
        account_id: world.accounts.rozh,
        detail: { route: '/api/cases/:id' },
      },
    ])
    expect(lines.filter(({ outcome }) => outcome === 'read')).toEqual([])
  })

  it('an action that was refused has its line with the code of the refusal', async () => {
    const { caseId } = await openCase(amina)
    const lines = await linesOf(() => dara.act('case.close', { caseId, reason: 'person_request' }))
    expect(lines).toMatchObject([
      {
        act: 'case.close',
        outcome: 'refused',
        detail: { code: 'permission.missing' },
        account_id: world.accounts.dara,
      },
    ])
  })

  it('a sign-in that failed has its line; what was typed as login is in none, yet two tries at one login are alike', async () => {
    const fail = (account: string) => () =>
      here.stranger.post('/api/sign-in', { account, password: 'not-the-password-4' })
    const lines = [
      ...(await linesOf(fail('somebody.unknown'))),
      ...(await linesOf(fail('somebody.unknown'))),
      ...(await linesOf(fail('amina'))),
    ]
    expect(lines).toMatchObject([
      { act: 'session.sign_in', outcome: 'refused', root_id: null },
      { act: 'session.sign_in', outcome: 'refused', root_id: null },
      { act: 'session.sign_in', outcome: 'refused', root_id: world.accounts.amina },
    ])
    const typed = lines.map(({ detail }) => detail['typed'])
    expect(typed[0]).toMatch(/^[0-9a-f]{16}$/)
    expect(typed[1]).toBe(typed[0])
    expect(typed[2]).not.toBe(typed[0])
    expect(JSON.stringify(lines)).not.toContain('somebody')
  })

  it('a session that has ended reads nothing and leaves no reading behind it', async () => {
    const { caseId } = await openCase(amina)
    const token = (await here.signIn('amina')).token
    await behind(`update session set ended_at = now() where token_hash = sha256($1::bytea)`, [
      Buffer.from(token),
    ])
    const headers = { authorization: `Bearer ${token}` }
    const lines = await linesOf(async () => {
      await here.server.inject({ method: 'GET', url: `/api/referrals/${caseId}`, headers })
      await here.server.inject({
        method: 'POST',
        url: '/api/people/search',
        headers,
        payload: { text: 'هدى حسن' },
      })
    })
    expect(lines).toEqual([])
  })
})
