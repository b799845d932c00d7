import { describe, expect, test } from 'vitest'
import {
  amina,
  as,
  baran,
  caseOf,
  ids,
  needOf,
  now,
  personOf,
  reference,
  refusalOf,
  sana,
  uuid,
  written,
} from '../../tests/support/amina.ts'
import type { ConsentKnown, Knowledge, SiblingReferral } from '../records/knowledge.ts'
import { setChosenWord } from './chosen-word.ts'
import { nothingMore } from './consent-facts.ts'
import { setContactSafety } from './contact-safety.ts'
import { correctPerson } from './correct-person.ts'
import { recordConsent } from './record-consent.ts'
import { keysOfSearch, searchKeysOf } from './search-keys.ts'
import { withdrawConsent } from './withdraw-consent.ts'

const organisation = {
  id: ids.bridges,
  state: 'active',
  unitKind: 'provider',
  protocolSignedOn: '2025-01-01',
}
const record = (more: object = {}, file = caseOf(), recipient: Knowledge['organisation'] = organisation) =>
  recordConsent.decide(
    { reference, case: file, person: personOf(), organisation: recipient },
    {
      consentId: ids.consent,
      caseId: ids.case,
      organisationId: ids.bridges,
      items: ['name', 'name', 'phone'],
      purpose: 'referral',
      how: 'spoken',
      ...more,
    },
    as(amina),
  )

describe('Huda’s consent', () => {
  test('is for Bridges by name, these items, six months', () => {
    expect(written(record(), 'consent')).toEqual([
      expect.objectContaining({
        recipientId: ids.bridges,
        items: ['name', 'phone'],
        language: 'ar',
        givenOn: '2026-11-22',
        expiresOn: '2027-05-22',
      }),
    ])
  })
  test('is for something, for somebody who is there, given by now', () => {
    expect(refusalOf(() => record({ items: [] }))).toMatchObject({ code: 'consent.items_empty' })
    expect(refusalOf(() => record({ items: ['everything'] }))).toMatchObject({
      code: 'input.invalid',
      field: 'items',
    })
    expect(refusalOf(() => record({}, caseOf(), { ...organisation, state: 'suspended' }))).toMatchObject({
      code: 'consent.recipient_unknown',
    })
    expect(refusalOf(() => record({ givenOn: '2026-11-23' }))).toMatchObject({ code: 'date.in_future' })
  })
  test('is not a child’s alone', () => {
    const child = caseOf({ ageBand: '12-17' })
    expect(refusalOf(() => record({}, child))).toEqual({
      code: 'consent.guardian_needed',
      field: 'how',
      allowed: ['guardian', 'child_and_guardian'],
    })
    expect(written(record({ how: 'child_and_guardian' }, child), 'consent')).toHaveLength(1)
  })
})

const consent = (id: string, items: string[]): ConsentKnown => ({
  id,
  caseId: ids.case,
  organisationId: ids.ministry,
  recipientId: ids.bridges,
  purpose: 'referral',
  items,
  how: 'spoken',
  language: 'ar',
  interpreterPresent: false,
  givenOn: '2026-11-20',
  expiresOn: '2027-05-20',
  ...nothingMore,
  textVersion: 1,
  enteredAt: now,
  enteredBy: ids.amina,
  withdrawal: null,
})
const referral = (id: string, state: string, more: Partial<SiblingReferral> = {}): SiblingReferral => ({
  id,
  needId: ids.need,
  offerId: uuid(81),
  service: 'DOC.BIRTH',
  receiverOrganisationId: ids.bridges,
  receiverSiteId: uuid(77),
  state,
  nextDueAt: null,
  nextDueKind: null,
  sharedItems: ['name'],
  ...more,
})
const withdraw = (
  around: Partial<NonNullable<Knowledge['aroundConsent']>>,
  who = amina,
  given: Partial<ConsentKnown> = {},
) =>
  withdrawConsent.decide(
    {
      reference,
      consent: { ...consent(ids.consent, ['name']), ...given, case: caseOf() },
      aroundConsent: {
        consents: [consent(ids.consent, ['name'])],
        siblings: [],
        needs: [needOf({ state: 'referred' })],
        ...around,
      },
    },
    { consentId: ids.consent },
    as(who),
  )
const cancelled = (decision: ReturnType<typeof withdraw>) => decision.result?.['cancelledReferrals']

