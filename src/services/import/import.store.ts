import { foldLetters } from '../../basics/letters.ts'
import { camel } from '../../records/names.ts'
import { namedId } from '../../server/named-id.ts'
import type { ReportLine, SourceOffer, SourceRow } from './entry.ts'
import { fourTexts, type ImportChanges, type Standing, type StandingOffer, stable } from './plan.ts'

/** Whoever runs the import asks the database: the owner as loader. */
export type Ask = <T>(sql: string, params?: readonly unknown[]) => Promise<T[]>

export interface ImportSource {
  readonly name: string
  readonly kind: 'hsds' | 'table'
}

/** What the directory knows of the records a file names; grows with the rows as they are settled. */
export interface Known {
  readonly organisations: Map<string, string>
  readonly sites: Map<string, string>
  readonly offers: Map<string, StandingOffer>
  readonly suggested: Map<string, object[]>
  /** Folded names of organisations; null for a name that two of them bear. */
  readonly names: ReadonlyMap<string, string | null>
}

/** Reads what stands for these rows. A record that bears an id of ours is ours: our own package comes home as it left. */
export async function readKnown(
  ask: Ask,
  { name }: ImportSource,
  rows: readonly SourceRow[],
): Promise<Known> {
  const offers = rows.flatMap((row) => ('offer' in row ? row.offer : []))
  const ids = [
    ...new Set(offers.flatMap((offer) => [offer.sourceId, offer.organisation.sourceId, offer.site.sourceId])),
  ]
  const uuids = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  const links = await ask<{ entity: string; source_id: string; record_id: string }>(
    `select entity, source_id, record_id from directory_source where source_name = $1 and source_id = any ($2)
    union all select 'organization', id::text, id from organisation where id = any ($3::uuid[])
    union all select 'location', id::text, id from site where id = any ($3::uuid[])
    union all select 'service', id::text, id from offer where id = any ($3::uuid[])`,
    [name, ids, uuids],
  )
  const of = (entity: string): Map<string, string> =>
    new Map(links.filter((link) => link.entity === entity).map((link) => [link.source_id, link.record_id]))
  const services = of('service')
  const standing = await ask<object>(
    `select id, organisation_id, confidential, names, descriptions, areas, languages, eligibility, contact_public, opening from offer where id = any ($1::uuid[])`,
    [[...services.values()]],
  )
  const byId = new Map(standing.map((row) => camel<StandingOffer>(row)).map((offer) => [offer.id, offer]))
  const suggestions = await ask<{ offer_id: string; proposed: object }>(
    `select offer_id, proposed from directory_suggestion where source = 'hsds' and source_name = $1 and offer_id = any ($2::uuid[])`,
    [name, [...services.values()]],
  )
  const suggested = new Map<string, object[]>()
  for (const { offer_id, proposed } of suggestions)
    suggested.set(offer_id, [...(suggested.get(offer_id) ?? []), proposed])
  return {
    organisations: of('organization'),
    sites: of('location'),
    offers: new Map(
      [...services].flatMap(([sourceId, id]) => {
        const offer = byId.get(id)
        return offer === undefined ? [] : [[sourceId, offer] as const]
      }),
    ),
    suggested,
    names: await organisationNames(ask),
  }
}

async function organisationNames(ask: Ask): Promise<Map<string, string | null>> {
  const rows = await ask<{ id: string; names: Record<string, string> }>(
    `select id, names from organisation where state <> 'exited'`,
  )
  const names = new Map<string, string | null>()
  for (const row of rows)
    for (const name of new Set(Object.values(row.names).map(foldLetters)))
      names.set(name, names.has(name) && names.get(name) !== row.id ? null : row.id)
  return names
}

export function standingOf(known: Known, row: SourceRow): Standing {
  if (!('offer' in row)) return { organisationId: null, siteId: null, offer: null, suggested: [] }
  const { offer } = row
  const standing = known.offers.get(offer.sourceId) ?? null
  const byName = Object.values(offer.organisation.names)
    .map((name) => known.names.get(foldLetters(name ?? '')))
    .find((id) => id != null)
  return {
    organisationId: known.organisations.get(offer.organisation.sourceId) ?? byName ?? null,
    siteId: known.sites.get(offer.site.sourceId) ?? null,
    offer: standing,
    suggested: (standing === null ? [] : (known.suggested.get(standing.id) ?? [])) as Standing['suggested'],
  }
}

