import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/actions/action.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { consentFor, draftFor, needFor, read, sent } from '../referrals/referring.ts'
import { type Client, openCase, testHouse, testId, type TestHouse, world } from '../support/house.ts'
import { dial, listening } from './raw.ts'

let here: TestHouse
let amina: Client
let baran: Client
let dara: Client
let url: string
beforeAll(async () => {
  here = await testHouse()
  ;[amina, baran, dara] = await Promise.all([here.signIn('amina'), here.signIn('baran'), here.signIn('dara')])
  url = await listening(here.server)
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
const outcome = (answer: Answer): string => answer.refusal?.code ?? answer.outcome

describe('two people at once', () => {
  it('Dara accepts while Amina cancels: one of them is too late, and the referral is one or the other', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const { referralId } = await sent(amina)
      const [accepted, cancelled] = await Promise.all([
        dara.act('referral.accept', { referralId }),
        amina.act('referral.cancel', { referralId, reason: 'person_withdrew' }),
      ])
      const { state, story } = await read(amina, referralId)
      seen.add(`${outcome(accepted)} ${outcome(cancelled)} ${state}`)
      const moved = story
        .filter((item) => item.kind === 'referral.accept' || item.kind === 'referral.cancel')
        .map((item) => item.kind)
        .reverse()
      // an accepted one may still be cancelled; a cancelled one cannot be accepted any more
      if (state === 'accepted') throw new Error('the cancelling was lost')
      expect(state).toBe('cancelled')
      expect([['referral.accept', 'referral.cancel'], ['referral.cancel']]).toContainEqual(moved)
      expect(outcome(accepted) === 'applied').toBe(moved.length === 2)
      expect(outcome(cancelled)).toBe('applied')
    }
    for (const one of seen)
      expect(['applied applied cancelled', 'referral.move_not_allowed applied cancelled']).toContain(one)
  })

  it('Amina and her supervisor send the same need to the same provider: it arrives once', async () => {
    for (let round = 0; round < 6; round++) {
      const need = await needFor(amina)
      await consentFor(amina, need.caseId)
      const [one, other] = [await draftFor(amina, need), await draftFor(baran, need)]
      const answers = await Promise.all([
        amina.act('referral.send', { referralId: one }),
        baran.act('referral.send', { referralId: other }),
      ])
      expect(answers.map(outcome).sort()).toEqual(['applied', 'referral.duplicate'])
      const [row] = await behind<{ sent: number; snapshots: number }>(
        `select count(*) filter (where r.state = 'sent')::int as sent, count(s.referral_id)::int as snapshots
        from referral r left join referral_snapshot s on s.referral_id = r.id where r.id = any ($1)`,
        [[one, other]],
      )
      expect(row).toEqual({ sent: 1, snapshots: 1 })
    }
  })

  it('Amina closes while Baran closes: the case is closed once, by one story', async () => {
    const { caseId } = await openCase(amina)
    const answers = await Promise.all([
      baran.act('case.close', { caseId, reason: 'person_request' }),
      baran.act('case.close', { caseId, reason: 'person_request' }),
    ])
    expect(answers.map(outcome).sort()).toEqual(['applied', 'case.closed'])
    const [row] = await behind<{ count: number }>(
      `select count(*)::int as count from case_event where case_id = $1 and kind = 'case.close'`,
      [caseId],
    )
    expect(row?.count).toBe(1)
  })

  it('a hundred needs at once on one case: every one is kept, and each raises the revision once', async () => {
    const { caseId } = await openCase(amina)
    const [before] = await behind<{ rev: string }>('select rev::text from case_file where id = $1', [caseId])
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, priority) =>
        amina.act('need.record', {
          needId: testId(),
          caseId,
          service: 'EDU.ENROL',
          severity: 2,
          priority: (priority % 99) + 1,
        }),
      ),
    )
    expect(new Set(answers.map(outcome))).toEqual(new Set(['applied']))
    const [after] = await behind<{ rev: string; needs: number; open: number }>(
      'select rev::text, (select count(*)::int from need where case_id = c.id) as needs, open_needs as open from case_file c where id = $1',
      [caseId],
    )
    expect(after).toMatchObject({ needs: 100, open: 100 })
    expect(Number(BigInt(after?.rev ?? 0) - BigInt(before?.rev ?? 0))).toBe(100)
  })
})

