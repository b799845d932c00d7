import { Readable } from 'node:stream'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { Refusal, refuse } from '../basics/refusal.ts'
import { isLocale, type Locale, localeFromAcceptLanguage } from '../language/locales.ts'
import { words } from '../language/server-words.ts'
import type { Who } from '../permissions/who.ts'
import type { Transaction } from './database.ts'
import { requireFreshProof } from './fresh-proof.ts'
import { auditDenied } from './denied-read.ts'
import type { House } from './house.ts'
import { type Asked, Content, Page, type Route } from './route.ts'
import { hashToken, tokenOf } from './session-token.ts'
import { sourcePlaces } from './source-places.ts'
import { closeAnswer, refuseOtherSites } from './web-safety.ts'

/** A whole case with its history is far below this; files have a route and a limit of their own. */
const mostBodyBytes = 512 * 1024

/** The HTTP server without routes: parsers, guards, headers, one error handler. */
export function httpServer(house: House): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: mostBodyBytes,
    trustProxy: trusted(house.trustProxy),
    // a file of ten megabytes on a slow telephone; no transaction waits for it
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      const value: unknown = JSON.parse(decode(body as Buffer))
      done(isDeeper(value, deepestBody) ? new Refusal('request.unreadable') : null, value)
    } catch {
      done(new Refusal('request.unreadable'))
    }
  })
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, formOf(new URLSearchParams(decode(body as Buffer))))
      } catch {
        done(new Refusal('request.unreadable'))
      }
    },
  )
  server.addHook('onRequest', async (request, reply) => {
    closeAnswer(house, request, reply)
    limit(house, request)
    refuseOtherSites(request)
  })
  server.setNotFoundHandler((request, reply) => sendRefusal(request, reply, new Refusal('request.not_found')))
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOfHttp(error)
    // Cut off because the client had hung up: nothing is wrong with us, and nobody is there to be told.
    if (refusal.code === 'server.failed' && !reply.raw.destroyed) logFailure(error)
    return sendRefusal(request, reply, refusal)
  })
  return server
}

function trusted(
  proxies: House['trustProxy'],
): string[] | false | ((address: string, hop: number) => boolean) {
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies
  return proxies === false ? false : [...proxies]
}

/** Deeper than anything we write: what walks through an input would run out of stack. */
const deepestBody = 32

function isDeeper(value: unknown, most: number): boolean {
  if (value === null || typeof value !== 'object') return false
  return most === 0 || Object.values(value).some((part) => isDeeper(part, most - 1))
}

/** A field that a form sends several times (boxes that were ticked) is a list. */
function formOf(fields: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const [first = '', ...more] = fields.getAll(name)
      return [name, more.length === 0 ? first : [first, ...more]]
    }),
  )
}

function decode(body: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body)
}

function limit({ limits }: House, request: FastifyRequest): void {
  if (limits === undefined) return
  const token = tokenOf(request.headers)
  const wait = limits({
    address: request.ip,
    session: token === undefined ? null : hashToken(token).toString('base64'),
    isFile: /^\/(app|portal)(\/|$)/.test(request.url),
  })
  if (wait > 0) refuse('request.too_many', { seconds: wait })
}

function refusalOfHttp(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Refusal('request.too_large', { mostBytes: mostBodyBytes })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('request.not_json')
  if (typeof error.statusCode === 'number' && error.statusCode < 500) return new Refusal('request.unreadable')
  return new Refusal('server.failed')
}

/** Where it broke and PostgreSQL's code for it; never the message, which may hold a name. */
export function logFailure(error: unknown): void {
  const {
    name,
    code,
    constraint,
    message = '',
    stack = '',
  } = (error ?? {}) as {
    name?: string
    code?: string
    constraint?: string
    message?: string
    stack?: string
  }
  // the message stands before the places, and may look like one
  const places = sourcePlaces(stack.slice(Math.max(0, stack.indexOf(message)) + message.length))
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6)
    .join('\n')
  process.stderr.write(
    `${new Date().toISOString()} failed: ${name ?? 'error'} ${code ?? ''} ${constraint ?? ''}\n${places}\n`,
  )
}

export function localeOf(request: FastifyRequest): Locale {
  const wished = request.headers['x-ihala-locale']
  return isLocale(wished) ? wished : localeFromAcceptLanguage(request.headers['accept-language'])
}

