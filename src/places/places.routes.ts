import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { Names, Page, PlaceItem } from '../records/answers.ts'
import type { House } from '../server/house.ts'
import { Page as Text, type Route, route } from '../server/route.ts'
import { makePlaceSearch, type PlaceSearch } from './place-search.ts'
import { type Gazetteer, makeGazetteer, type PlaceLevel, type PlaceRow } from './places.ts'
import { readPlaces } from './places.store.ts'

interface Atlas {
  readonly gazetteer: Gazetteer
  readonly search: PlaceSearch
  /** The units of levels 1 to 3, and a strong tag of exactly these. */
  readonly units: readonly PlaceItem[]
  readonly tag: string
  readonly readAt: number
}

// Places are public reference data that change with a release or an administrator's rare hand: kept in memory, read again each hour.
const keptMs = 3_600_000
const atlases = new WeakMap<House, Promise<Atlas>>()

const places = route({
  method: 'GET',
  path: '/api/places',
  permission: 'public',
  summary: 'Governorates, districts and sub-districts; towns and villages by text= or parent=',
  query: z.strictObject({
    level: z.optional(z.enum(['1', '2', '3', '4'])),
    parent: z.optional(z.string().check(z.maxLength(80))),
    text: z.optional(z.string().check(z.maxLength(100))),
  }),
  async answer({ house, query, headers, setHeader }): Promise<Page<PlaceItem> | Text> {
    const atlas = await atlasOf(house)
    const level = query.level === undefined ? undefined : (Number(query.level) as PlaceLevel)
    setHeader('cache-control', 'public, max-age=3600')
    if (query.text !== undefined) {
      const levels = level === undefined ? undefined : [level]
      return { items: atlas.search(query.text, { levels, limit: 20 }).map(itemOf) }
    }
    if (query.parent !== undefined) {
      const inside = atlas.gazetteer
        .childrenOf(query.parent)
        .filter((place) => level === undefined || place.level === level)
      return { items: inside.map(itemOf) }
    }
    const tag = level === undefined ? atlas.tag : `"${atlas.tag.slice(1, -1)}-${level}"`
    setHeader('etag', tag)
    if (headers['if-none-match'] === tag) return new Text('', 304)
    return { items: level === undefined ? atlas.units : atlas.units.filter((place) => place.level === level) }
  },
})

export const placesRoutes: readonly Route[] = [places]

/** Of exactly the units that GET /api/places answers. */
export async function placesTag(house: House): Promise<string> {
  return (await atlasOf(house)).tag
}

/** Every place, in memory: for pages that name places and let one choose. */
export async function gazetteerOf(house: House): Promise<Gazetteer> {
  return (await atlasOf(house)).gazetteer
}

async function atlasOf(house: House): Promise<Atlas> {
  const now = Date.parse(house.now())
  const kept = atlases.get(house)
  if (kept && now - (await kept).readAt < keptMs) return kept
  const reading = house.database.as({ kind: 'visitor' }, readPlaces).then((rows) => makeAtlas(rows, now))
  atlases.set(house, reading)
  // A failed reading is not kept: the next one who asks tries again.
  reading.catch(() => atlases.delete(house))
  return reading
}

function makeAtlas(rows: readonly PlaceRow[], readAt: number): Atlas {
  const units = rows.filter(({ level }) => level <= 3).map(itemOf)
  const tag = `"${createHash('sha256').update(JSON.stringify(units)).digest('base64url').slice(0, 22)}"`
  return { gazetteer: makeGazetteer(rows), search: makePlaceSearch(rows), units, tag, readAt }
}

function itemOf({ code, level, parent, names, lon, lat }: PlaceRow): PlaceItem {
  return { code, level, parent, names: names as Names, lon, lat }
}
