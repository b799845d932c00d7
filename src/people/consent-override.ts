import * as z from 'zod/mini'
import { action, type Change } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import {
  answersFor,
  caseAlert,
  caseEvent,
  choiceOrRefuse,
  openCaseOrRefuse,
  programmeOf,
  supervises,
} from '../cases/case-rules.ts'
import type { Knowledge } from '../records/knowledge.ts'
import type { ConsentOverrideRow } from '../records/rows.ts'
import { isChildBand } from './consent.ts'
import { nothingMore } from './consent-facts.ts'
import { consentRules } from './consent-rules.ts'
import { stopSharing } from './stop-sharing.ts'

const rules = consentRules.override
const hour = 3_600_000
const byCase = ({ caseId }: { readonly caseId: string }) => caseId
const byOverride = ({ overrideId }: { readonly overrideId: string }) => overrideId

/**
 * Asks to share without consent: for a threat to life now, or in the best interests of a child that nobody can speak for
 * (DP-18, DP-65). The least that helps, a reason, and nothing leaves before a second person has signed.
 */
export const overrideConsent = action({
  name: 'consent.override',
  input: z.strictObject({
    overrideId: id,
    caseId: id,
    organisationId: id,
    basis: z.enum(['vital_interest', 'best_interests']),
    items: z.array(code).check(z.minLength(1), z.maxLength(20)),
    reason: text(1000),
  }),
  root: { kind: 'case', id: byCase },
  needs: { reference: true, case: byCase, organisation: ({ organisationId }) => organisationId },
  decide({ reference, case: known, organisation }, given, circumstances) {
    const { who, now } = circumstances
    const file = openCaseOrRefuse(known)
    if (!answersFor(circumstances, file)) refuse('permission.missing', { action: 'consent.override' })
    if (!organisation || organisation.state !== 'active')
      refuse('consent.recipient_unknown', { organisationId: given.organisationId })
    if (given.basis === 'vital_interest' && !rules.urgencies.includes(file.urgency))
      refuse('consent.override_not_open', { why: 'not_urgent', allowed: rules.urgencies })
    if (given.basis === 'best_interests' && !isChildBand(file.ageBand))
      refuse('consent.override_not_open', { why: 'not_a_child' })
    const items = [...new Set(given.items)]
    for (const item of items) choiceOrRefuse(programmeOf(reference, file), 'consentItem', item, 'items')
    const tooMuch = items.filter((item) => !rules.items.includes(item))
    if (tooMuch.length > 0) refuse('consent.override_too_much', { items: tooMuch, allowed: [...rules.items] })
    return {
      changes: [
        {
          op: 'insert',
          table: 'consent_override',
          row: {
            id: given.overrideId,
            caseId: file.id,
            organisationId: file.organisationId,
            recipientId: organisation.id,
            basis: given.basis,
            items,
            reason: given.reason,
            askedAt: now,
            askedBy: who.accountId,
          },
        },
        caseEvent(file, circumstances, 'consent.override', {
          ref: given.overrideId,
          detail: { recipientId: organisation.id, basis: given.basis, items },
        }),
        caseAlert(file, circumstances, 'case.override_waits', { siteId: file.siteId }),
      ],
      result: { overrideId: given.overrideId },
      audit: { recipientId: organisation.id, basis: given.basis },
    }
  },
})

/**
 * The second person signs or does not: a supervisor, never the one who asked. Signed, a line of the ledger opens for few
 * days, a third person looks within a day, and the person is told as soon as it is safe.
 */
