import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseAnswer, CaseListItem, Page } from '../../src/records/answers.ts'
import { draft } from '../../src/sync/answers/draft.ts'
import { answerHere } from '../../src/sync/answers/here.ts'
import { asFarAsHeld, deviceCopy, type TestCopy } from '../support/device-copy.ts'
import {
  caseWithConsent,
  type Client,
  openCase,
  type TestHouse,
  testHouse,
  testId,
  world,
} from '../support/house.ts'
import { type Phone, phoneOf } from './phones.ts'

let house: TestHouse
let amina: Client
let phone: Phone
let device: TestCopy
let known: { caseId: string; needId: string; consentId: string }
let closedId: string
/** One moment for the phone and the server, so that nothing but who decided differs. */
let now: string

beforeAll(async () => {
  house = await testHouse()
  phone = await phoneOf(house, 'amina')
  amina = phone.client
  known = await caseWithConsent(amina)
  closedId = (await openCase(amina)).caseId
  const baran = await house.signIn('baran')
  await baran.done('case.close', { caseId: closedId, reason: 'goals_met' })
  device = await deviceCopy(house, amina)
  now = new Date(Date.now() + 60_000).toISOString()
  house.at(now)
}, 60_000)
afterAll(() => house.close())

const { offers, organisations } = world

/** Done on the phone: drafted there, then kept. Answers what the draft said. */
async function offline(name: string, input: object) {
  const command = phone.write(name, input, { at: { ms: Date.parse(now), c: 0 } })
  const drafted = await draft(name, input, device.copy, { id: command.id, now })
  if (drafted.refusal) throw new Error(`${name}: ${JSON.stringify(drafted.refusal)}`)
  device.keep(command)
  return drafted
}

async function here<T>(path: string, body?: unknown): Promise<T> {
  const answer = await answerHere(body === undefined ? { path } : { path, body }, device.copy, now)
  if (answer === 'not_here' || answer.kind !== 'ok') throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return JSON.parse(JSON.stringify(answer.data)) as T
}

