import { afterAll, beforeAll, expect, it } from 'vitest'
import { testId } from '../support/house.ts'
import { actors, type Document, ground, type Ground, rolesOf, tokenOf } from './fuzz-ground.ts'
import { chanceFrom, fieldsOf, plausible, replaced } from './hostile.ts'

/**
 * Whether there is such a record is told to nobody who may not see it: asked for one of somebody else and for none at
 * all, every read and every action says the same. Generated from the API document. That an id which is taken can be
 * told when somebody makes a record of their own with it is decided (docs/decisions/020).
 */
let standing: Ground
let document: Document
beforeAll(async () => {
  standing = await ground()
  document = (await standing.here.server.inject('/openapi.json')).json<Document>()
})
afterAll(() => standing?.here.close())

/** The data protection officer of the organisation is told who looked at any of its cases: that is her work. */
const hers = new Set(['get /api/cases/{id}/who-looked by layla'])

const hiddenIds = (): string[] => Object.values(standing.hidden).flat()
/** An answer without what is new in every answer. */
const plain = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')

it('by every read that takes an id', async () => {
  const faults: string[] = []
  let compared = 0
  for (const actor of actors)
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!path.includes('{')) continue
      for (const method of Object.keys(methods)) {
        if (hers.has(`${method} ${path} by ${actor}`)) continue
        const token = await tokenOf(standing, actor)
        const ask = async (id: string): Promise<string> => {
          const answer = await standing.here.server.inject({
            method: method.toUpperCase() as 'GET',
            url: path.replace(/\{\w+\}/g, id),
            headers: {
              'accept-language': 'en',
              ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
            },
            ...(method === 'post' ? { payload: {} } : {}),
          })
          return `${answer.statusCode} ${plain(answer.body)}`
        }
        const missing = await ask(testId())
        for (const id of hiddenIds()) {
          compared += 1
          const heard = await ask(id)
          if (heard !== missing)
            faults.push(`${method} ${path} by ${actor}: ${heard.slice(0, 200)} ≠ ${missing.slice(0, 200)}`)
        }
      }
    }
  process.stdout.write(`foreign and missing ids: ${compared} reads compared\n`)
  expect(faults).toEqual([])
  expect(compared).toBeGreaterThan(500)
}, 300_000)

it('by every action that names a record', async () => {
  const faults: string[] = []
  let compared = 0
  const chance = chanceFrom(7)
  for (const actor of actors.filter((one) => one !== 'visitor'))
    for (const command of document.components.schemas.Command.oneOf) {
      if (!rolesOf[actor].some((role) => (command.description ?? '').includes(role))) continue
      const name = String(command.properties?.['name']?.const)
      const token = await tokenOf(standing, actor)
      const act = async (input: unknown): Promise<string> => {
        const answer = await standing.here.server.inject({
          method: 'POST',
          url: '/actions',
          headers: { 'accept-language': 'en', authorization: `Bearer ${token}` },
          payload: { id: testId(), name, input },
        })
        const { outcome, refusal } = answer.json<{
          outcome: string
          refusal?: { code: string; details: object }
        }>()
        return refusal === undefined ? outcome : plain(JSON.stringify([refusal.code, refusal.details]))
      }
      const good = plausible(command.properties?.['input'] ?? {}, () => testId(), chance)
      for (const way of fieldsOf(good)) {
        const ids = standing.hidden[way.at(-1) ?? '']
        if (ids === undefined) continue
        const missing = await act(replaced(good, way, testId()))
        if (missing === 'applied') continue
        for (const id of ids) {
          compared += 1
          const heard = await act(replaced(good, way, id))
          if (heard !== missing) faults.push(`${name} by ${actor}, ${way.join('.')}: ${heard} ≠ ${missing}`)
        }
      }
    }
  process.stdout.write(`foreign and missing ids: ${compared} actions compared\n`)
  expect(faults).toEqual([])
  expect(compared).toBeGreaterThan(50)
}, 300_000)
