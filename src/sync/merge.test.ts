import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../records/rows.ts'
import type { ActionRules } from './conflict-rules.ts'
import { lift } from './lift.ts'
import { type Mark, merge, type Undecided } from './merge.ts'
import { madeIds } from './made-ids.ts'
import { worksOffline } from './offline-actions.ts'
import { clampStamp } from './stamps.ts'

const caseId = '019ab000-0000-7000-8000-000000000021'
const rules: ActionRules = {
  about: ['caseId'],
  fields: [
    { field: 'language', table: 'person', columns: ['language'], rule: 'last' },
    { field: 'sex', table: 'person', columns: ['sex'], rule: 'review' },
    {
      field: 'severity',
      table: 'person',
      columns: ['severity'],
      rule: 'safer',
      isSafer: (one, other) => Number(one) > Number(other),
    },
  ],
}
const devices = ['a', 'b', 'c', 'd'] as const
type Device = (typeof devices)[number]
const step = fc.oneof(
  fc.record({ kind: fc.constant('pull' as const), device: fc.constantFrom(...devices) }),
  fc.record({
    kind: fc.constant('write' as const),
    device: fc.constantFrom(...devices),
    field: fc.constantFrom('language', 'sex', 'severity'),
    value: fc.integer({ min: 1, max: 4 }),
    // clocks lie: their order says nothing of the order of arrival
    ms: fc.integer({ min: 1, max: 6 }),
  }),
)

/** What a person at the office would say happened, kept apart from marks: who had which write before their eyes. */
interface Write {
  readonly device: Device
  readonly value: Json
  readonly ms: number
}

describe('many phones that write one row in any order, with clocks that lie', () => {
  it('nobody who had seen a value loses to it, and no unseen value of a reviewed field is overwritten without an item', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const row: Record<string, unknown> & { marks: Record<string, Mark> } = {
          language: 0,
          sex: 0,
          severity: 0,
          marks: {},
        }
        let rev = 0
        const seen = new Map<Device, number>(devices.map((device) => [device, 0]))
        const numbers = new Map<Device, number>()
        // the judge's own memory: the last writes of each field and what each device has read
        const last = new Map<string, Write>()
        const known = new Map<Device, Map<string, Write | undefined>>(
          devices.map((device) => [device, new Map()]),
        )
        const items: (Undecided & { readonly at: number })[] = []
        for (const one of steps) {
          if (one.kind === 'pull') {
            seen.set(one.device, rev)
            known.set(one.device, new Map(last))
            continue
          }
          const { device, field, value, ms } = one
          const n = (numbers.get(device) ?? 0) + 1
          numbers.set(device, n)
          const before = row[field] as Json
          const merged = merge({
            action: 'person.correct',
            rules,
            input: { caseId, [field]: value },
            caseId,
            from: { device, n, seen: seen.get(device) ?? 0, at: { ms, c: 0 } },
            rows: { person: row },
            was: new Map(),
            today: '2026-11-22',
          })
          const standing = last.get(field)
          const hadSeen =
            standing === undefined || standing.device === device || known.get(device)?.get(field) === standing
          const holds = merged.input?.[field] !== undefined
          if (hadSeen) expect(holds || before === value, 'seen, so it wins').toBe(true)
          else if (before === value) expect(merged.undecided).toEqual([])
          else if (field === 'sex') {
            expect(holds, 'an unseen value is not overwritten').toBe(false)
            expect(merged.undecided).toMatchObject([{ standing: before, offered: value }])
          } else if (field === 'severity') {
            expect(holds).toBe(value > Number(before))
            expect(merged.undecided).toHaveLength(1)
          } else {
            const wins = ms > standing.ms || (ms === standing.ms && device > standing.device)
            expect(holds).toBe(wins)
            expect(merged.lost.map(({ lost }) => lost)).toEqual(wins ? [] : [value])
          }
          items.push(...merged.undecided)
          rev += 1
          if (!holds) continue
          // as the trigger does: a mark for what changed
          if (before !== value) {
            row.marks[field] = { r: rev, k: caseId, ms, c: 0, d: device, n, a: device }
            last.set(field, { device, value, ms })
          }
          row[field] = value
        }
        for (const item of items) expect(item.standing).not.toEqual(item.offered)
      }),
      { numRuns: 1500 },
    )
  })

  it('the same command on the same row always has the same answer, and takes nothing from the row', () => {
    const marks = { sex: { r: 9, k: caseId, ms: 5, c: 0, a: 'x' } }
    const person = Object.freeze({ sex: 'male', marks })
    const once = () =>
      merge({
        action: 'person.correct',
        rules,
        input: Object.freeze({ caseId, sex: 'female' }),
        caseId,
        from: { device: 'a', n: 1, seen: 8, at: { ms: 9, c: 0 } },
        rows: { person },
        was: new Map(),
        today: '2026-11-22',
      })
    expect(once()).toEqual(once())
    expect(once()).toMatchObject({ input: null, outcome: 'review' })
  })

  it('a value somebody saw in another case of the same person was not seen in this one', () => {
    const marks = { sex: { r: 1, k: 'another case', ms: 5, c: 0 } }
    const from = { device: 'a', n: 1, seen: 8, at: { ms: 9, c: 0 } }
    const asked = { action: 'person.correct', rules, caseId, from, was: new Map(), today: '2026-11-22' }
    const merged = merge({
      ...asked,
      input: { caseId, sex: 'female' },
      rows: { person: { sex: 'male', marks } },
    })
    expect(merged.outcome).toBe('review')
  })

  it('an earlier number that comes late does not undo what its own phone wrote since', () => {
    const marks = { language: { r: 9, k: caseId, ms: 1, c: 0, d: 'a', n: 7 } }
    const merged = merge({
      action: 'person.correct',
      rules,
      input: { caseId, language: 'ar' },
      caseId,
      from: { device: 'a', n: 5, seen: 8, at: { ms: 9, c: 0 } },
      rows: { person: { language: 'ckb', marks } },
      was: new Map(),
      today: '2026-11-22',
    })
    expect(merged).toMatchObject({ outcome: 'superseded', input: null, lost: [{ holds: 'ckb', lost: 'ar' }] })
  })
})