export function tellRefusal(
  refusal: { code: string; details: Refusal['details'] },
  locale: Locale,
): { code: string; message: string; details: Refusal['details'] } {
  const say = words(locale)
  const values = Object.fromEntries(
    Object.entries(refusal.details).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  )
  return { code: refusal.code, message: say(`refusals.${refusal.code}`, values), details: refusal.details }
}

export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.code === 'server.unavailable') reply.header('retry-after', '2')
  if (refusal.code === 'request.too_many')
    reply.header('retry-after', String(refusal.details['seconds'] ?? 1))
  return reply.status(refusal.status).send({ refusal: tellRefusal(refusal, localeOf(request)) })
}

export function addRoute(server: FastifyInstance, house: House, found: Route): void {
  if (found.bytes === undefined) serveRoute(server, house, found)
  // a scope of its own: bytes are taken here and nowhere else, and as a stream
  else
    void server.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
      serveRoute(scope, house, found)
    })
}

function serveRoute(server: FastifyInstance, house: House, found: Route): void {
  server.route({
    method: found.method,
    url: found.path,
    ...(found.bytes === undefined ? {} : { bodyLimit: found.bytes.most }),
    handler: async (request, reply) => {
      const asked = askedOf(request, reply, house, found)
      if (found.fresh === true) await asked.transact(async (tx, who) => requireFreshProof(tx, await who))
      const answer = await found.answer(asked).catch(async (error: unknown) => {
        await auditDenied(house, found, asked, error)
        throw error
      })
      if (answer instanceof Page)
        return reply.status(answer.status).type('text/html; charset=utf-8').send(answer.html)
      if (answer instanceof Content)
        return reply.status(answer.status).headers(answer.headers).type(answer.type).send(answer.body)
      return reply.send(answer ?? {})
    },
  })
}

function askedOf(
  request: FastifyRequest,
  reply: FastifyReply,
  house: House,
  found: Route,
): Asked<unknown, unknown, unknown> {
  const token = tokenOf(request.headers)
  const tokenHash = token === undefined ? null : hashToken(token)
  const signal = hangUpOf(reply)
  const session = (): Buffer => tokenHash ?? refuse('session.required')
  const check = (who: Who): void => {
    if (Array.isArray(found.permission) && !found.permission.some((role) => who.roles.includes(role)))
      refuse('permission.missing')
    if (who.mustChangePassword && found.beforePasswordChange !== true) refuse('password.must_change')
  }
  const checked =
    <T>(work: (tx: Transaction, identity: Promise<Who>) => Promise<T>) =>
    async (tx: Transaction, identity: Promise<Who>): Promise<T> => {
      check(await identity)
      return work(tx, identity)
    }
  if (found.permission !== 'public') session()
  return {
    params: parse(found.params, request.params),
    query: parse(found.query, request.query),
    body: parse(found.body, request.body),
    house,
    locale: localeOf(request),
    address: request.ip,
    signal,
    tokenHash,
    headers: request.headers,
    read: async (queries) => {
      const done = await house.database.read(session(), queries, { signal })
      check(done.who)
      return done
    },
    transact: (work) =>
      house.database.asSession(session(), checked(work), { signal, toProve: found.whenLocked }),
    snapshot: (work) => house.database.asSession(session(), checked(work), { signal, snapshot: true }),
    bytes: () => bytesOf(request.body, found.bytes),
    setCookie: (name, value, seconds) => {
      reply.header(
        'set-cookie',
        `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${house.secure ? '; Secure' : ''}`,
      )
    },
    setHeader: (name, value) => void reply.header(name, value),
  }
}

/** Counts as it reads: what a sender says of the length is not believed. */
async function bytesOf(body: unknown, limit: Route['bytes']): Promise<Buffer> {
  if (limit === undefined || !(body instanceof Readable)) refuse('request.unreadable')
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limit.most) refuse(limit.tooLarge, { mostMegabytes: limit.most / 1024 / 1024 })
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function parse(schema: Route['body'], value: unknown): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return refuse('input.invalid', { field: issue?.path.join('.') ?? '', problem: issue?.code ?? 'invalid' })
}

/** Fires when the client hangs up before its answer is sent. */
export function hangUpOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