const soon = (days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString()

describe('what Amina does without network', () => {
  const [caseId, personId, needId, consentId, referralId] = [testId(), testId(), testId(), testId(), testId()]

  it('is on her screen at once, and the same when the server has done it', async () => {
    const opened = await offline('case.open', {
      caseId,
      personId,
      siteId: world.sites.mosul,
      openedOn: now.slice(0, 10),
      statusCategory: 'returnee_from_abroad',
      ageBand: '30-59',
      sex: 'female',
      language: 'ckb',
      contactSafety: { mode: 'phone_any', phone: '07701234567' },
      name: { given: 'نسرین', father: 'ئازاد', grandfather: 'کەریم' },
      place: world.places.mosul,
      documentsHeld: ['unid'],
      members: [
        { memberId: testId(), name: { given: 'هیوا' }, relationship: 'child', sex: 'male', ageBand: '5-11' },
      ],
    })
    await offline('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
    await offline('consent.record', {
      consentId,
      caseId,
      organisationId: organisations.bridges,
      items: ['name', 'age', 'narrative'],
      purpose: 'referral',
      how: 'spoken',
    })
    await offline('case.record_facts', {
      caseId,
      householdTypes: ['female_headed'],
      avoid: { languages: ['ar'] },
    })
    await offline('note.add', { noteId: testId(), caseId, kind: 'observation', text: 'No papers but one.' })
    // nobody named this task: the phone and the server give it the same id
    const [call] = (await here<CaseAnswer>(`/api/cases/${caseId}`)).tasks
    await offline('task.finish', { taskId: call?.id, result: 'reached', nextContactAt: soon(5) })
    await offline('referral.draft', {
      referralId,
      caseId,
      needId,
      offerId: offers.birth,
      urgency: 'U1',
      sharedItems: ['name', 'narrative'],
      narrative: 'School begins on Sunday',
      accompaniment: 'relative',
    })
    const sent = await offline('referral.send', { referralId })
    expect(sent.result).toMatchObject({ callNow: true })

    await phone.see(known.caseId)
    const at = known.caseId
    await offline('person.correct', {
      caseId: at,
      name: { given: 'هدى', father: 'حسين', grandfather: 'علي' },
    })
    await offline('person.set_contact_safety', { caseId: at, contactSafety: { mode: 'no_contact' } })
    await offline('case.correct', { caseId: at, statusCategory: 'idp' })
    await offline('case.raise_urgency', { caseId: at, urgency: 'U2', reason: 'medical' })
    await offline('case.plan_contact', { caseId: at, at: soon(1) })
    await offline('need.record', {
      needId: testId(),
      caseId: at,
      service: 'EDU.ENROL',
      severity: 2,
      priority: 2,
    })
    await offline('note.add', {
      noteId: testId(),
      caseId: at,
      kind: 'contact',
      text: 'On the road.',
      class: 3,
    })
    await offline('task.add', { taskId: testId(), caseId: at, kind: 'office', dueAt: soon(2) })
    await offline('consent.withdraw', { consentId: known.consentId })

    const paths = [
      '/api/cases?sort=due',
      '/api/cases?mine=1&closed=1',
      '/api/day',
      ...[caseId, known.caseId].flatMap((id) => [
        `/api/cases/${id}`,
        `/api/cases/${id}/consents`,
        `/api/cases/${id}/facts`,
      ]),
      `/api/referrals/${referralId}`,
      `/api/match?needId=${needId}`,
    ]
    const before = await Promise.all(paths.map((path) => here<object>(path)))
    const search = { text: 'Nasrin Azad' }
    const found = await here<Page<{ caseId: string }>>('/api/people/search', search)
    expect(found.items.map((one) => one.caseId)).toEqual([caseId])

    expect((await device.copy.replayed()).refused).toEqual(new Map())
    const answers = await phone.send()
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'applied'))
    expect(answers[0]).toMatchObject({ result: opened.result })
    for (const [place, path] of paths.entries()) {
      const { body } = await amina.get(path)
      expect(before[place], path).toEqual(asFarAsHeld(path, body))
    }
    expect((await amina.post('/api/people/search', search)).body).toEqual(found)
  })

  it('is marked as being on this phone only, row by row', async () => {
    const answer = await answerHere({ path: '/api/cases' }, device.copy, now)
    if (answer === 'not_here' || answer.kind !== 'ok') throw new Error('the list is here')
    const { items } = answer.data as Page<CaseListItem>
    expect(
      items
        .filter(({ id }) => answer.onlyHere.has(id))
        .map(({ id }) => id)
        .sort(),
    ).toEqual([caseId, known.caseId].sort())
    expect(answer.onlyHere.has(referralId)).toBe(true)
  })

  it('is refused on the phone with the words of the server, before anything is kept', async () => {
    const trials: readonly (readonly [string, object])[] = [
      ['need.record', { needId: testId(), caseId: closedId, service: 'DOC.BIRTH', severity: 2, priority: 1 }],
      [
        'need.record',
        { needId: testId(), caseId: known.caseId, service: 'GBV.SHELTR', severity: 2, priority: 1 },
      ],
      [
        'need.record',
        { needId: testId(), caseId: known.caseId, service: 'SHE.TEMPOR', severity: 9, priority: 1 },
      ],
      ['note.add', { noteId: testId(), caseId: known.caseId, kind: 'gossip', text: 'x' }],
      ['note.correct', { noteId: testId(), correctsId: testId(), text: 'x' }],
      ['task.finish', { taskId: testId() }],
      ['case.plan_contact', { caseId: known.caseId, at: '2026-01-01T00:00:00.000Z' }],
      ['referral.send', { referralId }],
      [
        'consent.record',
        {
          consentId: testId(),
          caseId: known.caseId,
          organisationId: organisations.bridges,
          items: [],
          purpose: 'referral',
          how: 'spoken',
        },
      ],
    ]
    for (const [name, input] of trials) {
      const [drafted, answer] = [
        await draft(name, input, device.copy, { id: testId(), now }),
        await amina.act(name, input),
      ]
      expect(drafted.refusal?.code, name).toBe(answer.refusal?.code)
      expect(drafted.refusal?.details, name).toEqual(answer.refusal?.details)
    }
    const handOver = { caseId: known.caseId, toAccountId: world.accounts.sana }
    const drafted = await draft('case.hand_over', handOver, device.copy, { id: testId(), now })
    expect(drafted.refusal?.code).toBe('device.needs_network')
  })
})
