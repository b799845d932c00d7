import { describe, expect, it } from 'vitest'
import {
  amina,
  as,
  caseOf,
  ids,
  needOf,
  now,
  personOf,
  reference,
  refusalOf,
  uuid,
  written,
} from '../../tests/support/amina.ts'
import {
  asSeenByReceiver,
  asSeenBySender,
  dara,
  offerOf,
  referralId,
  referralOf,
} from '../../tests/support/referral-of.ts'
import type { ConsentKnown, Knowledge, OfferKnown } from '../records/knowledge.ts'
import { nothingMore } from '../people/consent-facts.ts'
import { draftReferral } from './draft-referral.ts'
import { sendReferral } from './send-referral.ts'

const consent = (more: Partial<ConsentKnown> = {}): ConsentKnown => ({
  id: ids.consent,
  caseId: ids.case,
  organisationId: ids.ministry,
  recipientId: ids.bridges,
  purpose: 'referral',
  items: ['name', 'age', 'phone'],
  how: 'spoken',
  language: 'ar',
  interpreterPresent: false,
  givenOn: '2026-11-22',
  expiresOn: '2027-05-22',
  ...nothingMore,
  textVersion: 1,
  enteredAt: now,
  enteredBy: ids.amina,
  withdrawal: null,
  ...more,
})
type Known = Parameters<typeof sendReferral.decide>[0]
const known = (more: Partial<Known> = {}): Known => ({
  reference,
  referral: asSeenBySender(referralOf()),
  consentsOfReferral: [consent()],
  siblingsOfReferral: [],
  offerOfReferral: offerOf(),
  sending: {
    case: caseOf(),
    person: personOf(),
    need: needOf(),
    members: [],
    needs: [needOf()],
    facts: undefined,
  },
  ...more,
})
const send = (more: Partial<Known> = {}) => sendReferral.decide(known(more), { referralId }, as(amina))
const refusal = (more: Partial<Known>) => refusalOf(() => send(more))
const sibling = (more: Partial<Knowledge['siblings'][number]>): Knowledge['siblings'][number] => ({
  id: uuid(99),
  needId: ids.need,
  offerId: uuid(63),
  service: 'EDU.ENROL',
  receiverOrganisationId: uuid(43),
  receiverSiteId: uuid(78),
  state: 'sent',
  nextDueAt: now,
  nextDueKind: 'decide',
  sharedItems: [],
  ...more,
})

