import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import programme from '../../programmes/nrm/programme.json' with { type: 'json' }
import {
  buildSnapshot,
  type CaseFacts,
  minimalSummary,
  type ShareableItem,
  shareableItems,
} from './snapshot.ts'

/** Every value carries the item it belongs to, so that a leak shows; "secret" belongs to none. */
const facts: CaseFacts = {
  person: {
    displayName: 'name:Zahra',
    nameParts: { given: 'name:Zahra', father: 'name:Ali', mother: 'name:Hana', secret: 'secret' } as object,
    sex: 'sex:female',
    birthYear: 1990,
    contactSafety: {
      mode: 'phone_any',
      phone: 'phone:+9647700000000',
      codeWord: 'safe_contact:olive',
      note: 'secret',
    } as never,
    placeCode: 'address:IQG15Q01',
    chosenWordHash: 'secret',
    codeName: 'secret',
  } as CaseFacts['person'],
  case: {
    ageBand: 'age:30-59',
    statusCategory: 'displacement:idp_returnee',
    returnedFromAbroad: true,
    conflictDisplaced: null,
    documentsHeld: ['documents:unid'],
    urgencyReason: 'secret',
  } as CaseFacts['case'],
  members: [
    {
      displayName: 'secret',
      relationship: 'child',
      sex: 'household:male',
      ageBand: 'household:5-11',
      id: 'secret',
    } as never,
  ],
  needs: [{ service: 'needs_summary:DOC.BIRTH', severity: 3, unmetReason: 'secret' } as never],
  healthSummary: 'health_summary:words',
  narrative: 'narrative:words',
}
const mark = new RegExp(`"(${shareableItems.join('|')}):|(secret)`, 'g')
const marks = (snapshot: object) =>
  Array.from(JSON.stringify(snapshot).matchAll(mark), ([, item, secret]) => item ?? secret)
const some = fc.subarray([...shareableItems])

describe('what a provider gets after accepting', () => {
  it('is exactly the chosen and consented items, and nothing of any other', () => {
    fc.assert(
      fc.property(some, some, (chosen, more) => {
        const snapshot = buildSnapshot(chosen, [...chosen, ...more], facts)
        expect(Object.keys(snapshot).sort()).toEqual([...chosen].sort())
        for (const item of marks(snapshot)) expect(chosen).toContain(item)
      }),
    )
  })

  it('is refused as a whole when one chosen item has no consent', () => {
    fc.assert(
      fc.property(some, some, (chosen, consented) => {
        fc.pre(chosen.some((item) => !consented.includes(item)))
        expect(() => buildSnapshot(chosen, consented, facts)).toThrow('referral.items_not_consented')
      }),
    )
  })

  it('cannot be talked into more by an invented item', () => {
    for (const item of ['__proto__', 'constructor', 'person', 'case', '*', 'toString', 'chosenWordHash', ''])
      expect(() => buildSnapshot([item], [item], facts)).toThrow('referral.items_not_consented')
  })

  it('does not change when the case changes later', () => {
    const held = ['unid']
    const snapshot = buildSnapshot(['documents'], ['documents'], {
      ...facts,
      case: { ...facts.case, documentsHeld: held },
    })
    held.push('csid')
    expect(snapshot).toEqual({ documents: ['unid'] })
  })

  it('leaves out what is not known', () => {
    const unknown: CaseFacts = {
      ...facts,
      narrative: null,
      person: { ...facts.person, birthYear: null, placeCode: null },
    }
    const chosen: ShareableItem[] = ['narrative', 'address']
    expect(buildSnapshot(chosen, chosen, unknown)).toEqual({})
  })

  it('gives a telephone number only with the limits of its use, and never where calls are unsafe', () => {
    expect(buildSnapshot(['phone'], ['phone'], facts).phone).toMatchObject({
      mode: 'phone_any',
      mayLeaveMessage: false,
    })
    const contactSafety = { mode: 'no_contact', phone: '+9647700000000' }
    const unsafe = { ...facts, person: { ...facts.person, contactSafety } }
    expect(buildSnapshot(['phone', 'safe_contact'], ['phone', 'safe_contact'], unsafe)).not.toHaveProperty(
      'phone',
    )
  })

  it('knows every item the programme lets a person consent to', () => {
    expect([...shareableItems]).toEqual(programme.lists.consentItem.map((item) => item.code))
  })
})

describe('what a provider sees before accepting', () => {
  const summaryFacts = {
    code: 'NV-4K7-29XC',
    service: 'DOC.BIRTH',
    urgency: 'U2',
    ageBand: '25-59',
    sex: 'female',
    language: 'kmr',
    interpreterNeeded: true,
    places: [
      { code: 'IQG15Q01V7', level: 4 },
      { code: 'IQG15Q01S2', level: 3 },
      { code: 'IQG15Q01', level: 2 },
      { code: 'IQG15', level: 1 },
    ],
    accompaniment: 'none',
    displayName: 'Zahra',
    narrative: 'words',
    phone: '+9647700000000',
  }
  const keys = [
    'accompaniment',
    'ageBand',
    'code',
    'interpreterNeeded',
    'language',
    'placeCode',
    'service',
    'sex',
    'urgency',
  ]

  it('names nobody and no place smaller than a district', () => {
    const summary = minimalSummary(summaryFacts, {})
    expect(Object.keys(summary).sort()).toEqual(keys)
    expect(summary.placeCode).toBe('IQG15Q01')
    expect(JSON.stringify(summary)).not.toMatch(/Zahra|words|964|V7|S2/)
    expect(
      minimalSummary({ ...summaryFacts, places: summaryFacts.places.slice(0, 2) }, {}).placeCode,
    ).toBeNull()
  })

  it('tells the sex only where the offer serves one sex', () => {
    expect(minimalSummary(summaryFacts, {}).sex).toBeNull()
    expect(minimalSummary(summaryFacts, { sexes: ['female', 'male', 'not_recorded'] }).sex).toBeNull()
    expect(minimalSummary(summaryFacts, { sexes: ['female'] }).sex).toBe('female')
  })
})
