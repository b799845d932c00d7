import { statement, type Transaction } from '../server/database.ts'
import { consentRules } from './consent-rules.ts'

const consents = statement('select remind_of_consents($1, $2) as written')
const overrides = statement('select remind_of_overrides($1) as written')

/**
 * Tells officers which consents end soon, and supervisors which sharing without consent nobody has looked at in time.
 * Runs as the worker, who sees neither: two functions write the alerts, each once.
 */
export async function remindOfConsents(tx: Transaction, now: string): Promise<void> {
  await tx.row(consents, [now, consentRules.renewalDaysBefore])
  await tx.row(overrides, [now])
}
