import { createHash } from 'node:crypto'
import { type Locale, localeFacts, localeFromAcceptLanguage } from '../language/locales.ts'
import type { House } from './house.ts'
import { type Asked, Content } from './route.ts'

type Any = Pick<Asked<unknown, unknown, unknown>, 'headers' | 'house'>

/** By `Accept-Language` and nothing else, so that a cache on the way can know it too. */
export function acceptedLocale({ headers }: Any): Locale {
  return localeFromAcceptLanguage(String(headers['accept-language'] ?? ''))
}

/** Where this server stands, as it says itself or as it was asked. */
export function originOf({
  house,
  headers,
}: {
  readonly house: House
  readonly headers: Any['headers']
}): string {
  return house.origin ?? `${house.secure ? 'https' : 'http'}://${String(headers['host'] ?? 'localhost')}`
}

/**
 * Public data for programs: JSON in one language, with a tag of its content, or 304 where the asker holds the same. The
 * tag is made of the answer itself: whatever changes it changes the tag. What was searched is kept by no cache.
 */
export function opened(asked: Any, body: object, isSearch = false): Content {
  const locale = acceptedLocale(asked)
  const text = JSON.stringify(body)
  const etag = `W/"${createHash('sha256').update(locale).update(text).digest('base64url').slice(0, 27)}"`
  const headers = {
    etag,
    vary: 'accept-language',
    'content-language': localeFacts(locale).languageTag,
    ...(isSearch ? { 'cache-control': 'no-store' } : {}),
  }
  const held = String(asked.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim())
  return held.includes(etag) || held.includes('*')
    ? new Content('', 'application/json; charset=utf-8', headers, 304)
    : new Content(text, 'application/json; charset=utf-8', headers)
}
