import { describe, expect, it } from 'vitest'
import { chosenFrom, givenFrom, isMixed } from './chosen-roles.ts'

describe("an account's roles on the screen", () => {
  it('are every chosen role at every chosen office', () => {
    const given = givenFrom({
      roles: ['caseworker', 'legal_adviser'],
      sites: ['mosul', 'sinjar'],
      isEverywhere: false,
      placeCode: null,
    })
    expect(given).toHaveLength(4)
    expect(chosenFrom(given, null)).toEqual({
      roles: ['caseworker', 'legal_adviser'],
      sites: ['mosul', 'sinjar'],
      isEverywhere: false,
      placeCode: null,
    })
    expect(isMixed(given)).toBe(false)
  })

  it('hold everywhere when no office is named', () => {
    const given = [{ role: 'system_admin', siteId: null }]
    expect(chosenFrom(given, 'mosul')).toEqual({
      roles: ['system_admin'],
      sites: [],
      isEverywhere: true,
      placeCode: null,
    })
    expect(givenFrom(chosenFrom(given, 'mosul'))).toEqual(given)
  })

  it('hold in a whole governorate when it is named instead of offices', () => {
    const given = [{ role: 'directorate_manager', siteId: null, placeCode: 'IQG15' }]
    const chosen = chosenFrom(given, 'mosul')
    expect(chosen).toMatchObject({ isEverywhere: false, placeCode: 'IQG15', sites: [] })
    expect(givenFrom(chosen)).toEqual(given)
    expect(isMixed(given)).toBe(false)
    expect(isMixed([...given, { role: 'directorate_manager', siteId: null, placeCode: 'IQG13' }])).toBe(true)
  })

  it('are told to be mixed when they differ by office, so that saving does not widen them unseen', () => {
    expect(
      isMixed([
        { role: 'caseworker', siteId: 'mosul' },
        { role: 'case_supervisor', siteId: 'sinjar' },
      ]),
    ).toBe(true)
    expect(
      isMixed([
        { role: 'caseworker', siteId: 'mosul' },
        { role: 'system_admin', siteId: null },
      ]),
    ).toBe(true)
  })

  it('begin at the only office there is', () => {
    expect(chosenFrom([], 'mosul').sites).toEqual(['mosul'])
  })
})
