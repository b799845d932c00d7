import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

/** How much of a file is here. `isWhole`: it is an upload already, and attaching it is what is left. */
export interface Arrived {
  readonly received: number
  readonly isWhole: boolean
}

const counted = statement(
  `select (select count(*) from file_upload where account_id = me_account() and made_at > now() - interval '1 day')
    + (select count(*) from file_arriving where account_id = me_account()) as sent`,
)
const begin = statement(
  'insert into file_arriving (id, organisation_id, account_id, size) values ($1, me_organisation(), me_account(), $2) on conflict do nothing',
)
const here = statement(
  `select received, size, false as "isWhole" from file_arriving where id = $1 and account_id = me_account()
  union all select size, size, true from file_upload where id = $1 and account_id = me_account()`,
)
const take = statement(
  `update file_arriving set received = received + $3::int, touched_at = now()
  where id = $1 and account_id = me_account() and received = $2::int and received + $3::int <= size`,
)
const insertPiece = statement(
  'insert into file_arriving_piece (arriving_id, start, bytes) values ($1, $2, $3)',
)
const pieces = statement('select bytes from file_arriving_piece where arriving_id = $1 order by start')
const end = statement('delete from file_arriving where id = $1 and account_id = me_account()')
const upload = statement(
  'select media_type as "mediaType", size from file_upload where id = $1 and account_id = me_account()',
)

/** How many files this account sent within a day, and how many it has begun and not ended. */
export async function sentAndBegun(tx: Transaction): Promise<number> {
  return (await tx.row<{ sent: number }>(counted))?.sent ?? 0
}

/** Undefined: nothing of this account has the id. */
export function arrived(
  tx: Transaction,
  uploadId: string,
): Promise<(Arrived & { readonly size: number }) | undefined> {
  return tx.row(here, [uploadId])
}

/** Once, however often it is asked; an id that somebody else has stays theirs. */
export async function beginArriving(tx: Transaction, uploadId: string, size: number): Promise<void> {
  await tx.run(begin, [uploadId, size])
}

/** A piece is taken only where the last one ended: false means that it was here, or comes too early, or is too much. */
export async function takePiece(
  tx: Transaction,
  uploadId: string,
  start: number,
  bytes: Buffer,
): Promise<boolean> {
  if ((await tx.run(take, [uploadId, start, bytes.length])) === 0) return false
  await tx.run(insertPiece, [uploadId, start, bytes])
  return true
}

export async function arrivedBytes(tx: Transaction, uploadId: string): Promise<Buffer> {
  return Buffer.concat((await tx.rows<{ bytes: Buffer }>(pieces, [uploadId])).map(({ bytes }) => bytes))
}

/** The pieces go. False: somebody ended it at the same moment. */
export async function endArriving(tx: Transaction, uploadId: string): Promise<boolean> {
  return (await tx.run(end, [uploadId])) > 0
}

export function uploadOf(
  tx: Transaction,
  uploadId: string,
): Promise<{ readonly mediaType: string; readonly size: number } | undefined> {
  return tx.row(upload, [uploadId])
}
