import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line, text } from '../basics/text.ts'
import { isService } from '../services/taxonomy.ts'
import { informationKinds } from './information.ts'

const textInput = z.strictObject({
  title: line(200),
  text: text(4000),
  steps: z.optional(z.array(line(500)).check(z.maxLength(20))),
  cost: z.optional(line(300)),
  where: z.optional(line(500)),
  hours: z.optional(line(200)),
})
/** As it is dialled, short codes too: signs and spaces are for reading. */
const dialled = line(30).check(z.regex(/^[+0-9][0-9 ]{1,28}$/))

const input = z.strictObject({
  informationId: id,
  /** What it is a version of; a new one begins a new entry. */
  entryId: id,
  kind: z.enum(informationKinds),
  position: z.optional(z.int().check(z.gte(0), z.lte(10_000))),
  texts: z.strictObject({
    ar: textInput,
    ckb: z.optional(textInput),
    kmr: z.optional(textInput),
    en: z.optional(textInput),
  }),
  facts: z.optional(
    z.strictObject({
      rumour: z.optional(z.boolean()),
      service: z.optional(code),
      number: z.optional(dialled),
      free: z.optional(z.boolean()),
      languages: z.optional(z.array(code).check(z.maxLength(20))),
      testedOn: z.optional(day),
    }),
  ),
  /** Governorates it is for; left out or empty: everywhere. */
  places: z.optional(z.array(z.string().check(z.regex(/^IQG\d{2}$/))).check(z.maxLength(30))),
  /** Who says so: a law, an office, a page. */
  source: line(300),
  sourceOn: z.optional(z.nullable(day)),
  unverified: z.optional(z.boolean()),
})

/**
 * Writes a version of an entry of the public pages. It waits for a second person; one that waited before it is replaced.
 * Nothing changes for the public yet.
 */
export const writeInformation = action({
  name: 'information.write',
  input,
  root: { kind: 'none' },
  needs: { reference: true, informationOf: ({ entryId }) => entryId, keepsInformation: () => 'me' },
  decide({ reference, informationOf, keepsInformation }, given, { who, now, today }) {
    if (!keepsInformation) refuse('permission.missing')
    const { informationId, entryId, kind, texts, facts = {}, places = [] } = given
    const newest = informationOf[0]
    if (newest !== undefined && newest.kind !== kind) refuse('information.other_kind')
    if (kind === 'number' && facts.number === undefined)
      refuse('input.invalid', { field: 'facts.number', problem: 'missing' })
    if (facts.service !== undefined && !isService(facts.service)) refuse('need.service_unknown')
    if (facts.testedOn !== undefined && facts.testedOn > today)
      refuse('date.in_future', { field: 'facts.testedOn' })
    if (places.some((place) => reference.ancestors(place).length === 0)) refuse('place.unknown')
    const waiting = informationOf.filter(({ state }) => state === 'waiting')
    return {
      changes: [
        ...waiting.map((old) => ({
          op: 'update' as const,
          table: 'information' as const,
          key: old.id,
          set: { state: 'replaced', endedBy: who.accountId, endedAt: now },
        })),
        {
          op: 'insert',
          table: 'information',
          row: {
            id: informationId,
            entryId,
            version: (newest?.version ?? 0) + 1,
            organisationId: who.organisationId,
            kind,
            position: given.position ?? newest?.position ?? 100,
            state: 'waiting',
            texts,
            facts,
            places,
            source: given.source,
            sourceOn: given.sourceOn ?? null,
            unverified: given.unverified ?? false,
            invented: newest?.invented ?? false,
            writtenBy: who.accountId,
            writtenAt: now,
          },
        },
      ],
      result: { informationId, version: (newest?.version ?? 0) + 1 },
      audit: { informationId, entryId, kind },
    }
  },
})
