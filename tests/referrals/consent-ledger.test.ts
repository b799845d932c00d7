import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertsAnswer, DayAnswer } from '../../src/records/answers.ts'
import { remindOfConsents } from '../../src/people/consent-reminders.job.ts'
import { type Client, openCase, type TestHouse, testId, today, world } from '../support/house.ts'
import { statement } from '../../src/server/database.ts'
import { loadRecordingAsOwner } from '../../src/server/consent-recordings.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { behindOf, consentCast, ledgerOf } from './consenting.ts'
import { consentFor, draftFor, narrative, needFor, read, sent } from './referring.ts'

/** The ledger of consent through the real server: what it records, what it stops, and what nobody gets out of it. */
let here: TestHouse
let amina: Client
let baran: Client
let dara: Client
let karim: Client

beforeAll(async () => {
  ;({ here, amina, baran, dara, karim } = await consentCast())
})
afterAll(() => here?.close())

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> => behindOf(here)(sql, params)
const record = (caseId: string, more: Record<string, unknown> = {}) => ({
  consentId: testId(),
  caseId,
  organisationId: world.organisations.bridges,
  items: ['name', 'age'],
  purpose: 'referral',
  how: 'spoken',
  ...more,
})

describe('what Huda’s consent says of itself', () => {
  it('is "not recorded" where nobody said so: the first published input still works', async () => {
    const { caseId } = await openCase(amina)
    await amina.done('consent.record', record(caseId))
    const [line] = (await ledgerOf(amina, caseId)).items
    expect(line).toMatchObject({
      basis: 'consent',
      givenBy: 'person',
      form: 'spoken',
      assent: 'not_recorded',
      askedHow: 'not_recorded',
      present: null,
      understood: null,
      textVersion: 0,
      hiddenItems: [],
    })
  })

  it('is who, how, in which words, before whom and through whom, when Amina writes it down', async () => {
    const { caseId } = await openCase(amina)
    const said = {
      how: 'thumbprint',
      givenBy: 'trusted_representative',
      form: 'thumbprint',
      present: ['family', 'staff'],
      askedHow: 'read_aloud',
      understood: true,
      textVersion: 2,
      language: 'kmr',
      interpreterCode: 'I-07',
      interpreterMode: 'phone',
    }
    await amina.done('consent.record', record(caseId, said))
    const [line] = (await ledgerOf(amina, caseId)).items
    expect(line).toMatchObject({ ...said, interpreterPresent: true })
  })

  it('one breath, several ticks: each is a consent of its own, and what she refused blocks nothing', async () => {
    const { caseId } = await openCase(amina)
    await amina.done(
      'consent.record',
      record(caseId, {
        organisationId: world.organisations.ministry,
        purpose: 'open_file',
        also: [{ consentId: testId(), purpose: 'contact' }],
        declined: ['statistics', 'photo_quote', 'research'],
      }),
    )
    const { items } = await ledgerOf(amina, caseId)
    expect(items.map(({ purpose }) => purpose).sort()).toEqual(['contact', 'open_file'])
    expect(items.every(({ declined }) => declined.includes('photo_quote'))).toBe(true)
    const { referralId } = await sent(amina)
    expect((await read(amina, referralId)).state).toBe('sent')
  })

  it('is none when she did not understand', async () => {
    const { caseId } = await openCase(amina)
    const answer = await amina.act('consent.record', record(caseId, { understood: false }))
    expect(answer.refusal?.code).toBe('consent.not_understood')
  })
})

