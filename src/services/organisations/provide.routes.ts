import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { parseCode } from '../../basics/codes.ts'
import { isLocale } from '../../language/locales.ts'
import { clockCalendar } from '../../places/calendar.ts'
import { framed, wordsFor } from '../../portal/frame.page.ts'
import { idOf } from '../../portal/form-id.ts'
import { hashWord, newId } from '../../server/circumstances.ts'
import type { House } from '../../server/house.ts'
import { type Route, route } from '../../server/route.ts'
import { readApplication } from './application.ts'
import { screeningDays } from './organisation-states.ts'
import {
  appliedPage,
  provideAnswerForm,
  provideAnswerPage,
  provideAnswerPath,
  provideForm,
  providePath,
} from './provide.page.ts'
import { followApplication, governorates, takeApplication } from './provide.store.ts'

const query = z.object({ lang: z.optional(z.string().check(z.maxLength(10))) })
const typed = z.optional(z.string().check(z.maxLength(400)))
const several = z.optional(
  z.union([
    z.string().check(z.maxLength(60)),
    z.array(z.string().check(z.maxLength(60))).check(z.maxLength(40)),
  ]),
)
/** Neutral in tab and history, as every public page. */
const title = 'portal.title'
const minutes = (waitSeconds: number): { minutes: number } => ({ minutes: Math.ceil(waitSeconds / 60) })
const places = (house: House, signal: AbortSignal) =>
  house.database.as({ kind: 'visitor' }, governorates, { signal })

const entry = route({
  method: 'GET',
  path: '/provide',
  permission: 'public',
  summary: 'Where an organisation asks to take part, without an account (HTML)',
  query,
  async answer({ house, query, locale, signal }) {
    const t = wordsFor(query.lang, locale)
    const form = provideForm(t, await places(house, signal), { form: newId() })
    return framed(house, t, providePath, title, form)
  },
})

const apply = route({
  method: 'POST',
  path: '/provide',
  permission: 'public',
  summary: 'Takes the application of an organisation for the committee of the directory (HTML)',
  body: z.object({
    form: typed,
    invitation: typed,
    nameAr: typed,
    nameEn: typed,
    nameCkb: typed,
    nameKmr: typed,
    family: typed,
    register: typed,
    registrationNumber: typed,
    about: z.optional(z.string().check(z.maxLength(8000))),
    url: typed,
    sectors: several,
    areas: several,
    contactName: typed,
    contactPhone: typed,
    contactMail: typed,
    word: typed,
    lang: typed,
  }),
  async answer({ house, body, locale, address, signal }) {
    const t = wordsFor(body.lang, locale)
    const found = await places(house, signal)
    const again = (status: number, problem: string, field: string | null = null) => {
      // the word is not written into a page
      const kept = { ...body, word: undefined, form: body.form ?? newId() }
      return framed(house, t, providePath, title, provideForm(t, found, kept, { field, problem }), { status })
    }
    const read = readApplication(
      { ...body, lang: isLocale(body.lang) ? body.lang : t.locale },
      found.map(({ code }) => code),
    )
    if ('mend' in read)
      return again(
        422,
        t('services.provide.missing', { field: t(`services.provide.${read.mend}`) }),
        read.mend,
      )
    const { application } = read
    const organisationId = idOf(house.keyedHash('application.id', JSON.stringify(application)))
    const now = house.now()
    const dueAt = clockCalendar(house.reference.calendarOf(null)).addWorkingDays(now, screeningDays)
    const applied = await house.database.as(
      { kind: 'visitor' },
      (tx) =>
        takeApplication(tx, application, {
          organisationId,
          now,
          dueAt,
          word: hashWord(house.secret, application.word),
          address: house.keyedHash('throttle.provide.address', address),
          bytesOf: (round) => house.keyedHash('application.code', `${organisationId} ${round}`),
        }),
      { signal },
    )
    if ('waitSeconds' in applied) return again(429, t('portal.track.wait', minutes(applied.waitSeconds)))
    if ('problem' in applied) return again(422, t('services.provide.invitationUnknown'), 'invitation')
    return framed(house, t, providePath, title, appliedPage(t, applied.code, dueAt))
  },
})

const answerEntry = route({
  method: 'GET',
  path: '/provide/answer',
  permission: 'public',
  summary: 'Asks for the code of an application and its word (HTML)',
  query,
  answer: async ({ house, query, locale }) => {
    const t = wordsFor(query.lang, locale)
    return framed(house, t, provideAnswerPath, title, provideAnswerForm(t))
  },
})

const answer = route({
  method: 'POST',
  path: '/provide/answer',
  permission: 'public',
  summary: 'How the application of an organisation stands, for who knows its code and word (HTML)',
  body: z.object({ code: typed, word: typed, lang: typed }),
  async answer({ house, body, locale, address, signal }) {
    const t = wordsFor(body.lang, locale)
    const asked = (status: number, problem: string) =>
      framed(house, t, provideAnswerPath, title, provideAnswerForm(t, problem), { status })
    const code = parseCode(body.code ?? '')
    const keys = {
      code: house.keyedHash('throttle.application', code ?? body.code ?? ''),
      address: house.keyedHash('throttle.application.address', address),
    }
    // without a word it is asked all the same, for one that nobody has
    const word = body.word?.trim() ? hashWord(house.secret, body.word) : createHash('sha256').digest()
    const followed = await house.database.as(
      { kind: 'visitor' },
      (tx) => followApplication(tx, keys, { code, word }),
      { signal },
    )
    if ('waitSeconds' in followed) return asked(429, t('portal.track.wait', minutes(followed.waitSeconds)))
    if (followed.found === null) return asked(404, t('services.provide.unknown'))
    return framed(house, t, provideAnswerPath, title, provideAnswerPage(t, followed.found))
  },
})

export const provideRoutes: readonly Route[] = [entry, apply, answerEntry, answer]
