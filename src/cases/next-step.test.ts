import { expect, test } from 'vitest'
import type { CaseAnswer, CaseReferral, NeedAnswer, StoryItem } from '../records/answers.ts'
import { nextStepOf } from './next-step.ts'

const now = '2026-11-22T09:00:00.000Z'
const before = '2026-11-20T09:00:00.000Z'
const later = '2026-11-25T09:00:00.000Z'

const quiet = {
  closedAt: null,
  pending: null,
  needs: [],
  referrals: [],
  tasks: [],
  story: [],
  nextContactAt: later,
}
const fileWith = (part: Partial<CaseAnswer>) => ({ ...quiet, ...part }) as unknown as CaseAnswer
const need = (part: Partial<NeedAnswer>) =>
  ({ id: 'papers', state: 'open', priority: 1, unblocksNeedId: null, ...part }) as NeedAnswer
const referral = (part: Partial<CaseReferral>) =>
  ({
    id: 'r1',
    state: 'sent',
    nextDueAt: later,
    nextDueKind: 'acknowledge',
    appointment: null,
    toldPersonAt: null,
    confirmedAt: null,
    disputedAt: null,
    loopClosedAt: null,
    expiredAt: null,
    ...part,
  }) as CaseReferral
const referred = [need({ state: 'referred' })]

test('Amina has just opened a case: she records the first need', () => {
  expect(nextStepOf(fileWith({}), now)).toEqual({ kind: 'record_need' })
})

test('a need without referral leads to the services; the missing document comes before what it blocks', () => {
  const school = need({ id: 'school', priority: 1 })
  const birth = need({ id: 'birth', priority: 2, unblocksNeedId: 'school' })
  expect(nextStepOf(fileWith({ needs: [school] }), now)).toMatchObject({
    kind: 'find_service',
    need: { id: 'school' },
  })
  expect(nextStepOf(fileWith({ needs: [school, birth] }), now)).toMatchObject({ need: { id: 'birth' } })
})

test('the provider is within its time: Amina waits', () => {
  expect(nextStepOf(fileWith({ needs: referred, referrals: [referral({})] }), now).kind).toBe('wait')
})

test('the provider has not answered in time: Amina calls it', () => {
  const late = referral({ nextDueAt: before })
  expect(nextStepOf(fileWith({ needs: referred, referrals: [late] }), now)).toEqual({
    kind: 'call_provider',
    referral: late,
  })
})

test('a question of the provider is answered before anything else', () => {
  const asked = { kind: 'referral.ask_information', referralId: 'r1' } as StoryItem
  const answered = { kind: 'referral.answer_information', referralId: 'r1' } as StoryItem
  const file = { needs: referred, referrals: [referral({ nextDueAt: before })] }
  expect(nextStepOf(fileWith({ ...file, story: [asked] }), now).kind).toBe('answer_question')
  expect(nextStepOf(fileWith({ ...file, story: [answered, asked] }), now).kind).toBe('call_provider')
})

test('declined: Amina sees other offers, until she has chosen one', () => {
  const declined = referral({ state: 'declined', nextDueKind: 'nextStep' })
  expect(nextStepOf(fileWith({ needs: [need({})], referrals: [declined] }), now).kind).toBe('other_offers')
  const followed = referral({ state: 'declined', nextDueAt: null })
  expect(nextStepOf(fileWith({ needs: referred, referrals: [followed, referral({})] }), now).kind).toBe(
    'wait',
  )
})

test('accepted with an appointment: the person is told', () => {
  const accepted = referral({ state: 'accepted', appointment: { at: later, status: 'scheduled' } })
  expect(nextStepOf(fileWith({ needs: referred, referrals: [accepted] }), now).kind).toBe('tell_person')
  const told = { ...accepted, toldPersonAt: before }
  expect(nextStepOf(fileWith({ needs: referred, referrals: [told] }), now).kind).toBe('wait')
})

test('completed: only the person can say whether it arrived and helped', () => {
  const completed = referral({ state: 'completed', nextDueKind: 'confirm' })
  expect(nextStepOf(fileWith({ needs: referred, referrals: [completed] }), now).kind).toBe('ask_person')
})

test('what waits for the supervisor is not done twice', () => {
  const pending = { kind: 'closing', to: 'closed', reason: 'goals_met', by: 'a', at: before } as const
  expect(nextStepOf(fileWith({ pending }), now)).toEqual({ kind: 'waits_closing' })
})

test('everything is settled: the case can be closed, and opened again', () => {
  expect(nextStepOf(fileWith({ needs: [need({ state: 'met' })] }), now)).toEqual({ kind: 'close' })
  expect(nextStepOf(fileWith({ closedAt: before }), now)).toEqual({ kind: 'reopen' })
})

test('a contact or a task that is late is not forgotten over a new need', () => {
  expect(nextStepOf(fileWith({ needs: [need({})], nextContactAt: before }), now)).toEqual({ kind: 'contact' })
  const task = { id: 't', doneAt: null, dueAt: before } as CaseAnswer['tasks'][number]
  expect(nextStepOf(fileWith({ needs: [need({})], tasks: [task] }), now)).toEqual({ kind: 'do_task', task })
})
