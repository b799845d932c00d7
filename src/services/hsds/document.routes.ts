import * as z from 'zod/mini'
import type { Route } from '../../server/route.ts'

type Json = Readonly<Record<string, unknown>>

const text: Json = { type: 'string' }
const uuid: Json = { type: 'string', format: 'uuid' }
const refusal = {
  description: 'Refused, with a code and a sentence in the language asked for',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['refusal'],
        properties: {
          refusal: {
            type: 'object',
            required: ['code', 'message', 'details'],
            properties: { code: text, message: text },
          },
        },
      },
    },
  },
}

/** What each record always has; all else is as the standard says, and left out where it is not known. */
const schemas: Readonly<Record<string, Json>> = {
  Service: {
    type: 'object',
    required: ['id', 'organization_id', 'name', 'status', 'assured_date', 'last_modified', 'translations'],
    properties: {
      id: uuid,
      organization_id: uuid,
      name: text,
      status: { const: 'active' },
      assured_date: { type: 'string', format: 'date' },
      last_modified: { type: 'string', format: 'date-time' },
    },
  },
  Minimal: {
    type: 'object',
    required: ['id', 'last_modified', 'modified_date'],
    properties: {
      id: uuid,
      last_modified: { type: 'string', format: 'date-time' },
      modified_date: { type: 'string', format: 'date-time' },
    },
  },
  Organization: {
    type: 'object',
    required: ['id', 'name', 'description', 'translations'],
    properties: { id: uuid, name: text, description: text },
  },
  ServiceAtLocation: {
    type: 'object',
    required: ['id', 'service_id', 'location_id', 'location', 'service'],
    properties: {
      id: uuid,
      service_id: uuid,
      location_id: uuid,
      location: { type: 'object' },
      service: { $ref: '#/components/schemas/Service' },
    },
  },
  Taxonomy: {
    type: 'object',
    required: ['id', 'name', 'description', 'version'],
    properties: { id: uuid, name: text, description: text, version: text },
  },
  TaxonomyTerm: {
    type: 'object',
    required: ['id', 'code', 'name', 'description', 'taxonomy_id', 'translations'],
    properties: { id: uuid, code: text, name: text, description: text, parent_id: uuid, taxonomy_id: uuid },
  },
  Page: {
    type: 'object',
    required: [
      'total_items',
      'total_pages',
      'page_number',
      'size',
      'first_page',
      'last_page',
      'empty',
      'contents',
    ],
    properties: {
      total_items: { type: 'integer' },
      total_pages: { type: 'integer' },
      page_number: { type: 'integer' },
      size: { type: 'integer' },
      first_page: { type: 'boolean' },
      last_page: { type: 'boolean' },
      empty: { type: 'boolean' },
      contents: { type: 'array' },
    },
  },
}

const records: Readonly<Record<string, string>> = {
  services: 'Service',
  organizations: 'Organization',
  service_at_locations: 'ServiceAtLocation',
  taxonomies: 'Taxonomy',
  taxonomy_terms: 'TaxonomyTerm',
}

/** OpenAPI 3.1 of the HSDS part alone, for clients of the standard: made from the routes that answer. */
export function hsdsDocument(routes: readonly Route[], origin: string): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const found of routes) {
    const path = found.path.slice('/hsds'.length).replace(/:(\w+)/g, '{$1}') || '/'
    paths[path] = { ...paths[path], [found.method.toLowerCase()]: operationOf(found, path) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ihala: the service directory as HSDS',
      version: '3.1.0',
      description:
        'Open Referral HSDS 3.1 with the Iraq profile (/profile). Reading alone; no account, no cookie.',
      license: { name: 'Of the directory’s data: ask who runs this server' },
    },
    servers: [{ url: `${origin}/hsds` }],
    paths,
    components: { schemas },
  }
}

function operationOf(found: Route, path: string): object {
  return {
    summary: found.summary,
    parameters: [...parametersOf(found.params, 'path'), ...parametersOf(found.query, 'query')],
    ...(found.body === undefined
      ? {}
      : {
          requestBody: { required: false, content: { 'application/json': { schema: schemaOf(found.body) } } },
        }),
    responses: {
      200: { description: 'The answer', content: { 'application/json': { schema: answerOf(path) } } },
      ...(found.method === 'GET'
        ? { 304: { description: 'What you hold is still so (If-None-Match)' } }
        : {}),
      '4XX': refusal,
    },
  }
}

function answerOf(path: string): object {
  const [, collection = '', id] = path.split('/')
  const record = records[collection]
  if (record === undefined) return { type: 'object' }
  const schema = { $ref: `#/components/schemas/${record}` }
  if (id !== undefined) return schema
  const items = record === 'Service' ? { anyOf: [schema, { $ref: '#/components/schemas/Minimal' }] } : schema
  return {
    allOf: [
      { $ref: '#/components/schemas/Page' },
      { type: 'object', properties: { contents: { type: 'array', items } } },
    ],
  }
}

function parametersOf(schema: z.ZodMiniType | undefined, place: 'path' | 'query'): object[] {
  if (schema === undefined) return []
  const { properties = {} } = schemaOf(schema) as { properties?: Record<string, object> }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: property,
  }))
}

function schemaOf(schema: z.ZodMiniType): Json {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>
  delete made['$schema']
  return made
}
