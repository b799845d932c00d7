import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { parseCode } from '../basics/codes.ts'
import { framed, wordsFor } from '../portal/frame.page.ts'
import { idOf } from '../portal/form-id.ts'
import type { Markup } from '../portal/html.ts'
import { hashWord, newId } from '../server/circumstances.ts'
import type { House } from '../server/house.ts'
import { type Route, route } from '../server/route.ts'
import { complaintClocks } from './desk-rules.ts'
import { answerForm, answerPage, answerPath, saidPage, sayForm, sayPath } from './from-public.page.ts'
import { followComplaint, organisationsThatHear, takeComplaint } from './from-public.store.ts'
import { readComplaint } from './from-public.ts'

const query = z.object({ lang: z.optional(z.string().check(z.maxLength(10))) })
const typed = z.optional(z.string().check(z.maxLength(200)))

/** Neutral in tab and history, as every public page. */
const title = 'portal.title'
const minutes = (waitSeconds: number): { minutes: number } => ({ minutes: Math.ceil(waitSeconds / 60) })
const hearing = (house: House, signal: AbortSignal) =>
  house.database.as({ kind: 'visitor' }, organisationsThatHear, { signal })

const sayEntry = route({
  method: 'GET',
  path: '/say',
  permission: 'public',
  summary: 'Where anyone complains about staff, with or without saying who they are (HTML)',
  query,
  async answer({ house, query, locale, signal }) {
    const t = wordsFor(query.lang, locale)
    const body = sayForm(t, await hearing(house, signal), { form: newId() })
    return framed(house, t, sayPath, title, body)
  },
})

const say = route({
  method: 'POST',
  path: '/say',
  permission: 'public',
  summary: 'Takes a complaint about staff for the officer for complaints of the organisation chosen (HTML)',
  body: z.object({
    form: typed,
    organisationId: typed,
    kind: typed,
    text: z.optional(z.string().check(z.maxLength(20_000))),
    reach: typed,
    word: typed,
    lang: typed,
  }),
  async answer({ house, body: { lang, ...filled }, locale, address, signal }) {
    const t = wordsFor(lang, locale)
    const again = async (status: number, problem: string) => {
      // the word is not written into a page
      const kept = { ...filled, word: undefined, form: filled.form ?? newId() }
      const form: Markup = sayForm(t, await hearing(house, signal), kept, problem)
      return framed(house, t, sayPath, title, form, { status })
    }
    const read = readComplaint(filled)
    if ('mend' in read) return again(422, t(read.mend === 'word' ? 'desk.say.wordShort' : 'desk.say.missing'))
    const { complaint } = read
    const complaintId = idOf(house.keyedHash('complaint.id', JSON.stringify(complaint)))
    const now = house.now()
    const clocks = complaintClocks(complaint.kind, now, house.reference.calendarOf(null))
    const taken = await house.database.as(
      { kind: 'visitor' },
      (tx) =>
        takeComplaint(tx, complaint, {
          complaintId,
          now,
          clocks,
          word: hashWord(house.secret, complaint.word),
          address: house.keyedHash('throttle.complain.address', address),
          masterKeys: house.masterKeys,
          bytesOf: (round) => house.keyedHash('complaint.code', `${complaintId} ${round}`),
        }),
      { signal },
    )
    if ('waitSeconds' in taken) return again(429, t('portal.track.wait', minutes(taken.waitSeconds)))
    if ('problem' in taken)
      return again(503, t(`desk.say.${taken.problem === 'no_key' ? 'closed' : 'nobody'}`))
    return framed(house, t, sayPath, title, saidPage(t, taken.code, clocks.answerDueAt))
  },
})

const answerEntry = route({
  method: 'GET',
  path: '/say/answer',
  permission: 'public',
  summary: 'Asks for the code of a complaint and its word (HTML)',
  query,
  answer: async ({ house, query, locale }) => {
    const t = wordsFor(query.lang, locale)
    return framed(house, t, answerPath, title, answerForm(t))
  },
})

const answer = route({
  method: 'POST',
  path: '/say/answer',
  permission: 'public',
  summary: 'How a complaint stands and what was answered, for who knows its code and word (HTML)',
  body: z.object({ code: typed, word: typed, lang: typed }),
  async answer({ house, body, locale, address, signal }) {
    const t = wordsFor(body.lang, locale)
    const asked = (status: number, problem: string) =>
      framed(house, t, answerPath, title, answerForm(t, problem), { status })
    const code = parseCode(body.code ?? '')
    const keys = {
      code: house.keyedHash('throttle.complaint', code ?? body.code ?? ''),
      address: house.keyedHash('throttle.complaint.address', address),
    }
    // without a word it is asked all the same, for one that nobody has
    const word = body.word?.trim() ? hashWord(house.secret, body.word) : createHash('sha256').digest()
    const followed = await house.database.as(
      { kind: 'visitor' },
      (tx) => followComplaint(tx, keys, { code, word }, house.masterKeys),
      { signal },
    )
    if ('waitSeconds' in followed) return asked(429, t('portal.track.wait', minutes(followed.waitSeconds)))
    if (followed.found === null) return asked(404, t('desk.say.unknown'))
    return framed(house, t, answerPath, title, answerPage(t, followed.found))
  },
})

export const fromPublicRoutes: readonly Route[] = [sayEntry, say, answerEntry, answer]
