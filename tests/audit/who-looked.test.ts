import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Look, WhoLookedAnswer } from '../../src/records/answers.ts'
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

let here: TestHouse
let amina: Client
let baran: Client
let dara: Client
let layla: Client
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  baran = await here.signIn('baran')
  dara = await here.signIn('dara')
  layla = await here.signIn('layla')
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
async function looksOf(who: Client, caseId: string): Promise<readonly Look[]> {
  const { status, body } = await who.get<WhoLookedAnswer>(`/api/cases/${caseId}/who-looked`)
  expect(status).toBe(200)
  return body.looks
}
const short = ({ act, class: level, kind, saw, times, mine, name, organisationNames }: Look): object => ({
  act,
  level,
  kind,
  saw,
  times,
  who: mine ? name : (organisationNames?.['en'] ?? null),
})

/** Huda's case: looked at by Amina, Baran, Dara of Bridges and through a one-time link, followed by its code, and tried by others. */
async function lookedAt(): Promise<{ caseId: string; code: string }> {
  const { caseId, needId } = await caseWithConsent(amina)
  await amina.done('person.set_chosen_word', { caseId, chosenWord: 'زيتونة' })
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
  const [token, word] = [randomBytes(32).toString('base64url'), 'بستان ٤٧']
  await amina.done('link.make', { linkId: testId(), referralId, step: 'answer', token, word })

  const { body } = await amina.get<{ code: string }>(`/api/cases/${caseId}`)
  await amina.get(`/api/cases/${caseId}`)
  await baran.get(`/api/cases/${caseId}`)
  await dara.get(`/api/referrals/${referralId}`)
  await here.stranger.post('/api/link/open', { token, word })
  await dara.done('referral.accept', { referralId })
  await dara.get(`/api/referrals/${referralId}`)
  await here.server.inject({
    method: 'POST',
    url: '/track',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ code: body.code, word: 'زيتونة' }).toString(),
  })
  const [sana, hiba] = [await here.signIn('sana'), await here.signIn('hiba')]
  await sana.get(`/api/cases/${caseId}`)
  await hiba.get(`/api/cases/${caseId}`)
  return { caseId, code: body.code }
}

