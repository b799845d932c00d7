import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { CaseAnswer } from '../records/answers.ts'

// Every column by the name it travels under: rows go out as they come.
export const listColumns = `c.id, c.code, c.display_name as "displayName", c.state, c.urgency, c.status_category as "statusCategory",
  c.officer_id as "officerId", a.display_name as "officerName", c.site_id as "siteId", c.opened_on as "openedOn", c.next_due_at as "nextDueAt",
  c.next_due_kind as "nextDueKind", c.next_due_ref as "nextDueRef", c.open_needs as "openNeeds", c.waiting_referrals as "waitingReferrals",
  c.pending, c.closed_at as "closedAt", c.rev`

const one = statement('select read_case($1) as file')

export type StoredCase = Omit<CaseAnswer, 'eligibility'>
type Head = Omit<StoredCase, 'person' | Lists>
type Lists = 'members' | 'needs' | 'consents' | 'notes' | 'tasks' | 'referrals' | 'story'
/** As the function gives it: what lists show, what only the case shows, its person, then the lists (`null` for an empty one). */
type Answered = [
  Partial<Head>,
  Partial<Head>,
  StoredCase['person'],
  StoredCase['members'] | null,
  StoredCase['needs'] | null,
  StoredCase['consents'] | null,
  StoredCase['notes'] | null,
  StoredCase['tasks'] | null,
  StoredCase['referrals'] | null,
  StoredCase['story'] | null,
]

/** A case with everything beneath it; the reading leaves its line. Out of sight is `undefined`. */
export async function readCase(tx: Transaction, id: string): Promise<StoredCase | undefined> {
  const row = await tx.row<{ file: Answered | null }>(one, [id])
  if (!row?.file) return undefined
  const [shown, more, person, members, needs, consents, notes, tasks, referrals, story] = row.file
  return {
    ...({ ...shown, ...more } as Head),
    person,
    members: members ?? [],
    needs: needs ?? [],
    consents: consents ?? [],
    notes: notes ?? [],
    tasks: tasks ?? [],
    referrals: referrals ?? [],
    story: story ?? [],
  }
}
