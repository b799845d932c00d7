import * as z from 'zod/mini'
import { parseCode } from '../basics/codes.ts'
import { day } from '../basics/inputs.ts'
import { findProgramme, programmes } from '../programmes/shipped.ts'
import type { LegalYear } from '../records/answers.ts'
import { hashWord } from '../server/circumstances.ts'
import { Content, type Route, route } from '../server/route.ts'
import { findRoutes } from './find/find.routes.ts'
import { framed, styleText, wordsFor } from './frame.page.ts'
import { packRoutes } from './pack/pack.routes.ts'
import { homePage } from './home.page.ts'
import { type CodeLists, linkPage } from './link.page.ts'
import { publishedPage } from './published.page.ts'
import { legalYears } from './published.store.ts'
import { bornOn, trackAnswer, trackForm } from './track.page.ts'
import { trackRequest } from './track.store.ts'

const styleSheet = route({
  method: 'GET',
  path: '/portal/page.css',
  permission: 'public',
  summary: 'The style sheet of the public pages',
  answers: 'text/css',
  answer: async () =>
    new Content(styleText, 'text/css; charset=utf-8', {
      'cache-control': 'public, max-age=31536000, immutable',
    }),
})

const query = z.object({ lang: z.optional(z.string().check(z.maxLength(10))) })
const published = route({
  method: 'GET',
  path: '/published',
  permission: 'public',
  summary: 'How many demands of authorities came in each year (HTML)',
  query,
  answer: async ({ house, query, locale, signal }) => {
    const t = wordsFor(query.lang, locale)
    const years = await house.database.as({ kind: 'visitor' }, legalYears, { signal })
    return framed(house, t, '/published', 'portal.published.title', publishedPage(t, years))
  },
})

const publishedFigures = route({
  method: 'GET',
  path: '/api/legal-requests/yearly',
  permission: 'public',
  summary:
    'How many demands of police, courts and other authorities came in each year, and after how many anything was given',
  answer: async ({ house, signal }): Promise<{ items: readonly LegalYear[] }> => ({
    items: await house.database.as({ kind: 'visitor' }, legalYears, { signal }),
  }),
})

const home = route({
  method: 'GET',
  path: '/',
  permission: 'public',
  summary: 'What this is, in plain words (HTML)',
  query,
  answer: async ({ house, query, locale }) => {
    const t = wordsFor(query.lang, locale)
    return framed(house, t, '/', 'portal.title', homePage(t))
  },
})

const trackEntry = route({
  method: 'GET',
  path: '/track',
  permission: 'public',
  summary: 'Asks for the code of a request and a proof (HTML)',
  query,
  answer: async ({ house, query, locale }) => {
    const t = wordsFor(query.lang, locale)
    return framed(house, t, '/track', 'portal.track.title', trackForm(t))
  },
})

const typed = z.optional(z.string().check(z.maxLength(200)))

const track = route({
  method: 'POST',
  path: '/track',
  permission: 'public',
  summary:
    'How a request stands, in neutral words, for who knows its code and the chosen word or the date of birth (HTML)',
  body: z.object({
    code: typed,
    word: typed,
    bornDay: typed,
    bornMonth: typed,
    bornYear: typed,
    lang: typed,
  }),
  answer: async ({ house, body, locale, address, signal }) => {
    const t = wordsFor(body.lang, locale)
    const asked = (status: number, problem: string) =>
      framed(house, t, '/track', 'portal.track.title', trackForm(t, problem), { status })
    const code = parseCode(body.code ?? '')
    const word = body.word?.trim() ? hashWord(house.secret, body.word) : null
    const born = day.safeParse(bornOn(body))
    const keys = {
      code: house.keyedHash('throttle.track', code ?? body.code ?? ''),
      address: house.keyedHash('throttle.track.address', address),
    }
    const provable = code !== null && (word !== null || born.success)
    const found = await house.database.as(
      { kind: 'visitor' },
      (tx) => trackRequest(tx, keys, provable ? { code, word, born: born.success ? born.data : null } : null),
      { signal },
    )
    if ('waitSeconds' in found)
      return asked(429, t('portal.track.wait', { minutes: Math.ceil(found.waitSeconds / 60) }))
    const steps = found.steps.filter(({ state }) => state !== 'entered_in_error')
    if (found.steps.length === 0) return asked(404, t('portal.track.unknown'))
    const today = house.now().slice(0, 10)
    const shown =
      steps.length > 0
        ? steps
        : [{ state: null, reason: null, appointmentAt: null, expectedOn: null, sentOn: null }]
    return framed(house, t, '/track', 'portal.track.title', trackAnswer(t, shown, today))
  },
})

const link = route({
  method: 'GET',
  path: '/l',
  permission: 'public',
  summary: 'The page of a one-time link; its token stands in the fragment (HTML)',
  query,
  answer: async ({ house, query, locale }) => {
    const t = wordsFor(query.lang, locale)
    return framed(house, t, '/l', 'portal.link.title', linkPage(t, codeLists()), { scripts: ['link'] })
  },
})

export const portalRoutes: readonly Route[] = [
  home,
  trackEntry,
  track,
  link,
  published,
  publishedFigures,
  ...findRoutes,
  ...packRoutes,
  styleSheet,
]

/** The codes a summary may hold: of every programme's newest version. */
function codeLists(): CodeLists {
  const newest = [...new Set(programmes.map(({ code }) => code))].map((code) => findProgramme(code))
  const all = (list: string) => [
    ...new Set(newest.flatMap((programme) => programme?.lists[list]?.map(({ code }) => code) ?? [])),
  ]
  return {
    ageBand: all('ageBand'),
    sex: all('sex'),
    language: all('language'),
    accompaniment: all('accompaniment'),
  }
}
