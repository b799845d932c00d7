import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { informationRoles } from '../permissions/roles.ts'
import { framed, wordsFor } from '../portal/frame.page.ts'
import type { InformationItem, Page } from '../records/answers.ts'
import type { House } from '../server/house.ts'
import { type Asked, Content, type Route, route } from '../server/route.ts'
import { type InformationKind, informationKinds, type InformationSeen } from './information.ts'
import { documentPage, informationPage, informationPaths, plainText } from './information.page.ts'
import { keptInformation, publishedInformation } from './information.store.ts'

const query = z.object({ lang: z.optional(z.string().check(z.maxLength(10))) })
/** Neutral in tab and history, as every public page. */
const title = 'portal.title'

/** All that is published, as any visitor reads it. */
export function everythingPublished(house: House, signal?: AbortSignal): Promise<InformationSeen[]> {
  return house.database.as({ kind: 'visitor' }, publishedInformation, { signal })
}

async function published(
  house: House,
  signal: AbortSignal,
  kind: InformationKind,
): Promise<InformationSeen[]> {
  return (await everythingPublished(house, signal)).filter((seen) => seen.kind === kind)
}

const pageOf =
  (kind: InformationKind) =>
  async ({ house, query: { lang }, locale, signal }: Asked<unknown, z.infer<typeof query>, unknown>) => {
    const t = wordsFor(lang, locale)
    const body = informationPage(t, kind, await published(house, signal, kind))
    return framed(house, t, informationPaths[kind], title, body)
  }

const abouts = route({
  method: 'GET',
  path: '/about',
  permission: 'public',
  summary: 'What this is: free, confidential, for whom (HTML)',
  query,
  answer: pageOf('about'),
})
const rights = route({
  method: 'GET',
  path: '/rights',
  permission: 'public',
  summary: 'The rights of people here and what happens with their information (HTML)',
  query,
  answer: pageOf('right'),
})
const questions = route({
  method: 'GET',
  path: '/questions',
  permission: 'public',
  summary: 'Questions and answers, and rumours corrected, each with its day (HTML)',
  query,
  answer: pageOf('question'),
})
const documents = route({
  method: 'GET',
  path: '/documents',
  permission: 'public',
  summary: 'Documents and how to get them, step by step: the list (HTML)',
  query,
  answer: pageOf('document'),
})
const numbers = route({
  method: 'GET',
  path: '/numbers',
  permission: 'public',
  summary: 'Numbers to call, with the day each was last tested (HTML)',
  query,
  answer: pageOf('number'),
})

const document = route({
  method: 'GET',
  path: '/documents/:entryId',
  permission: 'public',
  summary: 'One document: what it is for, the steps, costs, where, and what it opens (HTML)',
  params: z.strictObject({ entryId: id }),
  query,
  answer: async ({ house, params: { entryId }, query: { lang }, locale, signal }) => {
    const t = wordsFor(lang, locale)
    const seen = (await published(house, signal, 'document')).find((one) => one.entryId === entryId)
    if (seen === undefined) refuse('request.not_found')
    return framed(house, t, `/documents/${entryId}`, title, documentPage(t, seen))
  },
})

const plain = route({
  method: 'GET',
  path: '/plain/:kind',
  permission: 'public',
  summary: 'The same as sentences alone, to be read aloud or recorded',
  answers: 'text/plain',
  params: z.strictObject({ kind: z.enum(informationKinds) }),
  query,
  answer: async ({ house, params: { kind }, query: { lang }, locale, signal }) => {
    const t = wordsFor(lang, locale)
    return new Content(plainText(t, kind, await published(house, signal, kind)), 'text/plain; charset=utf-8')
  },
})

const kept = route({
  method: 'GET',
  path: '/api/information',
  permission: informationRoles,
  summary: 'Every version of what the public pages say, for who keeps it',
  answer: async ({ read }): Promise<Page<InformationItem>> => ({
    items: (await read(keptInformation)).result,
  }),
})

export const informationRoutes: readonly Route[] = [
  abouts,
  rights,
  questions,
  documents,
  document,
  numbers,
  plain,
  kept,
]
