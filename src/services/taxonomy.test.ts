import { describe, expect, it } from 'vitest'
import { localeCodes } from '../language/locales.ts'
import { words } from '../language/server-words.ts'
import {
  blockedBy,
  documentsNeededFor,
  isProtected,
  isService,
  sectorOf,
  sectors,
  service,
  serviceClass,
  services,
  servicesOfSector,
} from './taxonomy.ts'

describe('the services', () => {
  it('are 103 in sixteen sectors, each known once and none empty', () => {
    expect([sectors.length, services.length, new Set(services.map(({ code }) => code)).size]).toEqual([
      16, 103, 103,
    ])
    for (const sector of sectors) expect(servicesOfSector(sector).length).toBeGreaterThan(0)
    for (const { code, sector } of services) expect(sectorOf(code)).toBe(sector)
  })

  it('begin with the three of the first press note: housing, vocational training, school enrolment', () => {
    for (const code of ['SHE.RENTAL', 'LIV.VOCTRA', 'EDU.ENROL']) expect(isService(code)).toBe(true)
  })

  it('have a name in every language', () => {
    for (const t of localeCodes.map((locale) => words(locale))) {
      for (const { code } of services) expect(t.has(`services.service.${code}`), code).toBe(true)
      for (const sector of sectors) expect(t.has(`services.sector.${sector}`), sector).toBe(true)
    }
  })

  it('protect violence, trafficking and suicide, and everything unknown', () => {
    for (const code of ['GBV.SHELTE', 'TIP.ASSIST', 'MHP.SUICID', 'CHP.UASC', 'no.such'])
      expect(isProtected(code), code).toBe(true)
    for (const code of ['EDU.ENROL', 'MHP.COUNS', 'HLP.TITLE']) expect(isProtected(code), code).toBe(false)
    expect(serviceClass('MHP.AWARE')).toBe('C1')
    expect(service('no.such')).toBeUndefined()
  })

  it('show what a missing birth certificate blocks, and what has to be there for school', () => {
    expect(blockedBy('DOC.BIRTH')).toEqual(expect.arrayContaining(['EDU.ENROL', 'FOO.RATREI', 'CSH.SSN']))
    expect(documentsNeededFor('EDU.ENROL')).toContain('DOC.BIRTH')
    expect(blockedBy('EDU.ENROL')).toEqual([])
  })

  it('never block themselves, not even around a corner', () => {
    const reaches = (from: string, seen: string[] = []): string[] =>
      blockedBy(from).flatMap((code) =>
        seen.includes(code) ? [code] : [code, ...reaches(code, [...seen, code])],
      )
    for (const { code } of services) expect(reaches(code)).not.toContain(code)
  })
})
