import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iraqPlaces, placesReading } from './iraq-places.ts'
import { foldPlace, makePlaceSearch } from './place-search.ts'
import {
  codedPlace,
  distanceKm,
  governorateOf,
  makeGazetteer,
  parentCode,
  placeName,
  pointOf,
} from './places.ts'

const folder = fileURLToPath(new URL('../../database/places/iraq/', import.meta.url))
const read = (name: string) => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))
const rows = iraqPlaces({
  admin1: read('admin1'),
  admin2: read('admin2'),
  admin3: read('admin3'),
  admin2NotInCod: read('admin2-not-in-cod'),
  localities: read('localities'),
  sinjarComplexes: read('sinjar-complexes'),
  ownNames: read('own-names'),
})
const gazetteer = makeGazetteer(rows)
const search = makePlaceSearch(rows)
const named = (code: string) => {
  const place = gazetteer.find(code)
  if (!place) throw new Error(`no place ${code}`)
  return place
}

describe('the places of Iraq', () => {
  it('has every governorate, district and sub-district of the official list, and Halabja', () => {
    const count = (level: number) => rows.filter((row) => row.level === level).length
    expect([count(1), count(2), count(3)]).toEqual([19, 118, 294])
    expect(count(4)).toBeGreaterThan(3680)
  })

  it('reads the same files as it always did, or says so by a higher placesReading', () => {
    // Other files: only the sum changes. Other rows from the same files: raise placesReading, else no database gets them.
    const sum = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16)
    expect({ placesReading, sum }).toEqual({ placesReading: 1, sum: '03becb98d78bc0a0' })
  })

  it('knows each code once, and the unit each place lies in comes before it', () => {
    const seen = new Set<string>()
    for (const row of rows) {
      expect(seen.has(row.code), row.code).toBe(false)
      if (row.parent !== null) expect(seen.has(row.parent), `${row.code} in ${row.parent}`).toBe(true)
      seen.add(row.code)
    }
  })

  it('agrees with the P-code on what a unit lies in', () => {
    for (const row of rows.filter((row) => row.code.startsWith('IQG')))
      expect(parentCode(row.code)).toBe(row.parent)
  })

  it('finds the way up from a town of Sinjar to Ninewa', () => {
    const up = gazetteer.ancestorsOf('IQG15Q07N02/94588')
    expect(up.map((place) => place.code)).toEqual(['IQG15Q07N02/94588', 'IQG15Q07N02', 'IQG15Q07', 'IQG15'])
    expect(governorateOf(up)?.code).toBe('IQG15')
    expect(codedPlace(up)?.code).toBe('IQG15Q07N02')
  })

  it('keeps who runs a place apart from what it lies in: Akre lies in Ninewa and is run by the Region', () => {
    expect(named('IQG15Q01')).toMatchObject({ parent: 'IQG15', administeredBy: 'krg' })
    expect(named('IQG15Q07').administeredBy).toBe('disputed')
    expect(named('IQG15').administeredBy).toBe('federal')
    expect(named('IQG09Q04').administeredBy).toBe('krg')
  })

  it('exports Halabja and Soran with the P-code of the area they are made of', () => {
    expect(codedPlace(gazetteer.ancestorsOf('IQ-X-HALABJA'))?.code).toBe('IQG06Q05')
    expect(governorateOf(gazetteer.ancestorsOf('IQ-X-HALABJA'))?.code).toBe('IQ-X-HALABJA')
    expect(codedPlace(gazetteer.ancestorsOf('IQ-X-SORAN'))?.code).toBe('IQG11Q05')
  })

  it('answers an unknown code with nothing', () => {
    expect(gazetteer.ancestorsOf('IQG99')).toEqual([])
  })
})

