import { accessOf, eligibilityOf } from '../offer-fields.ts'
import { sectorOf } from '../taxonomy.ts'
import type { Texts } from '../hsds/listed.ts'
import type { ReportLine, SourceOffer, SourceOrganisation, SourceRow, SourceSite } from './entry.ts'

/** The offer as it stands, in the fields another source may say otherwise. */
export interface StandingOffer {
  readonly id: string
  readonly organisationId: string
  readonly confidential: boolean
  readonly names: Texts
  readonly descriptions: Texts
  readonly areas: readonly string[]
  readonly languages: readonly string[]
  readonly eligibility: object
  readonly contactPublic: { readonly [key: string]: unknown } | null
  readonly opening: unknown
}

/** What is known of the records that one row names; nulls where the directory has none. */
export interface Standing {
  readonly organisationId: string | null
  readonly siteId: string | null
  readonly offer: StandingOffer | null
  /** Suggestions of this source about this offer that wait, or were decided: not made twice. */
  readonly suggested: readonly { readonly [field: string]: unknown }[]
}

/** Rows to write, in this order; `source` links each new row to the record it came from. */
export interface ImportChanges {
  readonly organisation?: { readonly id: string; readonly from: SourceOrganisation } | undefined
  readonly site?:
    | { readonly id: string; readonly organisationId: string; readonly from: SourceSite }
    | undefined
  readonly offer?: { readonly id: string; readonly row: Readonly<Record<string, unknown>> } | undefined
  readonly suggestion?:
    | {
        readonly id: string
        readonly offerId: string
        readonly organisationId: string
        readonly proposed: Readonly<Record<string, unknown>>
      }
    | undefined
}

export interface Planned {
  readonly line: ReportLine
  readonly changes: ImportChanges
}

/**
 * What one row does. What is new becomes a suggested organisation and a draft; what is known is compared, and what the
 * source says otherwise becomes a suggestion beside it: an import never writes over what stands.
 */
export function planRow(found: SourceRow, standing: Standing, newId: () => string, now: string): Planned {
  const { row, sourceId } = found
  if (!('offer' in found))
    return {
      line: { row, sourceId, outcome: 'refused', problem: found.problem, said: found.said },
      changes: {},
    }
  const { offer } = found
  if (standing.offer !== null) return compared(row, offer, standing.offer, standing, newId)
  const organisation =
    standing.organisationId === null ? { id: newId(), from: offer.organisation } : undefined
  const organisationId = organisation?.id ?? (standing.organisationId as string)
  const site = standing.siteId === null ? { id: newId(), organisationId, from: offer.site } : undefined
  return {
    line: { row, sourceId, outcome: 'new', ...(organisation ? { newOrganisation: true } : {}) },
    changes: {
      organisation,
      site,
      offer: {
        id: newId(),
        row: draftOf(offer, organisationId, site?.id ?? (standing.siteId as string), now),
      },
    },
  }
}

function compared(
  row: number,
  offer: SourceOffer,
  standing: StandingOffer,
  { suggested }: Standing,
  newId: () => string,
): Planned {
  const proposed = differences(offer, standing)
  const fields = Object.keys(proposed)
  const line = { row, sourceId: offer.sourceId }
  if (fields.length === 0) return { line: { ...line, outcome: 'same' }, changes: {} }
  const known = suggested.some((earlier) => stable(earlier) === stable(proposed))
  return {
    line: { ...line, outcome: 'differs', fields },
    changes: known
      ? {}
      : {
          suggestion: {
            id: newId(),
            offerId: standing.id,
            organisationId: standing.organisationId,
            proposed,
          },
        },
  }
}

/** Fields in which the source says otherwise. What it leaves out it does not deny; of a confidential place it may say nothing. */
export function differences(offer: SourceOffer, standing: StandingOffer): Record<string, unknown> {
  const proposed: Record<string, unknown> = {}
  const texts = (field: 'names' | 'descriptions'): void => {
    const others = Object.entries(offer[field]).filter(
      ([locale, text]) => text !== undefined && text !== '' && text !== standing[field][locale],
    )
    if (others.length > 0) proposed[field] = { ...standing[field], ...Object.fromEntries(others) }
  }
  texts('names')
  texts('descriptions')
  const lists = standing.confidential ? (['languages'] as const) : (['areas', 'languages'] as const)
  for (const field of lists)
    if (offer[field].length > 0 && stable(offer[field].toSorted()) !== stable(standing[field].toSorted()))
      proposed[field] = offer[field]
  const eligibility = Object.entries(offer.eligibility).filter(
    ([field, value]) => stable(value) !== stable((standing.eligibility as Record<string, unknown>)[field]),
  )
  if (eligibility.length > 0)
    proposed['eligibility'] = { ...eligibilityOf(standing.eligibility), ...Object.fromEntries(eligibility) }
  if (!standing.confidential) {
    if (offer.phone !== null && offer.phone !== standing.contactPublic?.['phone'])
      proposed['phone'] = offer.phone
    if (offer.opening !== null && stable(offer.opening) !== stable(standing.opening))
      proposed['opening'] = offer.opening
  }
  return proposed
}

/** A draft: nobody but those who keep the directory sees it until somebody has spoken to the provider. */
function draftOf(
  offer: SourceOffer,
  organisationId: string,
  siteId: string,
  now: string,
): Record<string, unknown> {
  const { confidential } = offer.site
  return {
    organisation_id: organisationId,
    site_id: siteId,
    service: offer.service,
    sector: sectorOf(offer.service),
    state: 'draft',
    names: fourTexts(offer.names),
    descriptions: offer.descriptions,
    areas: offer.areas,
    place_code: offer.site.placeCode,
    confidential,
    eligibility: eligibilityOf(offer.eligibility),
    access: accessOf(offer.access),
    languages: offer.languages,
    capacity: 'ask',
    capacity_at: now,
    verified_at: now,
    verified_how: 'import',
    contact_public: confidential || offer.phone === null ? null : { phone: offer.phone },
    opening: offer.opening,
  }
}

/** A name in one language stands for the others until somebody translates it. */
export function fourTexts(texts: Texts): Texts {
  const any = texts['ar'] ?? texts['en'] ?? Object.values(texts).find((text) => text !== undefined) ?? ''
  return { ar: any, ckb: any, kmr: any, en: any, ...texts }
}

/** The same for two values that say the same, in whatever order their fields were written. */
export function stable(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}
