import { expect, test } from 'vitest'
import type { Circumstances } from '../actions/action.ts'
import { Refusal } from '../basics/refusal.ts'
import type { Role } from '../permissions/roles.ts'
import type { Reference } from '../records/knowledge.ts'
import type { CaseRow } from '../records/rows.ts'
import type { VaultKnowledge } from '../records/vault-knowledge.ts'
import { breakGlass, reviewGlass } from './break-glass.ts'
import { openVault } from './open-vault.ts'
import { writeEntry } from './write-entry.ts'

const ids = { case: 'c', vault: 'v', entry: 'e', glass: 'g' }
const sealed = { ciphertext: new Uint8Array([1]), keyVersion: 1 }

function as(
  accountId: string,
  roles: readonly Role[],
  supervisedSites: readonly string[] = [],
): Circumstances {
  return {
    who: {
      kind: 'account',
      accountId,
      organisationId: 'ministry',
      displayName: '',
      login: accountId,
      locale: 'ar',
      roles,
      sites: ['mosul'],
      supervisedSites,
      sessionId: 's',
      mustChangePassword: false,
    },
    now: '2026-11-19T09:00:00.000Z', // a Thursday: Friday and Saturday do not count
    today: '2026-11-19',
    newId: () => 'new',
    random: () => new Uint8Array(),
    hashWord: () => new Uint8Array(),
    hashToken: () => new Uint8Array(),
  }
}
function guard(
  more: Partial<NonNullable<VaultKnowledge['guard']>> = {},
): NonNullable<VaultKnowledge['guard']> {
  return {
    case: {
      id: ids.case,
      organisationId: 'ministry',
      siteId: 'mosul',
      officerId: 'amina',
      placeCode: null,
    } as CaseRow,
    certified: ['gbv'],
    vaults: [],
    supervisors: ['baran', 'hanaa'],
    dataProtection: ['layla'],
    ...more,
  }
}
const reference = {
  calendarOf: () => ({
    utcOffsetMinutes: 180,
    weekend: ['friday', 'saturday'],
    officeHours: { from: '08:00', to: '15:00' },
    holidays: new Set<string>(),
  }),
} as unknown as Reference
const refused = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'done'
}
const breaking = {
  glassId: ids.glass,
  caseId: ids.case,
  reason: 'team_absent',
  why: 'nobody answers',
  sealed,
} as const
const baran = as('baran', ['case_supervisor'], ['mosul'])

test('opening a vault writes the vault and its first member, and nothing that the case could tell', () => {
  const { changes, audit } = openVault.decide(
    { guard: guard() },
    { vaultId: ids.vault, caseId: ids.case, kind: 'gbv' },
    as('amina', ['caseworker']),
  )
  expect(
    changes.map((change) => (change.op === 'call' ? change.function : 'table' in change ? change.table : '')),
  ).toEqual(['vault', 'join_vault'])
  expect(JSON.stringify(audit)).not.toContain('caseId')
})

test('a decision never sees the text: without its seal nothing is written', () => {
  const vault = {
    id: ids.vault,
    caseId: ids.case,
    organisationId: 'ministry',
    kind: 'gbv',
    openedAt: '',
    openedBy: 'amina',
    members: ['amina'],
  }
  const given = { entryId: ids.entry, vaultId: ids.vault, text: '' }
  expect(refused(() => writeEntry.decide({ vault }, given, as('amina', ['caseworker'])))).toBe(
    'vault.not_found',
  )
  const { changes } = writeEntry.decide({ vault }, { ...given, sealed }, as('amina', ['caseworker']))
  expect(JSON.stringify(changes)).not.toContain('"text"')
  expect(
    refused(() =>
      writeEntry.decide(
        { vault },
        { ...given, sealed, happenedOn: '2026-11-20' },
        as('amina', ['caseworker']),
      ),
    ),
  ).toBe('date.in_future')
})

test('breaking the glass tells everybody else who watches, and is reviewed within two working days', () => {
  const { changes } = breakGlass.decide({ reference, guard: guard() }, breaking, baran)
  const told = changes.flatMap((change) =>
    change.op === 'insert' && change.table === 'alert' ? [change.row.accountId] : [],
  )
  expect(told).toEqual(['hanaa', 'layla'])
  const [glass] = changes.flatMap((change) =>
    change.op === 'insert' && change.table === 'break_glass' ? [change.row] : [],
  )
  expect(glass?.reviewDueAt).toBe('2026-11-23T09:00:00.000Z')
  expect(glass).not.toHaveProperty('expiresAt')
  expect(
    changes.every((change) => !(change.op === 'insert' && change.table === 'alert' && change.row.caseId)),
  ).toBe(true)
})

test.each([
  ['no other supervisor', { supervisors: ['baran'] }],
  ['no data protection', { dataProtection: [] }],
  ['one person who is both', { supervisors: ['baran', 'layla'], dataProtection: ['layla'] }],
  ['only oneself in both', { supervisors: ['baran'], dataProtection: ['baran'] }],
])('with %s there are not two to tell, and it stays closed', (_who, more) => {
  expect(refused(() => breakGlass.decide({ reference, guard: guard(more) }, breaking, baran))).toBe(
    'vault.nobody_to_alert',
  )
})

test('whoever broke it does not review it, and nobody reviews it twice', () => {
  const review = (accountId: string, reviewedAt: string | null): string =>
    refused(() =>
      reviewGlass.decide(
        { brokenGlass: { id: ids.glass, accountId, siteId: 'mosul', reviewedAt } },
        { glassId: ids.glass, finding: 'justified' },
        baran,
      ),
    )
  expect(review('baran', null)).toBe('vault.not_own_review')
  expect(review('hanaa', '2026-11-19T10:00:00.000Z')).toBe('vault.reviewed')
  expect(review('hanaa', null)).toBe('done')
})
