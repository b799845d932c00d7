import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer, Page, ReferralListItem } from '../../src/records/answers.ts'
import { type Client, type TestHouse, testHouse, world } from '../support/house.ts'
import { consentFor, draftFor, items, narrative, needFor, read, sent } from './referring.ts'

let here: TestHouse
let amina: Client
let dara: Client
let karim: Client

beforeAll(async () => {
  here = await testHouse()
  ;[amina, dara, karim] = await Promise.all([here.signIn('amina'), here.signIn('dara'), here.signIn('karim')])
})
afterAll(() => here?.close())

const file = async (client: Client, caseId: string) =>
  (await client.get<CaseAnswer>(`/api/cases/${caseId}`)).body
const inbox = async (client: Client) =>
  (await client.get<Page<ReferralListItem>>('/api/referrals?box=in')).body.items
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

describe('the whole loop', () => {
  it('goes from the draft to what Huda says, and both sides read one story', async () => {
    const { caseId, needId, referralId } = await sent(amina)
    expect((await file(amina, caseId)).needs.find(({ id }) => id === needId)?.state).toBe('referred')

    const before = await read(dara, referralId)
    expect(before).toMatchObject({
      side: 'receiver',
      state: 'sent',
      service: 'DOC.BIRTH',
      ageBand: '30-59',
      sex: null,
      snapshot: null,
      placeCode: world.places.mosulDistrict,
    })
    expect(JSON.stringify(before)).not.toMatch(/هدى|حسن|تحتاج/)
    expect(before.story.map(({ kind }) => kind)).toEqual(['referral.delivered', 'referral.send'])
    expect(before.may).toEqual(
      expect.arrayContaining([
        'referral.accept',
        'referral.decline',
        'referral.acknowledge',
        'referral.waitlist',
      ]),
    )
    expect(before.may).not.toContain('referral.confirm')

    await dara.done('referral.acknowledge', { referralId })
    await dara.done('referral.accept', {
      referralId,
      appointment: { at: inDays(3), contact: 'مكتب الاستقبال' },
    })
    const after = await read(dara, referralId)
    expect(Object.keys(after.snapshot ?? {}).sort()).toEqual([...items].sort())
    expect(after.snapshot).toMatchObject({ narrative, name: { display: 'هدى حسن علي' } })
    expect(after.caseId).toBeUndefined()

    await dara.done('referral.start', { referralId })
    await dara.done('referral.complete', { referralId, outcome: 'need_met' })
    expect((await file(amina, caseId)).needs.find(({ id }) => id === needId)?.state).toBe('referred')
    const result = await amina.done('referral.confirm', { referralId, received: true, helped: true })
    expect(result).toMatchObject({ loopClosed: true, disputed: false, needState: 'met' })

    const seen = await read(amina, referralId)
    expect(seen).toMatchObject({
      side: 'sender',
      state: 'completed',
      received: true,
      helped: true,
      nextDueAt: null,
      alertLevel: 0,
    })
    expect(seen.loopClosedAt).not.toBeNull()
    expect(seen.story.map(({ kind }) => kind)).toEqual([
      'referral.confirm',
      'referral.complete',
      'referral.start',
      'referral.accept',
      'referral.acknowledge',
      'referral.delivered',
      'referral.send',
      'referral.draft',
    ])
    expect(
      (await file(amina, caseId)).story.some(
        ({ kind, referralId: of }) => kind === 'referral.accept' && of === referralId,
      ),
    ).toBe(true)
    const alerts = (
      await amina.get<Page<{ kind: string; referralId: string }>>('/api/alerts')
    ).body.items.filter((one) => one.referralId === referralId)
    expect(alerts.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'referral.acknowledge',
        'referral.accept',
        'referral.start',
        'referral.complete',
      ]),
    )
  })

  it('opens the need again when Huda says it did not help, and a new try names the old one', async () => {
    const { caseId, needId, referralId } = await sent(amina)
    await dara.done('referral.accept', { referralId })
    await dara.done('referral.complete', { referralId, outcome: 'need_met' })
    expect(await amina.done('referral.confirm', { referralId, received: true, helped: false })).toMatchObject(
      { disputed: true, needState: 'open' },
    )
    const seen = await file(amina, caseId)
    expect(seen.needs.find(({ id }) => id === needId)?.state).toBe('open')
    expect(seen.tasks.map(({ kind }) => kind)).toContain('choose_other_offer')
    await consentFor(amina, caseId, world.organisations.olive)
    const next = await draftFor(
      amina,
      { caseId, needId },
      { offerId: world.offers.birthOlive, previousReferralId: referralId },
    )
    await amina.done('referral.send', { referralId: next })
    expect((await read(amina, next)).previousReferralId).toBe(referralId)
  })

  it('a decline opens the need, keeps its clock until another try goes out, and tells Amina', async () => {
    const { caseId, needId, referralId } = await sent(amina)
    expect(
      await dara.done('referral.decline', {
        referralId,
        reason: 'no_capacity',
        note: 'ممتلئ حتى الشهر القادم',
      }),
    ).toEqual({ referralId, state: 'declined' })
    expect((await file(amina, caseId)).needs.find(({ id }) => id === needId)?.state).toBe('open')
    expect(await read(amina, referralId)).toMatchObject({
      state: 'declined',
      reason: 'no_capacity',
      nextDueKind: 'nextStep',
    })
    expect((await read(dara, referralId)).snapshot).toBeNull()
    expect(await amina.done('referral.tell_person', { referralId, channel: 'phone' })).toMatchObject({
      loopClosed: false,
    })
    await consentFor(amina, caseId, world.organisations.olive)
    const next = await draftFor(
      amina,
      { caseId, needId },
      { offerId: world.offers.birthOlive, previousReferralId: referralId },
    )
    await amina.done('referral.send', { referralId: next })
    expect(await read(amina, referralId)).toMatchObject({ nextDueAt: null })
    expect(await amina.done('referral.tell_person', { referralId })).toMatchObject({ loopClosed: true })
  })

  it('a question stops the clock of the decision, once, and its answer stands in the story', async () => {
    const { referralId } = await sent(amina)
    const due = (await read(dara, referralId)).decideDueAt
    await dara.done('referral.ask_information', { referralId, question: 'هل معها البطاقة الوطنية؟' })
    const asked = await read(amina, referralId)
    expect(Date.parse(asked.decideDueAt ?? '')).toBeGreaterThan(Date.parse(due ?? ''))
    expect(asked.infoQuestion).toContain('البطاقة')
    await amina.done('referral.answer_information', { referralId, answer: 'نعم' })
    const answered = await read(dara, referralId)
    expect(answered.infoQuestion).toBeNull()
    expect(answered.story[0]).toMatchObject({
      kind: 'referral.answer_information',
      detail: { answer: 'نعم' },
    })
    expect(
      (await amina.act('referral.answer_information', { referralId, answer: 'نعم' })).refusal?.code,
    ).toBe('referral.fact_not_allowed')
  })
})

