import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, openCase, testHouse, testId, type TestHouse, today, world } from '../support/house.ts'

let place: TestHouse
let amina: Client
let dara: Client
beforeAll(async () => {
  place = await testHouse()
  amina = await place.signIn('amina')
  dara = await place.signIn('dara')
})
afterAll(() => place.close())

interface CaseSeen {
  needs: { state: string }[]
  referrals: { state: string; loopClosedAt: string | null }[]
  story: { kind: string }[]
}

test('Amina refers Huda to Bridges, Dara serves her, and Huda says she was helped', async () => {
  const { caseId } = await openCase(amina)
  const needId = testId()
  const referralId = testId()
  await amina.done('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
  await amina.done('consent.record', {
    consentId: testId(),
    caseId,
    organisationId: world.organisations.bridges,
    items: ['name', 'age'],
    purpose: 'referral',
    how: 'spoken',
  })

  const match = await amina.get<{
    items: { offer: { id: string }; reasons: { key: string }[] }[]
    excluded: unknown[]
  }>(`/api/match?caseId=${caseId}&service=DOC.BIRTH`)
  expect(match.status).toBe(200)
  expect(match.body.items.map((item) => item.offer.id)).toContain(world.offers.birth)
  expect(match.body.items[0]?.reasons.length).toBeGreaterThan(1)

  await amina.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId: world.offers.birth,
    urgency: 'U2',
    sharedItems: ['name', 'age'],
  })
  await amina.done('referral.send', { referralId })

  const inbox = await dara.get<{ items: { id: string }[] }>('/api/referrals?box=in')
  expect(inbox.body.items.map((item) => item.id)).toEqual([referralId])
  expect(JSON.stringify(inbox.body)).not.toContain('هدى')
  const before = await dara.get<{ snapshot: unknown; side: string }>(`/api/referrals/${referralId}`)
  expect(before.body.snapshot).toBeNull()
  expect(JSON.stringify(before.body)).not.toContain('هدى')

  await dara.done('referral.acknowledge', { referralId })
  await dara.done('referral.accept', {
    referralId,
    appointment: { at: new Date(Date.now() + 86_400_000).toISOString() },
  })
  const after = await dara.get<{ snapshot: Record<string, unknown> }>(`/api/referrals/${referralId}`)
  expect(Object.keys(after.body.snapshot).sort()).toEqual(['age', 'name'])
  expect(JSON.stringify(after.body.snapshot)).toContain('هدى')

  await dara.done('referral.start', { referralId })
  await dara.done('referral.complete', { referralId, outcome: 'need_met' })
  await amina.done('referral.confirm', { referralId, received: true, helped: true })

  const seen = await amina.get<CaseSeen>(`/api/cases/${caseId}`)
  expect(seen.body.needs[0]?.state).toBe('met')
  expect(seen.body.referrals[0]).toMatchObject({ state: 'completed', loopClosedAt: expect.any(String) })
  const kinds = seen.body.story.map((item) => item.kind)
  for (const kind of [
    'case.open',
    'need.record',
    'consent.record',
    'referral.send',
    'referral.acknowledge',
    'referral.accept',
    'referral.start',
    'referral.complete',
    'referral.confirm',
  ])
    expect(kinds).toContain(kind)
})

test('the same id with the same content answers as before; with other content it is refused', async () => {
  const { caseId } = await openCase(amina)
  const id = testId()
  const input = { needId: testId(), caseId, service: 'EDU.ENROL', severity: 2, priority: 1 }
  const first = await amina.act('need.record', input, id)
  expect(first.outcome).toBe('applied')
  expect(await amina.act('need.record', input, id)).toEqual(first)
  const other = await amina.post('/actions', { id, name: 'need.record', input: { ...input, severity: 4 } })
  expect(other.status).toBe(409)
})

test('what happened late is entered late: the day it happened stays', async () => {
  const { caseId } = await openCase(amina, { openedOn: '2026-01-15' })
  const seen = await amina.get<{ openedOn: string; enteredLate: boolean }>(`/api/cases/${caseId}`)
  expect(seen.body).toMatchObject({ openedOn: '2026-01-15', enteredLate: true })
  expect(today() > '2026-01-15').toBe(true)
})
