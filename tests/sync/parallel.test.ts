import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/actions/action.ts'
import type { CaseAnswer, DecisionItem, DecisionsAnswer } from '../../src/records/answers.ts'
import { sweepDecisions } from '../../src/sync/decision-sweep.job.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/** Amina and Baran write the same field while Amina has no network. Each kind of field has its rule. */
let here: TestHouse
let amina: Phone
let baran: Phone
let caseId: string

beforeAll(async () => {
  here = await testHouse()
  amina = await phoneOf(here, 'amina')
  baran = await phoneOf(here, 'baran')
})
afterAll(() => here?.close())
beforeEach(async () => {
  ;({ caseId } = await openCase(amina.client, { contactSafety: { mode: 'phone_any', phone: '07701234567' } }))
  await Promise.all([amina.see(caseId), baran.see(caseId)])
})

const file = async (): Promise<CaseAnswer> =>
  (await amina.client.get<CaseAnswer>(`/api/cases/${caseId}`)).body
const decisions = async (who: Client, scope: 'mine' | 'office' = 'mine'): Promise<readonly DecisionItem[]> =>
  (await who.get<DecisionsAnswer>(`/api/decisions?scope=${scope}`)).body.items.filter(
    (item) => item.caseId === caseId,
  )
const story = (kind: string): Promise<{ detail: unknown }[]> =>
  behind(here, 'select detail from case_event where case_id = $1 and kind = $2 order by at', [caseId, kind])
const later = { at: { ms: Date.now() + 60_000, c: 0 } }
const earlier = { at: { ms: Date.now() - 3_600_000, c: 0 } }

