import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaseAnswer, DecisionItem, DecisionsAnswer } from '../../src/records/answers.ts'
import { toSend } from '../../src/sync/other-value.ts'
import { type Client, caseWithConsent, type TestHouse, testHouse } from '../support/house.ts'
import { type Phone, phoneOf } from './phones.ts'

/** Neither of two values is right: Amina writes a third, whatever kind of field it is. */
let here: TestHouse
let phone: Phone
let amina: Client
let baran: Client
let caseId: string
let needId: string

beforeAll(async () => {
  here = await testHouse()
  phone = await phoneOf(here, 'amina')
  amina = phone.client
  baran = await here.signIn('baran')
  ;({ caseId, needId } = await caseWithConsent(amina))
  await phone.see(caseId)
})
afterAll(() => here?.close())

const file = async (): Promise<CaseAnswer> => (await amina.get<CaseAnswer>(`/api/cases/${caseId}`)).body
const waiting = async (): Promise<DecisionItem | undefined> =>
  (await amina.get<DecisionsAnswer>('/api/decisions?scope=mine')).body.items.find(
    (item) => item.caseId === caseId,
  )

it.each([
  {
    what: 'a day, and how exactly it is known',
    action: 'person.correct',
    theirs: { birth: { precision: 'day', date: '1990-05-07' } },
    mine: { birth: { precision: 'year', year: 1989 } },
    third: { date: '1991-03-01', precision: 'month' },
    stands: ({ person }: CaseAnswer) => [person.birthDate, person.birthPrecision],
    as: ['1991-03-01', 'month'],
  },
  {
    what: 'a number',
    action: 'need.change',
    theirs: { severity: 4 },
    mine: { severity: 1 },
    third: '3',
    stands: ({ needs }: CaseAnswer) => needs[0]?.severity,
    as: 3,
  },
  {
    what: 'a yes or no about safe contact, and the rest of it stays',
    action: 'person.set_contact_safety',
    theirs: { contactSafety: { mode: 'phone_any', phone: '07701234567', mayLeaveMessage: false } },
    mine: { contactSafety: { mode: 'phone_any', phone: '07701234567', mayLeaveMessage: true } },
    third: true,
    stands: ({ person }: CaseAnswer) => [person.contactSafety?.mayLeaveMessage, person.contactSafety?.phone],
    as: [true, '+9647701234567'],
  },
])('Amina writes another value: $what', async ({ action, theirs, mine, third, stands, as }) => {
  const about = action === 'need.change' ? { needId } : { caseId }
  await baran.done(action, { ...about, ...theirs })
  expect((await phone.act(action, { ...about, ...mine })).outcome).toBe('review')
  const item = await waiting()
  if (!item) throw new Error('nothing waits')
  await amina.done('conflict.decide', {
    conflictId: item.id,
    caseId,
    ...(item.needId === null ? {} : { needId: item.needId }),
    take: 'other',
    value: toSend(item, third, { name: (one) => one, birth: (one) => one })?.value,
  })
  expect(stands(await file())).toEqual(as)
  expect(await waiting()).toBeUndefined()
})