describe('who looked at a case', () => {
  it('Baran, who supervises, sees colleagues by name, other organisations as such, and those who tried', async () => {
    const { caseId } = await lookedAt()
    const looks = (await looksOf(baran, caseId)).map(short)
    expect(looks).toHaveLength(8)
    expect(looks).toEqual(
      expect.arrayContaining([
        { act: 'read.case', level: 3, kind: 'account', saw: true, times: 2, who: 'Amina' },
        { act: 'read.case', level: 3, kind: 'account', saw: true, times: 1, who: 'Baran' },
        { act: 'read.referral', level: 2, kind: 'account', saw: true, times: 1, who: 'Bridges' },
        { act: 'read.referral', level: 3, kind: 'account', saw: true, times: 1, who: 'Bridges' },
        { act: 'read.link', level: 2, kind: 'link', saw: true, times: 1, who: 'Bridges' },
        { act: 'read.track', level: 2, kind: 'visitor', saw: true, times: 1, who: 'Ministry' },
        { act: 'read.case', level: 3, kind: 'account', saw: false, times: 1, who: 'Sana' },
        { act: 'read.case', level: 3, kind: 'account', saw: false, times: 1, who: 'Women’s legal office' },
      ]),
    )
    // nobody of another organisation is named, not even by an id
    const raw = JSON.stringify((await baran.get(`/api/cases/${caseId}/who-looked`)).body)
    expect(raw).not.toMatch(/Dara|Hiba/)
    expect(raw).not.toContain(world.accounts.dara)
  })

  it('Amina, its officer, prints who saw; who tried in vain is for those who oversee', async () => {
    const { caseId } = await lookedAt()
    const looks = await looksOf(amina, caseId)
    expect(looks.every(({ saw }) => saw)).toBe(true)
    expect(looks.map(({ name }) => name)).toEqual(expect.arrayContaining(['Amina', 'Baran']))
    expect(looks.find(({ name }) => name === 'Baran')?.roles).toEqual(['case_supervisor'])
  })

  it('Layla, who sees no cases, asks by the code, however it is typed, and sees the same as Baran', async () => {
    const { caseId, code } = await lookedAt()
    const asked = await layla.post<WhoLookedAnswer>('/api/who-looked', {
      code: code.toLowerCase().replaceAll('-', ' '),
    })
    expect(asked.status).toBe(200)
    expect(asked.body.looks.map(short)).toEqual((await looksOf(baran, caseId)).map(short))
    expect((await layla.get(`/api/cases/${caseId}`)).status).toBe(403)
  })

  it('asking who looked leaves a line of its own, which is not among the looks', async () => {
    const { caseId } = await openCase(amina)
    await looksOf(baran, caseId)
    expect(await looksOf(baran, caseId)).toEqual([])
    expect(
      await behind(`select outcome from audit_line where act = 'read.who_looked' and root_id = $1`, [caseId]),
    ).toEqual([{ outcome: 'read' }, { outcome: 'read' }])
  })

  it('Younis of another office, Hiba of another organisation and a case that does not exist get the same answer', async () => {
    const { caseId } = await openCase(amina)
    const [younis, hiba] = [await here.signIn('younis'), await here.signIn('hiba')]
    const missing = await younis.get(`/api/cases/${testId()}/who-looked`)
    expect(missing.status).toBe(404)
    for (const who of [younis, hiba])
      expect(await who.get(`/api/cases/${caseId}/who-looked`)).toEqual(missing)
  })

  it('Dara, who answers referrals, and Rozh, who administers, may not ask; nor may Amina ask by code', async () => {
    const { caseId, code } = await lookedAt()
    for (const who of [dara, await here.signIn('rozh')])
      expect((await who.get(`/api/cases/${caseId}/who-looked`)).status).toBe(403)
    expect((await amina.post('/api/who-looked', { code })).status).toBe(403)
  })
})

describe('looks at protected content', () => {
  it('are shown to the certified team of the vault alone: to Baran and Layla the case shows no trace of it', async () => {
    const { caseId } = await openCase(amina)
    const [vaultId, otherVault] = [testId(), testId()]
    await withOwner(here.db.admin, (admin) =>
      admin.transaction(async () => {
        await admin.script('set local session_replication_role = replica')
        const { ministry } = world.organisations
        const { sana } = world.accounts
        for (const [id, kind] of [
          [vaultId, 'gbv'],
          [otherVault, 'trafficking'],
        ])
          await admin.rows(
            `insert into vault (id, case_id, organisation_id, kind, opened_at, opened_by) values ($1, $2, $3, $4, now(), $5)`,
            [id, caseId, ministry, kind, sana],
          )
        await admin.rows(
          `insert into vault_team (vault_id, account_id, organisation_id, since, added_by) values ($1, $2, $3, now(), $2)`,
          [vaultId, sana, ministry],
        )
        await admin.rows(
          `insert into certificate (id, organisation_id, account_id, kind, granted_on, expires_on, granted_by) values ($1, $2, $3, 'gbv', current_date - 10, current_date + 100, $4)`,
          [testId(), ministry, sana, world.accounts.rozh],
        )
        for (const root of [vaultId, otherVault])
          await admin.rows(
            `insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail) values ($1, 'account', $2, 'read.vault', 'vault', $3, 'read', '{"class": 4}')`,
            [ministry, sana, root],
          )
      }),
    )
    expect(await looksOf(baran, caseId)).toEqual([])
    expect(await looksOf(layla, caseId)).toEqual([])
    expect(await looksOf(amina, caseId)).toEqual([])
    const sana = await here.signIn('sana')
    expect((await looksOf(sana, caseId)).map(short)).toEqual([
      { act: 'read.vault', level: 4, kind: 'account', saw: true, times: 1, who: 'Sana' },
    ])
  })
})
