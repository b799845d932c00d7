import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertsAnswer, CaseAnswer } from '../../src/records/answers.ts'
import { type Client, type TestHouse, testId, world } from '../support/house.ts'
import { remindOfConsents } from '../../src/people/consent-reminders.job.ts'
import { statement } from '../../src/server/database.ts'
import { draftFor, needFor, read } from './referring.ts'
import { consentCast, ledgerOf } from './consenting.ts'

/** Sharing without consent, for a life: asked by one, signed by another, looked at by a third. */
let here: TestHouse
let amina: Client
let sana: Client
let baran: Client
let dara: Client
let manager: Client

beforeAll(async () => {
  ;({ here, amina, sana, baran, dara } = await consentCast())
  manager = sana
})
afterAll(() => here?.close())

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

describe('without consent', () => {
  const urgent = async () => {
    const file = await needFor(amina)
    await amina.done('case.raise_urgency', {
      caseId: file.caseId,
      urgency: 'U0',
      reason: 'life_or_safety_now',
    })
    return file
  }
  const ask = (caseId: string, more: Record<string, unknown> = {}) => ({
    overrideId: testId(),
    caseId,
    organisationId: world.organisations.bridges,
    basis: 'vital_interest',
    items: ['name', 'phone', 'needs_summary'],
    reason: 'فاقد الوعي، والمستشفى ينتظر',
    ...more,
  })
  const sends = async (file: { caseId: string; needId: string }, sharedItems = ['name']) => {
    const referralId = await draftFor(amina, file, { sharedItems })
    return { referralId, answer: await amina.act('referral.send', { referralId }) }
  }

  it('nothing is shared for comfort: only for a life in danger, or the best interests of a child, and the least', async () => {
    const calm = await needFor(amina)
    const refusal = async (wish: object) => (await amina.act('consent.override', wish)).refusal
    expect(await refusal(ask(calm.caseId))).toMatchObject({
      code: 'consent.override_not_open',
      details: { why: 'not_urgent' },
    })
    const file = await urgent()
    expect(await refusal(ask(file.caseId, { basis: 'best_interests' }))).toMatchObject({
      details: { why: 'not_a_child' },
    })
    expect(await refusal(ask(file.caseId, { items: ['name', 'narrative'] }))).toMatchObject({
      code: 'consent.override_too_much',
      details: { items: ['narrative'] },
    })
    expect(await refusal(ask(file.caseId, { reason: ' ' }))).toMatchObject({ code: 'input.invalid' })
  })

  it('one asks, another signs, a third looks, and the person is told', async () => {
    const file = await urgent()
    const wish = ask(file.caseId)
    const { overrideId } = wish
    const decision = { overrideId, caseId: file.caseId }
    await amina.done('consent.override', wish)
    const waiting = await sends(file)
    expect(waiting.answer.refusal?.code).toBe('referral.consent_missing')
    expect((await amina.act('consent.approve_override', { ...decision, agree: true })).refusal?.code).toBe(
      'permission.missing',
    )
    await baran.done('consent.approve_override', { ...decision, agree: true })
    await amina.done('referral.send', { referralId: waiting.referralId })

    const { body: file1 } = await amina.get<CaseAnswer>(`/api/cases/${file.caseId}`)
    expect(file1.tasks).toContainEqual(expect.objectContaining({ kind: 'tell_of_override', doneAt: null }))
    expect(file1.story.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['consent.override', 'consent.approve_override']),
    )
    const line = (await ledgerOf(amina, file.caseId)).items.find(({ id }) => id === overrideId)
    expect(line).toMatchObject({ basis: 'vital_interest', how: 'override', givenBy: 'nobody' })

    const look = { ...decision, uphold: false, note: 'كان أهله معه' }
    expect((await baran.act('consent.review_override', look)).refusal?.code).toBe('case.two_people_needed')
    await manager.done('consent.review_override', look)
    expect(await read(amina, waiting.referralId)).toMatchObject({
      state: 'cancelled',
      reason: 'consent_withdrawn',
    })
    const told = (await dara.get<AlertsAnswer>('/api/alerts')).body.items
    expect(told.some((alert) => alert.referralId === waiting.referralId)).toBe(true)
    expect((await manager.act('consent.review_override', look)).refusal?.code).toBe(
      'consent.override_decided',
    )
    expect((await ledgerOf(amina, file.caseId)).overrides).toMatchObject([
      { id: overrideId, approved: true, upheld: false },
    ])
  })

  it('the one who asks never signs, also as a supervisor; refused, nothing opens', async () => {
    const file = await urgent()
    const wish = ask(file.caseId)
    await baran.done('consent.override', wish)
    const decision = { overrideId: wish.overrideId, caseId: file.caseId, agree: true }
    expect((await baran.act('consent.approve_override', decision)).refusal?.code).toBe(
      'case.two_people_needed',
    )
    await manager.done('consent.approve_override', { ...decision, agree: false })
    expect((await sends(file)).answer.refusal?.code).toBe('referral.consent_missing')
    expect((await manager.act('consent.approve_override', decision)).refusal?.code).toBe(
      'consent.override_decided',
    )
  })

  it('no more than was signed, and for two days', async () => {
    const file = await urgent()
    const wish = ask(file.caseId, { items: ['name'] })
    await amina.done('consent.override', wish)
    await baran.done('consent.approve_override', {
      overrideId: wish.overrideId,
      caseId: file.caseId,
      agree: true,
    })
    expect((await sends(file, ['name', 'phone'])).answer.refusal).toMatchObject({
      code: 'referral.items_not_consented',
      details: { items: ['phone'] },
    })
    const late = await draftFor(amina, file, { sharedItems: ['name'] })
    here.at(inDays(3))
    const answer = await amina.act('referral.send', { referralId: late })
    here.at(null)
    expect(answer.refusal).toMatchObject({ code: 'referral.consent_missing', details: { why: ['expired'] } })
  })

  it('the database lets nobody write a line of the ledger that was not signed, whatever the server says', async () => {
    const file = await urgent()
    const write = here.db.database.as(
      {
        kind: 'account',
        accountId: world.accounts.amina,
        organisationId: world.organisations.ministry,
        sites: [world.sites.mosul],
        supervisedSites: [],
        roles: ['caseworker'],
      },
      async (tx) => {
        await tx.row(statement('select touch_case($1)'), [file.caseId])
        return tx.run(
          statement(`insert into consent (id, case_id, organisation_id, recipient_id, purpose, items, how, language, given_on, expires_on, text_version, entered_at, entered_by, basis)
            values ($1, $2, $3, $4, 'referral', '{name}', 'override', 'ar', current_date, current_date + 2, 0, now(), $5, 'vital_interest')`),
          [
            testId(),
            file.caseId,
            world.organisations.ministry,
            world.organisations.bridges,
            world.accounts.amina,
          ],
        )
      },
    )
    await expect(write).rejects.toMatchObject({ code: '42501' })
  })

  it('unseen after a day, whoever supervises is told, once', async () => {
    const file = await urgent()
    const wish = ask(file.caseId)
    await amina.done('consent.override', wish)
    await baran.done('consent.approve_override', {
      overrideId: wish.overrideId,
      caseId: file.caseId,
      agree: true,
    })
    const late = async () =>
      (await baran.get<AlertsAnswer>('/api/alerts?limit=200')).body.items.filter(
        (alert) => alert.caseId === file.caseId && alert.kind === 'case.override_overdue',
      ).length
    await here.db.worker.as({ kind: 'worker' }, (tx) => remindOfConsents(tx, inDays(0)))
    expect(await late()).toBe(0)
    for (let round = 0; round < 2; round++)
      await here.db.worker.as({ kind: 'worker' }, (tx) => remindOfConsents(tx, inDays(1.1)))
    expect(await late()).toBe(1)
  })
})