describe('names', () => {
  it('speaks to each reader in a script they read', () => {
    expect(
      (['ar', 'ckb', 'kmr', 'en'] as const).map((locale) => placeName(named('IQG15Q07'), locale)),
    ).toEqual(['سنجار', 'شنگال', 'شنگال', 'Sinjar'])
  })

  it('falls back to Sorani, then Arabic, for a Badini reader, never to Latin letters', () => {
    expect(placeName({ code: 'x', names: { ar: 'الكرمة', kmrLatin: 'Kerme' } }, 'kmr')).toBe('الكرمة')
    expect(placeName({ code: 'x', names: { ar: 'ب', ckb: 'ج' } }, 'kmr')).toBe('ج')
  })

  it('shows the code when a place has no name at all', () => {
    expect(placeName({ code: 'IQG15', names: {} }, 'ar')).toBe('IQG15')
  })
})

describe('Amina looks for a place', () => {
  const codes = (text: string) => search(text).map((place) => place.code)

  it.each(['سنجار', 'شنگال', 'شەنگال', 'Shingal', 'sinjar', 'Şingal'])('%s finds Sinjar first', (text) => {
    expect(codes(text)[0]).toBe('IQG15Q07')
  })

  it.each(['الموصل', 'موصل', 'Al-Mosul', 'mosul', 'مووسل'])('%s finds Mosul first', (text) => {
    expect(codes(text)[0]).toBe('IQG15Q05')
  })

  it.each([
    ['التأميم', 'IQG15Q07N02/94588'],
    ['خانصور', 'IQG15Q07N02/94588'],
    ['Yarmouk', 'IQG15Q07N02/7046999'],
    ['تل عزير', 'IQ-X-TALUZAIR'],
    ['بغديدا', 'IQG15Q03'],
    ['Qaraqosh', 'IQG15Q03'],
    ['قرقوش', 'IQG15Q03'],
  ])('%s is understood', (text, code) => {
    expect(codes(text)).toContain(code)
  })

  it('finds the same whether hamza, alef and kaf are typed the Arabic or the Kurdish way', () => {
    expect(codes('اربيل')).toEqual(codes('أربيل'))
    expect(codes('کرکوك')[0]).toBe('IQG13')
    expect(codes('هەولێر')[0]).toBe('IQG11')
    expect(codes('ھەولێر')[0]).toBe('IQG11')
  })

  it('finds nothing for nothing', () => {
    expect(search('')).toEqual([])
    expect(search(' - ')).toEqual([])
  })

  it('folding twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows.flatMap((row) => Object.values(row.names) as string[])), (name) => {
        expect(foldPlace(foldPlace(name))).toBe(foldPlace(name))
      }),
    )
  })

  it('finds every governorate and district by each of its names', () => {
    for (const place of rows.filter((row) => row.level <= 2)) {
      for (const name of [...Object.values(place.names), ...place.aliases]) {
        expect(
          search(name as string, { levels: [1, 2], limit: 200 }).map((found) => found.code),
          name as string,
        ).toContain(place.code)
      }
    }
  })
})

describe('distance', () => {
  it('is about 80 km from Mosul to Erbil', () => {
    const km = distanceKm({ lon: 43.1549, lat: 36.3431 }, { lon: 44.0106, lat: 36.1926 })
    expect(km).toBeGreaterThan(76)
    expect(km).toBeLessThan(82)
  })

  it('is nothing to oneself, the same both ways, and never longer by a detour', () => {
    const point = fc.record({
      lon: fc.double({ min: 38, max: 49, noNaN: true }),
      lat: fc.double({ min: 29, max: 38, noNaN: true }),
    })
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(distanceKm(a, a)).toBe(0)
        expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 6)
        expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 1e-6)
      }),
    )
  })

  it('takes the point of the unit around a place that has none', () => {
    expect(pointOf(gazetteer.ancestorsOf('IQ-X-ZORAFA'))).toEqual({
      lon: named('IQG15Q07N02').lon,
      lat: named('IQG15Q07N02').lat,
    })
  })
})
