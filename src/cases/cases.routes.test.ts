import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  caseWithConsent,
  type Client,
  openCase,
  type TestHouse,
  testHouse,
  testId,
  today,
  world,
} from '../../tests/support/house.ts'
import type {
  AlertsAnswer,
  CaseAnswer,
  CaseListItem,
  Colleague,
  DayAnswer,
  Page,
  TeamAnswer,
} from '../records/answers.ts'

let here: TestHouse
let amina: Client
let sana: Client
let baran: Client
beforeAll(async () => {
  here = await testHouse()
  ;[amina, sana, baran] = await Promise.all([here.signIn('amina'), here.signIn('sana'), here.signIn('baran')])
})
afterAll(() => here?.close())

const read = async (client: Client, caseId: string) =>
  (await client.get<CaseAnswer>(`/api/cases/${caseId}`)).body
const refusal = async (client: Client, name: string, input: unknown) =>
  (await client.act(name, input)).refusal?.code

describe('Amina opens a case', () => {
  test('with seven fields and a name: it has a first contact, an eligibility with reasons and the beginning of a story', async () => {
    const { caseId } = await openCase(amina)
    const file = await read(amina, caseId)
    expect(file).toMatchObject({
      state: 'intake',
      urgency: 'U3',
      displayName: 'هدى حسن',
      officerName: 'Amina',
      enteredLate: false,
      nextDueKind: 'task.contact',
      person: { displayName: 'هدى حسن علي', contactSafety: { mode: 'in_person' }, hasChosenWord: false },
      eligibility: { result: 'eligible' },
    })
    expect(file.tasks).toHaveLength(1)
    expect(file.story.map(({ kind, actorName }) => [kind, actorName])).toEqual([['case.open', 'Amina']])
  })

  test('with a code name alone; nobody asks for more', async () => {
    const { caseId } = await openCase(amina, {
      name: undefined,
      codeName: 'زهرة الربيع',
      place: undefined,
      sex: 'not_recorded',
    })
    expect(await read(amina, caseId)).toMatchObject({
      displayName: 'زهرة الربيع',
      person: { codeName: 'زهرة الربيع', nameParts: {} },
      eligibility: { result: 'unknown' },
    })
    expect(await refusal(amina, 'case.open', { ...seven(), name: undefined })).toBe(
      'person.name_or_code_needed',
    )
  })

  test('from paper that was filled last week: the case says so, and its contact is counted from that day', async () => {
    const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10)
    const { caseId } = await openCase(amina, { openedOn: weekAgo, urgency: 'U1' })
    const file = await read(amina, caseId)
    expect(file).toMatchObject({ enteredLate: true, openedOn: weekAgo })
    expect(file.nextDueAt && file.nextDueAt < new Date().toISOString()).toBe(true)
    expect(file.story[0]).toMatchObject({ kind: 'case.open', happenedOn: weekAgo, detail: { late: true } })
    const { body } = await amina.get<DayAnswer>('/api/day')
    expect(body.items.find((item) => item.caseId === caseId)).toMatchObject({
      late: true,
      kind: 'task.contact',
    })
    expect(body.counts.late).toBeGreaterThan(0)
  })

  test('not for tomorrow, not on a day that never was, not at an office that is not hers, not with hidden signs', async () => {
    expect(await refusal(amina, 'case.open', { ...seven(), openedOn: '2099-01-01' })).toBe('date.in_future')
    expect(await refusal(amina, 'case.open', { ...seven(), openedOn: '2026-02-30' })).toBe('date.impossible')
    expect(await refusal(amina, 'case.open', { ...seven(), siteId: world.sites.hamdaniya })).toBe(
      'case.site_not_yours',
    )
    expect(await refusal(amina, 'case.open', { ...seven(), siteId: world.sites.bridges })).toBe(
      'site.not_found',
    )
    expect(await refusal(amina, 'case.open', { ...seven(), codeName: 'ab\u202Ecd' })).toBe(
      'input.hidden_characters',
    )
    expect(await refusal(amina, 'case.open', { ...seven(), tribe: 'x' })).toBe('input.invalid')
    expect(await refusal(amina, 'case.open', { ...seven(), place: 'IQZZ' })).toBe('place.unknown')
    expect(await refusal(amina, 'case.open', { ...seven(), ageBand: '30-31' })).toBe('input.invalid')
  })
})

