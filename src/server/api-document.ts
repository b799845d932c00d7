import * as z from 'zod/mini'
import type { Action } from '../actions/action.ts'
import { permissions } from '../permissions/permissions.ts'
import { refusals } from '../basics/refusals.ts'
import answered from './answers.json' with { type: 'json' }
import type { Route } from './route.ts'

type JsonSchema = Record<string, unknown>

/** What the reads answer, written down out of their types by `npm run answers`. */
const answers = answered as unknown as {
  readonly routes: Readonly<Record<string, JsonSchema>>
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

/** OpenAPI 3.1, made from the routes and actions that run: it cannot say other than the server does. */
export function apiDocument(routes: readonly Route[], actions: ReadonlyMap<string, Action>): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const found of routes) {
    const path = found.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [found.method.toLowerCase()]: operationOf(found) }
  }
  const commands = [...actions.values()].map((found) => ({
    type: 'object',
    title: found.name,
    required: ['id', 'name', 'input'],
    additionalProperties: false,
    description: `Roles: ${permissions[found.name].roles.join(', ')}`,
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { const: found.name },
      input: schemaOf(found.input),
      seen: {
        type: 'integer',
        minimum: 0,
        description:
          'Revision of the case that its author had before them: what others wrote in the same fields since is merged or asked about (outcomes merged, superseded, review), not written over. Left out: written as it is.',
      },
    },
  }))
  paths['/actions'] = {
    post: {
      summary: 'The one door for writes: one action, or a batch answered in order',
      security: secured,
      requestBody: {
        required: true,
        content: json({
          oneOf: [
            { $ref: '#/components/schemas/Command' },
            { type: 'array', maxItems: 100, items: { $ref: '#/components/schemas/Command' } },
          ],
        }),
      },
      responses: {
        200: {
          description: 'Understood: applied or refused, one answer for each action',
          content: json({
            oneOf: [
              { $ref: '#/components/schemas/Answer' },
              { type: 'array', items: { $ref: '#/components/schemas/Answer' } },
            ],
          }),
        },
        ...refused,
      },
    },
  }
  paths['/health'] = {
    get: { summary: 'Alive, with its database', responses: { 200: { description: 'ok' }, ...refused } },
  }
  paths['/openapi.json'] = {
    get: { summary: 'This document', responses: { 200: { description: 'OpenAPI 3.1' } } },
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ihala',
      version: '1',
      description: 'Closed-loop referral of people to services. Lists answer {items, next?}.',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'ihala' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        ...answers.schemas,
        Command: { oneOf: commands },
        Answer: {
          type: 'object',
          required: ['id', 'outcome'],
          properties: {
            id: { type: 'string', format: 'uuid' },
            outcome: { enum: ['applied', 'merged', 'superseded', 'review', 'refused'] },
            result: { type: 'object' },
            refusal: { $ref: '#/components/schemas/Refusal' },
          },
        },
        Refusal: {
          type: 'object',
          required: ['code', 'message', 'details'],
          properties: {
            code: { enum: Object.keys(refusals) },
            message: { type: 'string' },
            details: { type: 'object' },
          },
        },
      },
    },
  }
}

const secured = [{ session: [] }, { bearer: [] }]
const refused = {
  '4XX': {
    description: 'Refused',
    content: json({ type: 'object', properties: { refusal: { $ref: '#/components/schemas/Refusal' } } }),
  },
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

function operationOf(found: Route): object {
  const page = !found.path.startsWith('/api') && found.answers !== 'application/json'
  return {
    summary: found.summary,
    ...(found.permission === 'public' ? {} : { security: secured }),
    parameters: [...parametersOf(found.params, 'path'), ...parametersOf(found.query, 'query')],
    ...(found.bytes === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/octet-stream': {} } } }),
    ...(found.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: page
              ? { 'application/x-www-form-urlencoded': { schema: schemaOf(found.body) } }
              : json(schemaOf(found.body)),
          },
        }),
    responses: {
      200:
        found.answers === undefined
          ? {
              description: page ? 'A page' : 'The answer',
              content: page
                ? { 'text/html': {} }
                : json(answers.routes[`${found.method} ${found.path}`] ?? {}),
            }
          : { description: 'The answer', content: { [found.answers]: {} } },
      ...refused,
    },
  }
}

function schemaOf(schema: z.ZodMiniType): JsonSchema {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  delete made['$schema']
  return made
}

function parametersOf(schema: z.ZodMiniType | undefined, place: 'path' | 'query'): object[] {
  if (schema === undefined) return []
  const made = schemaOf(schema) as { properties?: Record<string, JsonSchema>; required?: string[] }
  return Object.entries(made.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (made.required ?? []).includes(name),
    schema: property,
  }))
}
