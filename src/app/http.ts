import { type RefusalSeen, unreachableCode } from '../design/States.tsx'
import { lock } from './proof-state.ts'
import { slowLink } from './offline/slow-link.ts'

export type HttpAnswer<T> =
  | { readonly kind: 'ok'; readonly data: T }
  /** The server said no: `status` and a refusal of the catalogue. */
  | { readonly kind: 'refused'; readonly status: number; readonly refusal: RefusalSeen }
  /** Nobody answered: no network, or a proxy without a server behind it. */
  | { readonly kind: 'unreachable' }

export const unreachable: RefusalSeen = { code: unreachableCode }

interface Asking {
  body?: unknown
  bytes?: Blob | undefined
  signal?: AbortSignal | undefined
  headers?: Readonly<Record<string, string>> | undefined
}

let asked = 0
/** When the server was last asked for anything, in milliseconds since 1970. */
export const lastAsked = (): number => asked

/**
 * Asks the server that served this page. Where the session has locked itself, waits until somebody has shown who they
 * are and asks the same again: whoever asks need not know of it.
 * @throws only the AbortError of a request that its caller gave up
 */
export async function ask<T>(path: string, options: Asking = {}): Promise<HttpAnswer<T>> {
  return unlocked(() => askOnce<T>(path, options), options.signal)
}

async function unlocked<T>(once: () => Promise<HttpAnswer<T>>, signal?: AbortSignal): Promise<HttpAnswer<T>> {
  for (;;) {
    const answer = await once()
    if (answer.kind !== 'refused' || answer.refusal.code !== 'session.locked') return answer
    const isOpen = await lock.ask()
    if (signal?.aborted) throw new DOMException('given up', 'AbortError')
    if (!isOpen) return answer
  }
}

/** `x-ihala` cannot be sent by a page of another site without its consent, so the server takes it as a sign that it is us. */
async function askOnce<T>(path: string, options: Asking): Promise<HttpAnswer<T>> {
  const { bytes } = options
  const began = Date.now()
  asked = began
  const isPost = 'body' in options || bytes !== undefined
  let response: Response
  try {
    response = await fetch(path, {
      method: isPost ? 'POST' : 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        ...ours(),
        ...options.headers,
        ...(isPost ? { 'content-type': bytes ? 'application/octet-stream' : 'application/json' } : {}),
      },
      ...(isPost ? { body: bytes ?? JSON.stringify(options.body) } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    return { kind: 'unreachable' }
  }
  const data = await readJson(response)
  // a file takes as long as it is big
  if (bytes === undefined) slowLink.took(Date.now() - began)
  if (options.signal?.aborted) throw new DOMException('given up', 'AbortError')
  if (response.ok && data !== undefined) return { kind: 'ok', data: data as T }
  const refusal = refusalIn(data)
  if (refusal) return { kind: 'refused', status: response.status, refusal }
  return response.ok || response.status >= 500
    ? { kind: 'unreachable' }
    : { kind: 'refused', status: response.status, refusal: { code: 'server.failed' } }
}

function ours(): Record<string, string> {
  return {
    accept: 'application/json',
    'x-ihala': '1',
    'x-ihala-locale': document.documentElement.lang.split('-')[0] ?? '',
  }
}

/** Fetches a file into memory, where it goes with the page. */
export async function askFile(path: string): Promise<HttpAnswer<Blob>> {
  return unlocked(() => askFileOnce(path))
}

async function askFileOnce(path: string): Promise<HttpAnswer<Blob>> {
  try {
    const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', headers: ours() })
    if (response.ok) return { kind: 'ok', data: await response.blob() }
    const refusal = refusalIn(await readJson(response))
    return refusal ? { kind: 'refused', status: response.status, refusal } : { kind: 'unreachable' }
  } catch {
    // no network, or cut off in the middle
    return { kind: 'unreachable' }
  }
}

/** The body, `null` for an empty one, `undefined` for one that is not JSON (a proxy's own page). */
async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text()
    return text === '' ? null : JSON.parse(text)
  } catch {
    // cut off in the middle or not ours: the caller treats it as nobody having answered
    return undefined
  }
}

function refusalIn(data: unknown): RefusalSeen | null {
  if (typeof data !== 'object' || data === null) return null
  const inner = 'refusal' in data ? data.refusal : data
  if (typeof inner !== 'object' || inner === null || !('code' in inner) || typeof inner.code !== 'string')
    return null
  return inner as RefusalSeen
}