function seven(): Record<string, unknown> {
  return {
    caseId: testId(),
    personId: testId(),
    siteId: world.sites.mosul,
    openedOn: today(),
    statusCategory: 'idp',
    ageBand: '18-29',
    sex: 'female',
    language: 'ckb',
    contactSafety: { mode: 'no_contact' },
    name: { given: 'شيلان' },
  }
}

describe('A case goes its way', () => {
  test('members, needs, notes, tasks, a contact and a correction all stand in the story', async () => {
    const { caseId, needId } = await caseWithConsent(amina)
    const memberId = testId()
    await amina.done('case.add_member', {
      caseId,
      memberId,
      relationship: 'child',
      sex: 'male',
      ageBand: '5-11',
      name: { given: 'علي' },
    })
    await amina.done('need.record', {
      needId: testId(),
      caseId,
      service: 'EDU.ENROL',
      severity: 3,
      priority: 2,
      memberId,
    })
    await amina.done('need.change', { needId, severity: 4 })
    await amina.done('case.move', { caseId, to: 'screened' })
    await amina.done('case.raise_urgency', { caseId, urgency: 'U2', reason: 'school_deadline' })
    const noteId = testId()
    await amina.done('note.add', { noteId, caseId, kind: 'observation', text: 'المدرسة تطلب بيان الولادة' })
    await amina.done('note.correct', {
      noteId: testId(),
      correctsId: noteId,
      text: 'المدرسة تطلب بيان الولادة قبل الأحد',
    })
    const taskId = testId()
    await amina.done('task.add', {
      taskId,
      caseId,
      kind: 'office',
      dueAt: '2030-01-01T08:00:00+03:00',
      text: 'نسخة من البيان',
    })
    await amina.done('task.finish', { taskId, result: 'تم' })
    await amina.done('case.plan_contact', { caseId, at: '2030-02-01T10:00:00+03:00' })
    await amina.done('person.correct', {
      caseId,
      name: { given: 'هدى', father: 'حسين', grandfather: 'علي' },
      birth: { date: '1990-07-01' },
    })
    await amina.done('person.set_contact_safety', {
      caseId,
      contactSafety: { mode: 'phone_hours', phone: '٠٧٧٠ ١٢٣ ٤٥٦٧', hours: 'صباحاً' },
    })
    await amina.done('person.set_chosen_word', { caseId, chosenWord: 'زيتون أخضر' })
    await amina.done('case.correct', { caseId, statusCategory: 'idp', documentsHeld: ['unid'] })
    await amina.done('case.remove_member', { caseId, memberId })
    await amina.done('need.close', { needId, state: 'met' })
    const file = await read(amina, caseId)
    expect(file).toMatchObject({
      state: 'screened',
      urgency: 'U2',
      statusCategory: 'idp',
      documentsHeld: ['unid'],
      displayName: 'هدى حسين',
      openNeeds: 1,
      person: {
        displayName: 'هدى حسين علي',
        birthDate: '1990-07-01',
        birthPrecision: 'year',
        birthYear: 1990,
        hasChosenWord: true,
        contactSafety: { mode: 'phone_hours', phone: '+9647701234567', hours: 'صباحاً' },
      },
    })
    expect(file.notes.map(({ correctsId }) => correctsId)).toEqual([noteId, null])
    expect(file.members[0]?.removedAt).not.toBeNull()
    expect(file.story.map(({ kind }) => kind).reverse()).toEqual([
      'case.open',
      'need.record',
      'consent.record',
      'case.add_member',
      'need.record',
      'need.change',
      'case.move',
      'case.raise_urgency',
      'note.add',
      'note.correct',
      'task.add',
      'task.finish',
      'case.plan_contact',
      'person.correct',
      'person.set_contact_safety',
      'person.set_chosen_word',
      'case.correct',
      'case.remove_member',
      'need.close',
    ])
    const corrected = file.story.find(({ kind }) => kind === 'person.correct')?.detail as {
      changes: { field: string; from: unknown }[]
    }
    expect(corrected.changes).toContainEqual({
      field: 'displayName',
      from: 'هدى حسن علي',
      to: 'هدى حسين علي',
    })
  })

  test('Amina asks to close, Baran signs; Huda comes back and a new episode begins', async () => {
    const { caseId } = await caseWithConsent(amina)
    expect(
      await amina.done('case.close', {
        caseId,
        reason: 'goals_met',
        remainingNeeds: 'لا شيء',
        toldPerson: true,
      }),
    ).toMatchObject({ state: 'closing' })
    expect(await refusal(amina, 'case.approve', { caseId })).toBe('permission.missing')
    const { body: team } = await baran.get<TeamAnswer>('/api/team')
    expect(team.decisions).toContainEqual(
      expect.objectContaining({
        caseId,
        officerName: 'Amina',
        pending: expect.objectContaining({ kind: 'closing', reason: 'goals_met' }),
      }),
    )
    expect(team.alerts).toContainEqual(expect.objectContaining({ caseId, kind: 'case.closing_waits' }))
    await baran.done('case.send_back', { caseId, why: 'اتصلي بها مرة أخرى' })
    expect(await read(amina, caseId)).toMatchObject({ state: 'in_progress', pending: null })
    await amina.done('case.close', { caseId, reason: 'goals_met' })
    expect(await baran.done('case.approve', { caseId, kind: 'closing' })).toMatchObject({ state: 'closed' })
    expect(
      await refusal(amina, 'need.record', {
        needId: testId(),
        caseId,
        service: 'DOC.UNIFID',
        severity: 1,
        priority: 1,
      }),
    ).toBe('case.closed')
    const { body: closed } = await amina.get<Page<CaseListItem>>('/api/cases?mine=1&closed=1')
    expect(closed.items.map(({ id }) => id)).toContain(caseId)
    const { body: alerts } = await amina.get<AlertsAnswer>('/api/alerts')
    const approved = alerts.items.find(
      (alert) => alert.caseId === caseId && alert.kind === 'case.closing_approved',
    )
    await amina.done('alert.seen', { alertId: approved?.id })
    expect(await refusal(sana, 'alert.seen', { alertId: approved?.id })).toBe('record.not_found')
    expect(await amina.done('case.reopen', { caseId, reason: 'رجعت من أجل المدرسة' })).toMatchObject({
      state: 'reopened',
      episode: 2,
    })
    expect(await read(amina, caseId)).toMatchObject({
      closedAt: null,
      closureReason: null,
      nextContactAt: expect.any(String),
    })
  })

  test('urgency goes up at once and down only by two people', async () => {
    const { caseId } = await openCase(amina)
    await amina.done('case.raise_urgency', { caseId, urgency: 'U1', reason: 'losing_home' })
    expect(
      await amina.done('case.lower_urgency', { caseId, urgency: 'U3', reason: 'situation_better' }),
    ).toMatchObject({ urgency: 'U1' })
    expect(await baran.done('case.approve', { caseId })).toMatchObject({ urgency: 'U3' })
    expect(await refusal(baran, 'case.approve', { caseId })).toBe('case.nothing_to_approve')
  })

  test('Baran gives it to Sana with a note; from then on it is hers, and Amina does not see it', async () => {
    const { caseId } = await caseWithConsent(amina)
    expect(await refusal(amina, 'case.hand_over', { caseId, accountId: world.accounts.sana })).toBe(
      'input.invalid',
    )
    expect(
      await refusal(baran, 'case.hand_over', { caseId, accountId: world.accounts.dara, note: 'x' }),
    ).toBe('case.officer_not_found')
    await baran.done('case.hand_over', { caseId, accountId: world.accounts.sana, note: 'أمينة في إجازة' })
    expect((await amina.get(`/api/cases/${caseId}`)).status).toBe(404)
    const file = await read(sana, caseId)
    expect(file).toMatchObject({
      officerName: 'Sana',
      story: expect.arrayContaining([expect.objectContaining({ kind: 'case.hand_over' })]),
    })
    expect(file.notes[0]).toMatchObject({ text: 'أمينة في إجازة', authorName: 'Baran' })
    expect(file.tasks.every((task) => task.assigneeName === 'Sana')).toBe(true)
    const { body: alerts } = await sana.get<AlertsAnswer>('/api/alerts')
    expect(alerts.items).toContainEqual(expect.objectContaining({ kind: 'case.handed_over', caseId }))
  })
})

