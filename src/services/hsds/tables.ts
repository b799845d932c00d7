import type { HsdsOrganization, HsdsService, HsdsTaxonomy, HsdsTerm } from './records.ts'

interface Field {
  readonly name: string
  readonly type: 'string' | 'number' | 'date' | 'time' | 'datetime'
  readonly format?: 'uuid' | 'email' | 'uri' | undefined
  readonly required?: true | undefined
}
export interface Table {
  readonly name: string
  readonly path: string
  readonly fields: readonly Field[]
}
export type Row = Readonly<Record<string, unknown>>

/** `id!` is needed; after the colon a type other than text. Names, files and types are those of the standard's data package. */
function table(name: string, path: string, fields: string): Table {
  return {
    name,
    path,
    fields: fields.split(' ').map((written) => {
      const [label = '', kind = 'string'] = written.split(':')
      const bare = label.replace('!', '')
      const isId = bare === 'id' || bare.endsWith('_id')
      return {
        name: bare,
        type: (['email', 'uri'].includes(kind) ? 'string' : kind) as Field['type'],
        ...(isId ? { format: 'uuid' as const } : {}),
        ...(kind === 'email' || kind === 'uri' ? { format: kind } : {}),
        ...(label.endsWith('!') ? { required: true as const } : {}),
      }
    }),
  }
}

/** The tables of the HSDS data package that the directory fills; `administered_by` is of the Iraq profile. */
export const tables: readonly Table[] = [
  table('organization', 'organizations.csv', 'id! name! description! email:email website:uri'),
  table(
    'service',
    'services.csv',
    'id! organization_id! name! description email:email status! interpretation_services application_process fees_description wait_time eligibility_description minimum_age:number maximum_age:number assured_date:date alert last_modified:datetime',
  ),
  table('service_at_location', 'service_at_location.csv', 'id! service_id! location_id!'),
  table(
    'location',
    'locations.csv',
    'id! location_type! organization_id name description latitude:number longitude:number external_identifier external_identifier_type administered_by',
  ),
  table('phone', 'phones.csv', 'id! location_id service_id number! type'),
  table('contact', 'contacts.csv', 'id! service_id name email:email'),
  table(
    'address',
    'addresses.csv',
    'id! location_id address_1! city! state_province! postal_code! country! address_type!',
  ),
  table(
    'schedule',
    'schedules.csv',
    'id! service_id location_id valid_from:date valid_to:date dtstart:date timezone:number until:date wkst freq byday description opens_at:time closes_at:time attending_type notes',
  ),
  table('service_area', 'service_areas.csv', 'id! service_id name extent extent_type'),
  table('required_document', 'required_documents.csv', 'id! service_id document'),
  table('language', 'languages.csv', 'id! service_id name code'),
  table('taxonomy', 'taxonomies.csv', 'id! name! description! version'),
  table(
    'taxonomy_term',
    'taxonomy_terms.csv',
    'id! code name! description! parent_id taxonomy language taxonomy_id',
  ),
  table('attribute', 'attributes.csv', 'id! link_id! taxonomy_term_id! link_entity! value label'),
  table(
    'organization_identifier',
    'organization_identifiers.csv',
    'id! organization_id! identifier_type! identifier!',
  ),
]

/** `datapackage.json`: what the files are and what stands in their columns (Frictionless Tabular Data Package). */
export function dataPackage(made: { readonly at: string; readonly language: string }): object {
  const known = new Set(tables.map(({ name }) => name))
  return {
    name: 'ihala-directory',
    title: 'Service directory, Human Services Data Specification 3.1, Iraq profile',
    profile: 'tabular-data-package',
    version: '3.1.0',
    created: made.at,
    language: made.language,
    resources: tables.map(({ name, path, fields }) => ({
      name,
      path,
      profile: 'tabular-data-resource',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: {
        primaryKey: 'id',
        fields: fields.map((field) => ({
          name: field.name,
          type: field.type,
          ...(field.format === undefined ? {} : { format: field.format }),
          ...(field.required ? { constraints: { required: true } } : {}),
        })),
        foreignKeys: fields.flatMap((field) => {
          const target = field.name.replace(/_id$/, '')
          return field.name !== target && field.name !== 'link_id' && known.has(target)
            ? [{ fields: field.name, reference: { resource: target, fields: 'id' } }]
            : []
        }),
      },
    })),
  }
}

type Put = (table: string, row: object | undefined) => void

/** Lays a service with all that hangs on it into rows; what comes with several services comes again and has the same id. */
export function serviceRows(service: HsdsService, put: Put): void {
  put('service', service)
  for (const at of service.service_at_locations ?? []) {
    put('service_at_location', at)
    const { location } = at
    put('location', location)
    for (const row of location.addresses ?? []) put('address', row)
    for (const row of location.phones ?? []) put('phone', row)
    for (const row of location.schedules ?? []) put('schedule', row)
    for (const row of location.attributes ?? []) put('attribute', row)
  }
  for (const row of service.phones ?? []) put('phone', row)
  for (const row of service.contacts ?? []) put('contact', row)
  for (const row of service.schedules ?? []) put('schedule', row)
  for (const row of service.service_areas ?? []) put('service_area', row)
  for (const row of service.required_documents ?? []) put('required_document', row)
  for (const row of service.languages ?? []) put('language', row)
  for (const row of service.attributes ?? []) put('attribute', row)
}

export function organizationRows(organization: HsdsOrganization, put: Put): void {
  put('organization', organization)
  for (const row of organization.organization_identifiers ?? []) put('organization_identifier', row)
  for (const row of organization.attributes ?? []) put('attribute', row)
}

export function vocabularyRows(
  taxonomies: readonly HsdsTaxonomy[],
  terms: readonly HsdsTerm[],
  put: Put,
): void {
  for (const row of taxonomies) put('taxonomy', row)
  for (const row of terms) put('taxonomy_term', row)
}

/** What a field of a table may hold. */
export type Cell = string | number | boolean | null | undefined

/**
 * A line of CSV (RFC 4180), every cell quoted. The cells are data for programs and stand as they are: a telephone keeps its
 * plus sign, so a file is not to be opened in a spreadsheet, which would take a cell that begins with = for a formula.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells
    .map((cell) => (cell === undefined || cell === null ? '' : `"${String(cell).replaceAll('"', '""')}"`))
    .join(',')}\r\n`
}