describe('a child', () => {
  const child = (ageBand: string, birthYear?: number) =>
    openCase(amina, {
      ageBand,
      ...(birthYear === undefined ? {} : { birth: { date: `${birthYear}-05-01`, precision: 'year' } }),
    })
  const year = Number(today().slice(0, 4))

  it('of eight says yes itself, and its guardian in writing', async () => {
    const { caseId } = await child('5-11', year - 8)
    const wish = record(caseId, { how: 'child_and_guardian', form: 'spoken', assent: 'oral' })
    expect((await amina.act('consent.record', wish)).refusal).toMatchObject({ code: 'consent.form_needed' })
    const unasked = { ...wish, form: 'signature', assent: 'none' }
    expect((await amina.act('consent.record', unasked)).refusal).toMatchObject({
      code: 'consent.assent_needed',
      details: { ageRule: '6-11', allowed: ['oral', 'written'] },
    })
    await amina.done('consent.record', { ...wish, form: 'thumbprint', guardianRelation: 'mother' })
    expect((await ledgerOf(amina, caseId)).items[0]).toMatchObject({
      ageRule: '6-11',
      assent: 'oral',
      givenBy: 'guardian',
      guardianRelation: 'mother',
    })
  })

  it('of sixteen consents alone in writing; of thirteen, or of an age nobody asked, never', async () => {
    const sixteen = await child('12-17', year - 16)
    const alone = { how: 'signature', understood: true }
    await amina.done('consent.record', record(sixteen.caseId, alone))
    expect((await ledgerOf(amina, sixteen.caseId)).items[0]?.ageRule).toBe('15-17')
    for (const { caseId } of [await child('12-17', year - 13), await child('12-17')])
      expect((await amina.act('consent.record', record(caseId, alone))).refusal?.code).toBe(
        'consent.guardian_needed',
      )
    const told = await child('12-17')
    await amina.done('consent.record', record(told.caseId, { ...alone, ageRule: '15-17' }))
    expect(
      (await amina.act('consent.record', record(told.caseId, { ...alone, ageRule: '0-5' }))).refusal?.code,
    ).toBe('input.invalid')
  })
})

