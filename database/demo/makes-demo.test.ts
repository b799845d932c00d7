import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { referralStates } from '../../src/referrals/referral-states.ts'
import { sectors, serviceClass } from '../../src/services/taxonomy.ts'
import { edgeRoles, roles } from '../../src/permissions/roles.ts'
import { programmes } from '../../src/programmes/shipped.ts'
import { shippedPlaces } from '../../src/server/shipped-places.ts'
import { weekdayOf } from '../../src/places/calendar.ts'
import staffData from './data/staff.json' with { type: 'json' }
import { makeDemo, storyTables } from './load.ts'
import { demoPassword } from './staff.ts'

const now = '2026-11-22T07:40:00.000Z'
const secret = 'a secret of the tests, long enough to be one'
const demo = makeDemo({ now, secret })
const { records, directory, staff } = demo
const cases = records.rows('case_file')
const referrals = records.rows('referral')
const different = (values: readonly string[]): string[] => [...new Set(values)].sort()

describe('the demo holds', () => {
  it('41 organisations of all families, 120 offers over all sectors, 36 accounts in all roles but those at the edge', () => {
    expect(directory.organisations).toHaveLength(41)
    expect(different(directory.organisations.map(({ family }) => family))).toEqual([
      'international_ngo',
      'international_organisation',
      'local_cso',
      'national_ngo',
      'state',
    ])
    expect(directory.offers).toHaveLength(120)
    expect(different(directory.offers.map(({ sector }) => sector))).toEqual([...sectors].sort())
    expect(staff).toHaveLength(36)
    expect(different(staff.flatMap((one) => one.roles))).toEqual(
      roles.filter((role) => !edgeRoles.includes(role)).sort(),
    )
  })

  it('400 cases of four offices in every state that a case can stay in, and referrals in all ten states', () => {
    expect(cases).toHaveLength(400)
    expect(records.rows('person')).toHaveLength(400)
    expect(different(referrals.map(({ state }) => state))).toEqual([...referralStates].sort())
    const stay = programmes[0]?.states.map(({ code }) => code).filter((code) => code !== 'advice_only')
    expect(different(cases.map(({ state }) => state))).toEqual(stay?.toSorted())
    expect(different(cases.map(({ siteId }) => siteId)).length).toBeGreaterThanOrEqual(4)
  })

  it('what a supervisor and a provider have to do: waiting closings and lowered urgencies, questions, appointments today', () => {
    expect(different(cases.flatMap(({ pending }) => (pending ? [pending.kind] : [])))).toEqual([
      'closing',
      'urgency',
    ])
    expect(referrals.some(({ infoQuestion }) => infoQuestion !== null)).toBe(true)
    expect(
      referrals.filter(
        ({ appointment, state }) => state === 'accepted' && appointment?.at.startsWith('2026-11-22'),
      ).length,
    ).toBeGreaterThan(2)
    expect(records.rows('alert').some(({ seenAt }) => seenAt === null)).toBe(true)
  })

  it('no published offer of a protected service, and one confidential place without address or point', () => {
    expect(
      directory.offers.filter(({ state, service }) => state !== 'draft' && serviceClass(service) === 'C4'),
    ).toEqual([])
    const [hidden, ...others] = directory.sites.filter(({ confidential }) => confidential)
    expect(others).toEqual([])
    expect(hidden).toMatchObject({ address: null, phone: null, opening: null })
    expect(directory.offers.filter(({ siteId }) => siteId === hidden?.id)).toMatchObject([
      { confidential: true, lon: null, lat: null, contactPublic: null },
    ])
  })

  it('offers to be confirmed, hidden ones, every light, and organisations that have not signed', () => {
    expect(different(directory.offers.map(({ state }) => state))).toEqual([
      'draft',
      'ended',
      'hidden',
      'published',
      'stale',
    ])
    expect(different(directory.offers.map(({ capacity }) => capacity))).toEqual([
      'ask',
      'no',
      'waitlist',
      'yes',
    ])
    expect(
      directory.organisations.filter(({ protocolSignedOn }) => protocolSignedOn === null).length,
    ).toBeGreaterThan(2)
  })
})

