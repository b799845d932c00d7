import { createHmac } from 'node:crypto'
import { canonical } from '../basics/canonical.ts'
import { refuse } from '../basics/refusal.ts'
import { isPermission } from '../permissions/permissions.ts'
import { accountOf, type Who } from '../permissions/who.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { Answer, Command } from './action.ts'

const seenBefore = statement('select input_hash, answer from action_ledger where id = $1')
const record = statement(`with ledger as (
    insert into action_ledger (id, account_id, link_id, name, input_hash, answer, device_id, n) values ($1, $2, $3, $4, $5, $6, $13, $14))
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail) values ($7, $8, $2, $4, $9, $10, $11, $12)`)

/** Keyed, so that the ledger tells nothing of what was written. */
export function hashOf(secret: string, command: Command): Buffer {
  return createHmac('sha256', secret)
    .update(canonical([command.name, command.input]))
    .digest()
}

export class AlreadyAnswered extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('answered before')
    this.answer = answer
  }
}

/** Throws {@link AlreadyAnswered} if this id was answered before, refuses if it was used for something else. */
export async function replay(tx: Transaction, command: Command, inputHash: Buffer): Promise<void> {
  const seen = await tx.row<{ input_hash: Buffer; answer: Answer }>(seenBefore, [command.id])
  if (seen === undefined) return
  if (!seen.input_hash.equals(inputHash)) refuse('action.id_taken')
  throw new AlreadyAnswered(seen.answer)
}

/** The line of the ledger and the line of the audit, in one statement. */
export function keepLine(tx: Transaction, ...line: Parameters<typeof ledgerLine>): Promise<number> {
  return tx.run(record, ledgerLine(...line))
}

function ledgerLine(
  who: Who,
  command: Command & { readonly from?: { readonly device: string; readonly n: number } | undefined },
  inputHash: Buffer,
  answer: Answer,
  rootKind: string | null,
  rootId: string | null,
  detail: object | undefined,
): unknown[] {
  return [
    command.id,
    accountOf(who),
    who.link?.linkId ?? null,
    isPermission(command.name) ? command.name : 'action.unknown',
    inputHash,
    JSON.stringify(answer),
    who.kind === 'account' ? who.organisationId : null,
    who.kind,
    rootKind,
    rootId,
    answer.outcome,
    JSON.stringify(detail ?? {}),
    command.from?.device ?? null,
    command.from?.n ?? null,
  ]
}
