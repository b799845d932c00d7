import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { clockCalendar } from '../places/calendar.ts'
import { dueAfter } from '../referrals/clocks.ts'
import { guardOrRefuse, type MaybeSealed, sealedOrRefuse, vaultAlert } from './vault-rules.ts'

/** Why somebody reads what is closed to them. What they write beside it is sealed like any entry. */
export const glassReasons = [
  'danger_to_life',
  'medical_emergency',
  'team_absent',
  'hand_over',
  'legal_duty',
] as const
/** What whoever looks after it finds. */
export const glassFindings = ['justified', 'not_justified', 'further_steps'] as const

/** Reviewed within two working days (DP-44). */
const reviewWithin = { amount: 2, unit: 'wd' } as const

const input = z.strictObject({
  glassId: id,
  caseId: id,
  reason: z.enum(glassReasons),
  /** Sealed by the server before the decision, which never sees it. */
  why: text(1000).check(z.minLength(10)),
})

/**
 * A certified supervisor reads the vaults of a case of their site, for at most 60 minutes that the database counts. Two
 * others are told at once, whether the case has a vault or not: nobody can find out silently by trying.
 */
export const breakGlass = action<z.infer<typeof input> & MaybeSealed, 'guard' | 'reference'>({
  name: 'vault.break_glass',
  input,
  root: { kind: 'none' },
  needs: { reference: true, guard: ({ caseId }) => caseId },
  decide({ reference, guard }, given, circumstances) {
    const { who, now } = circumstances
    const { case: file, certified, supervisors, dataProtection } = guardOrRefuse(guard)
    if (!who.supervisedSites.includes(file.siteId)) refuse('vault.not_your_case')
    if (certified.length === 0) refuse('vault.not_certified')
    const others = supervisors.filter((account) => account !== who.accountId)
    const watching = dataProtection.filter((account) => account !== who.accountId)
    const told = [...new Set([...others, ...watching])]
    if (others.length === 0 || watching.length === 0 || told.length < 2) refuse('vault.nobody_to_alert')
    const { ciphertext, keyVersion } = sealedOrRefuse(given)
    return {
      changes: [
        {
          op: 'insert',
          table: 'break_glass',
          row: {
            id: given.glassId,
            caseId: file.id,
            organisationId: file.organisationId,
            siteId: file.siteId,
            accountId: who.accountId,
            reason: given.reason,
            ciphertext,
            keyVersion,
            reviewDueAt: dueAfter(now, reviewWithin, clockCalendar(reference.calendarOf(file.placeCode))),
          },
        },
        ...told.map((accountId) => vaultAlert(circumstances, 'vault.glass_broken', { accountId })),
      ],
      result: { glassId: given.glassId },
      audit: { glassId: given.glassId, reason: given.reason, told: told.length },
    }
  },
})

/** Somebody else looks after it: another supervisor of the site, or data protection. */
export const reviewGlass = action({
  name: 'break_glass.review',
  input: z.strictObject({ glassId: id, finding: z.enum(glassFindings) }),
  root: { kind: 'none' },
  needs: { brokenGlass: ({ glassId }) => glassId },
  decide({ brokenGlass }, { glassId, finding }, circumstances) {
    const { who, now } = circumstances
    if (!brokenGlass) refuse('vault.review_not_found')
    if (brokenGlass.accountId === who.accountId) refuse('vault.not_own_review')
    if (brokenGlass.reviewedAt !== null) refuse('vault.reviewed')
    return {
      changes: [
        {
          op: 'update',
          table: 'break_glass',
          key: glassId,
          set: { reviewedAt: now, reviewedBy: who.accountId, finding },
        },
        vaultAlert(circumstances, 'vault.glass_reviewed', { accountId: brokenGlass.accountId }),
      ],
      audit: { glassId, finding },
    }
  },
})
