import { refuse } from '../basics/refusal.ts'
import type { Who } from '../permissions/who.ts'
import type { Transaction } from './database.ts'
import { statement } from './database.ts'

/** How long a proof of who one is counts for what is sensitive (proposal; OWASP ASVS 5, 7.5.1 asks for it without a number). */
export const freshMinutes = 10

const isFresh = statement(
  `select kind = 'browser' and reauthenticated_at > now() - interval '${freshMinutes} minutes' as fresh from session where id = $1`,
)

/** Refuses with `session.not_fresh` what is sensitive, unless the session has just proved who it is. A program's token never has. */
export async function requireFreshProof(tx: Transaction, who: Who): Promise<void> {
  const found =
    who.kind === 'account' ? await tx.row<{ fresh: boolean | null }>(isFresh, [who.sessionId]) : undefined
  if (found?.fresh !== true) refuse('session.not_fresh', { minutes: freshMinutes })
}
