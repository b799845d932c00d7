import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Offices, openOffices } from '../../tests/support/offices.ts'
import type { Page, PlaceItem } from '../records/answers.ts'
import { withOwner } from '../server/database-owner.ts'
import { loadReferenceData } from '../server/reference-data.ts'
import { placesRoutes } from './places.routes.ts'

let offices: Offices
let server: FastifyInstance

beforeAll(async () => {
  offices = await openOffices()
  await withOwner(offices.db.owner, loadReferenceData)
  server = offices.serve(placesRoutes)
})
afterAll(() => offices.close())

const items = async (url: string) => (await server.inject({ url })).json<Page<PlaceItem>>().items

it('gives all units at once, and nothing again to who has them', async () => {
  const first = await server.inject({ url: '/api/places' })
  const levels = new Set(first.json<Page<PlaceItem>>().items.map(({ level }) => level))
  expect(levels).toEqual(new Set([1, 2, 3]))
  const again = await server.inject({
    url: '/api/places',
    headers: { 'if-none-match': String(first.headers['etag']) },
  })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await items('/api/places?level=1')).length).toBe(19)
})

it('finds towns by what people type, and the parts of a place', async () => {
  const typed = async (text: string) =>
    (await items(`/api/places?text=${encodeURIComponent(text)}`)).map(({ names }) => names.en)
  expect(await typed('سنجار')).toContain('Sinjar')
  expect(await typed('شنگال')).toContain('Sinjar')
  expect((await items('/api/places?parent=IQG15&level=2')).length).toBeGreaterThanOrEqual(9)
  expect(await items('/api/places?text=%20')).toEqual([])
  expect((await server.inject({ url: '/api/places?level=9' })).statusCode).toBe(422)
})
