import { Refusal } from '../basics/refusal.ts'

/** What PostgreSQL refused, in our words. Nothing of its own text goes out. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23505') {
    if (passing.has(constraint ?? '')) return undefined
    if (constraint === 'referral_origin_open') return new Refusal('referral.duplicate')
    if (constraint === 'account_login') return new Refusal('account.login_taken')
    if (constraint === 'vault_need_line') return new Refusal('vault.need_changed')
    return new Refusal('record.id_taken')
  }
  if (code === '23503') return new Refusal('record.not_found')
  if (code === 'P0R04') return new Refusal('vault.held')
  if (code === 'P0R05') return new Refusal('conference.no_minutes')
  if (code === '42501') return new Refusal('permission.missing')
  if (code === '53100') return new Refusal('server.disk_full')
  return undefined
}

// What another try cures: somebody wrote the same id at the same moment, or drew the same spoken code.
const passing = new Set([
  'action_ledger_pkey',
  'person_organisation_id_code_key',
  'case_file_organisation_id_code_key',
  'referral_code_key',
])

export function isIdTaken(error: unknown): boolean {
  return (error as { constraint?: string }).constraint === 'action_ledger_pkey'
}

export function isPassing(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && passing.has(constraint ?? '')
}