describe('nothing in it is taken for real', () => {
  it('every organisation is marked invented and named so in four languages, every offer and site has four names', () => {
    for (const { names, invented } of directory.organisations) {
      expect(invented).toBe(true)
      expect(
        [names.ar, names.ckb, names.kmr, names.en].map((name) => /\((مثال|نموونە|example)\)$/.test(name)),
      ).toEqual([true, true, true, true])
    }
    for (const { names } of [...directory.sites, ...directory.offers])
      for (const locale of ['ar', 'ckb', 'kmr', 'en']) expect(Reflect.get(names, locale)).toMatch(/\S/)
    for (const { descriptions } of directory.offers)
      expect(Object.keys(descriptions).sort()).toEqual(['ar', 'ckb', 'en', 'kmr'])
  })

  it('no organisation that works in Iraq is named', () => {
    const real =
      /\bIOM\b|UNHCR|UNICEF|UNDP|UN-Habitat|Habitat|Mercy Corps|Save the Children|Oxfam|Norwegian|Danish|Intersos|Caritas|Red Cross|Red Crescent|Heartland|Terre des|Médecins|Relief International|Qandil|Barzani|Al-?Amal|Tearfund|War Child|الهلال الأحمر|الصليب الأحمر|اليونيسف|المفوضية|المنظمة الدولية للهجرة|قنديل|بارزاني/i
    const words = JSON.stringify([
      directory.organisations.map(({ names }) => names),
      directory.sites.map(({ names }) => names),
      directory.offers.map(({ names }) => names),
    ])
    expect(real.exec(words)?.[0]).toBeUndefined()
  })

  it('telephone numbers reach nobody', () => {
    const numbers = records.rows('person').flatMap(({ contactSafety }) => contactSafety.phone ?? [])
    expect(numbers.length).toBeGreaterThan(200)
    for (const number of [...numbers, ...directory.sites.flatMap(({ phone }) => phone ?? [])])
      expect(number).toMatch(/^\+9647000\d{6}$/)
  })
})

describe('the story', () => {
  it('is the same whenever it is told for the same now', () => {
    const again = makeDemo({ now, secret })
    for (const table of storyTables) expect(again.records.rows(table), table).toEqual(records.rows(table))
    expect(again.story.audit).toEqual(demo.story.audit)
  })

  it.each([
    '2026-03-20T22:10:00.000Z',
    '2026-11-20T09:00:00.000Z',
    '2027-01-01T03:00:00.000Z',
    '2028-02-29T12:00:00.000Z',
  ])('is told on any day: %s', (day) => {
    const { records: then, story } = makeDemo({ now: day, secret })
    expect(then.rows('case_file')).toHaveLength(400)
    expect(story.commands.filter(({ at }) => at > day)).toEqual([])
    expect(different(then.rows('referral').map(({ state }) => state))).toEqual([...referralStates].sort())
  })

  it('happens in office hours of working days, and each case in its own order', () => {
    for (const { at, name } of demo.story.commands.filter(
      (command) => command.name !== 'alert.seen' && !command.name.startsWith('offer.'),
    )) {
      const local = new Date(Date.parse(at) + 3 * 3_600_000).toISOString()
      expect(['friday', 'saturday'], name).not.toContain(weekdayOf(local.slice(0, 10)))
      expect(local.slice(11, 16) >= '08:30' && local.slice(11, 16) <= '14:30', `${name} ${local}`).toBe(true)
    }
    for (const { id, enteredAt } of cases) {
      const times = records.ofCase('case_event', id).map((event) => event.at)
      expect(times).toEqual(times.toSorted())
      expect(times[0]).toBe(enteredAt)
    }
  })

  it('leaves every open case with a next time, and most of them in time', () => {
    const open = cases.filter(({ closedAt }) => closedAt === null)
    expect(open.filter(({ nextDueAt }) => nextDueAt === null)).toEqual([])
    const late = open.filter(({ nextDueAt }) => (nextDueAt ?? '') < now)
    expect(late.length / open.length).toBeGreaterThan(0.1)
    expect(late.length / open.length).toBeLessThan(0.35)
  })

  it('places people where the gazetteer has a place', () => {
    const known = new Set(shippedPlaces().map(({ code }) => code))
    const used = different([
      ...records.rows('person').map(({ placeCode }) => placeCode ?? ''),
      ...directory.sites.map(({ placeCode }) => placeCode),
      ...directory.offers.flatMap(({ areas }) => areas),
    ])
    expect(used.filter((code) => !known.has(code))).toEqual([])
  })
})

describe('docs/demo.md', () => {
  it('lists every account with its roles and language, and the password', () => {
    const page = readFileSync(new URL('../../docs/demo.md', import.meta.url), 'utf8')
    const lines = page
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
    expect(lines.map(([, login, who, , its, locale]) => [login, who, its, locale])).toEqual(
      staffData.map(({ login, name, roles: its, locale }) => [
        `\`${login}\``,
        name,
        its.map((role) => `\`${role}\``).join(', '),
        locale,
      ]),
    )
    expect(page).toContain(`\`${demoPassword}\``)
  })
})