describe('sending', () => {
  it('needs Huda’s consent for this recipient and every item', async () => {
    const { caseId, needId } = await needFor(amina)
    const referralId = await draftFor(amina, { caseId, needId })
    expect((await amina.act('referral.send', { referralId })).refusal).toMatchObject({
      code: 'referral.consent_missing',
      details: { items },
    })
    await consentFor(amina, caseId, world.organisations.olive)
    expect((await amina.act('referral.send', { referralId })).refusal?.code).toBe('referral.consent_missing')
    await consentFor(amina, caseId, world.organisations.bridges, ['name'])
    expect((await amina.act('referral.send', { referralId })).refusal).toMatchObject({
      code: 'referral.items_not_consented',
      details: { items: ['age', 'needs_summary', 'narrative'] },
    })
    await consentFor(amina, caseId)
    expect((await amina.act('referral.send', { referralId })).outcome).toBe('applied')
  })

  it('is closed to an organisation that has not signed the protocol', async () => {
    const { caseId, needId } = await needFor(amina)
    await consentFor(amina, caseId, world.organisations.unsigned)
    const referralId = await draftFor(amina, { caseId, needId }, { offerId: world.offers.unsigned })
    expect((await amina.act('referral.send', { referralId })).refusal?.code).toBe(
      'referral.protocol_not_signed',
    )
  })

  it('names the open referral when the same is asked for twice', async () => {
    const { caseId, needId, referralId } = await sent(amina)
    const again = await draftFor(amina, { caseId, needId })
    expect((await amina.act('referral.send', { referralId: again })).refusal).toMatchObject({
      code: 'referral.duplicate',
      details: { referralId },
    })
  })

  it('lets one of two officers through who send the same at once', async () => {
    const { caseId, needId } = await needFor(amina)
    await consentFor(amina, caseId)
    const drafts = await Promise.all([
      draftFor(amina, { caseId, needId }),
      draftFor(amina, { caseId, needId }),
    ])
    const answers = await Promise.all(drafts.map((referralId) => amina.act('referral.send', { referralId })))
    expect(answers.map(({ outcome, refusal }) => refusal?.code ?? outcome).sort()).toEqual([
      'applied',
      'referral.duplicate',
    ])
  })

  it('says that a call has to follow when it is urgent', async () => {
    const { caseId, needId } = await needFor(amina)
    await consentFor(amina, caseId)
    const referralId = await draftFor(amina, { caseId, needId }, { urgency: 'U1' })
    expect(await amina.done('referral.send', { referralId })).toMatchObject({ callNow: true })
    await amina.done('referral.add_note', { referralId, note: 'كلمت دارا', about: 'call' })
    expect(
      (await read(dara, referralId)).story.find(({ kind }) => kind === 'referral.add_note')?.detail,
    ).toMatchObject({ about: 'call' })
  })

  it('takes no protected service yet', async () => {
    const { caseId, needId } = await needFor(amina)
    const shelter = await amina.act('referral.draft', {
      referralId: needId,
      caseId,
      needId,
      offerId: world.offers.shelter,
      urgency: 'U0',
      sharedItems: [],
    })
    expect(shelter.refusal?.code).toMatch(/case.protected_not_yet|referral.offer_not_open/)
  })

  it('stops at once when Huda withdraws: Dara no longer sees what was handed over', async () => {
    const { consentId, referralId } = await sent(amina)
    await dara.done('referral.accept', { referralId })
    expect((await read(dara, referralId)).snapshot).not.toBeNull()
    await amina.done('consent.withdraw', { consentId })
    expect(await read(dara, referralId)).toMatchObject({
      state: 'cancelled',
      reason: 'consent_withdrawn',
      snapshot: null,
    })
    await dara.done('referral.cancel', { referralId })
    expect((await read(amina, referralId)).cancelConfirmedAt).not.toBeNull()
  })
})