describe('Amina sends a referral', () => {
  it('hands over exactly what Huda chose and consented to, and starts the clocks of its urgency', () => {
    const decision = send()
    expect(written(decision, 'referral_snapshot')).toMatchObject([
      { items: { name: { display: 'هدى حسن علي' } } },
    ])
    expect(Object.keys(written(decision, 'referral_snapshot')[0]?.items ?? {})).toEqual(['name'])
    expect(written(decision, 'referral')[0]).toMatchObject({
      state: 'sent',
      sentAt: now,
      acknowledgeDueAt: '2026-11-23T09:00:00.000Z',
      decideDueAt: '2026-11-25T09:00:00.000Z',
      nextDueKind: 'acknowledge',
      nextDueAt: '2026-11-23T09:00:00.000Z',
    })
    expect(written(decision, 'need')).toEqual([{ state: 'referred' }])
    expect(written(decision, 'referral_origin')).toEqual([
      { consentIds: [ids.consent], openKey: `${ids.need}:${uuid(62)}` },
    ])
    expect(decision.result).toMatchObject({ callNow: false, state: 'sent' })
  })

  it('counts three working days over a Friday and Saturday for what is not urgent', () => {
    const decision = send({ referral: asSeenBySender(referralOf({ urgency: 'U3' })) })
    expect(written(decision, 'referral')[0]).toMatchObject({ decideDueAt: '2026-11-29T09:00:00.000Z' })
  })

  it('is told to call as well when it is U0 or U1', () => {
    for (const urgency of ['U0', 'U1'])
      expect(send({ referral: asSeenBySender(referralOf({ urgency })) }).result).toMatchObject({
        callNow: true,
      })
  })

  it('needs a consent to this recipient, for this purpose, still valid', () => {
    for (const not of [
      [],
      [consent({ recipientId: uuid(43) })],
      [consent({ purpose: 'statistics' })],
      [consent({ expiresOn: '2026-11-22' })],
      [
        consent({
          withdrawal: {
            consentId: ids.consent,
            caseId: ids.case,
            organisationId: ids.ministry,
            how: 'phone',
            at: now,
            enteredBy: ids.amina,
          },
        }),
      ],
    ])
      expect(refusal({ consentsOfReferral: not })).toMatchObject({
        code: 'referral.consent_missing',
        items: ['name'],
      })
    const narrow = asSeenBySender(referralOf({ sharedItems: ['name', 'narrative'] }))
    expect(refusal({ referral: narrow })).toMatchObject({
      code: 'referral.items_not_consented',
      items: ['narrative'],
    })
    expect(
      refusal({ referral: asSeenBySender(referralOf({ sharedItems: [] })), consentsOfReferral: [] }),
    ).toMatchObject({ code: 'referral.consent_missing' })
    expect(refusal({ referral: asSeenBySender(referralOf({ sharedItems: [] })) })).toBe('applied')
  })

  it('finds the offer closed when it is old, hidden, out of money, or its organisation is not active', () => {
    const closed: Partial<OfferKnown>[] = [
      { state: 'hidden' },
      { state: 'draft' },
      { verifiedAt: '2026-08-01T00:00:00.000Z' },
      { fundingEndsOn: '2026-11-21' },
      { organisationState: 'suspended' },
    ]
    for (const more of closed)
      expect(refusal({ offerOfReferral: offerOf(more) })).toMatchObject({ code: 'referral.offer_not_open' })
    expect(refusal({ offerOfReferral: undefined })).toMatchObject({ code: 'referral.offer_not_open' })
    expect(refusal({ offerOfReferral: offerOf({ protocolSignedOn: null }) })).toMatchObject({
      code: 'referral.protocol_not_signed',
    })
    expect(refusal({ offerOfReferral: offerOf({ protocolSignedOn: '2026-11-23' }) })).toMatchObject({
      code: 'referral.protocol_not_signed',
    })
  })

  it('does not ask the same organisation twice for one need; another may be asked', () => {
    expect(refusal({ siblingsOfReferral: [sibling({ receiverOrganisationId: ids.bridges })] })).toMatchObject(
      { code: 'referral.duplicate', referralId: uuid(99) },
    )
    expect(refusal({ siblingsOfReferral: [sibling({ offerId: uuid(62), state: 'on_hold' })] })).toMatchObject(
      { code: 'referral.duplicate' },
    )
    expect(refusal({ siblingsOfReferral: [sibling({})] })).toBe('applied')
    expect(
      refusal({ siblingsOfReferral: [sibling({ receiverOrganisationId: ids.bridges, state: 'declined' })] }),
    ).toBe('applied')
  })

  it('stops the clock of the try before: this is its next step', () => {
    const decision = send({ siblingsOfReferral: [sibling({ state: 'declined' })] })
    expect(written(decision, 'referral')).toContainEqual({
      nextDueAt: null,
      nextDueKind: null,
      alertLevel: 0,
    })
  })

  it('sends once, for an open case and need', () => {
    expect(refusal({ referral: asSeenBySender(referralOf({ state: 'sent', sentAt: now })) })).toMatchObject({
      code: 'referral.move_not_allowed',
    })
    const { sending } = known()
    expect(refusal({ sending: sending && { ...sending, case: caseOf({ closedAt: now }) } })).toMatchObject({
      code: 'case.closed',
    })
    expect(refusal({ sending: sending && { ...sending, need: needOf({ state: 'met' }) } })).toMatchObject({
      code: 'need.closed',
    })
    expect(refusal({ referral: undefined })).toMatchObject({ code: 'referral.not_found' })
  })

  it('is not for Dara', () => {
    expect(
      refusalOf(() =>
        sendReferral.decide(known({ referral: asSeenByReceiver(referralOf()) }), { referralId }, as(dara)),
      ),
    ).toMatchObject({ code: 'referral.not_your_side' })
  })
})