export const approveOverride = action({
  name: 'consent.approve_override',
  input: z.strictObject({ overrideId: id, caseId: id, agree: z.boolean() }),
  root: { kind: 'case', id: byCase },
  needs: { case: byCase, override: byOverride },
  decide({ case: known, override }, { caseId, agree }, circumstances) {
    const { who, now, today, newId } = circumstances
    const file = openCaseOrRefuse(known)
    const asked = overrideOrRefuse(override, caseId)
    if (asked.decidedAt !== null) refuse('consent.override_decided', { at: asked.decidedAt })
    if (!supervises(circumstances, file)) refuse('permission.missing', { action: 'consent.approve_override' })
    if (asked.askedBy === who.accountId) refuse('case.two_people_needed')
    const reviewDueAt = new Date(Date.parse(now) + rules.reviewHours * hour).toISOString()
    const opened: Change[] = agree
      ? [
          {
            op: 'insert',
            table: 'consent',
            row: {
              ...nothingMore,
              id: asked.id,
              caseId: file.id,
              organisationId: file.organisationId,
              recipientId: asked.recipientId,
              purpose: 'referral',
              items: asked.items,
              how: 'override',
              language: file.language,
              interpreterPresent: false,
              givenOn: today,
              expiresOn: dayAfter(today, rules.openDays),
              textVersion: 0,
              enteredAt: now,
              enteredBy: who.accountId,
              basis: asked.basis,
              givenBy: 'nobody',
            },
          },
          {
            op: 'insert',
            table: 'task',
            row: {
              id: newId(),
              caseId: file.id,
              organisationId: file.organisationId,
              kind: 'tell_of_override',
              text: null,
              dueAt: reviewDueAt,
              assigneeId: file.officerId,
              referralId: null,
              madeAt: now,
            },
          },
          caseAlert(file, circumstances, 'case.override_review', { siteId: file.siteId }),
        ]
      : []
    return {
      changes: [
        {
          op: 'update',
          table: 'consent_override',
          key: asked.id,
          set: {
            decidedAt: now,
            decidedBy: who.accountId,
            approved: agree,
            reviewDueAt: agree ? reviewDueAt : null,
          },
        },
        ...opened,
        caseEvent(file, circumstances, 'consent.approve_override', {
          ref: asked.id,
          detail: { recipientId: asked.recipientId, basis: asked.basis, agree },
        }),
        caseAlert(file, circumstances, agree ? 'case.override_signed' : 'case.override_not_signed', {
          accountId: asked.askedBy,
        }),
      ],
      result: { overrideId: asked.id, approved: agree },
      audit: { recipientId: asked.recipientId, basis: asked.basis, agree },
    }
  },
})

/** A third person looks within a day: it was right, or sharing stops as after a withdrawal. */
export const reviewOverride = action({
  name: 'consent.review_override',
  input: z.strictObject({ overrideId: id, caseId: id, uphold: z.boolean(), note: text(1000) }),
  root: { kind: 'case', id: byCase },
  needs: {
    reference: true,
    case: byCase,
    override: byOverride,
    consent: byOverride,
    aroundConsent: byOverride,
  },
  decide(
    { reference, case: file, override, consent, aroundConsent },
    { caseId, uphold, note },
    circumstances,
  ) {
    const { who, now } = circumstances
    if (!file) refuse('case.not_found')
    const asked = overrideOrRefuse(override, caseId)
    if (!asked.approved || !consent || !aroundConsent)
      refuse('consent.override_not_open', { why: 'not_signed' })
    if (asked.reviewedAt !== null) refuse('consent.override_decided', { at: asked.reviewedAt })
    if (!supervises(circumstances, file)) refuse('permission.missing', { action: 'consent.review_override' })
    if (who.accountId === asked.askedBy || who.accountId === asked.decidedBy) refuse('case.two_people_needed')
    const stopped =
      uphold || consent.withdrawal
        ? { changes: [], cancelled: [] }
        : stopSharing(
            { reference, consent, around: aroundConsent, file, channel: 'override_review' },
            circumstances,
          )
    return {
      changes: [
        {
          op: 'update',
          table: 'consent_override',
          key: asked.id,
          set: { reviewedAt: now, reviewedBy: who.accountId, upheld: uphold, reviewNote: note },
        },
        caseEvent(file, circumstances, 'consent.review_override', {
          ref: asked.id,
          detail: { recipientId: asked.recipientId, uphold, cancelled: stopped.cancelled.length },
        }),
        ...stopped.changes,
        ...[...new Set([asked.askedBy, file.officerId])].map((accountId) =>
          caseAlert(file, circumstances, 'case.override_reviewed', { accountId }),
        ),
      ],
      result: { overrideId: asked.id, upheld: uphold },
      audit: { recipientId: asked.recipientId, uphold },
    }
  },
})

function overrideOrRefuse(override: Knowledge['override'], caseId: string): ConsentOverrideRow {
  return override?.caseId === caseId ? override : refuse('consent.not_found')
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10)
}
