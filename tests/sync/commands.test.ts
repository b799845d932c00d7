import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeldAnswer, HeldWhole } from '../../src/records/answers.ts'
import {
  caseWithConsent,
  type Client,
  openCase,
  type TestHouse,
  testHouse,
  testId,
  today,
  world,
} from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/** What phones wrote without network, through the real server: in order, once, and nothing lost. */
let here: TestHouse
let amina: Phone
let baran: Client
let caseId: string

beforeAll(async () => {
  here = await testHouse()
  amina = await phoneOf(here, 'amina')
  baran = await here.signIn('baran')
  ;({ caseId } = await openCase(amina.client))
  await amina.see(caseId)
})
afterAll(() => here?.close())

const note = (text: string): [string, object] => [
  'note.add',
  { noteId: testId(), caseId, kind: 'contact', text },
]
const notes = async (of = caseId): Promise<string[]> =>
  (await behind<{ text: string }>(here, 'select text from note where case_id = $1 order by id', [of])).map(
    ({ text }) => text,
  )

describe('what Amina wrote on the road', () => {
  it('arrives in its order, and a second delivery of the same changes nothing', async () => {
    const sent = ['one', 'two', 'three'].map((text) => amina.write(...note(text)))
    const first = await amina.send()
    expect(first.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
    const { body: again } = await amina.client.post('/actions', sent)
    expect(again).toEqual(first)
    expect(await notes()).toEqual(['one', 'two', 'three'])
  })

  it('is done once when it is delivered twice at the same moment', async () => {
    const sent = ['four', 'five'].map((text) => amina.write(...note(text)))
    const [one, other] = await Promise.all([amina.client.post('/actions', sent), amina.send()])
    expect(one?.body).toEqual(other)
    expect((await notes()).slice(3)).toEqual(['four', 'five'])
  })

  it('waits when something before it is missing, and nothing behind it overtakes', async () => {
    const [lost, next, last] = ['six', 'seven', 'eight'].map((text) => amina.write(...note(text)))
    const { body: early } = await amina.client.post<unknown[]>('/actions', [next, last])
    expect(early).toMatchObject([
      { outcome: 'retry', refusal: { code: 'device.number_missing' } },
      { outcome: 'retry' },
    ])
    expect(await notes()).toHaveLength(5)
    // set aside by name: the others go on, and it is done when it comes after all
    const skips = [lost?.from.n ?? 0]
    const { body: passed } = await amina.client.post<{ outcome: string }[]>('/actions', [
      { ...next, from: { ...next?.from, skips } },
      { ...last, from: { ...last?.from, skips } },
    ])
    expect(passed.map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    expect(await amina.send()).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'applied' },
      { outcome: 'applied' },
    ])
    expect([...(await notes())].sort()).toEqual([
      'eight',
      'five',
      'four',
      'one',
      'seven',
      'six',
      'three',
      'two',
    ])
  })

  it('is not taken from a phone of somebody else', async () => {
    const sana = await phoneOf(here, 'sana')
    const command = { ...sana.write(...note('not mine')), from: { ...amina.write(...note('x')).from } }
    const { status, body } = await sana.client.post('/actions', command)
    expect({ status, body }).toMatchObject({ status: 404, body: { refusal: { code: 'device.unknown' } } })
    await amina.send()
  })

  it('happened on the day she wrote it, and what lay ahead then may be past now', async () => {
    const written = Date.now() - 3 * 86_400_000
    const day = new Date(written + 3 * 3_600_000).toISOString().slice(0, 10)
    const needId = testId()
    const contact = new Date(written + 86_400_000).toISOString()
    await amina.act(
      'need.record',
      { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 },
      { at: { ms: written, c: 0 } },
    )
    expect(
      await amina.act('case.plan_contact', { caseId, at: contact }, { at: { ms: written, c: 1 } }),
    ).toMatchObject({ outcome: 'applied' })
    expect(await behind(here, 'select happened_on from need where id = $1', [needId])).toEqual([
      { happened_on: day },
    ])
    expect(await behind(here, `select happened_on from case_event where ref = $1`, [needId])).toEqual([
      { happened_on: day },
    ])
  })

  it('is not refused because the clock of the phone is three days ahead', async () => {
    const ahead = Date.now() + 3 * 86_400_000
    const tomorrow = new Date(ahead).toISOString().slice(0, 10)
    const [name, input] = note('from the future')
    expect(
      await amina.act(name, { ...input, happenedOn: tomorrow }, { at: { ms: ahead, c: 0 } }),
    ).toMatchObject({ outcome: 'applied' })
    const [row] = await behind<{ happened_on: string }>(
      here,
      `select happened_on from note where text = 'from the future'`,
    )
    expect(row?.happened_on).toBe(today())
  })
})