describe('answers by telephone', () => {
  it('keep who said it, when and how', async () => {
    const { referralId } = await sent(amina)
    expect((await amina.act('referral.accept', { referralId })).refusal?.code).toBe('referral.said_by_needed')
    expect((await amina.act('referral.accept', { referralId, by: { channel: 'phone' } })).refusal?.code).toBe(
      'referral.said_by_needed',
    )
    const later = inDays(1)
    expect(
      (
        await amina.act('referral.accept', {
          referralId,
          by: { saidBy: 'دارا', channel: 'phone', at: later },
        })
      ).refusal?.code,
    ).toBe('date.in_future')
    await amina.done('referral.accept', { referralId, by: { saidBy: 'دارا', channel: 'phone' } })
    const [told] = (await read(amina, referralId)).story
    expect(told).toMatchObject({
      kind: 'referral.accept',
      party: 'receiver',
      channel: 'phone',
      saidBy: 'دارا',
      actorName: 'Amina',
    })
    expect(
      (await amina.get<Page<{ referralId: string }>>('/api/alerts')).body.items.filter(
        (one) => one.referralId === referralId,
      ),
    ).toEqual([])
  })

  it('are not for Dara to attribute to others', async () => {
    const { referralId } = await sent(amina)
    expect(
      (await dara.act('referral.accept', { referralId, by: { saidBy: 'كريم', channel: 'phone' } })).refusal
        ?.code,
    ).toBe('referral.not_your_side')
  })
})

describe('need to know', () => {
  it('another organisation’s provider sees nothing by guessing the id', async () => {
    const { referralId, caseId } = await sent(amina)
    expect((await karim.get(`/api/referrals/${referralId}`)).body).toMatchObject({
      refusal: { code: 'referral.not_found' },
    })
    expect((await inbox(karim)).map(({ id }) => id)).not.toContain(referralId)
    expect((await karim.act('referral.accept', { referralId })).refusal?.code).toMatch(/not_found/)
    const unknown = await karim.act('referral.accept', { referralId: caseId })
    expect(unknown.refusal?.code).toMatch(/not_found/)
  })

  it('a draft is nobody’s but the sender’s', async () => {
    const referralId = await draftFor(amina, await needFor(amina))
    expect((await dara.get(`/api/referrals/${referralId}`)).status).toBe(404)
    expect((await inbox(dara)).map(({ id }) => id)).not.toContain(referralId)
    expect((await dara.act('referral.send', { referralId })).refusal?.code).toBe('permission.missing')
  })

  it('the inbox names nobody; the sender’s own list names the case', async () => {
    const { referralId, caseId } = await sent(amina)
    const mine = (await amina.get<Page<ReferralListItem>>('/api/referrals?box=out')).body.items.find(
      ({ id }) => id === referralId,
    )
    expect(mine).toMatchObject({ caseId, displayName: 'هدى حسن' })
    const theirs = (await inbox(dara)).find(({ id }) => id === referralId)
    expect(theirs).toBeDefined()
    expect(JSON.stringify(theirs)).not.toMatch(/هدى|caseId|displayName/)
  })

  it('every reading of what was handed over leaves a line', async () => {
    const { referralId } = await sent(amina)
    await dara.done('referral.accept', { referralId })
    await read(dara, referralId)
    const lines = await here.db.database.as(
      {
        kind: 'account',
        accountId: world.accounts.nadia,
        organisationId: world.organisations.bridges,
        roles: ['data_protection_officer'],
      },
      (tx) =>
        tx.rows<{ act: string }>(
          {
            name: 'audit_of_test',
            text: `select act from audit_line where root_id = $1 and act = 'read.referral'`,
          },
          [referralId],
        ),
    )
    expect(lines).toHaveLength(1)
  })

  it('the inbox comes in pages', async () => {
    for (let made = 0; made < 3; made++) await sent(amina)
    const first = (await dara.get<Page<ReferralListItem>>('/api/referrals?box=in&limit=2')).body
    expect(first.items).toHaveLength(2)
    const second = (
      await dara.get<Page<ReferralListItem>>(`/api/referrals?box=in&limit=2&after=${first.next}`)
    ).body
    expect(second.items.length).toBeGreaterThan(0)
    expect(second.items.map(({ id }) => id)).not.toEqual(expect.arrayContaining([first.items[0]!.id]))
    expect((await dara.get('/api/referrals?box=in&after=x')).status).toBe(422)
  })
})
