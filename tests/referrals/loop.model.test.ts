import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type FactKind, mayRecordFact } from '../../src/referrals/referral-facts.ts'
import {
  mayMove,
  outcomes,
  type Party,
  reasons,
  reasonsFor,
  type ReferralState,
  type Standing,
} from '../../src/referrals/referral-states.ts'
import { type Client, type TestHouse, testHouse, world } from '../support/house.ts'
import { consentFor, draftFor, needFor, read } from './referring.ts'

/** Random legal and illegal moves by random people through the real door, beside the pure tables. */
const people = ['amina', 'baran', 'dara', 'karim', 'sana', 'younis'] as const
type Person = (typeof people)[number]
const senders: readonly Person[] = ['amina', 'baran']
const officers: readonly Person[] = ['amina', 'baran', 'sana', 'younis']

interface Model {
  standing: Standing
  facts: FactKind[]
  openQuestion: boolean
}

interface Kind {
  readonly name: string
  /** Whose word it is. */
  readonly by: Party
  readonly to?: ReferralState
  readonly fact?: FactKind
  readonly officersOnly?: true
}
const kinds: readonly Kind[] = [
  { name: 'referral.send', by: 'sender', to: 'sent', officersOnly: true },
  { name: 'referral.acknowledge', by: 'receiver', fact: 'acknowledged' },
  { name: 'referral.accept', by: 'receiver', to: 'accepted' },
  { name: 'referral.waitlist', by: 'receiver', to: 'on_hold' },
  { name: 'referral.decline', by: 'receiver', to: 'declined' },
  { name: 'referral.ask_information', by: 'receiver', fact: 'info_requested' },
  { name: 'referral.answer_information', by: 'sender', fact: 'info_answered', officersOnly: true },
  { name: 'referral.start', by: 'receiver', to: 'in_service' },
  { name: 'referral.hold', by: 'receiver', to: 'on_hold' },
  { name: 'referral.complete', by: 'receiver', to: 'completed' },
  { name: 'referral.fail', by: 'receiver', to: 'failed' },
  { name: 'referral.ask_cancel', by: 'sender', fact: 'cancel_asked', officersOnly: true },
  { name: 'referral.cancel', by: 'sender', to: 'cancelled' },
  { name: 'referral.mark_error', by: 'sender', to: 'entered_in_error' },
  { name: 'referral.tell_person', by: 'sender', fact: 'told_person', officersOnly: true },
  { name: 'referral.confirm', by: 'person', fact: 'confirmed', officersOnly: true },
  { name: 'referral.dispute', by: 'person', fact: 'disputed', officersOnly: true },
]

interface Try {
  readonly who: Person
  readonly kind: Kind
  readonly telephone: boolean
  readonly reason: string
  readonly outcome: string
  /** Instead of all this, one of the legal steps: chance alone seldom gets far. */
  readonly legal: number | null
}
const anyReason = fc.constantFrom(...new Set(Object.values(reasons).flat()), 'invented')
const tries: fc.Arbitrary<Try> = fc.record({
  // Those who are concerned come more often than strangers, so that walks go somewhere.
  who: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Person>('amina', 'dara') },
    { weight: 1, arbitrary: fc.constantFrom(...people) },
  ),
  kind: fc.constantFrom(...kinds),
  telephone: fc.boolean(),
  reason: anyReason,
  outcome: fc.constantFrom(...outcomes, 'invented'),
  legal: fc.option(fc.nat(1000), { freq: 2 }),
})

function chosen(model: Model, one: Try): Try {
  if (one.legal === null) return one
  const ends = ['referral.mark_error', 'referral.cancel', 'referral.decline']
  const all = kinds
    .filter(({ name }) => !ends.includes(name))
    .flatMap((kind) =>
      Object.values(reasons)
        .flat()
        .flatMap((reason) =>
          (['amina', 'dara', 'baran'] as const).map(
            (who): Try => ({ ...one, kind, reason, who, outcome: 'need_met', telephone: who !== 'dara' }),
          ),
        ),
    )
  const open = all.filter((candidate) => expected(model, candidate) !== null)
  const names = [...new Set(open.map(({ kind }) => kind.name))]
  const name = names[one.legal % Math.max(1, names.length)]
  const same = open.filter(({ kind }) => kind.name === name)
  return same[one.legal % Math.max(1, same.length)] ?? one
}

