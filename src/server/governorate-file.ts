import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { isCodePrefix } from '../basics/codes.ts'
import { day } from '../basics/inputs.ts'
import { line } from '../basics/text.ts'
import { isUnitKind } from '../permissions/need-to-know.ts'
import { families } from '../services/organisations/application.ts'
import { newId } from './circumstances.ts'
import type { OwnerSession } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

const names = z.strictObject({ ar: line(200), ckb: line(200), kmr: line(200), en: line(200) })
const code = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9/-]{1,60}$/))

/** What a governorate is made of: everything that differs from one to the next, and nothing that is a rule. */
const governorateFile = z.strictObject({
  /** A P-code; the widest unit first, each with its parent unless it is the governorate. */
  places: z.array(
    z.strictObject({
      code,
      level: z.int().check(z.gte(1), z.lte(4)),
      parent: z.optional(code),
      names,
      lon: z.optional(z.number().check(z.gte(-180), z.lte(180))),
      lat: z.optional(z.number().check(z.gte(-90), z.lte(90))),
      administeredBy: z.optional(z.enum(['federal', 'krg', 'disputed'])),
    }),
  ),
  holidays: z.array(
    z.strictObject({ place: code, day, names, expected: z.optional(z.boolean()), source: line(200) }),
  ),
  organisations: z.array(
    z.strictObject({
      code: line(20),
      family: z.enum(families),
      unitKind: z.optional(z.string().check(z.refine(isUnitKind))),
      names,
      protocolSignedOn: z.optional(day),
      onCommittee: z.optional(z.boolean()),
    }),
  ),
  offices: z.array(
    z.strictObject({
      organisation: line(20),
      place: code,
      prefix: z.string().check(z.refine(isCodePrefix)),
      names,
    }),
  ),
})

export interface GovernorateLoaded {
  readonly places: number
  readonly holidays: number
  readonly organisations: number
  readonly offices: number
}

/**
 * Opens a governorate by data alone: its places, holidays, organisations and offices. Loading the same file again adds
 * nothing; what stands already is left as it is, since people may have mended it. All of it or nothing. Throws StartProblem.
 */
export async function loadGovernorateAsOwner(
  owner: OwnerSession,
  path: string,
  { checkOnly = false }: { readonly checkOnly?: boolean } = {},
): Promise<GovernorateLoaded> {
  const { places, holidays, organisations, offices } = await readGovernorate(path)
  const added = { places: 0, holidays: 0, organisations: 0, offices: 0 }
  const count = async (what: keyof GovernorateLoaded, sql: string, params: unknown[]): Promise<void> => {
    added[what] += (await owner.rows(sql, params)).length
  }
  await owner
    .transaction(async () => {
      for (const one of places)
        await count(
          'places',
          `insert into place (code, level, parent, names, lon, lat, administered_by) values ($1, $2, $3, $4, $5, $6, $7)
          on conflict (code) do nothing returning code`,
          [
            one.code,
            one.level,
            one.parent ?? null,
            JSON.stringify(one.names),
            one.lon ?? null,
            one.lat ?? null,
            one.administeredBy ?? null,
          ],
        )
      for (const one of holidays)
        await count(
          'holidays',
          `insert into holiday (id, place_code, day, names, expected, source) select $1, $2, $3, $4, $5, $6
          where not exists (select 1 from holiday h where h.place_code = $2 and h.day = $3) returning id`,
          [newId(), one.place, one.day, JSON.stringify(one.names), one.expected ?? false, one.source],
        )
      for (const one of organisations)
        await count(
          'organisations',
          `insert into organisation (id, code, family, unit_kind, names, state, protocol_signed_on, on_committee)
          values ($1, $2, $3, $4, $5, 'active', $6, $7) on conflict (code) do nothing returning id`,
          [
            newId(),
            one.code,
            one.family,
            one.unitKind ?? null,
            JSON.stringify(one.names),
            one.protocolSignedOn ?? null,
            one.onCommittee ?? false,
          ],
        )
      for (const one of offices) {
        const [organisation] = await owner.rows<{ id: string }>(
          'select id from organisation where code = $1',
          [one.organisation],
        )
        if (!organisation)
          throw new StartProblem(`offices: there is no organisation with the code ${one.organisation}.`)
        await count(
          'offices',
          `insert into site (id, organisation_id, names, place_code, code_prefix) select $1, $2, $3, $4, $5
          where not exists (select 1 from site s where s.organisation_id = $2 and s.place_code = $4 and s.names = $3::jsonb) returning id`,
          [newId(), organisation.id, JSON.stringify(one.names), one.place, one.prefix],
        )
      }
      if (checkOnly) throw new OnlyChecked()
    }, 'loader')
    .catch((error: unknown) => {
      if (error instanceof OnlyChecked) return
      const { code: state } = error as { code?: string }
      if (state === '23503') throw new StartProblem('A place is named that is neither in the file nor known.')
      throw error
    })
  return added
}

/** Takes everything back: the file was only to be looked at. */
class OnlyChecked extends Error {}

async function readGovernorate(path: string): Promise<z.infer<typeof governorateFile>> {
  let given: unknown
  try {
    given = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new StartProblem(
      error instanceof SyntaxError ? 'The file is not JSON.' : 'The file cannot be read.',
    )
  }
  const read = governorateFile.safeParse(given)
  if (read.success) return read.data
  const places = read.error.issues.slice(0, 10).map((issue) => issue.path.join('.'))
  throw new StartProblem(`Not as it should be: ${places.join(', ')}. docs/operating.md shows a file.`)
}
