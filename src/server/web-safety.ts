import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../basics/refusal.ts'
import type { House } from './house.ts'

/**
 * What every answer carries, be it a page, a refusal or a file. Nothing inline runs or colours, nothing comes from
 * elsewhere, no other page frames us or reads us, and nothing stays behind in a browser's store. `blob:` is for a
 * picture of a case, which is shown from memory.
 */
const closedHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': policy("'self'"),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': devices('microphone=()'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * A page of the staff app beside that: an officer records what a person says (docs/decisions/047), and hears it again from
 * memory. The microphone is for pages of ours alone, and the browser asks whoever sits there.
 */
const appPage = /^\/app(?:$|[/?])/
const appHeaders = {
  'content-security-policy': policy("'self'", "'self' blob:"),
  'permissions-policy': devices('microphone=(self)'),
}

/** Data for a device that asks every few minutes over a slow link, never a page: the same walls in fewer words. */
const dataHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * The public directory is read by programs and pages of anybody: it holds nothing of a session and asks for none. Asked
 * anew each time (a 304 is short): a place that became confidential must not live on in a cache on the way.
 */
const openHeaders = {
  'cache-control': 'public, no-cache',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, content-language, retry-after',
}
const isOpen = (path: string | undefined): boolean => /^\/hsds(\/|\?|$)/.test(path ?? '')

/** What a browser asks before a page of another site may POST a search: it may, and learns nothing else. */
export const openPreflight = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type, accept-language, if-none-match',
  'access-control-max-age': '86400',
}

/**
 * The worker that opens a copy on a device runs Argon2id, which is WebAssembly: its own file alone allows that. A worker
 * keeps to the policy its file came with; pages may not run any, and `eval` stays forbidden in both.
 */
const deviceWorker = /^\/app\/assets\/device\.worker-[\w-]+\.js$/

function devices(microphone: string): string {
  return `camera=(), ${microphone}, geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), display-capture=()`
}

function policy(scripts: string, sounds = "'self'"): string {
  return [
    "default-src 'none'",
    `media-src ${sounds}`,
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** A browser keeps to HTTPS for a year once it came over HTTPS; over plain HTTP the header has no meaning (RFC 6797, 7.2). */
export function closeAnswer(house: House, request: FastifyRequest, reply: FastifyReply): void {
  if (isOpen(request.url)) reply.headers(openHeaders)
  else reply.headers(request.url.startsWith('/sync/') ? dataHeaders : closedHeaders)
  if (appPage.test(request.url)) reply.headers(appHeaders)
  if (deviceWorker.test(request.url))
    reply.header('content-security-policy', policy("'self' 'wasm-unsafe-eval'"))
  if (request.protocol === 'https' || house.origin?.startsWith('https:'))
    reply.header('strict-transport-security', 'max-age=31536000')
}

/**
 * A page of another site cannot act for a signed-in person: by its Origin, by what the browser says, by SameSite, and
 * because the API takes JSON alone, which no form can send. A program with a bearer token is nobody's browser.
 */
export function refuseOtherSites(request: FastifyRequest): void {
  const { method, headers } = request
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || isOpen(request.routeOptions.url))
    return
  const isPage = !/^\/(api|actions|sync)(\/|$)/.test(request.routeOptions.url ?? '')
  if (!isPage && /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? ''))
    refuse('request.not_json')
  if (/^bearer /i.test(headers.authorization ?? '')) return
  const from = headers['sec-fetch-site']
  if (from !== undefined && from !== 'same-origin' && from !== 'none') refuse('request.other_site')
  const { origin } = headers
  if (origin === undefined) return
  // Under `no-referrer` a browser sends a form with the Origin `null`, and so does a sandboxed frame of anybody: only
  // a page without session takes it as it is, the app's own requests say who they are.
  if (origin === 'null') {
    if (!isPage && from === undefined && headers['x-ihala'] === undefined) refuse('request.other_site')
  } else if (hostOf(origin) !== request.host) refuse('request.other_site')
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host
  } catch {
    return ''
  }
}
