import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/actions/action.ts'
import type { LinkAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, type TestHouse, testHouse, testId } from '../support/house.ts'
import { newToken, read, sent } from './referring.ts'

let here: TestHouse
let amina: Client
let sana: Client

beforeAll(async () => {
  here = await testHouse()
  ;[amina, sana] = await Promise.all([here.signIn('amina'), here.signIn('sana')])
})
afterAll(() => here?.close())

const word = 'بستان ٤٧'
interface Link {
  readonly linkId: string
  readonly token: string
  readonly referralId: string
}

async function linkFor(referralId: string, step = 'answer'): Promise<Link> {
  const link = { linkId: testId(), token: newToken(), referralId }
  await amina.done('link.make', { ...link, step, word })
  return link
}
const open = (token: string, spoken = word) =>
  here.stranger.post<LinkAnswer & { refusal?: { code: string } }>('/api/link/open', { token, word: spoken })
const act = (token: string, name: string, input: object, { spoken = word, id = testId() } = {}) =>
  here.stranger.post<Answer>('/api/link/act', { token, word: spoken, id, name, input })
const behind = (sql: string, params: unknown[]) =>
  withOwner(here.db.admin, (admin) => admin.rows<Record<string, unknown>>(sql, params))

describe('a provider without an account', () => {
  it('opens its link with the code word, sees who is meant by no name, and accepts in one answer', async () => {
    const { referralId } = await sent(amina)
    const { token } = await linkFor(referralId)
    const { body } = await open(token, ' بستان  47 ')
    expect(body).toMatchObject({
      verdict: 'open',
      step: 'answer',
      referral: { id: referralId, service: 'DOC.BIRTH', ageBand: '30-59' },
    })
    expect(body.may).toEqual(
      expect.arrayContaining([
        'referral.accept',
        'referral.decline',
        'referral.waitlist',
        'referral.ask_information',
      ]),
    )
    expect(body.may).not.toContain('referral.start')
    expect(JSON.stringify(body)).not.toMatch(/هدى|تحتاج|caseId|narrative|snapshot/)

    await act(token, 'referral.acknowledge', { referralId })
    const accepted = await act(token, 'referral.accept', { referralId })
    expect(accepted.body).toMatchObject({ outcome: 'applied', result: { referralId, state: 'accepted' } })
    expect(JSON.stringify(accepted.body)).not.toMatch(/هدى|تحتاج/)
    const { story } = await read(amina, referralId)
    expect(story[0]).toMatchObject({
      kind: 'referral.accept',
      channel: 'link',
      party: 'receiver',
      actorName: null,
      organisationNames: { en: 'Bridges' },
    })
  })

  it('answers each step once, and the next link goes on from there', async () => {
    const { referralId } = await sent(amina)
    const first = await linkFor(referralId)
    await act(first.token, 'referral.accept', { referralId })
    expect((await act(first.token, 'referral.accept', { referralId })).body).toMatchObject({
      refusal: { code: 'link.used' },
    })
    expect((await open(first.token)).body).toEqual({
      verdict: 'used',
      step: 'answer',
      referral: null,
      may: [],
    })
    const second = await linkFor(referralId, 'start')
    expect((await open(second.token)).body.may).toEqual(
      expect.arrayContaining(['referral.start', 'referral.set_appointment']),
    )
    expect(
      (await act(second.token, 'referral.complete', { referralId, outcome: 'need_met' })).body.refusal?.code,
    ).toBe('permission.missing')
    expect((await act(second.token, 'referral.start', { referralId })).body.outcome).toBe('applied')
    const third = await linkFor(referralId, 'complete')
    expect(
      (await act(third.token, 'referral.complete', { referralId, outcome: 'need_met' })).body.outcome,
    ).toBe('applied')
    expect((await read(amina, referralId)).state).toBe('completed')
  })

  it('says nothing before the right word: a wrong one and a link that never was answer alike', async () => {
    const { referralId } = await sent(amina)
    const { token } = await linkFor(referralId)
    const wrong = await open(token, 'حديقة')
    const never = await open(newToken(), 'حديقة')
    expect(wrong.status).toBe(never.status)
    expect(wrong.body).toEqual(never.body)
    const acted = await act(token, 'referral.accept', { referralId }, { spoken: 'حديقة' })
    expect(acted.body).toEqual((await act(newToken(), 'referral.accept', { referralId })).body)
    expect((await open(token)).body.verdict).toBe('open')
  })

  it('is closed after five wrong words, also for the right one', async () => {
    const { referralId } = await sent(amina)
    const { token } = await linkFor(referralId)
    for (let tries = 0; tries < 5; tries++) await open(token, `حديقة ${tries}`)
    expect((await open(token)).body.refusal?.code).toBe('link.unknown')
    expect((await act(token, 'referral.accept', { referralId })).body).toMatchObject({
      refusal: { code: 'link.unknown' },
    })
    expect((await read(amina, referralId)).state).toBe('sent')
  })

  it('ends with time, when revoked, and when a newer link for the same step is made', async () => {
    const { referralId } = await sent(amina)
    const old = await linkFor(referralId)
    const newer = await linkFor(referralId)
    expect((await open(old.token)).body.refusal?.code).toBe('link.unknown')
    expect((await open(newer.token)).body.verdict).toBe('open')
    expect((await sana.act('link.revoke', { linkId: newer.linkId })).refusal?.code).toMatch(
      /link.unknown|not_found/,
    )
    await amina.done('link.revoke', { linkId: newer.linkId })
    expect((await open(newer.token)).body.refusal?.code).toBe('link.unknown')
    const third = await linkFor(referralId)
    const [row] = await behind(
      'select extract(epoch from expires_at - made_at) / 3600 as hours from referral_link where id = $1',
      [third.linkId],
    )
    expect(Number(row?.['hours'])).toBe(72)
    await behind(`update referral_link set expires_at = now() - interval '1 second' where id = $1`, [
      third.linkId,
    ])
    expect((await open(third.token)).body.refusal?.code).toBe('link.unknown')
  })

  it('opens its own referral and no other', async () => {
    const [one, other] = [await sent(amina), await sent(amina)]
    const { token } = await linkFor(one.referralId)
    const answer = await act(token, 'referral.accept', { referralId: other.referralId })
    expect(answer.body.refusal?.code).toMatch(/not_found/)
    expect(
      (await act(token, 'referral.confirm', { referralId: one.referralId, received: true, helped: true }))
        .body.refusal?.code,
    ).toBe('permission.missing')
    expect(
      (await act(token, 'case.close', { caseId: one.caseId, reason: 'goals_met' })).body.refusal?.code,
    ).toBe('permission.missing')
    expect((await read(amina, other.referralId)).state).toBe('sent')
  })

  it('keeps neither token nor word', async () => {
    const { referralId } = await sent(amina)
    const { token } = await linkFor(referralId)
    const [row] = await behind(
      `select (select string_agg(l::text, ' ') from referral_link l) || (select string_agg(a::text, ' ') from action_ledger a)
      || (select string_agg(e::text, ' ') from referral_event e) || (select string_agg(l::text, ' ') from audit_line l) as all`,
      [],
    )
    expect(row?.['all']).not.toContain(token)
    expect(row?.['all']).not.toContain('بستان')
  })

  it('cannot be made for a draft, nor for a step that cannot come', async () => {
    const { referralId } = await sent(amina)
    const made = (step: string) =>
      amina.act('link.make', { linkId: testId(), referralId, step, token: newToken(), word })
    expect((await made('complete')).refusal?.code).toBe('referral.fact_not_allowed')
    expect((await made('other')).refusal?.code).toBe('input.invalid')
    expect(
      (await amina.act('link.make', { linkId: testId(), referralId, step: 'answer', token: 'short', word }))
        .refusal?.code,
    ).toBe('input.invalid')
  })
})
