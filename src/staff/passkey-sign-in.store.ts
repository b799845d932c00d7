import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const sql = {
  of: statement(
    'select id, account_id, organisation_id, login, public_key, counter from passkey_of_ticket($1, $2, $3)',
  ),
  prove: statement('select prove_passkey($1, $2, $3) as verdict'),
}

export interface FoundPasskey {
  readonly id: string
  readonly account_id: string
  readonly organisation_id: string
  readonly login: string
  readonly public_key: Buffer
  readonly counter: string
}

/** Whose passkey this is; nothing for an unknown one, another host, or a ticket that is over. Only as a visitor. */
export function passkeyOfTicket(
  tx: Transaction,
  ticketHash: Buffer,
  credentialId: string,
  host: string,
): Promise<FoundPasskey | undefined> {
  return tx.row<FoundPasskey>(sql.of, [ticketHash, credentialId, host])
}

/** One try under a ticket; without a proof it was a wrong one, and is counted. */
export async function provePasskeyOf(
  tx: Transaction,
  ticketHash: Buffer,
  proof: { readonly factorId: string; readonly counter: number } | undefined,
): Promise<'right' | 'wrong' | 'over'> {
  const found = await tx.row<{ verdict: 'right' | 'wrong' | 'over' }>(sql.prove, [
    ticketHash,
    proof?.factorId ?? null,
    proof?.counter ?? null,
  ])
  return found?.verdict ?? 'over'
}