/** The rows behind this one find what it made. */
export function remember(known: Known, row: SourceRow, { organisation, site, offer }: ImportChanges): void {
  if (!('offer' in row)) return
  if (organisation) known.organisations.set(row.offer.organisation.sourceId, organisation.id)
  if (site) known.sites.set(row.offer.site.sourceId, site.id)
  if (offer)
    known.offers.set(row.offer.sourceId, { id: offer.id, ...camel<Omit<StandingOffer, 'id'>>(offer.row) })
}

/** Writes what one row does, and where each record came from. `prefix`: the letters of spoken codes in its governorate. */
export async function writeChanges(
  ask: Ask,
  source: ImportSource,
  from: SourceOffer,
  { organisation, site, offer, suggestion }: ImportChanges,
  { prefix, now }: { readonly prefix: string; readonly now: string },
): Promise<void> {
  if (organisation) {
    await ask(
      `insert into organisation (id, code, family, names, state) values ($1, $2, $3, $4, 'suggested')`,
      [
        organisation.id,
        `S-${namedId(`${source.name} ${organisation.from.sourceId}`).slice(0, 8).toUpperCase()}`,
        organisation.from.family,
        JSON.stringify(fourTexts(organisation.from.names)),
      ],
    )
  }
  if (site) {
    const { names, placeCode, address, phone, confidential } = site.from
    await ask(
      `insert into site (id, organisation_id, names, place_code, code_prefix, address, phone, confidential) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        site.id,
        site.organisationId,
        JSON.stringify(fourTexts(names)),
        placeCode,
        prefix,
        confidential || address === null ? null : JSON.stringify({ landmark: address }),
        confidential ? null : phone,
        confidential,
      ],
    )
  }
  if (offer) {
    const columns = Object.keys(offer.row)
    await ask(
      `insert into offer (id, ${columns.join(', ')}) select $1, ${columns.join(', ')} from jsonb_populate_record(null::offer, $2)`,
      [offer.id, JSON.stringify(offer.row)],
    )
  }
  if (suggestion)
    await ask(
      `insert into directory_suggestion (id, organisation_id, offer_id, source, source_name, proposed, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        suggestion.id,
        suggestion.organisationId,
        suggestion.offerId,
        source.kind === 'hsds' ? 'hsds' : 'import',
        source.name,
        JSON.stringify(suggestion.proposed),
        now,
      ],
    )
  for (const [entity, sourceId, id] of [
    ['organization', from.organisation.sourceId, organisation?.id],
    ['location', from.site.sourceId, site?.id],
    ['service', from.sourceId, offer?.id ?? suggestion?.offerId],
  ] as const)
    if (id !== undefined)
      await ask(
        `insert into directory_source (source_name, entity, source_id, record_id, digest, seen_at) values ($1, $2, $3, $4, md5($5), $6)
        on conflict (source_name, entity, source_id) do update set digest = excluded.digest, seen_at = excluded.seen_at`,
        [source.name, entity, sourceId, id, stable(from), now],
      )
}

export interface ImportRun {
  readonly id: string
  readonly doneRows: number
  readonly finishedAt: string | null
}

/** The run of this source and content, begun or found again. */
export async function openRun(
  ask: Ask,
  source: ImportSource,
  run: { readonly id: string; readonly digest: Buffer; readonly allRows: number; readonly now: string },
): Promise<ImportRun> {
  const [found] = await ask<object>(
    `insert into directory_import (id, source_name, kind, digest, all_rows, started_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (source_name, digest) do update set all_rows = excluded.all_rows returning id, done_rows, instant_text(finished_at) as finished_at`,
    [run.id, source.name, source.kind, run.digest, run.allRows, run.now],
  )
  return camel<ImportRun>(found ?? {})
}

export async function keepLines(
  ask: Ask,
  runId: string,
  lines: readonly ReportLine[],
  { doneRows, finishedAt }: { readonly doneRows: number; readonly finishedAt: string | null },
): Promise<void> {
  await ask(
    `insert into directory_import_line (import_id, row_number, line) select $1, (line->>'row')::integer, line from jsonb_array_elements($2) line`,
    [runId, JSON.stringify(lines)],
  )
  await ask(`update directory_import set done_rows = $2, finished_at = $3 where id = $1`, [
    runId,
    doneRows,
    finishedAt,
  ])
}

/** What became of each row of a run. */
export async function linesOf(ask: Ask, runId: string): Promise<ReportLine[]> {
  const rows = await ask<{ line: ReportLine }>(
    `select line from directory_import_line where import_id = $1 order by row_number`,
    [runId],
  )
  return rows.map(({ line }) => line)
}

/** Letters of spoken codes by place, for new sites. */
export async function codePrefixes(ask: Ask): Promise<{ placeCode: string; prefix: string }[]> {
  return ask(`select distinct place_code as "placeCode", code_prefix as prefix from site`)
}
