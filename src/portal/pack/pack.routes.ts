import { refuse } from '../../basics/refusal.ts'
import { everythingPublished } from '../../information/information.routes.ts'
import { isLocale, type Locale } from '../../language/locales.ts'
import { words } from '../../language/server-words.ts'
import { dayOf } from '../../places/calendar.ts'
import { gazetteerOf } from '../../places/places.routes.ts'
import { placeName } from '../../places/places.ts'
import type { House } from '../../server/house.ts'
import { Content, type Route, route } from '../../server/route.ts'
import { offersOfGovernorate } from '../find/find.store.ts'
import { foundOffer } from '../find/found-offer.ts'
import { styleText } from '../frame.page.ts'
import { packPage } from './pack.page.ts'
import * as z from 'zod/mini'

export interface Pack {
  readonly html: string
  /** Neutral: it stands on a phone that others see. */
  readonly fileName: string
}

/** More than fits; what is beyond is counted as left out. */
const most = 2_000

/** The offline pack of a governorate, read as any visitor; nothing for a place that is none. */
export async function makePack(
  house: House,
  governorate: string,
  locale: Locale,
  signal?: AbortSignal,
): Promise<Pack | null> {
  const gazetteer = await gazetteerOf(house)
  const place = gazetteer.find(governorate)
  if (place === undefined || place.level !== 1) return null
  const [rows, information] = await Promise.all([
    house.database.as({ kind: 'visitor' }, (tx) => offersOfGovernorate(tx, governorate, most), { signal }),
    everythingPublished(house, signal),
  ])
  const now = house.now()
  const calendar = house.reference.calendarOf(governorate)
  const day = dayOf(now, calendar)
  const html = packPage(words(locale), {
    governorate,
    governorateName: placeName(place, locale),
    day,
    offers: rows.map((row) => foundOffer(row, house.reference.ancestors, calendar, now)),
    information,
    placeName: (code) => {
      const found = gazetteer.find(code)
      return found === undefined ? '' : placeName(found, locale)
    },
    styleText,
    demo: house.demo,
  })
  return { html, fileName: `information-${governorate}-${locale}-${day}.html` }
}

const pack = route({
  method: 'GET',
  path: '/pack/:governorate',
  permission: 'public',
  summary: 'Services, numbers and answers of a governorate in one file that needs no network',
  answers: 'text/html',
  params: z.strictObject({ governorate: z.string().check(z.regex(/^[A-Z]{3}\d{2}$/)) }),
  query: z.object({ lang: z.optional(z.string().check(z.maxLength(10))) }),
  async answer({ house, params: { governorate }, query: { lang }, locale, signal }) {
    const made = await makePack(house, governorate, isLocale(lang) ? lang : locale, signal)
    if (made === null) refuse('place.unknown')
    // to be kept, never opened under our address: its own style would be refused there
    return new Content(made.html, 'text/html; charset=utf-8', {
      'content-disposition': `attachment; filename="${made.fileName}"`,
    })
  },
})

export const packRoutes: readonly Route[] = [pack]