const takesBy = ({ by, name }: Kind) => by === 'receiver' || name === 'referral.cancel'

/** What the pure tables say to this try: the party whose word it is, or null when it is nobody's here. */
function partyOf({ who, kind, telephone }: Try, drafted: boolean): Party | null {
  const sender = senders.includes(who)
  if (kind.officersOnly && !officers.includes(who)) return null
  if (kind.name === 'referral.cancel') {
    if (who === 'dara') return telephone || drafted ? null : 'receiver'
    return sender ? (telephone ? 'receiver' : 'sender') : null
  }
  if (kind.by !== 'receiver') return sender ? kind.by : null
  if (who === 'dara') return telephone || drafted ? null : 'receiver'
  return sender && telephone ? 'receiver' : null
}

function expected(model: Model, one: Try): Model | null {
  const { kind } = one
  const { standing, facts } = model
  const party = partyOf(one, standing.state === 'draft')
  if (party === null || standing.state === 'entered_in_error') return null
  if (kind.name === 'referral.cancel' && party === 'receiver' && standing.state === 'cancelled')
    return mayRecordFact(standing, facts, 'cancel_confirmed', party)
      ? { ...model, facts: [...facts, 'cancel_confirmed'] }
      : null
  if (kind.to) {
    if (!mayMove(standing, kind.to, party)) return null
    const reason = kind.name === 'referral.waitlist' ? 'waitlisted' : one.reason
    const allowed = reasonsFor(standing, kind.to)
    if (allowed.length > 0 && !allowed.includes(reason)) return null
    if (kind.name === 'referral.hold' && reason === 'waitlisted') return null
    if (kind.to === 'completed' && !(outcomes as readonly string[]).includes(one.outcome)) return null
    const seen: FactKind[] = ['accepted', 'declined', 'on_hold'].includes(kind.to) ? ['acknowledged'] : []
    const confirmed: FactKind[] = kind.to === 'cancelled' && party === 'receiver' ? ['cancel_confirmed'] : []
    return {
      ...model,
      standing: allowed.length > 0 ? { state: kind.to, reason } : { state: kind.to },
      facts: [...facts, ...seen, ...confirmed],
      openQuestion: ['referral.accept', 'referral.waitlist', 'referral.decline', 'referral.cancel'].includes(
        kind.name,
      )
        ? false
        : model.openQuestion,
    }
  }
  const fact = kind.fact as FactKind
  if (!mayRecordFact(standing, facts, fact, party)) return null
  if (fact === 'info_answered' && !model.openQuestion) return null
  return {
    ...model,
    facts: [...facts, fact, ...(fact === 'info_requested' ? (['acknowledged'] as const) : [])],
    openQuestion: fact === 'info_requested' || (fact !== 'info_answered' && model.openQuestion),
  }
}

function inputOf({ kind, telephone, reason, outcome }: Try, referralId: string): object {
  const by = telephone && takesBy(kind) ? { by: { saidBy: 'دارا', channel: 'phone' } } : {}
  const more: Readonly<Record<string, object>> = {
    'referral.waitlist': { expectedOn: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10) },
    'referral.decline': { reason },
    'referral.hold': { reason },
    'referral.fail': { reason },
    'referral.cancel': { reason },
    'referral.complete': { outcome },
    'referral.ask_information': { question: 'سؤال' },
    'referral.answer_information': { answer: 'جواب' },
    'referral.confirm': { received: true, helped: true },
    'referral.dispute': { received: false },
  }
  return { referralId, ...more[kind.name], ...by }
}

let here: TestHouse
let clients: Record<Person, Client>
beforeAll(async () => {
  here = await testHouse()
  clients = Object.fromEntries(
    await Promise.all(people.map(async (login) => [login, await here.signIn(login)] as const)),
  ) as Record<Person, Client>
})
afterAll(() => here?.close())

const opened: readonly string[] = ['accepted', 'in_service', 'on_hold', 'completed']
const ended: readonly string[] = ['declined', 'cancelled', 'failed', 'completed', 'entered_in_error']

