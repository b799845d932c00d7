import type { Anchor } from './audit-anchors.ts'
import { type Fault, faultOf, noHash, type SealedLine } from './audit-chain.ts'
import type { OwnerSession } from './database-owner.ts'

/** The first bad place of a chain. */
export interface BadPlace {
  readonly organisationId: string
  /** Its code; nothing for lines of no organisation. */
  readonly organisation: string | null
  readonly n: number
  readonly lineId: string | null
  readonly fault: Fault | 'anchor_missing' | 'anchor_differs'
}

export interface Verified {
  readonly chains: number
  readonly lines: number
  readonly bad: readonly BadPlace[]
  /** Not sealed yet: a sealer does it within seconds. */
  readonly unsealed: { readonly count: number; readonly oldestAt: string | null }
  /** Sealed more than an hour after the time they say: loaded, written while no server ran, or written in behind. */
  readonly late: number
  readonly heads: readonly Omit<Anchor, 'at'>[]
}

interface Options {
  /** Heads of earlier days, which must still be in their chains. */
  readonly against?: readonly Anchor[] | undefined
  readonly onProgress?: ((lines: number) => void) | undefined
}

const pageSize = 2000

interface Chain {
  readonly organisationId: string
  readonly organisation: string | null
  readonly first: number
  readonly last: number
}
const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const chainsSql = `select s.organisation_id as "organisationId", o.code as organisation, min(s.n) as first, max(s.n) as last
  from audit_seal s left join organisation o on o.id = s.organisation_id group by 1, 2 order by 2 nulls last, 1`
// A page is a range of places, whose lines are looked up one by one: joined as sets, or cut by a limit, each page would go
// through the whole chain.
const pageSql = `select s.organisation_id as "organisationId", s.n, s.line_id as "lineId", encode(s.line_hash, 'hex') as "lineHash",
    encode(s.previous_hash, 'hex') as "previousHash", encode(s.hash, 'hex') as hash, ${instant('s.sealed_at')} as "sealedAt",
    s.sealed_at - a.at > interval '1 hour' as late,
    case when a.id is not null then array[a.id::text, a.organisation_id::text, ${instant('a.at')}, a.kind, a.account_id::text, a.act, a.root_kind,
      a.root_id::text, a.outcome, a.detail::text] end as line
  from audit_seal s left join lateral (select a.* from audit_line a where a.id = s.line_id limit 1) a on true
  where s.organisation_id = $1 and s.n > $2 and s.n <= $2::bigint + ${pageSize} order by s.n`
const unsealedSql = `select count(*) as count, ${instant('min(a.at)')} as "oldestAt" from audit_line a
  where not exists (select from audit_seal s where s.line_id = a.id)`
const anchoredSql = `select x.place, encode(s.hash, 'hex') as hash from unnest($1::uuid[], $2::bigint[]) with ordinality as x (organisation_id, n, place)
  left join audit_seal s on s.organisation_id = x.organisation_id and s.n = x.n`

/**
 * Computes every chain again, page by page, and stops in each at its first bad place. Runs as the owner, who must say
 * to be a loader to see a line. Lines that are sealed meanwhile are for the next time.
 */
export function verifyAudit(
  owner: OwnerSession,
  { against = [], onProgress }: Options = {},
): Promise<Verified> {
  return owner.transaction(async () => {
    const chains = await owner.rows<Chain>(chainsSql)
    const bad: BadPlace[] = []
    const heads: Omit<Anchor, 'at'>[] = []
    let lines = 0
    let late = 0
    for (const { organisationId, organisation, first, last } of chains) {
      // a link before the first would hide its line from those that wait
      if (first < 1) bad.push({ organisationId, organisation, fault: 'order', n: first, lineId: null })
      let before = { n: 0, hash: noHash }
      let broken = false
      while (before.n < last && !broken) {
        const page = await owner.rows<SealedLine & { late: boolean }>(pageSql, [organisationId, before.n])
        if (page.length === 0) {
          bad.push({ organisationId, organisation, fault: 'link_missing', n: before.n + 1, lineId: null })
          broken = true
        }
        for (const seal of page) {
          const fault = faultOf(seal, before)
          if (fault !== undefined) {
            // of a link that is gone only its place is known
            const gone = fault === 'link_missing'
            bad.push({
              organisationId,
              organisation,
              fault,
              n: gone ? before.n + 1 : seal.n,
              lineId: gone ? null : seal.lineId,
            })
            broken = true
            break
          }
          before = seal
          lines += 1
          if (seal.late) late += 1
        }
        onProgress?.(lines)
      }
      if (!broken) heads.push({ organisationId, n: before.n, hash: before.hash })
    }
    const names = new Map(chains.map((chain) => [chain.organisationId, chain.organisation]))
    const moved = await movedAnchors(owner, against)
    bad.push(...moved.map((place) => ({ ...place, organisation: names.get(place.organisationId) ?? null })))
    const [unsealed] = await owner.rows<Verified['unsealed']>(unsealedSql)
    return {
      chains: chains.length,
      lines,
      bad,
      late,
      heads,
      unsealed: unsealed ?? { count: 0, oldestAt: null },
    }
  }, 'loader')
}

/** The first anchor of each chain that is not there any more, or is another. */
async function movedAnchors(
  owner: OwnerSession,
  anchors: readonly Anchor[],
): Promise<Omit<BadPlace, 'organisation'>[]> {
  const first = new Map<string, Omit<BadPlace, 'organisation'>>()
  for (let from = 0; from < anchors.length; from += pageSize) {
    const some = anchors.slice(from, from + pageSize)
    const found = await owner.rows<{ place: number; hash: string | null }>(anchoredSql, [
      some.map(({ organisationId }) => organisationId),
      some.map(({ n }) => n),
    ])
    for (const { place, hash } of found) {
      const anchor = some[place - 1]
      if (!anchor || hash === anchor.hash || (first.get(anchor.organisationId)?.n ?? Infinity) <= anchor.n)
        continue
      const { organisationId, n } = anchor
      first.set(organisationId, {
        organisationId,
        n,
        lineId: null,
        fault: hash === null ? 'anchor_missing' : 'anchor_differs',
      })
    }
  }
  return [...first.values()]
}
