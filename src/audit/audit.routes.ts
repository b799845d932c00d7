import * as z from 'zod/mini'
import { parseCode } from '../basics/codes.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { Page, UnusualItem, WhoLookedAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { listUnusual } from './unusual.store.ts'
import { readWhoLooked } from './who-looked.store.ts'

const whoLooked = route({
  method: 'GET',
  path: '/api/cases/:id/who-looked',
  permission: [...caseRoles, 'data_protection_officer'],
  summary:
    'Who looked at a case and at what was handed over of it: colleagues by name, others by organisation',
  params: z.strictObject({ id }),
  async answer({ params, read }): Promise<WhoLookedAnswer> {
    const { result } = await read((tx) => readWhoLooked(tx, { caseId: params.id }))
    return result ?? refuse('case.not_found')
  },
})

const whoLookedByCode = route({
  method: 'POST',
  path: '/api/who-looked',
  permission: ['data_protection_officer'],
  summary: 'Who looked at the case that has this code, for the data protection officer, who sees no cases',
  body: z.strictObject({ code: line(40) }),
  async answer({ body, read }): Promise<WhoLookedAnswer> {
    const code = parseCode(body.code) ?? refuse('case.not_found')
    const { result } = await read((tx) => readWhoLooked(tx, { code }))
    return result ?? refuse('case.not_found')
  },
})

const unusual = route({
  method: 'GET',
  path: '/api/audit/unusual',
  permission: ['data_protection_officer', ...supervisingRoles],
  summary:
    "What looked unusual in reading, for the data protection officer; for supervisors of their sites' people",
  async answer({ read }): Promise<Page<UnusualItem>> {
    return { items: (await read((tx) => listUnusual(tx, 200))).result }
  },
})

export const auditRoutes: readonly Route[] = [whoLooked, whoLookedByCode, unusual]
