import type { Names } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { LinkedOffer } from './still.page.ts'

const sql = {
  open: statement('select * from open_directory_link($1)'),
  answer: statement('select answer_directory_link($1, $2, $3, $4, $5) as done'),
  offer: statement(
    'select o.id, o.names, g.names as "organisationNames" from offer o join organisation g on g.id = o.organisation_id where o.id = $1',
  ),
  suggest: statement('select suggest_from_public($1, $2, $3, $4, $5) as done'),
  take: statement('select throttle_take($1, $2, $3) as seconds'),
}

/** Tries of one address: a village may share one; then it slows down, up to a quarter of an hour. */
export async function waitFor(tx: Transaction, address: Buffer): Promise<number> {
  return (await tx.row<{ seconds: number }>(sql.take, [[address], [20], [900]]))?.seconds ?? 0
}

export async function openStill(tx: Transaction, tokenHash: Uint8Array): Promise<LinkedOffer[]> {
  return (await tx.rows<object>(sql.open, [tokenHash])).map((row) => camel<LinkedOffer>(row))
}

export async function answerStill(
  tx: Transaction,
  tokenHash: Uint8Array,
  given: { readonly offerId: string; readonly still: boolean; readonly light: string | null },
): Promise<boolean> {
  const { offerId, still, light } = given
  return (
    (await tx.row<{ done: boolean }>(sql.answer, [tokenHash, offerId, still, light, null]))?.done === true
  )
}

export interface OfferToSuggest {
  readonly id: string
  readonly names: Names
  readonly organisationNames: Names
}

export function offerForVisitor(tx: Transaction, id: string): Promise<OfferToSuggest | undefined> {
  return tx.row<OfferToSuggest>(sql.offer, [id])
}

export async function suggestAsVisitor(
  tx: Transaction,
  given: {
    readonly id: string
    readonly offerId: string
    readonly about: string
    readonly fields: object
    readonly note: string | null
  },
): Promise<boolean> {
  const { id, offerId, about, fields, note } = given
  const row = await tx.row<{ done: boolean }>(sql.suggest, [id, offerId, about, JSON.stringify(fields), note])
  return row?.done === true
}
