import { Refusal, type RefusalDetails, refuse } from '../../basics/refusal.ts'
import { readCursor } from '../../cases/case-list.ts'
import { recordCopy } from '../../cases/record-copy.ts'
import type { Id, Instant } from '../../records/rows.ts'
import { caseAnswer } from './case-answer.ts'
import { casesHere, dayAnswerHere } from './case-list.ts'
import { consentsHere, factsHere, filesHere } from './consents.ts'
import type { Copy } from './copy.ts'
import { matchHere } from './match.ts'
import { offerAnswerHere, offersHere } from './offers.ts'
import { peopleHere } from './people.ts'
import { organisationsHere, placesHere, sitesHere } from './directory.ts'
import { dayHere } from './reference.ts'
import { referralHere } from './referral.ts'
import type { CaseRows } from './rows.ts'

/** As the app asks: a path of the API, and a body for searches. */
export interface QuestionHere {
  readonly path: string
  readonly body?: unknown
}

export type Here =
  | {
      readonly kind: 'ok'
      readonly data: unknown
      /** When what it is made of was read from the server; null: never. */
      readonly asOf: Instant | null
      /** Rows in it that are on this device only, each with the command that made or changed it. */
      readonly onlyHere: ReadonlyMap<Id, Id>
    }
  | {
      readonly kind: 'refused'
      readonly refusal: { readonly code: string; readonly details: RefusalDetails }
    }

interface Asked {
  readonly params: { readonly [name: string]: string }
  readonly query: { readonly [name: string]: string | undefined }
  readonly body: unknown
  readonly copy: Copy
  readonly now: Instant
}
/** Undefined: not here, ask the server. */
type Answering = (asked: Asked) => Promise<unknown>

/** Every question the device answers: path → function. A parameter stands in place of one part of the path. */
const questions: readonly (readonly [string, Answering])[] = [
  ['/api/me', async ({ copy }) => copy.kept.me],
  ['/api/day', ({ copy, now }) => dayAnswerHere(copy, now)],
  ['/api/cases', (asked) => cases(asked)],
  ['/api/cases/:id', (asked) => ofCase(asked, (rows) => caseAnswer(rows, asked.copy.kept))],
  [
    '/api/cases/:id/consents',
    (asked) => ofCase(asked, (rows) => consentsHere(rows, asked.copy.kept, asked.now)),
  ],
  ['/api/cases/:id/facts', (asked) => ofCase(asked, factsHere)],
  ['/api/cases/:id/files', (asked) => ofCase(asked, (rows) => filesHere(rows, asked.copy.kept))],
  ['/api/cases/:id/copy', (asked) => ofCase(asked, (rows) => copyOf(rows, asked))],
  ['/api/referrals/:id', (asked) => referral(asked)],
  ['/api/match', (asked) => matching(asked)],
  ['/api/offers', async ({ copy, query, now }) => offersHere(query, copy.kept, now)],
  ['/api/offers/:id', async ({ copy, params, now }) => oneOffer(params['id'] ?? '', copy, now)],
  ['/api/organisations', async ({ copy }) => organisationsHere(copy.kept)],
  ['/api/sites', async ({ copy, query }) => sitesHere(query['organisation'], copy.kept)],
  ['/api/places', async ({ copy, query }) => placesHere(query, copy.kept)],
  ['/api/people/search', ({ copy, body }) => peopleHere(body, copy)],
]

/**
 * What the server would answer, from what lies on the device with what waits done on top of it. `not_here`: the device
 * does not hold it.
 */
export async function answerHere(
  question: QuestionHere,
  copy: Copy,
  now: Instant,
): Promise<Here | 'not_here'> {
  const [path = '', search = ''] = question.path.split('?')
  for (const [pattern, answering] of questions) {
    const params = paramsOf(pattern, path)
    if (params === null) continue
    try {
      const data = await answering({ params, query: queryOf(search), body: question.body, copy, now })
      if (data === undefined) return 'not_here'
      const [{ pulledAt }, { onlyHere }] = await Promise.all([copy.source.state(), copy.replayed()])
      return { kind: 'ok', data, asOf: ofOffers(pattern) ? copy.kept.offers.at : pulledAt, onlyHere }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { kind: 'refused', refusal: { code: error.code, details: error.details } }
    }
  }
  return 'not_here'
}

const ofOffers = (pattern: string) => pattern === '/api/match' || pattern.startsWith('/api/offers')

async function ofCase<T>({ params, copy }: Asked, answer: (rows: CaseRows) => T): Promise<T | undefined> {
  const rows = await copy.rowsOf(params['id'] ?? '')
  return rows && answer(rows)
}

async function cases({ query, copy, now }: Asked) {
  const { mine, officer, site, state, urgency, late, closed, limit, after } = query
  return casesHere(
    {
      scope: mine ? 'mine' : officer ? 'officer' : site ? 'site' : 'all',
      of: officer ?? site,
      closed: closed !== undefined,
      state,
      urgency,
      dueBefore: late ? now : undefined,
      limit: Math.min(Number(limit ?? 50), 200),
      after: readCursor(after),
    },
    copy,
  )
}

function copyOf(rows: CaseRows, { copy }: Asked) {
  const file = caseAnswer(rows, copy.kept)
  return file && recordCopy(file)
}

async function referral({ params, copy }: Asked) {
  const id = params['id'] ?? ''
  const caseId = await copy.caseOf(id)
  const rows = caseId === undefined ? undefined : await copy.rowsOf(caseId)
  return rows && referralHere(id, rows, copy.kept)
}

async function matching({ query, copy, now }: Asked) {
  const { needId, service } = query
  if (needId === undefined && (query['caseId'] === undefined || service === undefined))
    refuse('input.invalid', { fields: ['caseId', 'service', 'needId'] })
  const caseId = needId === undefined ? query['caseId'] : await copy.caseOf(needId)
  const rows = caseId === undefined ? undefined : await copy.rowsOf(caseId)
  return rows && matchHere(query, rows, copy.kept, now)
}

function oneOffer(id: Id, { kept }: Copy, now: Instant) {
  const offer = kept.offer(id)
  return offer && offerAnswerHere(offer, kept, dayHere(kept, now).today)
}

function paramsOf(pattern: string, path: string): { [name: string]: string } | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const params: { [name: string]: string } = {}
  for (const [place, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = given[place] ?? ''
    else if (part !== given[place]) return null
  }
  return params
}

function queryOf(search: string): { [name: string]: string } {
  const pairs = search.split('&').filter((pair) => pair !== '')
  const plain = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=')
      return [plain(name), plain(value)]
    }),
  )
}
