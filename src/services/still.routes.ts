import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { line, text } from '../basics/text.ts'
import { framed, wordsFor } from '../portal/frame.page.ts'
import { hashToken, newId } from '../server/circumstances.ts'
import type { House } from '../server/house.ts'
import { type Route, route } from '../server/route.ts'
import { entryGone, stillEntry, stillPage, suggestedPage, suggestForm } from './still.page.ts'
import { answerStill, offerForVisitor, openStill, suggestAsVisitor, waitFor } from './still.store.ts'
import { suggestionAbout } from './suggestion.ts'

const lang = z.optional(z.string().check(z.maxLength(10)))
const typed = z.optional(z.string().check(z.maxLength(2000)))
/** Neutral in tab and history, as every public page. */
const title = 'portal.title'
const minutes = (seconds: number): { minutes: number } => ({ minutes: Math.ceil(seconds / 60) })

const stillStart = route({
  method: 'GET',
  path: '/still',
  permission: 'public',
  summary: 'The page of a link by which a provider says that its offers are still right (HTML)',
  query: z.object({ lang }),
  answer: async ({ house, query, locale }) => {
    const t = wordsFor(query.lang, locale)
    return framed(house, t, '/still', title, stillEntry(t), { scripts: ['still'] })
  },
})

const still = route({
  method: 'POST',
  path: '/still',
  permission: 'public',
  summary: 'Opens such a link, and takes one answer for one of its offers (HTML)',
  body: z.object({ token: typed, offer: typed, still: typed, light: typed, lang }),
  async answer({ house, body, locale, address, signal }) {
    const t = wordsFor(body.lang, locale)
    const { token = '', light } = body
    const hash = hashToken(token)
    const offerId = id.safeParse(body.offer)
    const answered = await house.database.as(
      { kind: 'visitor' },
      async (tx) => {
        let done: string | undefined
        if (offerId.success && body.still !== undefined) {
          const given = { offerId: offerId.data, still: body.still === '1', light: light ?? null }
          if (await answerStill(tx, hash, given)) done = offerId.data
        }
        const offers = await openStill(tx, hash)
        // a token that opens nothing counts as a try; one that opens is its provider's and never waits
        const wait =
          offers.length > 0 ? 0 : await waitFor(tx, house.keyedHash('throttle.still.address', address))
        return { done, offers, wait }
      },
      { signal },
    )
    const entry = (status: number, problem: string) =>
      framed(house, t, '/still', title, stillEntry(t, problem), { status })
    if (answered.wait > 0) return entry(429, t('portal.track.wait', minutes(answered.wait)))
    if (answered.offers.length === 0) return entry(404, t('services.still.unknown'))
    return framed(house, t, '/still', title, stillPage(t, token, answered.offers, answered.done))
  },
})

/** The links to other languages keep the entry that is spoken of. */
const suggestPath = ({ id: offerId }: { readonly id: string }): string => `/suggest?offer=${offerId}`

const suggestStart = route({
  method: 'GET',
  path: '/suggest',
  permission: 'public',
  summary: 'Asks anyone what is wrong with an entry of the directory (HTML)',
  query: z.object({ offer: typed, lang }),
  async answer({ house, query, locale, signal }) {
    const t = wordsFor(query.lang, locale)
    const found = await offerOf(house.database, query.offer, signal)
    if (!found) return framed(house, t, '/suggest', title, entryGone(t), { status: 404 })
    return framed(house, t, suggestPath(found), title, suggestForm(t, found, { form: newId() }))
  },
})

const suggested = z.object({
  phone: z.optional(line(40)),
  address: z.optional(line(300)),
  hours: z.optional(line(120)),
  note: z.optional(text(1000)),
})

const suggest = route({
  method: 'POST',
  path: '/suggest',
  permission: 'public',
  summary:
    'Takes what anyone says about an entry of the directory; nothing of the entry changes by it (HTML)',
  body: z.object({
    form: typed,
    offer: typed,
    about: typed,
    phone: typed,
    address: typed,
    hours: typed,
    note: typed,
    lang,
  }),
  async answer({ house, body, locale, address, signal }) {
    const t = wordsFor(body.lang, locale)
    const found = await offerOf(house.database, body.offer, signal)
    if (!found) return framed(house, t, '/suggest', title, entryGone(t), { status: 404 })
    const formId = id.safeParse(body.form)
    const given = { ...body, form: formId.success ? formId.data : newId() }
    const again = (status: number, problem: string) =>
      framed(house, t, suggestPath(found), title, suggestForm(t, found, given, problem), { status })
    const filled = Object.fromEntries(
      (['phone', 'address', 'hours', 'note'] as const).flatMap((field) =>
        body[field]?.trim() ? [[field, body[field]]] : [],
      ),
    )
    const read = suggested.safeParse(filled)
    const about = suggestionAbout.find((code) => code === body.about)
    if (!read.success || !about || (about === 'wrong' && Object.keys(filled).length === 0))
      return again(422, t('services.suggest.missing'))
    const { note = null, ...fields } = read.data
    const wait = await house.database.as(
      { kind: 'visitor' },
      async (tx) => {
        const seconds = await waitFor(tx, house.keyedHash('throttle.suggest.address', address))
        if (seconds === 0)
          await suggestAsVisitor(tx, { id: given.form, offerId: found.id, about, fields, note })
        return seconds
      },
      { signal },
    )
    if (wait > 0) return again(429, t('portal.track.wait', minutes(wait)))
    return framed(house, t, '/suggest', title, suggestedPage(t))
  },
})

function offerOf(database: House['database'], given: string | undefined, signal: AbortSignal) {
  const offerId = id.safeParse(given)
  return offerId.success
    ? database.as({ kind: 'visitor' }, (tx) => offerForVisitor(tx, offerId.data), { signal })
    : undefined
}

export const stillRoutes: readonly Route[] = [stillStart, still, suggestStart, suggest]
