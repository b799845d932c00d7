import * as z from 'zod/mini'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { answeringRoles, caseRoles, supervisingRoles } from '../permissions/roles.ts'
import { dayOf, endOfDay, instantAt } from '../places/calendar.ts'
import type {
  AlertsAnswer,
  CaseAnswer,
  CaseListItem,
  Colleague,
  DayAnswer,
  Page,
  RecordCopy,
  TeamAnswer,
} from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { overviewRoutes } from './overview/overview.routes.ts'
import { caseFactsRoutes } from './case-facts.routes.ts'
import { auditRead } from '../records/audit.store.ts'
import { readCursor, writeCursor } from './case-list.ts'
import { listCases } from './case-list.store.ts'
import { readCase } from './cases.store.ts'
import { listAlerts, readDay } from './day.store.ts'
import { eligibilityOf } from './eligibility-of-case.ts'
import { programmeOf } from './case-rules.ts'
import { filePiecesRoutes } from './file-pieces.routes.ts'
import { filesRoutes } from './files.routes.ts'
import { recordCopy } from './record-copy.ts'
import { listColleagues, readTeam } from './team.store.ts'

const yes = z.optional(z.literal('1'))
const limit = z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/)))
const most = 200
const sizeOf = (asked: string | undefined, usual: number) => Math.min(Number(asked ?? usual), most)
const after = z.optional(z.string().check(z.maxLength(80)))

const list = route({
  method: 'GET',
  path: '/api/cases',
  permission: caseRoles,
  summary:
    'Cases I may see, next due first: my own (mine=1), of an officer, of a site; closed=1 for closed ones',
  query: z.strictObject({
    mine: yes,
    officer: z.optional(id),
    site: z.optional(id),
    sort: z.optional(z.literal('due')),
    state: z.optional(code),
    urgency: z.optional(code),
    late: yes,
    closed: yes,
    limit,
    after,
  }),
  async answer({ query, read, house }): Promise<Page<CaseListItem>> {
    const scope = query.mine ? 'mine' : query.officer ? 'officer' : query.site ? 'site' : 'all'
    const ask = {
      scope,
      of: query.officer ?? query.site,
      closed: query.closed !== undefined,
      state: query.state,
      urgency: query.urgency,
      dueBefore: query.late ? house.now() : undefined,
      limit: sizeOf(query.limit, 50),
      after: readCursor(query.after),
    } as const
    const { result } = await read((tx) => listCases(tx, scope === 'mine' ? { ...ask, of: undefined } : ask))
    return result
  },
})

const one = route({
  method: 'GET',
  path: '/api/cases/:id',
  permission: caseRoles,
  summary: 'A case with its person, needs, consents, notes, tasks, referrals and its story',
  params: z.strictObject({ id }),
  async answer({ params, read, house: { reference } }): Promise<CaseAnswer> {
    const { result } = await read((tx) => readCase(tx, params.id))
    if (!result) refuse('case.not_found')
    return { ...result, eligibility: eligibilityOf(result, programmeOf(reference, result), reference) }
  },
})

const day = route({
  method: 'GET',
  path: '/api/day',
  permission: [...new Set([...caseRoles, ...answeringRoles])],
  summary: 'My day: what is late, what is due, who waits for whom, what is new',
  async answer({ read, house }): Promise<DayAnswer> {
    const now = house.now()
    const calendar = house.reference.calendarOf(null)
    const { result } = await read((tx) => readDay(tx, now, endOfDay(dayOf(now, calendar), calendar)))
    return result
  },
})

const team = route({
  method: 'GET',
  path: '/api/team',
  permission: supervisingRoles,
  summary: 'The sites I supervise: load, late, unanswered, decisions that wait for a second person',
  async answer({ read, house }): Promise<TeamAnswer> {
    const now = house.now()
    const calendar = house.reference.calendarOf(null)
    const { result } = await read((tx) =>
      readTeam(tx, now, instantAt(`${dayOf(now, calendar).slice(0, 7)}-01`, '00:00', calendar)),
    )
    return result
  },
})

const alerts = route({
  method: 'GET',
  path: '/api/alerts',
  permission: 'signed_in',
  summary: 'My alerts, newest first; seen ones too',
  query: z.strictObject({ limit, after }),
  async answer({ query, read }): Promise<AlertsAnswer> {
    const size = sizeOf(query.limit, 50)
    const cursor = readCursor(query.after)
    if (cursor?.at === null) refuse('input.invalid', { field: 'after' })
    const { result } = await read((tx) =>
      listAlerts(tx, size + 1, cursor as { at: string; id: string } | undefined),
    )
    const items = result.slice(0, size)
    const last = items.at(-1)
    return result.length > size && last ? { items, next: writeCursor(last) } : { items }
  },
})

const colleagues = route({
  method: 'GET',
  path: '/api/colleagues',
  permission: [...caseRoles, 'system_admin'],
  summary: 'Who works on cases, for handing over and for tasks',
  query: z.strictObject({ site: z.optional(id) }),
  async answer({ query, read }): Promise<Page<Colleague>> {
    const { result } = await read((tx) => listColleagues(tx, query.site))
    return { items: result }
  },
})

const copy = route({
  method: 'GET',
  path: '/api/cases/:id/copy',
  permission: caseRoles,
  summary:
    'What is written about a person, to be handed to that person: no name of anybody else; leaves a line',
  params: z.strictObject({ id }),
  async answer({ params, transact }): Promise<RecordCopy> {
    const found = await transact(async (tx) => {
      const [file] = await Promise.all([
        readCase(tx, params.id),
        auditRead(tx, { act: 'read.copy', rootKind: 'case', rootId: params.id, class: 3 }),
      ])
      return file
    })
    return recordCopy(found ?? refuse('case.not_found'))
  },
})

export const casesRoutes: readonly Route[] = [
  list,
  one,
  copy,
  day,
  team,
  alerts,
  colleagues,
  ...overviewRoutes,
  ...caseFactsRoutes,
  ...filesRoutes,
  ...filePiecesRoutes,
]
