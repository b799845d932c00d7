import { type Locale, localeCodes } from '../../language/locales.ts'
import type { Words } from '../../language/words.ts'
import { programmes } from '../../programmes/shipped.ts'
import { sectors, services } from '../taxonomy.ts'
import type { HsdsTaxonomy, HsdsTerm } from './records.ts'

/** A UUID out of a name (RFC 9562, version 5): the same name gives the same id for ever, on every installation. */
export type NamedId = (name: string) => string
export type Speak = (locale: Locale) => Words

/** Lists of ours that classify a record; each is a taxonomy of HSDS with terms of its own. Codes are never used again. */
export const taxonomyCodes = [
  'service',
  'referral_method',
  'access',
  'capacity',
  'confirmation',
  'status',
  'sex',
  'document_needed',
  'document_not_needed',
  'organisation_family',
  'place_level',
  'administered_by',
  'confidentiality',
] as const
export type TaxonomyCode = (typeof taxonomyCodes)[number]

/** Of `access`: how one gets there, and what makes it possible to come. */
export const referralMethods = ['walkIn', 'referralOnly', 'phone', 'remote'] as const
export const accessTerms = ['ramp', 'womenOnlyHours', 'femaleStaff', 'childcare', 'transportPaid'] as const
export const placeLevels = ['governorate', 'district', 'subdistrict', 'town'] as const
export const administrations = ['federal', 'krg', 'disputed'] as const
const families = [
  'state',
  'local_cso',
  'national_ngo',
  'international_ngo',
  'international_organisation',
  'private',
]

interface Listed {
  readonly code: string
  readonly parent?: string | undefined
  readonly word: string
}

const list = (codes: readonly string[], word: (code: string) => string): Listed[] =>
  codes.map((code) => ({ code, word: word(code) }))

/** Codes of a list in any programme that ships, each once. */
function programmeCodes(name: string): string[] {
  return [...new Set(programmes.flatMap((programme) => programme.lists[name]?.map(({ code }) => code) ?? []))]
}

const terms: Readonly<Record<TaxonomyCode, readonly Listed[]>> = {
  service: [
    ...list(sectors, (code) => `services.sector.${code}`),
    ...services.map(({ code, sector }) => ({ code, parent: sector, word: `services.service.${code}` })),
  ],
  referral_method: list(referralMethods, (code) => `services.access.${code}`),
  access: list(accessTerms, (code) => `services.access.${code}`),
  capacity: list(['yes', 'waitlist', 'no', 'ask'], (code) => `services.capacity.${code}`),
  confirmation: list(['published', 'stale'], (code) => `server.hsds.confirmation.${code}`),
  status: list(programmeCodes('statusCategory'), (code) => `programmes.statusCategory.${code}`),
  sex: list(['female', 'male'], (code) => `programmes.sex.${code}`),
  document_needed: list(programmeCodes('document'), (code) => `programmes.document.${code}`),
  document_not_needed: list(programmeCodes('document'), (code) => `programmes.document.${code}`),
  organisation_family: list(families, (code) => `services.family.${code}`),
  place_level: list(placeLevels, (code) => `server.hsds.level.${code}`),
  administered_by: list(administrations, (code) => `server.hsds.administeredBy.${code}`),
  confidentiality: list(['place_not_public'], (code) => `server.hsds.confidentiality.${code}`),
}

/** The codes of a taxonomy. */
export function codesOf(taxonomy: TaxonomyCode): readonly string[] {
  return terms[taxonomy].map(({ code }) => code)
}

/** Everything of the taxonomies in one language, made once. */
export interface Vocabulary {
  readonly locale: Locale
  readonly taxonomies: readonly HsdsTaxonomy[]
  readonly terms: readonly HsdsTerm[]
  /** The term of a code; nothing for a code that no list knows, as an older or imported row may hold. */
  readonly term: (taxonomy: TaxonomyCode, code: string) => HsdsTerm | undefined
  /** What a term's id stands for. */
  readonly meant: (termId: string) => { readonly taxonomy: TaxonomyCode; readonly code: string } | undefined
  readonly taxonomyMeant: (taxonomyId: string) => TaxonomyCode | undefined
  /** Terms without parent that have terms below them, and all others: `top_only` and `parent_id`. */
  readonly below: (parentId: string) => readonly HsdsTerm[]
}

export function vocabularyOf(locale: Locale, speak: Speak, namedId: NamedId): Vocabulary {
  const t = speak(locale)
  const idOf = (taxonomy: TaxonomyCode, code: string): string => namedId(`term:${taxonomy}:${code}`)
  const taxonomies = taxonomyCodes.map((code) => ({
    id: namedId(`taxonomy:${code}`),
    name: t(`server.hsds.taxonomy.${code}`),
    description: t(`server.hsds.taxonomyWhat.${code}`),
    version: '1',
  }))
  const made = taxonomyCodes.flatMap((taxonomy, place) =>
    terms[taxonomy].map(({ code, parent, word }): readonly [string, HsdsTerm] => {
      const owner = taxonomies[place] as HsdsTaxonomy
      return [
        `${taxonomy}:${code}`,
        {
          id: idOf(taxonomy, code),
          code,
          name: t(word),
          description: `${owner.name}: ${t(word)}`,
          ...(parent === undefined ? {} : { parent_id: idOf(taxonomy, parent) }),
          taxonomy: owner.name,
          taxonomy_id: owner.id,
          language: locale,
          translations: Object.fromEntries(localeCodes.map((other) => [other, { name: speak(other)(word) }])),
        },
      ]
    }),
  )
  const byCode = new Map(made)
  const meaning = new Map(
    taxonomyCodes.flatMap((taxonomy) =>
      terms[taxonomy].map(({ code }) => [idOf(taxonomy, code), { taxonomy, code }] as const),
    ),
  )
  const taxonomyMeaning = new Map(taxonomyCodes.map((code) => [namedId(`taxonomy:${code}`), code]))
  const all = made.map(([, term]) => term)
  return {
    locale,
    taxonomies,
    terms: all,
    term: (taxonomy, code) => byCode.get(`${taxonomy}:${code}`),
    meant: (termId) => meaning.get(termId),
    taxonomyMeant: (taxonomyId) => taxonomyMeaning.get(taxonomyId),
    below: (parentId) => all.filter(({ parent_id }) => parent_id === parentId),
  }
}