describe('Lists', () => {
  test('the next fifty due come page by page, none twice and none left out', async () => {
    for (let made = 0; made < 7; made++) await openCase(sana, { urgency: made % 2 ? 'U2' : 'U3' })
    const seen: CaseListItem[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { body }: { body: Page<CaseListItem> } = await sana.get(
        `/api/cases?mine=1&sort=due&limit=3${next ? `&after=${encodeURIComponent(next)}` : ''}`,
      )
      seen.push(...body.items)
      next = body.next
    }
    const { body: whole } = await sana.get<Page<CaseListItem>>('/api/cases?mine=1&sort=due&limit=50')
    expect(seen).toEqual(whole.items)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    const dues = seen.map(({ nextDueAt }) => nextDueAt ?? '')
    expect(dues).toEqual([...dues].sort())
    const { body: urgent } = await sana.get<Page<CaseListItem>>('/api/cases?mine=1&urgency=U2')
    expect(urgent.items).toHaveLength(3)
    expect((await sana.get('/api/cases?after=nonsense')).status).toBe(422)
  })

  test('Baran sees who carries how much, and who may take a case over', async () => {
    const { body: team } = await baran.get<TeamAnswer>('/api/team')
    expect(team.officers.map(({ displayName }) => displayName).sort()).toEqual(['Amina', 'Baran', 'Sana'])
    expect(team.officers.find(({ displayName }) => displayName === 'Sana')?.openCases).toBeGreaterThan(6)
    expect(team.late[0]).toMatchObject({ officerName: 'Amina' })
    const { body } = await baran.get<Page<Colleague>>(`/api/colleagues?site=${world.sites.mosul}`)
    expect(body.items.map(({ displayName }) => displayName)).toEqual(['Amina', 'Baran', 'Sana'])
    expect((await amina.get('/api/team')).status).toBe(403)
  })
})

describe('Two people at once', () => {
  test('Baran and Amina write to one case at the same time: both are kept, each has its own revision', async () => {
    const { caseId } = await openCase(amina)
    const before = (await read(amina, caseId)).rev
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, place) =>
        (place % 2 ? amina : baran).act('note.add', {
          noteId: testId(),
          caseId,
          kind: 'observation',
          text: `ملاحظة ${place}`,
        }),
      ),
    )
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(8).fill('applied'))
    const file = await read(amina, caseId)
    expect(file.notes).toHaveLength(8)
    expect(file.rev).toBe(before + 8)
  })

  test('a closing that is signed twice at once is signed once, and the second hears how it stands', async () => {
    const { caseId } = await openCase(amina)
    await amina.done('case.move', { caseId, to: 'screened' })
    await amina.done('case.close', { caseId, reason: 'person_request' })
    const answers = await Promise.all([
      baran.act('case.approve', { caseId }),
      baran.act('case.approve', { caseId }),
    ])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'refused'])
    expect(answers.find(({ outcome }) => outcome === 'refused')?.refusal?.code).toBe('case.closed')
  })
})
