import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { DecisionItem, DecisionsAnswer, HeldAnswer, HeldWhole } from '../records/answers.ts'
import type { Json } from '../records/rows.ts'
import { type Route, route } from '../server/route.ts'
import { readDecision, readDecisions, readHeld, readHeldWhole } from './decisions.store.ts'
import { openHeld } from './seal-held.store.ts'

const scope = z.strictObject({ scope: z.optional(z.enum(['mine', 'office'])) })
const oneOf = z.strictObject({ id })

const decisions = route({
  method: 'GET',
  path: '/api/decisions',
  permission: caseRoles,
  summary:
    'What two people wrote without knowing of each other: mine to decide, or of the offices I supervise',
  query: scope,
  async answer({ query, transact }): Promise<DecisionsAnswer> {
    return { items: await transact((tx) => readDecisions(tx, query.scope ?? 'mine')) }
  },
})

const decision = route({
  method: 'GET',
  path: '/api/decisions/:id',
  permission: caseRoles,
  summary: 'One decision with both values, who wrote them and when',
  params: oneOf,
  async answer({ params, read }): Promise<DecisionItem> {
    const { result } = await read((tx) => readDecision(tx, params.id))
    return result ?? refuse('conflict.not_found')
  },
})

const held = route({
  method: 'GET',
  path: '/api/held',
  permission: 'signed_in',
  summary: 'What devices wrote and could not be done: of mine, or of the offices I supervise',
  query: scope,
  async answer({ query, read }): Promise<HeldAnswer> {
    const { result } = await read((tx) => readHeld(tx, query.scope ?? 'mine'))
    return { items: result }
  },
})

const heldWhole = route({
  method: 'GET',
  path: '/api/held/:id',
  permission: 'signed_in',
  summary: 'One of them with everything that was typed',
  params: oneOf,
  async answer({ params, read, house }): Promise<HeldWhole> {
    const { result } = await read((tx) => readHeldWhole(tx, params.id))
    if (!result) return refuse('held.not_found')
    return {
      ...result.item,
      version: result.version,
      input: openHeld(house, params.id, result.sealed) as Json,
    }
  },
})

export const decisionRoutes: readonly Route[] = [decisions, decision, held, heldWhole]
