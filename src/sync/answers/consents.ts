import { ageRulesFor } from '../../people/consent-rules.ts'
import type { CaseFactsAnswer, ConsentsAnswer, FileListItem, Page } from '../../records/answers.ts'
import type { Instant } from '../../records/rows.ts'
import { consentAnswer, newestConsents } from './case-answer.ts'
import { dayHere, type KeptReference, noNames } from './reference.ts'
import { type CaseRows, falling, inOrder, rising } from './rows.ts'

/** GET /api/cases/{id}/consents. Recordings of the spoken text stay on the server: without network it is read out. */
export function consentsHere(rows: CaseRows, kept: KeptReference, now: Instant): ConsentsAnswer | undefined {
  const [file, person] = [rows.case_file[0], rows.person[0]]
  if (!file || !person) return undefined
  const year = Number(dayHere(kept, now).today.slice(0, 4))
  const name = (id: string | null) => kept.accountName(id)
  return {
    items: newestConsents(rows).map((consent) => ({
      ...consentAnswer(consent, rows, kept),
      basis: consent.basis,
      givenBy: consent.givenBy,
      guardianRelation: consent.guardianRelation,
      ageRule: consent.ageRule,
      assent: consent.assent,
      form: consent.form,
      present: consent.present,
      askedHow: consent.askedHow,
      understood: consent.understood,
      textVersion: consent.textVersion,
      interpreterCode: consent.interpreterCode,
      interpreterMode: consent.interpreterMode,
      hiddenItems: consent.hiddenItems,
      declined: consent.declined,
      enteredAt: consent.enteredAt,
      enteredByName: name(consent.enteredBy) ?? '',
      recordingId: recordingOf(consent.id, rows),
      stops: inOrder(
        rows.sharing_stop.filter(({ consentId }) => consentId === consent.id),
        rising(({ toldAt }) => toldAt),
        rising(({ id }) => id),
      ).map((stop) => ({
        referralId: stop.referralId,
        referralCode: rows.referral.find(({ id }) => id === stop.referralId)?.code ?? '',
        toldAt: stop.toldAt,
        confirmedAt: stop.confirmedAt,
        kept: stop.kept,
      })),
    })),
    overrides: inOrder(
      rows.consent_override,
      falling(({ askedAt }) => askedAt),
      rising(({ id }) => id),
    ).map((override) => ({
      id: override.id,
      recipientId: override.recipientId,
      recipientNames: kept.organisation(override.recipientId)?.names ?? noNames,
      basis: override.basis,
      items: override.items,
      reason: override.reason,
      askedAt: override.askedAt,
      askedBy: override.askedBy,
      askedByName: name(override.askedBy) ?? '',
      decidedAt: override.decidedAt,
      decidedBy: override.decidedBy,
      decidedByName: name(override.decidedBy),
      approved: override.approved,
      reviewDueAt: override.reviewDueAt,
      reviewedAt: override.reviewedAt,
      reviewedByName: name(override.reviewedBy),
      upheld: override.upheld,
      reviewNote: override.reviewNote,
    })),
    recordings: [],
    ageRules: ageRulesFor(file.ageBand, person.birthYear, year),
  }
}

function recordingOf(consentId: string, rows: CaseRows): string | null {
  const spoken = rows.file.filter((file) => file.consentId === consentId && file.removedAt === null)
  const [newest] = inOrder(
    spoken,
    falling(({ addedAt }) => addedAt),
    rising(({ id }) => id),
  )
  return newest?.id ?? null
}

/** GET /api/cases/{id}/facts. Who helps on a case is not held: it is told again with the network. */
export function factsHere(rows: CaseRows): CaseFactsAnswer {
  const [facts] = rows.case_fact
  return {
    householdTypes: facts?.householdTypes ?? null,
    avoid: facts?.avoid ?? {},
    healthSummary: facts?.healthSummary ?? null,
    changedAt: facts?.changedAt ?? null,
    team: null,
  }
}

/** GET /api/cases/{id}/files: what there is; its bytes stay on the server. */
export function filesHere(rows: CaseRows, kept: KeptReference): Page<FileListItem> {
  return {
    items: inOrder(
      rows.file.filter(({ removedAt }) => removedAt === null),
      falling(({ addedAt }) => addedAt),
      rising(({ id }) => id),
    ).map((file) => ({
      id: file.id,
      kind: file.kind,
      title: file.title,
      class: file.class,
      mediaType: file.mediaType,
      size: file.size,
      addedAt: file.addedAt,
      addedById: file.addedBy,
      addedByName: kept.accountName(file.addedBy) ?? '',
    })),
  }
}