describe('what cannot be done any more', () => {
  const heldOf = async (who: Client, scope: 'mine' | 'office') =>
    (await who.get<HeldAnswer>(`/api/held?scope=${scope}`)).body.items

  it('is kept whole for Amina and for who supervises the office, and for nobody else', async () => {
    const answer = await amina.act('case.open', {
      caseId: testId(),
      personId: testId(),
      siteId: world.sites.hamdaniya,
      text: 'Huda waits at the bridge',
    })
    expect(answer).toMatchObject({ outcome: 'quarantined', refusal: { code: 'input.invalid' } })
    const [mine] = await heldOf(amina.client, 'mine')
    expect(mine).toMatchObject({
      id: answer.id,
      name: 'case.open',
      authorName: 'Amina',
      deviceName: 'Invented phone',
      state: 'held',
    })
    expect((await heldOf(baran, 'office')).map(({ id }) => id)).toContain(answer.id)
    const whole = await baran.get<HeldWhole>(`/api/held/${answer.id}`)
    expect(whole.body.input).toMatchObject({ text: 'Huda waits at the bridge' })
    const younis = await here.signIn('younis')
    expect(await younis.get(`/api/held/${answer.id}`)).toMatchObject({ status: 404 })
    const [row] = await behind<{ ciphertext: Buffer }>(
      here,
      'select ciphertext from held_command where id = $1',
      [answer.id],
    )
    expect(row?.ciphertext.includes(Buffer.from('Huda'))).toBe(false)
    await baran.done('held.set_aside', { heldId: answer.id, reason: 'Opened twice by mistake' })
    expect(
      await behind(here, 'select state, set_aside_reason from held_command where id = $1', [answer.id]),
    ).toEqual([{ state: 'set_aside', set_aside_reason: 'Opened twice by mistake' }])
    expect(await amina.client.act('held.set_aside', { heldId: answer.id, reason: 'again' })).toMatchObject({
      refusal: { code: 'held.not_found' },
    })
  })

  it('a new case with all that belongs to it waits as one, and is done as one', async () => {
    const ids = { caseId: testId(), personId: testId() }
    const needId = testId()
    const opened = {
      ...ids,
      siteId: world.sites.hamdaniya,
      openedOn: today(),
      statusCategory: 'idp_returnee',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      name: { given: 'نور', father: 'سالم' },
      place: world.places.mosul,
    }
    const commands = [
      amina.write('case.open', opened),
      amina.write('need.record', {
        needId,
        caseId: ids.caseId,
        service: 'DOC.BIRTH',
        severity: 3,
        priority: 1,
      }),
      amina.write('need.change', { needId, priority: 2 }),
    ]
    const answers = await amina.send()
    expect(answers).toMatchObject([
      { outcome: 'quarantined', refusal: { code: 'case.site_not_yours' } },
      { outcome: 'quarantined' },
      { outcome: 'quarantined' },
    ])
    const waiting = (await heldOf(amina.client, 'mine')).filter(({ groupId }) => groupId === commands[0]?.id)
    expect(waiting.map(({ id }) => id)).toEqual(commands.map(({ id }) => id))
    // mended: at an office of hers; the rest as it was
    const mended = waiting.map(({ id, name }, place) => ({
      id: testId(),
      name,
      instead: id,
      input: place === 0 ? { ...opened, siteId: world.sites.mosul } : commands[place]?.input,
    }))
    const { body } = await amina.client.post<{ outcome: string }[]>('/actions', mended)
    expect(body.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
    expect(
      await behind(here, `select state, done_by_id from held_command where group_id = $1 order by n`, [
        commands[0]?.id,
      ]),
    ).toEqual(mended.map(({ id }) => ({ state: 'done', done_by_id: id })))
    // done is done: the same held command is not done a second time
    const twice = { ...mended[2], id: testId() }
    expect((await amina.client.post('/actions', twice)).body).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'held.not_found' },
    })
  })

  it('because the case went to somebody else: Baran does it in her place', async () => {
    const moved = await openCase(amina.client)
    await amina.see(moved.caseId)
    await amina.client.done('case.hand_over', {
      caseId: moved.caseId,
      accountId: world.accounts.sana,
      note: 'On leave',
    })
    const answer = await amina.act('note.add', {
      noteId: testId(),
      caseId: moved.caseId,
      kind: 'contact',
      text: 'She was safe on Sunday',
    })
    expect(answer).toMatchObject({ outcome: 'quarantined' })
    const whole = (await baran.get<HeldWhole>(`/api/held/${answer.id}`)).body
    const done = await baran.post('/actions', {
      id: testId(),
      name: whole.name,
      input: whole.input,
      instead: answer.id,
    })
    expect(done.body).toMatchObject({ outcome: 'applied' })
    expect(await notes(moved.caseId)).toContain('She was safe on Sunday')
  })

  it('because the phone was revoked: nothing of it is done, nothing is lost', async () => {
    const stolen = await phoneOf(here, 'amina')
    await behind(here, 'update device set revoked_at = now() where id = $1', [stolen.id])
    const answer = await stolen.act(...note('before it was stolen'))
    expect(answer).toMatchObject({ outcome: 'quarantined', refusal: { code: 'device.revoked' } })
    expect(await notes()).not.toContain('before it was stolen')
    expect(((await baran.get<HeldWhole>(`/api/held/${answer.id}`)).body.input as { text: string }).text).toBe(
      'before it was stolen',
    )
  })

  it('because it needs the network: kept, and said why', async () => {
    expect(
      await amina.act('case.hand_over', { caseId, accountId: world.accounts.sana, note: 'x' }),
    ).toMatchObject({
      outcome: 'quarantined',
      refusal: { code: 'device.needs_network' },
    })
  })

  it('while Amina is still at the form it is a plain no, and kept nowhere', async () => {
    const before = await heldOf(amina.client, 'mine')
    expect(
      await amina.act('case.plan_contact', { caseId, at: '2020-01-01T09:00:00.000Z' }, { attended: true }),
    ).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'input.invalid' },
    })
    expect(await heldOf(amina.client, 'mine')).toEqual(before)
    expect(await amina.act(...note('goes on'))).toMatchObject({ outcome: 'applied' })
  })

  it('because consent was taken back meanwhile: nothing leaves, and the new yes waits for a person', async () => {
    const consentId = testId()
    const consent = {
      caseId,
      organisationId: world.organisations.bridges,
      items: ['name'],
      purpose: 'referral',
      how: 'spoken',
    }
    await amina.client.done('consent.record', { ...consent, consentId })
    await amina.see(caseId)
    await baran.done('consent.withdraw', { consentId })
    expect(await amina.act('consent.record', { ...consent, consentId: testId() })).toMatchObject({
      outcome: 'quarantined',
      refusal: { code: 'consent.withdrawn_meanwhile' },
    })
  })

  it('a referral prepared under a consent that was taken back meanwhile is held, and Dara hears of nothing', async () => {
    const { caseId: hers, needId, consentId } = await caseWithConsent(amina.client)
    const referralId = testId()
    await amina.see(hers)
    amina.write('referral.draft', {
      referralId,
      caseId: hers,
      needId,
      offerId: world.offers.birth,
      urgency: 'U2',
      sharedItems: ['name'],
      narrative: 'Needs her papers before school',
    })
    amina.write('referral.send', { referralId })
    await baran.done('consent.withdraw', { consentId })
    const answers = await amina.send()
    expect(answers).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'quarantined', refusal: { code: 'referral.consent_missing' } },
    ])
    const dara = await here.signIn('dara')
    expect(JSON.stringify((await dara.get('/api/referrals?box=in')).body)).not.toContain(referralId)
    expect(await dara.get(`/api/referrals/${referralId}`)).toMatchObject({ status: 404 })
    expect(
      await behind(here, 'select 1 from referral where id = $1 and sent_at is not null', [referralId]),
    ).toEqual([])
  })
})