describe('nothing more than Huda agreed to is ever handed over', () => {
  const refusedToSend = async (referralId: string) =>
    (await amina.act('referral.send', { referralId })).refusal

  it('not what was drafted and never consented to', async () => {
    const file = await needFor(amina)
    await consentFor(amina, file.caseId, undefined, ['name'])
    const referralId = await draftFor(amina, file, { sharedItems: ['name', 'phone', 'address'] })
    expect(await refusedToSend(referralId)).toMatchObject({
      code: 'referral.items_not_consented',
      details: { items: ['phone', 'address'] },
    })
  })

  it('not what she hid from this recipient between draft and sending, though she had agreed to it before', async () => {
    const file = await needFor(amina)
    await consentFor(amina, file.caseId)
    const referralId = await draftFor(amina, file)
    await amina.done('consent.record', record(file.caseId, { items: ['name'], hiddenItems: ['narrative'] }))
    expect(await refusedToSend(referralId)).toMatchObject({
      code: 'referral.items_not_consented',
      details: { items: ['narrative'], why: ['hidden'] },
    })
    const other = await draftFor(amina, file, { sharedItems: ['name'], offerId: world.offers.birth })
    await amina.done('referral.send', { referralId: other })
    await dara.done('referral.accept', { referralId: other })
    expect(Object.keys((await read(dara, other)).snapshot ?? {})).toEqual(['name'])
  })

  it('no officer’s words smuggled along: a narrative that is not among the items stays here', async () => {
    const file = await needFor(amina)
    await consentFor(amina, file.caseId)
    const referralId = await draftFor(amina, file, { sharedItems: ['name', 'age'], narrative })
    await amina.done('referral.send', { referralId })
    await dara.done('referral.accept', { referralId })
    const seen = await dara.get(`/api/referrals/${referralId}`)
    expect(JSON.stringify(seen.body)).not.toContain(narrative)
  })

  it('not by a consent for another recipient, nor by one of another person', async () => {
    const [file, other] = [await needFor(amina), await needFor(amina)]
    await consentFor(amina, file.caseId, world.organisations.olive)
    await consentFor(amina, other.caseId)
    const referralId = await draftFor(amina, file, { sharedItems: ['name'] })
    expect(await refusedToSend(referralId)).toMatchObject({ code: 'referral.consent_missing' })
  })

  it('not by a consent that has expired: the day is the governorate’s', async () => {
    const file = await needFor(amina)
    const consentId = await consentFor(amina, file.caseId)
    const referralId = await draftFor(amina, file)
    await behind('alter table consent disable trigger touched')
    await behind('update consent set given_on = current_date - 200, expires_on = $2 where id = $1', [
      consentId,
      today(),
    ])
    await behind('alter table consent enable trigger touched')
    expect(await refusedToSend(referralId)).toMatchObject({
      code: 'referral.consent_missing',
      details: { why: ['expired', 'expired', 'expired', 'expired'] },
    })
  })

  it('not when she takes it back in the same moment: whichever comes first, Bridges is left with nothing', async () => {
    for (let round = 0; round < 4; round++) {
      const file = await needFor(amina)
      const consentId = await consentFor(amina, file.caseId)
      const referralId = await draftFor(amina, file)
      const [sending] = await Promise.all([
        amina.act('referral.send', { referralId }),
        baran.act('consent.withdraw', { consentId }),
      ])
      const [handed] = await behind<{ open: number }>(
        'select count(*)::integer as open from referral_snapshot where referral_id = $1 and withdrawn_at is null',
        [referralId],
      )
      expect(handed?.open).toBe(0)
      const { state } = await read(amina, referralId)
      expect(sending.outcome === 'applied' ? state : 'draft').toBe(
        sending.outcome === 'applied' ? 'cancelled' : state,
      )
    }
  })

  it('what is handed over holds exactly the items, also when asked for as somebody else of Bridges', async () => {
    const { referralId } = await sent(amina, { sharedItems: ['age', 'needs_summary'] })
    const [row] = await behind<{ items: object }>(
      'select items from referral_snapshot where referral_id = $1',
      [referralId],
    )
    expect(Object.keys(row?.items ?? {}).sort()).toEqual(['age', 'needs_summary'])
    expect((await karim.get(`/api/referrals/${referralId}`)).status).toBe(404)
  })

  it('the database lets no more be handed over than the named consents cover, whatever a route may get wrong', async () => {
    const file = await needFor(amina)
    const [consentId, elsewhere] = [
      await consentFor(amina, file.caseId, undefined, ['name']),
      await consentFor(amina, file.caseId, world.organisations.olive),
    ]
    const referralId = await draftFor(amina, file, { sharedItems: ['name', 'age'] })
    const handOver = (items: object, consents: string[]) =>
      here.db.database.as(
        {
          kind: 'account',
          accountId: world.accounts.amina,
          organisationId: world.organisations.ministry,
          sites: [world.sites.mosul],
          supervisedSites: [],
          roles: ['caseworker'],
        },
        async (tx) => {
          await tx.row(statement('select touch_case_of_referral($1)'), [referralId])
          await tx.run(statement(`update referral set state = 'sent', sent_at = now() where id = $1`), [
            referralId,
          ])
          await tx.run(statement('update referral_origin set consent_ids = $2 where referral_id = $1'), [
            referralId,
            consents,
          ])
          await tx.run(
            statement(
              'insert into referral_snapshot (referral_id, organisation_id, receiver_organisation_id, items, made_at) values ($1, $2, $3, $4, now())',
            ),
            [referralId, world.organisations.ministry, world.organisations.bridges, JSON.stringify(items)],
          )
          throw new Error('let through')
        },
      )
    await expect(handOver({ name: 'x' }, [consentId])).rejects.toThrow('let through')
    for (const [items, consents] of [
      [{ name: 'x', age: 'x' }, [consentId]],
      [{ name: 'x', age: 'x' }, [consentId, elsewhere]],
      [{ name: 'x', narrative: 'x' }, [consentId]],
      [{ name: 'x' }, [elsewhere]],
      [{ name: 'x' }, []],
    ] as const)
      await expect(handOver(items, [...consents])).rejects.toMatchObject({ code: '42501' })
    await amina.done('consent.withdraw', { consentId })
    await expect(handOver({ name: 'x' }, [consentId])).rejects.toMatchObject({ code: '42501' })
  })

  it('a health summary is handed over only as that item', async () => {
    const file = await needFor(amina)
    await amina.done('case.record_facts', { caseId: file.caseId, healthSummary: 'يحتاج كرسياً متحركاً' })
    await consentFor(amina, file.caseId, undefined, ['name', 'health_summary'])
    const referralId = await draftFor(amina, file, { sharedItems: ['name', 'health_summary'] })
    await amina.done('referral.send', { referralId })
    await dara.done('referral.accept', { referralId })
    expect((await read(dara, referralId)).snapshot).toMatchObject({ health_summary: 'يحتاج كرسياً متحركاً' })
    const { referralId: without } = await sent(amina)
    await dara.done('referral.accept', { referralId: without })
    expect((await read(dara, without)).snapshot).not.toHaveProperty('health_summary')
  })
})

