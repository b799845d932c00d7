import type { Permission } from '../../src/permissions/permissions.ts'
import type { Role } from '../../src/permissions/roles.ts'
import { testId, today, world } from '../support/house.ts'
import type { Cast, Player } from './cast.ts'
import type { Scene, Trial } from './trial.ts'

/** Everything about protected content and who is certified for it, tried on a vault of the scene's officer. */
type Protected = Extract<Permission, `vault.${string}` | `certificate.${string}` | 'break_glass.review'>

const soon = (): string => new Date(Date.parse(today()) + 100 * 86_400_000).toISOString().slice(0, 10)

const need = { service: 'GBV.CASEMG', severity: 4, priority: 1, state: 'open', note: null }

export const vaultTrials = {
  'vault.open': of(({ caseId }) => ({ vaultId: testId(), caseId, kind: 'child' })),
  'vault.add_member': of(({ vaultId }) => ({ vaultId, accountId: world.accounts.younis })),
  'vault.remove_member': of(({ vaultId }) => ({ vaultId, accountId: world.accounts.sana })),
  'vault.write': of(({ vaultId }) => ({ vaultId, entryId: testId(), text: 'محمي' })),
  'vault.correct': of(({ entryId }) => ({ correctsId: entryId, entryId: testId(), text: 'محمي' })),
  'vault.record_need': of(({ vaultId }) => ({ vaultId, entryId: testId(), need })),
  'vault.change_need': of(({ vaultNeedId }) => ({ correctsId: vaultNeedId, entryId: testId(), need })),
  // the bytes are the asker's own, whoever that is (see matrix.ts)
  'vault.attach_file': of(({ vaultId, vaultUploadId }) => ({
    vaultId,
    uploadId: vaultUploadId,
    file: { kind: 'letter', title: null },
  })),
  'vault.remove_file': of(({ vaultFileId }) => ({ fileId: vaultFileId, reason: 'wrong_case' })),
  'vault.hand_over': of(() => ({
    fromAccountId: world.accounts.sana,
    toAccountId: world.accounts.amina,
    kind: 'mental_health',
  })),
  'vault.break_glass': of(({ caseId }) => ({
    glassId: testId(),
    caseId,
    reason: 'team_absent',
    why: 'لا أحد من الفريق يجيب',
  })),
  'break_glass.review': of(({ glassId }) => ({ glassId, finding: 'justified' })),
  'vault.destroy': of(({ caseCode }) => ({ code: caseCode, reason: 'person_asked' })),
  'certificate.grant': of(({ accountId }) => ({
    certificateId: testId(),
    accountId,
    kind: 'child',
    expiresOn: soon(),
  })),
  'certificate.revoke': of(({ certificateId, accountId }) => ({ certificateId, accountId })),
} as const satisfies Record<Protected, Trial>

function of(input: Trial['input']): Trial {
  return { kind: 'protected', stage: 'guarded', input }
}

export type ExpectedOfVault = 'done' | 'out of sight' | 'no certificate'

/** The officer of the scene is certified and guards the vault; whoever else asks is not. Their role opens the action at all. */
export function expectedOfVault(
  role: Role,
  name: Permission,
  near: {
    readonly leads: boolean
    readonly seesCase: boolean
    readonly inMosul: boolean
    readonly inMinistry: boolean
  },
): ExpectedOfVault {
  const { inMosul, inMinistry } = near
  switch (name as Protected) {
    case 'vault.open':
    case 'vault.break_glass':
      return near.leads ? 'done' : near.seesCase ? 'no certificate' : 'out of sight'
    case 'vault.hand_over':
      return inMosul ? 'done' : 'out of sight'
    case 'break_glass.review':
      return inMosul || (inMinistry && role === 'data_protection_officer') ? 'done' : 'out of sight'
    case 'vault.destroy':
      return inMinistry ? 'done' : 'out of sight'
    case 'certificate.grant':
    case 'certificate.revoke':
      return inMosul || (inMinistry && role === 'system_admin') ? 'done' : 'out of sight'
    default:
      return near.leads ? 'done' : 'out of sight'
  }
}

/** Certificates, a vault with a team and an entry, a glass that Baran broke: as rows, behind the door. */
export async function guard(cast: Cast, officer: Player, ids: Scene['ids']): Promise<string> {
  const { ministry } = world.organisations
  const { sana, younis, amina, baran } = world.accounts
  const rows = async (sql: string, ...params: unknown[]): Promise<void> =>
    void (await cast.behind(sql, params))
  // who led a scene before is certified in this one no more
  await rows('update certificate set revoked_at = now() where revoked_at is null')
  await rows(
    'insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, $3, $4)',
    ids.accountId,
    ministry,
    'caseworker',
    world.sites.mosul,
  )
  const certify = (id: string, accountId: string, kind: string, days: number): Promise<void> =>
    rows(
      `insert into certificate (id, organisation_id, account_id, kind, granted_on, expires_on, granted_by)
        select $1, organisation_id, id, $3, today_in_iraq(), today_in_iraq() + $4::integer, id from account where id = $2`,
      id,
      accountId,
      kind,
      days,
    )
  await certify(ids.certificateId, ids.accountId, 'gbv', 100)
  await certify(testId(), officer.accountId, 'gbv', 100)
  await certify(testId(), officer.accountId, 'child', 100)
  for (const accountId of [sana, younis, amina]) await certify(testId(), accountId, 'gbv', 100)
  await certify(testId(), amina, 'mental_health', 100)
  await certify(testId(), sana, 'mental_health', 20)
  await rows(
    `insert into vault (id, case_id, organisation_id, kind, opened_at, opened_by)
      select $1, id, organisation_id, 'gbv', now(), $3 from case_file where id = $2`,
    ids.vaultId,
    ids.caseId,
    officer.accountId,
  )
  for (const accountId of [officer.accountId, sana])
    await rows(
      'insert into vault_team (vault_id, account_id, organisation_id, since, added_by) values ($1, $2, $3, now(), $2)',
      ids.vaultId,
      accountId,
      ministry,
    )
  for (const fileId of [ids.vaultFileId, ids.vaultUploadId])
    await rows(
      `insert into vault_file (id, vault_id, case_id, organisation_id, kind, account_id, media_type, size, key_version)
        values ($1, $2, $3, $4, 'gbv', $5, 'image/jpeg', 1, 1)`,
      fileId,
      ids.vaultId,
      ids.caseId,
      ministry,
      officer.accountId,
    )
  for (const [id, form] of [
    [ids.entryId, 'note'],
    [ids.vaultNeedId, 'need'],
    [ids.vaultFileId, 'file'],
  ])
    await rows(
      `insert into vault_entry (id, vault_id, case_id, organisation_id, kind, form, ciphertext, key_version, happened_on, entered_at, author_id)
        values ($1, $2, $3, $4, 'gbv', $6, '\\x01', 1, current_date, now(), $5)`,
      id,
      ids.vaultId,
      ids.caseId,
      ministry,
      officer.accountId,
      form,
    )
  await rows(
    `insert into break_glass (id, case_id, organisation_id, site_id, account_id, reason, ciphertext, key_version, review_due_at)
      select $1, id, organisation_id, $3, $4, 'team_absent', '\\x01', 1, now() from case_file where id = $2`,
    ids.glassId,
    ids.caseId,
    world.sites.mosul,
    baran,
  )
  const [file] = await cast.behind<{ code: string }>('select code from case_file where id = $1', [ids.caseId])
  return file?.code ?? ''
}
