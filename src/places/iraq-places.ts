import { foldPlace } from './place-search.ts'
import type { Administration, PlaceLevel, PlaceNames, PlaceRow } from './places.ts'

type Point = readonly number[] | null
type Aliases = Readonly<Record<string, readonly string[]>>

interface Unit {
  readonly pcode: string | null
  readonly local_code?: string | undefined
  readonly parent: string
  readonly names: Readonly<Record<string, string>>
  readonly cod_names?: Readonly<Record<string, string>> | undefined
  readonly aliases?: Aliases | undefined
  readonly centroid: Point
  readonly kurdistan_region?: boolean | undefined
  readonly disputed?: boolean | undefined
  readonly made_of?: readonly string[] | undefined
  readonly note?: string | undefined
}

/** The parsed files of `database/places/iraq`, by name. */
export interface IraqPlaceFiles {
  readonly admin1: { readonly units: readonly Unit[]; readonly not_in_cod: readonly Unit[] }
  readonly admin2: { readonly units: readonly Unit[] }
  readonly admin3: { readonly units: readonly Unit[] }
  readonly admin2NotInCod: {
    readonly units: readonly {
      readonly local_code: string
      readonly parent: string
      readonly names: Readonly<Record<string, string>>
      readonly inside_cod_district: string
      readonly centroid: Point
    }[]
  }
  readonly localities: {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly (string | number | null)[])[]
  }
  readonly sinjarComplexes: {
    readonly units: readonly {
      readonly code: string
      readonly geonamesId?: number | undefined
      readonly parent: string
      readonly names: PlaceNames
      readonly aliases: readonly string[]
    }[]
  }
  readonly ownNames: {
    readonly kmr: Readonly<Record<string, string>>
    readonly aliases: Readonly<Record<string, readonly string[]>>
  }
}

/** District that the Kurdistan Region has run since 1991 although it lies in Ninewa (note of the data). */
const runByRegion = new Set(['IQG15Q01'])

/**
 * Raise it when the same files give other rows: a database that has this version of these files does not read them
 * again. places.test.ts notices.
 */
export const placesReading = 1

/** All places of Iraq as rows, parents before children, larger towns before smaller ones. */
export function iraqPlaces(files: IraqPlaceFiles): PlaceRow[] {
  const rows = new Map<string, PlaceRow>()
  const add = (row: PlaceRow) => rows.set(row.code, row)
  const administration = (code: string): Administration | null => rows.get(code)?.administeredBy ?? null
  const kmrOf = (code: string) => files.ownNames.kmr[code]
  const unitRow = (
    unit: Unit,
    level: PlaceLevel,
    code: string,
    parent: string | null,
    administeredBy: Administration | null,
  ): PlaceRow => ({
    ...blank,
    code,
    level,
    parent,
    names: namesOf(unit.names, kmrOf(code)),
    aliases: aliasesOf(unit, files.ownNames.aliases[code] ?? []),
    lon: unit.centroid?.[0] ?? null,
    lat: unit.centroid?.[1] ?? null,
    administeredBy,
    note: unit.note ?? null,
  })

  for (const unit of files.admin1.units) {
    if (unit.pcode) add(unitRow(unit, 1, unit.pcode, null, unit.kurdistan_region ? 'krg' : 'federal'))
  }
  for (const unit of files.admin2.units) {
    if (!unit.pcode) continue
    const own = runByRegion.has(unit.pcode) ? 'krg' : unit.disputed ? 'disputed' : administration(unit.parent)
    add(unitRow(unit, 2, unit.pcode, unit.parent, own))
  }
  for (const unit of files.admin3.units)
    if (unit.pcode) add(unitRow(unit, 3, unit.pcode, unit.parent, administration(unit.parent)))
  // A unit without a P-code lies in the coded unit that holds its area, whatever governorate runs it.
  for (const unit of files.admin1.not_in_cod) {
    if (unit.local_code)
      add(
        unitRow(
          unit,
          1,
          unit.local_code,
          unit.made_of?.[0] ?? null,
          unit.kurdistan_region ? 'krg' : 'federal',
        ),
      )
  }
  for (const unit of files.admin2NotInCod.units) {
    add({
      ...blank,
      code: unit.local_code,
      level: 2,
      parent: unit.inside_cod_district,
      names: namesOf(unit.names, kmrOf(unit.local_code)),
      lon: unit.centroid?.[0] ?? null,
      lat: unit.centroid?.[1] ?? null,
      administeredBy: administration(unit.parent),
    })
  }
  for (const row of towns(files, administration)) if (!rows.has(row.code)) add(row)
  for (const unit of files.sinjarComplexes.units) {
    const code = unit.geonamesId === undefined ? unit.code : `${unit.parent}/${unit.geonamesId}`
    const town = rows.get(code)
    const names = { ...town?.names, ...unit.names }
    add({
      ...blank,
      ...town,
      code,
      level: 4,
      parent: unit.parent,
      names,
      aliases: unit.aliases,
      administeredBy: administration(unit.parent),
    })
  }
  return [...rows.values()]
}

const blank = {
  aliases: [],
  lon: null,
  lat: null,
  administeredBy: null,
  validFrom: null,
  validTo: null,
  note: null,
} as const

function namesOf(names: Readonly<Record<string, string>>, kmr: string | undefined): PlaceNames {
  const { ar, ckb, en, kmr: kmrLatin } = names
  return present({ ar, ckb, kmr, kmrLatin, en })
}

/** Only the names that exist: rows are stored and travel as JSON. */
function present(names: PlaceNames): PlaceNames {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
}

/** Other spellings, those of the official list among them; without those that fold to the same as a name. */
function aliasesOf(unit: Unit, own: readonly string[]): string[] {
  const known = new Set(Object.values(unit.names).map(foldPlace))
  const others = [...Object.values(unit.cod_names ?? {}), ...Object.values(unit.aliases ?? {}).flat(), ...own]
  return others.filter((name) => {
    const folded = foldPlace(name)
    if (known.has(folded)) return false
    known.add(folded)
    return true
  })
}

function* towns(
  files: IraqPlaceFiles,
  administration: (code: string) => Administration | null,
): Generator<PlaceRow> {
  const at = (column: string) => files.localities.columns.indexOf(column)
  const text = (value: string | number | null | undefined) =>
    typeof value === 'string' && value !== '' ? value : undefined
  const number = (value: string | number | null | undefined) => (typeof value === 'number' ? value : null)
  for (const row of files.localities.rows) {
    const parent = text(row[at('admin3_pcode')])
    const en = text(row[at('en')])
    if (!parent || !en) continue
    const geonamesId = number(row[at('geonames_id')])
    yield {
      ...blank,
      code: `${parent}/${geonamesId ?? `x-${foldPlace(en).replaceAll(' ', '-')}`}`,
      level: 4,
      parent,
      names: present({
        ar: text(row[at('ar')]),
        ckb: text(row[at('ckb')]),
        kmrLatin: text(row[at('kmr_or_ku_latin')]),
        en,
      }),
      lon: number(row[at('lon')]),
      lat: number(row[at('lat')]),
      administeredBy: administration(parent),
    }
  }
}