describe('the same action delivered twice', () => {
  it('at once has one effect, and both hear the same', async () => {
    for (let round = 0; round < 15; round++) {
      const { caseId } = await openCase(amina)
      const id = testId()
      const input = { needId: testId(), caseId, service: 'EDU.ENROL', severity: 2, priority: 1 }
      const answers = await Promise.all(Array.from({ length: 4 }, () => amina.act('need.record', input, id)))
      for (const answer of answers)
        expect(answer).toEqual({ id, outcome: 'applied', result: answers[0]?.result })
      const [row] = await behind<{ needs: number; events: number }>(
        `select (select count(*)::int from need where case_id = $1) as needs, (select count(*)::int from case_event where case_id = $1 and kind = 'need.record') as events`,
        [caseId],
      )
      expect(row).toEqual({ needs: 1, events: 1 })
    }
  })

  it('that opens a case has one effect too, also when the first was refused', async () => {
    const id = testId()
    const input = {
      caseId: testId(),
      personId: testId(),
      siteId: world.sites.hamdaniya,
      openedOn: '2026-01-05',
      statusCategory: 'idp',
      ageBand: '30-59',
      sex: 'male',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      codeName: 'تين',
    }
    const answers = await Promise.all(Array.from({ length: 4 }, () => amina.act('case.open', input, id)))
    for (const answer of answers) expect(outcome(answer)).toBe('case.site_not_yours')
    const good = { ...input, siteId: world.sites.mosul }
    const again = testId()
    const opened = await Promise.all(Array.from({ length: 4 }, () => amina.act('case.open', good, again)))
    for (const answer of opened) expect(answer).toEqual(opened[0])
    expect(outcome(opened[0] as Answer)).toBe('applied')
  })

  it('at once with other content: one is done, the others are told', async () => {
    const { caseId } = await openCase(amina)
    const id = testId()
    const statuses = await Promise.all(
      [1, 2, 3, 4].map(async (severity) => {
        const { status, body } = await amina.post<{ outcome?: string; refusal?: { code: string } }>(
          '/actions',
          {
            id,
            name: 'need.record',
            input: { needId: testId(), caseId, service: 'EDU.ENROL', severity, priority: 1 },
          },
        )
        return `${status} ${body.refusal?.code ?? body.outcome}`
      }),
    )
    expect(statuses.sort()).toEqual([
      '200 applied',
      '409 action.id_taken',
      '409 action.id_taken',
      '409 action.id_taken',
    ])
  })
})

describe('what went stale', () => {
  it('is named with where it stands now, and changes nothing', async () => {
    const { referralId } = await sent(amina)
    await dara.done('referral.decline', { referralId, reason: 'no_capacity' })
    for (const [who, name, input] of [
      [dara, 'referral.accept', { referralId }],
      [amina, 'referral.send', { referralId }],
      [dara, 'referral.start', { referralId }],
      [dara, 'referral.complete', { referralId, outcome: 'need_met' }],
      [amina, 'referral.confirm', { referralId, received: true, helped: true }],
      [dara, 'referral.acknowledge', { referralId }],
    ] as const)
      expect(outcome(await who.act(name, input)), name).toMatch(
        /^referral\.(move_not_allowed|fact_not_allowed)$/,
      )
    expect((await read(amina, referralId)).state).toBe('declined')
  })
})

describe('clients that hang up', () => {
  it('64 at once leave no connection in use after a second, and the next one is served', async () => {
    const { caseId } = await openCase(amina)
    const sockets = await Promise.all(
      Array.from({ length: 64 }, (_, number) =>
        dial(
          url,
          [
            `GET /api/cases/${caseId} HTTP/1.1`,
            'Host: x',
            `Authorization: Bearer ${number % 2 === 0 ? amina.token : baran.token}`,
            'Connection: keep-alive',
            '',
            '',
          ].join('\r\n'),
        ),
      ),
    )
    await sleep(2)
    for (const socket of sockets) socket.destroy()
    const began = Date.now()
    expect((await amina.get(`/api/cases/${caseId}`)).status).toBe(200)
    expect(Date.now() - began).toBeLessThan(2_000)
    await sleep(1_000)
    expect(here.house.database.busy).toBe(0)
  })

  it('in the middle of a write it is done whole or not at all, and asking again with the same id tells which', async () => {
    const { caseId } = await openCase(amina)
    for (let round = 0; round < 12; round++) {
      const id = testId()
      const input = { needId: testId(), caseId, service: 'EDU.ENROL', severity: 2, priority: 1 }
      const body = JSON.stringify({ id, name: 'need.record', input })
      const socket = await dial(
        url,
        `POST /actions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${amina.token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
      await sleep(round)
      socket.destroy()
      expect(outcome(await amina.act('need.record', input, id))).toBe('applied')
      const [row] = await behind<{ count: number }>(
        'select count(*)::int as count from case_event where ref = $1',
        [input.needId],
      )
      expect(row?.count).toBe(1)
    }
    await sleep(1_000)
    expect(here.house.database.busy).toBe(0)
  })
})