async function holds(model: Model, referralId: string, needId: string): Promise<void> {
  const seen = await read(clients.amina, referralId)
  const { state, reason } = model.standing
  expect({ state: seen.state, reason: seen.reason }).toEqual({ state, reason: reason ?? null })
  const [row] = await withOwner(here.db.admin, (admin) =>
    admin.rows<{ open_key: string | null; need: string; next: Date | null; closed: Date | null }>(
      `select o.open_key, n.state as need, r.next_due_at as next, r.loop_closed_at as closed
       from referral r join referral_origin o on o.referral_id = r.id join need n on n.id = o.need_id where r.id = $1 and n.id = $2`,
      [referralId, needId],
    ),
  )
  if (['sent', 'accepted', 'in_service', 'on_hold'].includes(state))
    expect(row).toMatchObject({ need: 'referred' })
  if (['declined', 'cancelled', 'failed', 'entered_in_error'].includes(state)) expect(row?.need).toBe('open')
  expect(row?.open_key === null).toBe(state === 'draft' || ended.includes(state))
  expect(row?.next === null).toBe(row?.closed !== null || state === 'entered_in_error')
  if (row?.closed) expect(model.facts.some((fact) => ['confirmed', 'disputed'].includes(fact))).toBe(true)

  expect((await clients.karim.get(`/api/referrals/${referralId}`)).status).toBe(404)
  const theirs = await clients.dara.get<{ snapshot: unknown }>(`/api/referrals/${referralId}`)
  expect(theirs.status).toBe(state === 'draft' || state === 'entered_in_error' ? 404 : 200)
  if (theirs.status === 200)
    expect(theirs.body.snapshot !== null).toBe(opened.includes(state) && reason !== 'waitlisted')
}

describe('a referral under random hands', () => {
  it('stands where the pure tables say, whoever tries whatever', async () => {
    let applied = 0
    await fc.assert(
      fc.asyncProperty(fc.array(tries, { minLength: 10, maxLength: 20 }), async (walk) => {
        const { caseId, needId } = await needFor(clients.amina)
        await consentFor(clients.amina, caseId)
        const referralId = await draftFor(clients.amina, { caseId, needId })
        let model: Model = { standing: { state: 'draft' }, facts: [], openQuestion: false }
        for (const step of walk) {
          const one = chosen(model, step)
          const next = expected(model, one)
          const answer = await clients[one.who].act(one.kind.name, inputOf(one, referralId))
          expect(
            `${one.who} ${one.kind.name} ${answer.outcome} ${next ? '' : (answer.refusal?.code ?? '')}`,
          ).toMatch(next ? / applied $/ : / refused /)
          if (next) {
            applied += 1
            model = next
            await holds(model, referralId, needId)
          }
        }
      }),
      { numRuns: 25, endOnFailure: true },
    )
    expect(applied).toBeGreaterThan(100)
  }, 180_000)

  it('offers no button that does not work, and its provider only what is its own', async () => {
    const { caseId, needId } = await needFor(clients.amina)
    await consentFor(clients.amina, caseId)
    const referralId = await draftFor(clients.amina, { caseId, needId })
    const steps: readonly [Person, string, object][] = [
      ['amina', 'referral.send', {}],
      [
        'dara',
        'referral.waitlist',
        { expectedOn: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10) },
      ],
      ['dara', 'referral.accept', {}],
      ['dara', 'referral.start', {}],
      ['dara', 'referral.hold', { reason: 'awaiting_documents' }],
      ['dara', 'referral.start', {}],
      ['dara', 'referral.complete', { outcome: 'partly_met' }],
      ['amina', 'referral.confirm', { received: true, helped: true }],
    ]
    for (const [who, name, input] of steps) {
      const { may } = await read(clients[who], referralId)
      expect(may).toContain(name)
      expect(may).not.toContain(who === 'dara' ? 'referral.tell_person' : 'referral.nothing')
      await clients[who].done(name, { referralId, ...input })
    }
    const [need] = await withOwner(here.db.admin, (admin) =>
      admin.rows<{ state: string }>('select state from need where id = $1', [needId]),
    )
    expect(need?.state).toBe('partly_met')
    expect((await read(clients.amina, referralId)).may).toEqual(
      expect.arrayContaining(['referral.dispute', 'referral.mark_error']),
    )
    expect(world.accounts.dara).toBeTruthy()
  })
})
