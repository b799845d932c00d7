import { statement, type Transaction } from '../server/database.ts'
import { hoursBefore } from './desk-rules.ts'

const remind = statement('select remind_desk($1, $2) as told')

/** Tells the officers of data protection and of complaints of clocks that end soon or have ended. Runs as the worker; answers how many were told. */
export async function remindOfDesk(tx: Transaction, now: string): Promise<number> {
  return (await tx.row<{ told: number }>(remind, [now, JSON.stringify(hoursBefore)]))?.told ?? 0
}
