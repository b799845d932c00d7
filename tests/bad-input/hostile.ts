/** Values that somebody sends who wishes us ill, and what a schema would have liked instead. */

export interface Schema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly pattern?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly minLength?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minItems?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  'x'.repeat(20_000),
  'ن\u202Eخفي\u202C',
  'a\u0000b',
  '\uD800',
  `'; drop table person; --`,
  `" or 1=1 --`,
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '{{7*7}}${7*7}#{7*7}',
  '../../../../etc/passwd',
  '%00%2e%2e%2f',
  '$2',
  '\\x00',
  '=cmd|calc!A1',
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '-infinity',
  'NaN',
  '__proto__',
  'constructor',
  'null',
  '١٢٣',
  '🧿'.repeat(300),
]

function deep(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value }
  return value
}

export const hostileValues: readonly unknown[] = [
  ...hostileTexts,
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  2_147_483_648,
  [],
  [[]],
  [null],
  Array.from({ length: 2000 }, () => 'x'),
  {},
  { $ne: null },
  { toString: 'x', constructor: { prototype: { isAdmin: true } } },
  JSON.parse('{"__proto__":{"roles":["system_admin"]}}') as unknown,
  deep(20),
  deep(40),
]

/** Something the schema allows; `idFor` gives the id for a field of this name. */
export function plausible(
  schema: Schema,
  idFor: (field: string) => string,
  chance: () => number,
  field = '',
): unknown {
  const inner = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0]
  if (inner) return plausible(inner, idFor, chance, field)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[Math.floor(chance() * schema.enum.length)]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object': {
      const required = new Set(schema.required)
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => required.has(name) || chance() < 0.5)
          .map(([name, one]) => [name, plausible(one, idFor, chance, name)]),
      )
    }
    case 'array':
      return [plausible(schema.items ?? {}, idFor, chance, field)]
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return chance() < 0.5
    default:
      return schema.format === 'uuid' ? idFor(field) : textFor(schema, field)
  }
}

/** Codes that some list of the programme has, by the field that takes them. */
const known: Readonly<Record<string, string>> = {
  service: 'DOC.BIRTH',
  statusCategory: 'idp',
  ageBand: '30-59',
  sex: 'female',
  language: 'ar',
  kind: 'contact',
  mode: 'in_person',
  how: 'spoken_with_witness',
  purpose: 'referral',
  items: 'name',
  sharedItems: 'name',
  outcome: 'need_met',
  relationship: 'child',
  urgency: 'U2',
}

function textFor(schema: Schema, field: string): string {
  if (schema.format === 'date-time') return '2026-12-01T09:00:00.000Z'
  if (schema.pattern?.includes('\\d{4}-\\d{2}') === true) return '2026-11-01'
  return known[field] ?? 'olive'.padEnd(schema.minLength ?? 0, 'x')
}

/** The value with one of its fields replaced, at any depth; and those fields by their way. */
export function fieldsOf(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || typeof value !== 'object') return way.length === 0 ? [] : [way]
  const inner = Object.entries(value).flatMap(([name, one]) => fieldsOf(one, [...way, name]))
  return way.length === 0 ? inner : [way, ...inner]
}

export function replaced(value: unknown, way: readonly string[], by: unknown): unknown {
  const [name, ...rest] = way
  if (name === undefined) return by
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === name ? replaced(one, rest, by) : one))
  const held = value as Record<string, unknown>
  return { ...held, [name]: replaced(held[name], rest, by) }
}

/** Chance that can be repeated (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