describe('Amina drafts a referral', () => {
  const wish = {
    referralId,
    caseId: ids.case,
    needId: ids.need,
    offerId: uuid(62),
    urgency: 'U2' as const,
    sharedItems: ['name' as const],
  }
  type Drafting = Parameters<typeof draftReferral.decide>[0]
  const drafting = (more: Partial<Drafting> = {}): Drafting => ({
    reference,
    case: caseOf(),
    person: personOf(),
    members: [],
    needs: [needOf()],
    siblings: [],
    offer: offerOf(),
    factsOfCase: undefined,
    ...more,
  })
  const draft = (
    more: Partial<Drafting> = {},
    given: Partial<typeof wish> & { previousReferralId?: string } = {},
  ) => draftReferral.decide(drafting(more), { ...wish, ...given }, as(amina))

  it('sees what the provider will see: no name, the district, the sex only where the offer serves one', () => {
    expect(draft().result?.['summary']).toMatchObject({
      service: 'EDU.ENROL',
      ageBand: '30-59',
      sex: null,
      placeCode: 'IQG15Q05',
    })
    const women = offerOf({ eligibility: { sexes: ['female'] } })
    expect(draft({ offer: women }).result?.['summary']).toMatchObject({ sex: 'female' })
    expect(JSON.stringify(written(draft(), 'referral'))).not.toContain('هدى')
  })

  it('speaks of the member whose need it is', () => {
    const child = {
      id: uuid(81),
      caseId: ids.case,
      organisationId: ids.ministry,
      nameParts: {},
      displayName: 'متخيل',
      relationship: 'child',
      sex: 'male',
      ageBand: '5-11',
      addedAt: now,
      removedAt: null,
    }
    expect(
      draft({ members: [child], needs: [needOf({ memberId: child.id })] }).result?.['summary'],
    ).toMatchObject({ ageBand: '5-11' })
  })

  it('fits need, offer and the try before', () => {
    expect(refusalOf(() => draft({ needs: [] }))).toMatchObject({ code: 'need.not_found' })
    expect(refusalOf(() => draft({ needs: [needOf({ state: 'met' })] }))).toMatchObject({
      code: 'need.closed',
    })
    expect(refusalOf(() => draft({ offer: undefined }))).toMatchObject({ code: 'offer.not_found' })
    expect(refusalOf(() => draft({ offer: offerOf({ service: 'DOC.BIRTH' }) }))).toMatchObject({
      code: 'referral.offer_not_open',
      why: 'other_service',
    })
    expect(refusalOf(() => draft({}, { previousReferralId: uuid(98) }))).toMatchObject({
      code: 'referral.not_found',
    })
    expect(refusalOf(() => draft({ case: caseOf({ closedAt: now }) }))).toMatchObject({ code: 'case.closed' })
  })

  it('is kindly refused for what is protected until there is a safe place for it', () => {
    expect(
      refusalOf(() =>
        draft({ needs: [needOf({ service: 'GBV.CASE' })], offer: offerOf({ service: 'GBV.CASE' }) }),
      ),
    ).toMatchObject({ code: 'case.protected_not_yet' })
  })

  it('gets the clock of sending and a code nobody can tell anything from', () => {
    const [row] = written(draft(), 'referral')
    expect(row).toMatchObject({ nextDueKind: 'send', nextDueAt: '2026-11-23T09:00:00.000Z', state: 'draft' })
    expect(row?.code).toMatch(/^NV-\w{3}-\w{4}$/)
    expect(written(draft(), 'referral_event')).toMatchObject([{ kind: 'referral.draft', shared: false }])
  })
})
