import { describe, expect, it } from 'vitest'
import { iraqCalendarRules } from '../places/iraq-calendar.ts'
import type { Role } from '../permissions/roles.ts'
import type { Who } from '../permissions/who.ts'
import { recordsInMemory } from './memory.ts'
import type { CaseRow, ReferralRow } from './rows.ts'

const [ministry, bridges, mosul, sinjar, bank] = ['ministry', 'bridges', 'mosul', 'sinjar', 'bank']
const who = (
  accountId: string,
  organisationId: string,
  sites: readonly string[],
  roles: readonly Role[],
  supervisedSites: readonly string[] = [],
): Who => ({
  kind: 'account',
  accountId,
  organisationId,
  displayName: accountId,
  login: accountId,
  locale: 'ar',
  roles,
  sites,
  supervisedSites,
  sessionId: '',
  mustChangePassword: false,
})
const amina = who('amina', ministry, [mosul], ['caseworker'])
const sana = who('sana', ministry, [mosul], ['caseworker'])
const baran = who('baran', ministry, [mosul], ['case_supervisor'], [mosul])
const dara = who('dara', bridges, [bank], ['provider_focal_point'])

const byCase = { case: ({ id }: { id: string }) => id }
const byReferral = { referral: ({ id }: { id: string }) => id, sending: ({ id }: { id: string }) => id }

/** Amina's case in Mosul with one need, sent to Bridges. */
function records() {
  const site = (id: string, organisationId: string) => ({
    id,
    organisationId,
    placeCode: 'IQG15Q05',
    codePrefix: 'NV',
    confidential: false,
  })
  const organisation = (id: string) => ({
    id,
    state: 'active',
    family: 'state',
    unitKind: 'provider',
    names: { en: id },
    protocolSignedOn: '2026-01-01',
  })
  const made = recordsInMemory({
    reference: {
      programme: () => undefined,
      calendarOf: () => ({ ...iraqCalendarRules, holidays: new Set() }),
      ancestors: (place) => [place, 'IQG15'],
    },
    organisations: [ministry, bridges].map(organisation),
    sites: [site(mosul, ministry), site(sinjar, ministry), site(bank, bridges)],
  })
  for (const account of [amina, sana, baran]) {
    made.put('account', { id: account.accountId, organisationId: ministry, state: 'active' })
    made.put('account_role', {
      accountId: account.accountId,
      organisationId: ministry,
      role: account.roles[0] ?? '',
      siteId: mosul,
    })
  }
  made.apply(amina, 'new_case', 'file', [
    { op: 'insert', table: 'person', row: { id: 'person', organisationId: ministry, siteId: mosul } },
    {
      op: 'insert',
      table: 'case_file',
      row: {
        id: 'file',
        organisationId: ministry,
        siteId: mosul,
        officerId: 'amina',
        personId: 'person',
        closedAt: null,
        nextContactAt: null,
      } satisfies Partial<CaseRow>,
    },
    {
      op: 'insert',
      table: 'task',
      row: {
        id: 'call',
        caseId: 'file',
        organisationId: ministry,
        kind: 'contact',
        dueAt: '2026-11-25T08:00:00.000Z',
        assigneeId: 'amina',
      },
    },
  ])
  made.apply(amina, 'case', 'file', [
    {
      op: 'insert',
      table: 'need',
      row: {
        id: 'need',
        caseId: 'file',
        organisationId: ministry,
        service: 'DOC.BIRTH',
        state: 'referred',
        priority: 1,
      },
    },
    {
      op: 'insert',
      table: 'referral',
      row: {
        id: 'referral',
        organisationId: ministry,
        siteId: mosul,
        officerId: 'amina',
        receiverOrganisationId: bridges,
        receiverSiteId: bank,
        state: 'sent',
        sentAt: '2026-11-22T08:00:00.000Z',
        nextDueAt: '2026-11-23T08:00:00.000Z',
        nextDueKind: 'acknowledge',
        loopClosedAt: null,
      } satisfies Partial<ReferralRow>,
    },
    {
      op: 'insert',
      table: 'referral_origin',
      row: {
        referralId: 'referral',
        organisationId: ministry,
        caseId: 'file',
        needId: 'need',
        personId: 'person',
        openKey: 'need:offer',
      },
    },
  ])
  return made
}

describe('records in memory', () => {
  it('show Amina and her supervisor the case, and nobody else', () => {
    const made = records()
    const sees = (one: Who) => made.know(one, byCase, { id: 'file' }).case !== undefined
    expect([amina, baran, sana, dara].map(sees)).toEqual([true, true, false, false])
  })

  it('show Dara the referral sent to her, without the case behind it', () => {
    const { referral, sending } = records().know(dara, byReferral, { id: 'referral' })
    expect(referral?.referral.id).toBe('referral')
    expect(referral?.origin).toBeUndefined()
    expect(sending).toBeUndefined()
    expect(records().know(sana, byReferral, { id: 'referral' }).referral).toBeUndefined()
  })

  it('raise the revision of the case with every action, and carry it to the rows beneath', () => {
    const made = records()
    const first = made.row('case_file', 'file')?.rev ?? 0
    made.apply(dara, 'referral', 'referral', [
      { op: 'update', table: 'referral', key: 'referral', set: { state: 'accepted' } },
    ])
    expect(made.row('case_file', 'file')?.rev).toBe(first + 1)
    expect(made.row('referral', 'referral')?.rev).toBe(first + 1)
  })

  it('keep beside the case what is due first and what waits', () => {
    const made = records()
    expect(made.row('case_file', 'file')).toMatchObject({
      nextDueKind: 'referral.acknowledge',
      nextDueRef: 'referral',
      openNeeds: 1,
      waitingReferrals: 1,
    })
    made.apply(dara, 'referral', 'referral', [
      {
        op: 'update',
        table: 'referral',
        key: 'referral',
        set: { state: 'declined', nextDueAt: null, nextDueKind: null },
      },
    ])
    expect(made.row('case_file', 'file')).toMatchObject({
      nextDueKind: 'task.contact',
      nextDueRef: 'call',
      waitingReferrals: 0,
    })
  })

  it('open the need again when its only try was declined', () => {
    const made = records()
    made.apply(dara, 'referral', 'referral', [
      { op: 'update', table: 'referral', key: 'referral', set: { state: 'declined' } },
    ])
    expect(made.row('need', 'need')?.state).toBe('open')
    expect(made.row('referral_origin', 'referral')?.openKey).toBeNull()
  })

  it('hand a case over with its open tasks and referrals, to somebody who works at that site', () => {
    const made = records()
    const to = (accountId: string, siteId: string) =>
      made.apply(amina, 'case', 'file', [
        {
          op: 'call',
          function: 'hand_over_case',
          args: ['file', accountId, siteId],
          otherwise: 'case.officer_not_found',
        },
      ])
    expect(() => to('sana', sinjar)).toThrow('case.officer_not_found')
    to('sana', mosul)
    expect([
      made.row('case_file', 'file')?.officerId,
      made.row('task', 'call')?.assigneeId,
      made.row('referral', 'referral')?.officerId,
    ]).toEqual(['sana', 'sana', 'sana'])
  })

  it('refuse what is there already, and changes of what is not there', () => {
    const made = records()
    expect(() => made.put('person', { id: 'person' })).toThrow('record.id_taken')
    expect(() =>
      made.apply(amina, 'case', 'file', [{ op: 'update', table: 'note', key: 'none', set: {} }]),
    ).toThrow('record.not_found')
  })
})
