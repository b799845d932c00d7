import { type CaseListAsk, writeCursor } from '../../cases/case-list.ts'
import type { CaseListItem, DayAnswer, DayItem, Page } from '../../records/answers.ts'
import type { CaseRow, Instant } from '../../records/rows.ts'
import { caseListItem } from './case-answer.ts'
import type { Copy } from './copy.ts'
import { dayHere, noNames } from './reference.ts'
import { falling, inOrder, rising } from './rows.ts'

/** GET /api/cases: open cases by what is due first (none due: last), closed ones newest closing first. */
export async function casesHere(ask: CaseListAsk, copy: Copy): Promise<Page<CaseListItem>> {
  const { accountId } = copy.kept.who
  const inScope = {
    mine: ({ officerId }: CaseRow) => officerId === accountId,
    officer: ({ officerId }: CaseRow) => officerId === ask.of,
    site: ({ siteId }: CaseRow) => siteId === ask.of,
    all: () => true,
  }[ask.scope]
  const wanted = (await copy.cases()).filter(
    (file) =>
      inScope(file) &&
      (file.closedAt !== null) === ask.closed &&
      (ask.state === undefined || file.state === ask.state) &&
      (ask.urgency === undefined || file.urgency === ask.urgency) &&
      (ask.closed ||
        ask.dueBefore === undefined ||
        (file.nextDueAt !== null && file.nextDueAt < ask.dueBefore)),
  )
  const at = ({ closedAt, nextDueAt }: CaseRow) => (ask.closed ? closedAt : nextDueAt)
  const by = ask.closed ? falling : rising
  const order = [by<CaseRow>(at), by<CaseRow>(({ id }) => id)] as const
  const sorted = inOrder(wanted, ...order)
  const { after } = ask
  const isBehind = (file: CaseRow) =>
    after === undefined ||
    (by<{ at: string | null }>((one) => one.at)({ at: at(file) }, after) ||
      by<{ id: string }>((one) => one.id)(file, after)) > 0
  const rest = sorted.filter(isBehind)
  const items = rest.slice(0, ask.limit).map((file) => caseListItem(file, copy.kept))
  const last = items.at(-1)
  return rest.length > ask.limit && last
    ? { items, next: writeCursor({ at: ask.closed ? last.closedAt : last.nextDueAt, id: last.id }) }
    : { items }
}

/** Lines of the day; more are reached through the list. */
const mostLines = 50

/** GET /api/day. Alerts and what came in from others are not held on a device: they are there again with the network. */
export async function dayAnswerHere(copy: Copy, now: Instant): Promise<DayAnswer> {
  const { kept } = copy
  const { endOfToday } = dayHere(kept, now)
  const mine = (await copy.cases()).filter(
    ({ officerId, closedAt }) => officerId === kept.who.accountId && closedAt === null,
  )
  const due = inOrder(
    mine.filter(({ nextDueAt }) => nextDueAt !== null),
    rising(({ nextDueAt }) => nextDueAt),
    rising(({ id }) => id),
  )
  return {
    counts: {
      late: due.filter(({ nextDueAt }) => (nextDueAt ?? '') < now).length,
      waiting: mine.reduce((sum, { waitingReferrals }) => sum + waitingReferrals, 0),
      today: due.filter(({ nextDueAt }) => (nextDueAt ?? '') >= now && (nextDueAt ?? '') <= endOfToday)
        .length,
      inbox: 0,
      newAlerts: 0,
    },
    items: await Promise.all(due.slice(0, mostLines).map((file) => dayItem(file, copy, now))),
    alerts: [],
  }
}

async function dayItem(file: CaseRow, copy: Copy, now: Instant): Promise<DayItem> {
  const { id, code, displayName, urgency, nextDueKind, nextDueAt, nextDueRef } = file
  // Only what waits for a referral tells more than the row of the case itself.
  const rows = nextDueKind?.startsWith('referral.') ? await copy.rowsOf(id) : undefined
  const referral = rows?.referral.find((one) => one.id === nextDueRef)
  const receiver = referral && copy.kept.organisation(referral.receiverOrganisationId)
  return {
    caseId: id,
    code,
    displayName,
    urgency,
    kind: nextDueKind ?? '',
    at: nextDueAt ?? now,
    ref: nextDueRef,
    late: (nextDueAt ?? now) < now,
    service: referral?.service ?? null,
    receiverNames: referral ? (receiver?.names ?? noNames) : null,
    appointmentAt: referral?.appointment?.at ?? null,
  }
}
