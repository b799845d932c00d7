import { describe, expect, it } from 'vitest'
import {
  type ConsentDraft,
  consentQuestions,
  howOfConsent,
  isConsentWhole,
  noConsent,
} from './consent-draft.ts'
import { ageRulesFor } from './consent-rules.ts'

/** What the page asks, and what it sends, for people of every age. */
const draft = (over: Partial<ConsentDraft> = {}): ConsentDraft => ({
  ...noConsent,
  understood: true,
  ...over,
})
const rulesOf = (band: string, birthYear: number | null = null) =>
  ageRulesFor(band, birthYear, 2026).map(({ code }) => code)

describe('which rule holds', () => {
  it.each([
    ['0-4', null, ['0-5']],
    ['5-11', null, ['0-5', '6-11']],
    ['5-11', 2018, ['6-11']],
    ['12-17', null, ['12-14', '15-17']],
    ['12-17', 2010, ['15-17']],
    ['12-17', 2011, ['12-14', '15-17']],
    ['18-29', null, []],
    ['18-29', 2008, ['15-17']],
    ['60+', 1950, []],
    ['not_known', null, []],
  ] as const)('%s, born %s: %s', (band, birthYear, expected) => {
    expect(rulesOf(band, birthYear)).toEqual(expected)
  })
})

describe('what is asked', () => {
  it('of a grown person: who, how, understood; nothing of guardians', () => {
    const asked = consentQuestions('30-59', [], draft({ form: 'voice' }))
    expect(asked).toMatchObject({ asksAge: false, givenBy: 'person', asksRelation: false, assents: [] })
    expect(isConsentWhole(asked, draft({ form: 'voice' }))).toBe(true)
    expect(isConsentWhole(asked, draft())).toBe(false)
    expect(isConsentWhole(asked, draft({ form: 'voice', understood: false }))).toBe(false)
    expect(howOfConsent(asked, draft({ form: 'voice' }), '30-59')).toMatchObject({
      how: 'spoken',
      form: 'voice',
      givenBy: 'person',
      textVersion: 2,
    })
  })

  it('of a child whose age is not known: the age first', () => {
    const rules = rulesOf('5-11')
    expect(isConsentWhole(consentQuestions('5-11', rules, draft()), draft({ form: 'signature' }))).toBe(false)
    const eight = draft({ ageRule: '6-11', guardianRelation: 'mother', assent: 'oral', form: 'signature' })
    const asked = consentQuestions('5-11', rules, eight)
    expect(asked).toMatchObject({
      givers: ['guardian'],
      assents: ['oral', 'written'],
      forms: ['signature', 'thumbprint'],
    })
    expect(isConsentWhole(asked, eight)).toBe(true)
    expect(isConsentWhole(asked, { ...eight, form: 'spoken' })).toBe(false)
    expect(isConsentWhole(asked, { ...eight, assent: null })).toBe(false)
    expect(howOfConsent(asked, eight, '5-11')).toMatchObject({
      how: 'child_and_guardian',
      ageRule: '6-11',
      assent: 'oral',
      guardianRelation: 'mother',
    })
  })

  it('of a small child: the guardian alone', () => {
    const small = draft({ guardianRelation: 'father', form: 'spoken' })
    const asked = consentQuestions('0-4', rulesOf('0-4'), small)
    expect(asked.assents).toEqual([])
    expect(howOfConsent(asked, small, '0-4')).toMatchObject({ how: 'guardian', ageRule: '0-5' })
  })

  it('of somebody of sixteen: alone in writing, or with a guardian', () => {
    const alone = draft({ givenBy: 'person', form: 'signature' })
    const asked = consentQuestions('12-17', ['15-17'], alone)
    expect(asked.forms).toEqual(['signature', 'thumbprint'])
    expect(howOfConsent(asked, alone, '12-17')).toMatchObject({ how: 'signature', ageRule: '15-17' })
    const together = draft({
      givenBy: 'guardian',
      guardianRelation: 'mother',
      assent: 'written',
      form: 'spoken',
    })
    expect(isConsentWhole(consentQuestions('12-17', ['15-17'], together), together)).toBe(true)
  })

  it('of an interpreter only when there was one', () => {
    const with_ = draft({ form: 'spoken', interpreterMode: 'phone', interpreterCode: ' I-07 ' })
    const asked = consentQuestions('30-59', [], with_)
    expect(howOfConsent(asked, with_, '30-59')).toMatchObject({
      interpreterPresent: true,
      interpreterMode: 'phone',
      interpreterCode: 'I-07',
    })
    expect(howOfConsent(asked, draft({ form: 'spoken' }), '30-59')).not.toHaveProperty('interpreterMode')
  })
})