describe('the receiver that was told to stop', () => {
  it('says so, and Amina sees it; a second time there is nothing to say', async () => {
    const { caseId, referralId, consentId } = await sent(amina)
    await dara.done('referral.accept', { referralId })
    await amina.done('consent.withdraw', { consentId })
    expect((await read(dara, referralId)).stops).toMatchObject([{ confirmedAt: null, kept: null }])
    expect((await karim.act('consent.confirm_stop', { referralId, kept: 'nothing' })).refusal?.code).toBe(
      'referral.not_found',
    )
    await dara.done('consent.confirm_stop', { referralId, kept: 'nothing' })
    expect((await read(amina, referralId)).stops).toMatchObject([{ kept: 'nothing' }])
    expect((await read(amina, referralId)).story[0]).toMatchObject({ kind: 'consent.confirm_stop' })
    const { alerts } = (await amina.get<DayAnswer>('/api/day')).body
    expect(alerts.find((alert) => alert.referralId === referralId)?.kind).toBe('consent.confirm_stop')
    expect((await ledgerOf(amina, caseId)).items[0]?.stops).toMatchObject([{ kept: 'nothing' }])
    expect((await dara.act('consent.confirm_stop', { referralId, kept: 'nothing' })).refusal?.code).toBe(
      'referral.fact_not_allowed',
    )
  })

  it('said so on the telephone: Amina writes down who said it; also for a service that was over', async () => {
    const { referralId, consentId } = await sent(amina)
    await dara.done('referral.accept', { referralId })
    await dara.done('referral.start', { referralId })
    await dara.done('referral.complete', { referralId, outcome: 'need_met' })
    await amina.done('consent.withdraw', { consentId })
    expect((await read(dara, referralId)).snapshot).toBeNull()
    expect((await amina.act('consent.confirm_stop', { referralId, kept: 'nothing' })).refusal?.code).toBe(
      'referral.said_by_needed',
    )
    await amina.done('consent.confirm_stop', {
      referralId,
      kept: 'lawful_duty',
      by: { saidBy: 'متخيل', channel: 'phone' },
    })
    expect((await read(dara, referralId)).stops).toMatchObject([{ kept: 'lawful_duty' }])
  })
})

it('before a consent ends Amina hears that Huda has to be asked again; once she has been, nobody does', async () => {
  const [asked, renewed] = [await openCase(amina), await openCase(amina)]
  for (const { caseId } of [asked, renewed]) await amina.done('consent.record', record(caseId))
  const soon = new Date(Date.now() + 170 * 86_400_000)
  here.at(soon.toISOString())
  await amina.done('consent.record', record(renewed.caseId))
  here.at(null)
  for (let round = 0; round < 2; round++)
    await here.db.worker.as({ kind: 'worker' }, (tx) => remindOfConsents(tx, soon.toISOString()))
  const { items } = (await amina.get<AlertsAnswer>('/api/alerts?limit=200')).body
  const told = items.filter(({ kind }) => kind === 'case.consent_expires').map(({ caseId }) => caseId)
  expect(told.filter((caseId) => caseId === asked.caseId)).toHaveLength(1)
  expect(told).not.toContain(renewed.caseId)
})

describe('the spoken text', () => {
  const load = async (bytes: Uint8Array, part = 'always', language = 'ckb') => {
    const folder = await mkdtemp(join(tmpdir(), 'ihala-recording-'))
    const file = join(folder, 'read')
    await writeFile(file, bytes)
    try {
      await withOwner(here.db.owner, (owner) => loadRecordingAsOwner(owner, { file, part, language }))
    } finally {
      await rm(folder, { recursive: true })
    }
  }
  const silence = Buffer.concat([
    Buffer.from(
      'RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x08\0\0\0',
      'latin1',
    ),
    Buffer.alloc(8),
  ])

  it('can be played as somebody read it, once the operator has loaded a recording; before, nothing is offered', async () => {
    const { caseId } = await openCase(amina)
    expect((await ledgerOf(amina, caseId)).recordings).toEqual([])
    expect((await amina.get('/api/consent-recordings/2/always/ckb')).status).toBe(404)
    await load(silence)
    expect((await ledgerOf(amina, caseId)).recordings).toEqual([
      { textVersion: 2, part: 'always', language: 'ckb' },
    ])
    const { statusCode, headers, rawPayload } = await here.server.inject({
      url: '/api/consent-recordings/2/always/ckb',
      headers: { authorization: `Bearer ${amina.token}` },
    })
    expect({ statusCode, type: headers['content-type'] }).toEqual({ statusCode: 200, type: 'audio/wav' })
    expect(rawPayload.equals(silence)).toBe(true)
    expect((await here.stranger.get('/api/consent-recordings/2/always/ckb')).status).toBe(401)
  })

  it('is refused where it is no recording, no part of the text or no language of ours', async () => {
    await expect(load(Buffer.from('<script>'))).rejects.toThrow(/not MP3/)
    await expect(load(silence, 'referral')).rejects.toThrow(/no part/)
    await expect(load(silence, 'always', 'fr')).rejects.toThrow(/no text/)
  })
})