describe('an app of last spring', () => {
  // invented: version 1 asked for one telephone, version 2 for how to contact, version 3 as well for the hours
  const steps = {
    'person.set_contact_safety': {
      1: ({ phone, ...rest }: { readonly [field: string]: unknown }) => ({
        ...rest,
        contactSafety: { mode: 'phone_any', phone },
      }),
      2: ({ hours, ...rest }: { readonly [field: string]: unknown }) => ({
        ...rest,
        contactSafety: { ...(rest['contactSafety'] as object), hours },
      }),
    },
  }
  it('is understood step by step, whatever it does not know', () => {
    const input = { caseId, phone: '07701234567', hours: '9-11' }
    expect(lift('person.set_contact_safety', 1, input, steps, 3)).toEqual({
      caseId,
      contactSafety: { mode: 'phone_any', phone: '07701234567', hours: '9-11' },
    })
    expect(lift('note.add', 1, input, steps, 3)).toEqual(input)
    expect(lift('note.add', 1, 'not an input', steps, 3)).toBe('not an input')
    expect(lift('note.add', 9, input)).toEqual(input)
  })
})

it('a clock that runs ahead is believed for five minutes and not for three days', () => {
  expect(clampStamp({ ms: 1000 + 299_000, c: 3 }, 1000)).toEqual({ ms: 300_000, c: 3, wasAhead: false })
  expect(clampStamp({ ms: 1000 + 3 * 86_400_000, c: 3 }, 1000)).toEqual({ ms: 301_000, c: 0, wasAhead: true })
})

it('what changes who sees what, and what is protected, needs the network', () => {
  for (const name of [
    'case.hand_over',
    'account.add',
    'export.make',
    'vault.write',
    'hold.place',
    'link.make',
    'an.action_of_tomorrow',
  ])
    expect(worksOffline(name)).toBe(false)
  for (const name of ['case.open', 'note.add', 'consent.record', 'referral.send'])
    expect(worksOffline(name)).toBe(true)
})

it('whatever a new case brings along is known by its ids', () => {
  const memberId = '019ab000-0000-7000-8000-000000000022'
  expect(madeIds('case.open', { caseId, members: [{ memberId, sex: 'male' }], siteId: memberId })).toEqual([
    caseId,
    memberId,
  ])
  expect(madeIds('note.add', null)).toEqual([])
})