describe('Huda takes her consent back', () => {
  test('open referrals that rest on it end, what was handed over closes, the need is open again', () => {
    const decision = withdraw({
      siblings: [
        referral(uuid(71), 'sent'),
        referral(uuid(72), 'completed'),
        referral(uuid(73), 'draft'),
        referral(uuid(74), 'declined'),
      ],
    })
    expect(cancelled(decision)).toEqual([uuid(71)])
    expect(
      decision.changes
        .filter((change) => change.op === 'update' && change.table === 'referral_snapshot')
        .map((change) => 'key' in change && change.key),
    ).toEqual([uuid(71), uuid(72)])
    expect(written(decision, 'referral')).toEqual([
      expect.objectContaining({
        state: 'cancelled',
        reason: 'consent_withdrawn',
        stateSince: now,
        nextDueKind: 'nextStep',
        nextDueAt: '2026-11-25T09:00:00.000Z',
      }),
    ])
    expect(written(decision, 'referral_event')).toEqual([
      expect.objectContaining({ party: 'person', shared: true, toState: 'cancelled' }),
    ])
    expect(written(decision, 'referral_origin')).toEqual([{ openKey: null }])
    expect(written(decision, 'need')).toEqual([{ state: 'open' }])
  })
  test('a referral that another consent still covers goes on, and so does one to somebody else', () => {
    expect(
      cancelled(
        withdraw({
          consents: [consent(ids.consent, ['name']), consent(uuid(52), ['name', 'phone'])],
          siblings: [referral(uuid(71), 'sent')],
        }),
      ),
    ).toEqual([])
    expect(
      cancelled(withdraw({ siblings: [referral(uuid(71), 'sent', { receiverOrganisationId: uuid(42) })] })),
    ).toEqual([])
    expect(cancelled(withdraw({ siblings: [referral(uuid(71), 'sent', { sharedItems: [] })] }))).toEqual([])
  })
  test('the need stays referred while somebody else is still asked', () => {
    const decision = withdraw({
      siblings: [
        referral(uuid(71), 'sent'),
        referral(uuid(72), 'sent', { receiverOrganisationId: uuid(42) }),
      ],
    })
    expect([cancelled(decision), written(decision, 'need')]).toEqual([[uuid(71)], []])
  })
  test('also when the case is closed; twice is refused; her officer hears of it', () => {
    expect(written(withdraw({}, baran), 'alert')).toEqual([
      expect.objectContaining({ accountId: ids.amina, kind: 'case.consent_withdrawn' }),
    ])
    const withdrawal = {
      consentId: ids.consent,
      caseId: ids.case,
      organisationId: ids.ministry,
      how: 'phone',
      at: now,
      enteredBy: ids.amina,
    }
    expect(refusalOf(() => withdraw({}, amina, { withdrawal }))).toMatchObject({
      code: 'consent.already_withdrawn',
    })
  })
})

describe('what is known of Huda', () => {
  const correct = (more: object, who = amina) =>
    correctPerson.decide(
      { reference, case: caseOf(), person: personOf() },
      { caseId: ids.case, ...more },
      as(who),
    )
  test('a corrected name is shown everywhere, found again, and the old one kept in the story', () => {
    const decision = correct({ name: { given: 'هدى', father: 'حسين' } })
    expect(written(decision, 'case_file')).toEqual([{ displayName: 'هدى حسين' }])
    expect(written(decision, 'person')[0]?.searchKeys).toEqual(
      searchKeysOf({ ...personOf(), nameParts: { given: 'هدى', father: 'حسين' } }, caseOf().code).searchKeys,
    )
    expect(written(decision, 'case_event')[0]?.detail).toMatchObject({
      changes: expect.arrayContaining([
        expect.objectContaining({ field: 'displayName', from: 'هدى حسن علي' }),
      ]),
    })
  })
  test('nothing changed writes nothing; nameless is refused; Sana does not correct Amina’s', () => {
    expect(correct({ sex: 'female' }).changes).toEqual([])
    expect(refusalOf(() => correct({ name: {} }))).toMatchObject({ code: 'person.name_or_code_needed' })
    expect(refusalOf(() => correct({ sex: 'male' }, sana))).toEqual({ code: 'case.not_your_correction' })
  })
  test('how to reach her is replaced whole, and the old way kept in the story', () => {
    const set = (contactSafety: { mode: string; phone?: string }) =>
      setContactSafety.decide(
        { reference, case: caseOf(), person: personOf() },
        { caseId: ids.case, contactSafety },
        as(amina),
      )
    const decision = set({ mode: 'phone_any', phone: '+964 770 123 4567' })
    expect(written(decision, 'person')[0]).toMatchObject({
      contactSafety: { mode: 'phone_any', phone: '+9647701234567' },
    })
    expect(written(decision, 'case_event')[0]?.detail).toMatchObject({
      changes: [{ field: 'contactSafety', from: { mode: 'in_person' } }],
    })
    expect(set({ mode: 'in_person' }).changes).toEqual([])
  })
  test('a chosen word can be taken away', () => {
    expect(
      written(
        setChosenWord.decide(
          { case: caseOf(), person: personOf() },
          { caseId: ids.case, chosenWord: null },
          as(amina),
        ),
        'person',
      ),
    ).toEqual([{ chosenWordHash: null }])
  })
  test('she is found by two parts of her name, her code in any writing, or her telephone', () => {
    const { searchKeys } = searchKeysOf(
      { ...personOf(), code: 'NV-4K7-29XC', contactSafety: { mode: 'phone_any', phone: '+9647701234567' } },
      'NV-4K7-29XC',
    )
    const finds = (text: string) => keysOfSearch(text).some((key) => searchKeys.includes(key))
    expect(['هدى حسن', 'هدي علی', '٠٧٧٠ ١٢٣ ٤٥٦٧'].map(finds)).toEqual([true, true, true])
    expect(finds('هدى')).toBe(false)
    expect(keysOfSearch('؟')).toEqual([])
  })
})
