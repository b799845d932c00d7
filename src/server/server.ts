import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import type { Answer } from '../actions/action.ts'
import { actions, permissionsWithoutAction } from '../actions/list.ts'
import { isId } from '../basics/ids.ts'
import { refuse } from '../basics/refusal.ts'
import type { RetryAnswer } from '../sync/protocol.ts'
import { fromDevice, performInOrder, performOne } from '../sync/perform-batch.store.ts'
import { isPermission } from '../permissions/permissions.ts'
import { apiDocument } from './api-document.ts'
import type { Database } from './database.ts'
import { statement } from './database.ts'
import type { House } from './house.ts'
import { addRoute, hangUpOf, httpServer, localeOf, tellRefusal } from './http.ts'
import { routes } from './routes.ts'
import { hashToken, tokenOf } from './session-token.ts'
import { openPreflight } from './web-safety.ts'

const mostInBatch = 100
const id = z.string().check(z.refine((text: string) => isId(text)))
const command = z.strictObject({
  id,
  name: z.string().check(z.maxLength(80)),
  input: z.unknown(),
  instead: z.optional(id),
  from: z.optional(fromDevice),
  seen: z.optional(z.int().check(z.minimum(0))),
})
const envelope = z.union([command, z.array(command).check(z.minLength(1), z.maxLength(mostInBatch))])

/** The whole HTTP face. Refuses to be built when a route or an action declares no permission. */
export function buildServer(house: House, webFolder?: string): FastifyInstance {
  refuseUndeclared()
  const server = httpServer(house)
  // a whole case is some 10 KB of JSON: a slow link feels it; small answers go as they are
  void server.register(fastifyCompress, {
    threshold: 1400,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
  // only routes that come after the plugin has loaded are compressed
  server.after(() => {
    for (const found of routes) addRoute(server, house, found)
    server.get('/health', async (_request, reply) => health(house.database, reply))
    server.get('/openapi.json', async () => apiDocument(routes, actions))
    server.options('/hsds/*', async (_request, reply) => reply.headers(openPreflight).status(204).send())
    server.post('/actions', (request, reply) => door(house, request, reply))
    if (webFolder !== undefined) serveApp(server, webFolder)
  })
  return server
}

function refuseUndeclared(): void {
  const missing = [
    ...permissionsWithoutAction().map((name) => `permission ${name} has no action`),
    ...[...actions.keys()]
      .filter((name) => !isPermission(name))
      .map((name) => `action ${name} has no permission`),
    ...routes
      .filter((found) => (found.permission as unknown) === undefined)
      .map((found) => `route ${found.path} has no permission`),
  ]
  if (missing.length > 0) throw new Error(`Ihala does not start: ${missing.join('; ')}`)
}

async function door(house: House, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const token = tokenOf(request.headers) ?? refuse('session.required')
  const parsed = envelope.safeParse(request.body)
  if (!parsed.success) refuse('request.unreadable', { form: '{id, name, input}' })
  const signal = hangUpOf(reply)
  const locale = localeOf(request)
  const caller = { kind: 'session', tokenHash: hashToken(token) } as const
  const say = <T extends Answer | RetryAnswer>(answer: T): T =>
    answer.outcome === 'retry' || answer.refusal === undefined
      ? answer
      : { ...answer, refusal: tellRefusal(answer.refusal, locale) }
  if (!Array.isArray(parsed.data))
    return reply.send(say(await performOne(house, caller, parsed.data, signal)))
  const answers = await performInOrder(house, caller, parsed.data, signal)
  return reply.send(answers.map(say))
}

const alive = statement('select 1 as alive')

async function health(database: Database, reply: FastifyReply): Promise<FastifyReply> {
  await database.as({ kind: 'visitor' }, (tx) => tx.row(alive))
  return reply.send({ status: 'ok', busy: database.busy })
}

function serveApp(server: FastifyInstance, webFolder: string): void {
  const app = join(webFolder, 'app')
  const portal = join(webFolder, 'portal')
  const immutable = (reply: FastifyReply, path: string): void => {
    if (/\/assets\//.test(path)) void reply.header('cache-control', 'public, max-age=31536000, immutable')
    // `/app` is written without a stroke at its end too, which a worker of `/app/sw.js` would not reach
    if (/\/sw\.js(\.\w+)?$/.test(path)) void reply.header('service-worker-allowed', '/app')
  }
  if (existsSync(portal))
    void server.register(fastifyStatic, {
      root: portal,
      prefix: '/portal/',
      decorateReply: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: immutable,
    })
  if (!existsSync(app)) return
  void server.register(fastifyStatic, {
    root: app,
    prefix: '/app/',
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: immutable,
  })
  const shell = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply.sendFile('index.html', app)
  server.get('/app', shell)
  server.get('/app/*', shell)
}