describe('whoever has seen it', () => {
  it('writes over it, whatever the clocks say', async () => {
    await baran.act('person.correct', { caseId, language: 'ckb' }, later)
    await amina.see(caseId)
    const answer = await amina.act('person.correct', { caseId, language: 'kmr', sex: 'male' }, earlier)
    expect(answer).toMatchObject({ outcome: 'applied', result: { changed: ['sex', 'language'] } })
    expect(await file()).toMatchObject({ language: 'kmr', sex: 'male' })
  })

  it('and so does whoever wrote it before, without having pulled', async () => {
    amina.write('person.correct', { caseId, name: { given: 'هدى', father: 'حسين' } }, later)
    amina.write(
      'person.correct',
      { caseId, name: { given: 'هدى', father: 'حسن', grandfather: 'عمر' } },
      earlier,
    )
    expect((await amina.send()).map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    expect((await file()).person.nameParts).toMatchObject({ grandfather: 'عمر' })
  })

  it('other fields of the same person do not meet', async () => {
    await baran.client.done('person.correct', { caseId, language: 'ckb' })
    expect(await amina.act('person.correct', { caseId, sex: 'male' })).toMatchObject({ outcome: 'applied' })
    expect(await file()).toMatchObject({ language: 'ckb', sex: 'male' })
  })
})

describe('who did not know of the other', () => {
  it('says the same: there is nothing to do', async () => {
    await baran.client.done('person.correct', { caseId, name: { given: 'هدى', father: 'كريم' } })
    expect(
      await amina.act('person.correct', { caseId, name: { father: 'كريم', given: 'هدى' } }),
    ).toMatchObject({ outcome: 'applied' })
    expect(await decisions(amina.client)).toEqual([])
  })

  it('language, place, whom to call: the later one holds, the other stays in the story', async () => {
    await baran.act('person.correct', { caseId, language: 'ckb', place: world.places.hamdaniya })
    expect(await amina.act('person.correct', { caseId, language: 'kmr' }, later)).toMatchObject({
      outcome: 'merged',
    })
    expect(await amina.act('person.correct', { caseId, place: null }, earlier)).toMatchObject({
      outcome: 'superseded',
    })
    expect(await file()).toMatchObject({ language: 'kmr', person: { placeCode: world.places.hamdaniya } })
    expect(await story('conflict.also_reported')).toMatchObject([
      {
        detail: {
          action: 'person.correct',
          changes: [{ field: 'place', from: world.places.hamdaniya, to: null }],
        },
      },
    ])
  })

  it('the name: what stood first stays, both are shown to Amina, whose case it is, and she chooses', async () => {
    await amina.client.done('person.correct', { caseId, name: { given: 'هدى', father: 'حسين' } })
    const answer = await baran.act('person.correct', {
      caseId,
      name: { given: 'هدى', father: 'محسن' },
      language: 'ckb',
    })
    expect(answer).toMatchObject({ outcome: 'review' })
    expect(await file()).toMatchObject({ language: 'ckb', person: { nameParts: { father: 'حسين' } } })
    const [item] = await decisions(amina.client)
    expect(item).toMatchObject({
      action: 'person.correct',
      field: 'name',
      rule: 'review',
      standingByName: 'Amina',
      offeredByName: 'Baran',
      mayDecide: true,
      standing: { father: 'حسين' },
      offered: { father: 'محسن' },
    })
    expect(
      await behind(
        here,
        `select 1 from alert where case_id = $1 and kind = 'case.decision_waits' and account_id = $2`,
        [caseId, world.accounts.amina],
      ),
    ).toHaveLength(1)
    // the list shows both values: whoever reads it has looked at the case
    const looks = (
      await baran.client.get<{ looks: { act: string; name: string }[] }>(`/api/cases/${caseId}/who-looked`)
    ).body.looks
    expect(looks).toContainEqual(expect.objectContaining({ act: 'read.decision', name: 'Amina' }))
    await amina.client.done('conflict.decide', { conflictId: item?.id, caseId, take: 'offered' })
    expect((await file()).person.nameParts).toEqual({ given: 'هدى', father: 'محسن' })
    expect(await decisions(amina.client)).toEqual([])
    expect(
      await baran.client.act('conflict.decide', { conflictId: item?.id, caseId, take: 'standing' }),
    ).toMatchObject({ refusal: { code: 'conflict.decided' } })
    expect((await baran.client.get<DecisionItem>(`/api/decisions/${item?.id}`)).body).toMatchObject({
      decision: 'offered',
      decidedByName: 'Amina',
    })
  })

  it('a third value can be chosen, but not over something written since', async () => {
    await amina.client.done('person.correct', { caseId, birth: { year: 1990 } })
    await baran.act('person.correct', { caseId, birth: { year: 1980 } })
    const [item] = await decisions(baran.client, 'office')
    const seen = (await file()).rev
    const choice = { conflictId: item?.id, caseId, take: 'other', value: { year: 1985 } }
    await amina.client.done('person.correct', { caseId, birth: { year: 1991 } })
    expect(await baran.client.act('conflict.decide', { ...choice, seen })).toMatchObject({
      refusal: { code: 'record.changed' },
    })
    expect(await baran.client.act('conflict.decide', { ...choice, value: { year: 'soon' } })).toMatchObject({
      refusal: { code: 'input.invalid' },
    })
    await baran.client.done('conflict.decide', { ...choice, seen: (await file()).rev })
    expect((await file()).person).toMatchObject({ birthYear: 1985 })
  })

  it('how to contact safely: the safer way holds at once, and somebody looks within a day', async () => {
    await baran.client.done('person.set_contact_safety', { caseId, contactSafety: { mode: 'no_contact' } })
    const wish = { mode: 'phone_hours', phone: '07701234567', hours: '9-11' }
    expect(
      await amina.act('person.set_contact_safety', { caseId, contactSafety: wish }, later),
    ).toMatchObject({ outcome: 'review' })
    expect((await file()).person.contactSafety).toMatchObject({ mode: 'no_contact', hours: '9-11' })
    const [item] = await decisions(amina.client)
    expect(item).toMatchObject({
      field: 'contactSafety.mode',
      rule: 'safer',
      standing: 'no_contact',
      offered: 'phone_hours',
    })
    await amina.client.done('conflict.decide', { conflictId: item?.id, caseId, take: 'offered' })
    expect((await file()).person.contactSafety).toMatchObject({ mode: 'phone_hours', hours: '9-11' })
  })

  it('and the other way round: Amina’s safer way comes late and holds all the same', async () => {
    await baran.client.done('person.set_contact_safety', {
      caseId,
      contactSafety: { mode: 'phone_hours', phone: '07701234567' },
    })
    expect(
      await amina.act(
        'person.set_contact_safety',
        { caseId, contactSafety: { mode: 'no_contact', phone: '07701234567' } },
        earlier,
      ),
    ).toMatchObject({ outcome: 'review' })
    expect((await file()).person.contactSafety.mode).toBe('no_contact')
    expect(await decisions(amina.client)).toMatchObject([
      { standing: 'no_contact', standingByName: 'Amina', offered: 'phone_hours', offeredByName: 'Baran' },
    ])
  })

  it('only the number changed here, only the way there: both hold and nobody is asked', async () => {
    await baran.client.done('person.set_contact_safety', {
      caseId,
      contactSafety: { mode: 'phone_hours', phone: '07701234567' },
    })
    expect(
      await amina.act('person.set_contact_safety', {
        caseId,
        contactSafety: { mode: 'phone_any', phone: '07709999999' },
      }),
    ).toMatchObject({ outcome: 'merged' })
    expect((await file()).person.contactSafety).toMatchObject({
      mode: 'phone_hours',
      phone: '+9647709999999',
    })
    expect(await decisions(amina.client)).toEqual([])
  })

  it('urgency: the more urgent holds', async () => {
    const reason = 'life_or_safety_now'
    await baran.client.done('case.raise_urgency', { caseId, urgency: 'U0', reason })
    expect(await amina.act('case.raise_urgency', { caseId, urgency: 'U1', reason })).toMatchObject({
      outcome: 'review',
    })
    expect(await file()).toMatchObject({ urgency: 'U0' })
    expect(await decisions(amina.client)).toMatchObject([{ rule: 'safer', standing: 'U0', offered: 'U1' }])
  })

  it('the step of the case: it stays where it was moved first, and a person chooses', async () => {
    await baran.client.done('case.move', { caseId, to: 'screened' })
    await baran.client.done('case.move', { caseId, to: 'open_assessment' })
    const answer = await amina.act('case.close', { caseId, reason: 'moved_transferred' })
    expect(answer).toMatchObject({ outcome: 'review' })
    expect(await file()).toMatchObject({ state: 'open_assessment' })
    const [item] = await decisions(amina.client)
    expect(item).toMatchObject({ action: 'case.close', field: 'reason', standing: 'open_assessment' })
    await amina.client.done('conflict.decide', { conflictId: item?.id, caseId, take: 'standing' })
    expect(await file()).toMatchObject({ state: 'open_assessment' })
  })

  it('a need: the more severe holds, the order by the later one', async () => {
    const needId = testId()
    await amina.client.done('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 2, priority: 1 })
    await Promise.all([amina.see(caseId), baran.see(caseId)])
    await baran.client.done('need.change', { needId, severity: 3, priority: 4 })
    expect(await amina.act('need.change', { needId, severity: 4, priority: 2 }, earlier)).toMatchObject({
      outcome: 'review',
    })
    expect((await file()).needs).toMatchObject([{ severity: 4, priority: 4 }])
    const [item] = await decisions(amina.client)
    expect(item).toMatchObject({ needId, field: 'severity', standing: 4, offered: 3 })
    await amina.client.done('conflict.decide', { conflictId: item?.id, caseId, needId, take: 'offered' })
    expect((await file()).needs).toMatchObject([{ severity: 3 }])
  })

  it('facts: whom to avoid is kept from both, what was told of the health stands side by side', async () => {
    await baran.client.done('case.record_facts', {
      caseId,
      avoid: { organisations: [world.organisations.olive] },
      healthSummary: 'Diabetes',
    })
    const mine = {
      caseId,
      avoid: { organisations: [world.organisations.bridges] },
      healthSummary: 'Insulin twice a day',
    }
    expect(await amina.act('case.record_facts', mine)).toMatchObject({ outcome: 'review' })
    const [facts] = await behind<{ avoid: { organisations: string[] }; health_summary: string }>(
      here,
      'select avoid, health_summary from case_fact where case_id = $1',
      [caseId],
    )
    expect(facts).toEqual({
      avoid: { organisations: [world.organisations.olive, world.organisations.bridges] },
      health_summary: 'Diabetes',
    })
    expect(await decisions(amina.client)).toMatchObject([
      { rule: 'fork', standing: 'Diabetes', offered: 'Insulin twice a day' },
    ])
    expect(JSON.stringify(await story('conflict.raise'))).not.toContain('Insulin')
  })

  it('a task both have done is done once, and both say so', async () => {
    const taskId = testId()
    await amina.client.done('task.add', {
      taskId,
      caseId,
      kind: 'office',
      dueAt: new Date(Date.now() + 86_400_000).toISOString(),
      text: 'Call the registry',
    })
    await Promise.all([amina.see(caseId), baran.see(caseId)])
    await baran.client.done('task.finish', { taskId, result: 'They open at nine' })
    expect(await amina.act('task.finish', { taskId, result: 'Nobody answered' })).toMatchObject({
      outcome: 'superseded',
    })
    expect(await story('conflict.also_reported')).toMatchObject([
      { detail: { changes: [{ to: 'Nobody answered' }] } },
    ])
  })

  it('notes only add up', async () => {
    const write = (who: Phone, text: string): Promise<unknown> =>
      who.act('note.add', { noteId: testId(), caseId, kind: 'contact', text })
    expect(await Promise.all([write(amina, 'one'), write(baran, 'two')])).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'applied' },
    ])
  })
})

