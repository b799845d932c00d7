import * as z from 'zod/mini'
import { action } from '../../actions/action.ts'
import { day, id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { text } from '../../basics/text.ts'
import { placeCode } from '../offer-fields.ts'
import { gatesOf, tickedGates } from './growth.ts'

/** The committee begins to open a governorate: from now on its checklist is kept. */
export const beginGrowth = action({
  name: 'growth.begin',
  input: z.strictObject({ placeCode }),
  root: { kind: 'none' },
  needs: {
    sitsOnCommittee: () => 'me',
    growth: (input) => input.placeCode,
    governorate: (input) => input.placeCode,
  },
  decide({ sitsOnCommittee, growth, governorate }, { placeCode }, { who, now }) {
    if (!sitsOnCommittee) refuse('organisation.no_committee')
    if (growth) refuse('growth.begun')
    if (!governorate) refuse('place.unknown')
    return {
      changes: [{ op: 'insert', table: 'growth', row: { placeCode, begunAt: now, begunBy: who.accountId } }],
      audit: { placeCode },
    }
  },
})

/** A gate that Ihala cannot count: done on a day, or taken back. */
export const tickGate = action({
  name: 'growth.tick',
  input: z.strictObject({
    tickId: id,
    placeCode,
    gate: z.enum(tickedGates),
    /** Null takes it back. */
    doneOn: z.nullable(day),
    note: z.optional(text(1000)),
  }),
  root: { kind: 'none' },
  needs: { growth: (input) => input.placeCode, sitsOnCommittee: () => 'me' },
  decide({ growth, sitsOnCommittee }, { tickId, placeCode, gate, doneOn, note }, { who, now, today }) {
    if (!sitsOnCommittee) refuse('organisation.no_committee')
    if (!growth) refuse('growth.not_found')
    if (doneOn !== null && doneOn > today) refuse('date.impossible')
    return {
      changes: [
        {
          op: 'insert',
          table: 'growth_tick',
          row: { id: tickId, placeCode, gate, doneOn, note: note ?? null, at: now, accountId: who.accountId },
        },
      ],
      audit: { placeCode, gate, isDone: doneOn !== null },
    }
  },
})

/** People are asked to come. Every gate is open, and it is not the one who began it that says so. */
export const goLive = action({
  name: 'growth.go_live',
  input: z.strictObject({ placeCode }),
  root: { kind: 'none' },
  needs: { growth: (input) => input.placeCode, sitsOnCommittee: () => 'me' },
  decide({ growth, sitsOnCommittee }, { placeCode }, { who, now }) {
    if (!sitsOnCommittee) refuse('organisation.no_committee')
    if (!growth) refuse('growth.not_found')
    if (growth.row.liveAt !== null) refuse('growth.begun')
    const closed = gatesOf(growth.facts, growth.ticks).filter(({ isOpen }) => !isOpen)
    if (closed.length > 0)
      refuse('growth.gates_open', { count: closed.length, gates: closed.map(({ gate }) => gate) })
    if (growth.row.begunBy === who.accountId) refuse('growth.two_people_needed')
    return {
      changes: [
        { op: 'update', table: 'growth', key: placeCode, set: { liveAt: now, liveBy: who.accountId } },
      ],
      audit: { placeCode },
    }
  },
})
