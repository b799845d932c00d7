import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { camel } from './names.ts'
import type { CaseRow, CertificateRow, Id, VaultRow } from './rows.ts'
import type { VaultKnowledge } from './vault-knowledge.ts'

const sql = {
  case: statement('select * from case_file where id = $1'),
  certified: statement('select me_certificates() as kinds'),
  vaultsOfCase: statement('select * from vault where case_id = $1 order by opened_at, id'),
  watchers: statement(`select distinct a.id, r.role = 'data_protection_officer' as "isDataProtection"
    from case_file c join account a on a.organisation_id = c.organisation_id join account_role r on r.account_id = a.id
    where c.id = $1 and a.state = 'active' and (r.role = 'data_protection_officer'
      or (r.role in ('case_supervisor', 'branch_manager') and (r.site_id is null or r.site_id = c.site_id))) order by a.id`),
  vault: statement('select * from vault where id = $1'),
  members: statement('select account_id from vault_team where vault_id = $1 and until is null'),
  entry: statement(
    `select id, vault_id, case_id, organisation_id, kind, form, key_version, happened_on, entered_at, author_id, corrects_id,
      exists (select 1 from vault_entry later where later.corrects_id = e.id) as is_corrected from vault_entry e where id = $1`,
  ),
  file: statement(
    `select id, vault_id, account_id = me_account() as is_mine, media_type, removed_at, exists (select 1 from vault_entry e where e.id = f.id) as is_attached
      from vault_file f where id = $1`,
  ),
  glass: statement('select id, account_id, site_id, reviewed_at from break_glass where id = $1'),
  certificate: statement('select * from certificate where id = $1'),
  held: statement('select 1 from legal_hold where case_code = $1 and lifted_at is null'),
  certificatesOf: statement(
    'select * from certificate where account_id = $1 and revoked_at is null and today_in_iraq() between granted_on and expires_on',
  ),
}

async function one<T>(row: Promise<object | undefined>): Promise<T | undefined> {
  const found = await row
  return found === undefined ? undefined : camel<T>(found)
}

export const vaultLoaders: {
  readonly [K in keyof VaultKnowledge]: (tx: Transaction, id: string) => Promise<VaultKnowledge[K]>
} = {
  guard: async (tx, id) => {
    const [file, certified, vaults, watchers] = await Promise.all([
      one<CaseRow>(tx.row(sql.case, [id])),
      tx.row<{ kinds: string[] }>(sql.certified),
      tx.rows<object>(sql.vaultsOfCase, [id]),
      tx.rows<{ id: Id; isDataProtection: boolean }>(sql.watchers, [id]),
    ])
    if (file === undefined) return undefined
    const ids = (wanted: boolean): Id[] =>
      watchers.filter(({ isDataProtection }) => isDataProtection === wanted).map((each) => each.id)
    return {
      case: file,
      certified: certified?.kinds ?? [],
      vaults: vaults.map((row) => camel<VaultRow>(row)),
      supervisors: ids(false),
      dataProtection: ids(true),
    }
  },
  vault: async (tx, id) => {
    const [row, members] = await Promise.all([
      one<VaultRow>(tx.row(sql.vault, [id])),
      tx.rows<{ account_id: Id }>(sql.members, [id]),
    ])
    return row && { ...row, members: members.map((each) => each.account_id) }
  },
  vaultEntry: (tx, id) => one(tx.row(sql.entry, [id])),
  vaultFile: (tx, id) => one(tx.row(sql.file, [id])),
  brokenGlass: (tx, id) => one(tx.row(sql.glass, [id])),
  certificate: (tx, id) => one(tx.row(sql.certificate, [id])),
  isHeld: async (tx, code) => (await tx.row(sql.held, [code])) !== undefined,
  certificatesOf: async (tx, id) =>
    (await tx.rows<object>(sql.certificatesOf, [id])).map((row) => camel<CertificateRow>(row)),
}