describe('a decision that nobody takes', () => {
  it('is told to who supervises the office when its time has run out, once', async () => {
    await amina.client.done('person.correct', { caseId, sex: 'male' })
    await baran.act('person.correct', { caseId, sex: 'not_recorded' })
    const [item] = await decisions(amina.client)
    const late = new Date(Date.parse(item?.dueAt ?? '') + 1000).toISOString()
    const told = () =>
      behind(
        here,
        `select account_id, site_id from alert where case_id = $1 and kind = 'case.decision_late'`,
        [caseId],
      )
    const sweep = (at: string): Promise<void> =>
      here.db.worker.as({ kind: 'worker' }, (tx) => sweepDecisions(tx, at))
    await sweep(item?.raisedAt ?? '')
    expect(await told()).toEqual([])
    await sweep(late)
    await sweep(late)
    expect(await told()).toEqual([{ account_id: null, site_id: world.sites.mosul }])
  })

  it('is for nobody who does not see the case, and not for a helper to take', async () => {
    await amina.client.done('person.correct', { caseId, sex: 'male' })
    await baran.act('person.correct', { caseId, sex: 'not_recorded' })
    const [item] = await decisions(amina.client)
    const sana = await here.signIn('sana')
    expect(await sana.get(`/api/decisions/${item?.id}`)).toMatchObject({ status: 404 })
    await amina.client.done('case.add_to_team', {
      caseId,
      accountId: world.accounts.sana,
      relation: 'helper',
    })
    const answer: Answer = await sana.act('conflict.decide', {
      conflictId: item?.id,
      caseId,
      take: 'offered',
    })
    expect(answer).toMatchObject({ refusal: { code: 'conflict.not_yours' } })
  })
})
