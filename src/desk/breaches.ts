import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id, instant } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { hasRole } from '../permissions/who.ts'
import type { BreachRow } from '../records/rows.ts'
import { breachClocks, breachKinds, breachSteps, openSteps, risks, toldHows } from './desk-rules.ts'

const people = z.int().check(z.minimum(0), z.maximum(10_000_000))

/** Something about people may have come into wrong hands. Anybody who notices says so; it goes to the officer of data protection. */
export const reportBreach = action({
  name: 'breach.report',
  input: z.strictObject({
    breachId: id,
    kind: z.enum(breachKinds),
    foundAt: z.optional(instant),
    what: text(4000),
    people: z.optional(people),
  }),
  root: { kind: 'none' },
  needs: {},
  decide(_, input, { who, now }) {
    const { foundAt = now } = input
    if (foundAt > now) refuse('date.in_future', { field: 'foundAt' })
    const isOfficer = hasRole(who, 'data_protection_officer')
    return {
      changes: [
        {
          op: 'insert',
          table: 'breach',
          row: {
            id: input.breachId,
            organisationId: who.organisationId,
            kind: input.kind,
            foundAt,
            what: input.what,
            people: input.people ?? null,
            recordedAt: now,
            recordedBy: who.accountId,
            ...breachClocks(foundAt),
          },
        },
        ...(isOfficer
          ? [
              {
                op: 'update' as const,
                table: 'breach' as const,
                key: input.breachId,
                set: { takenAt: now, takenBy: who.accountId },
              },
            ]
          : []),
      ],
      result: { breachId: input.breachId },
      audit: { kind: input.kind },
    }
  },
})

/** One step of the procedure (DP-05), with what was done. Steps stay as they were noted. */
export const noteBreachStep = action({
  name: 'breach.note_step',
  input: z.strictObject({
    breachId: id,
    step: z.enum(breachSteps),
    /** How it was contained, why the risk is what it is, how people were told or why not, what is learned. */
    words: z.optional(text(4000)),
    risk: z.optional(z.enum(risks)),
    told: z.optional(z.enum(toldHows)),
    people: z.optional(people),
  }),
  root: { kind: 'none' },
  needs: { breach: ({ breachId }) => breachId },
  decide({ breach }, { breachId, step, words, risk, told, people: about }, { who, now }) {
    if (breach === undefined) refuse('desk.not_found')
    if (!openSteps(breach).includes(step)) refuse('desk.step_not_open', { step })
    const said = (): string => words ?? refuse('input.invalid', { field: 'words', problem: 'missing' })
    const sets: Readonly<Record<typeof step, () => Partial<BreachRow>>> = {
      taken: () => ({ takenAt: now, takenBy: who.accountId }),
      contained: () => ({ containedAt: now, containedHow: said() }),
      risk: () => ({
        riskAt: now,
        risk: risk ?? refuse('input.invalid', { field: 'risk', problem: 'missing' }),
        riskView: said(),
        ...(about === undefined ? {} : { people: about }),
      }),
      told: () => {
        if (told === undefined) refuse('input.invalid', { field: 'told', problem: 'missing' })
        // at a high risk people are told, or there is a danger in telling them
        if (told === 'not_needed' && breach.risk !== 'low') refuse('desk.people_must_be_told')
        return { toldAt: now, told, toldHow: said() }
      },
      closed: () => ({ closedAt: now, lessons: said() }),
    }
    return {
      changes: [{ op: 'update', table: 'breach', key: breachId, set: sets[step]() }],
      result: { breachId },
      audit: { step, ...(risk === undefined ? {} : { risk }), ...(told === undefined ? {} : { told }) },
    }
  },
})
