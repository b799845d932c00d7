import type { Change, Circumstances } from '../../actions/action.ts'
import { refuse } from '../../basics/refusal.ts'
import { caseEvent } from '../../cases/case-rules.ts'
import { type ConsentAnswer, consentCovers } from '../../people/consent.ts'
import type { ConferenceKnown } from '../../records/knowledge.ts'
import type { ConferenceSeatRow } from '../../records/rows.ts'

/** Purpose of the consents that a conference rests on; a consent to a referral does not open one. */
export const conferencePurpose = 'conference'
/** Days for which a conference may keep its table, at most (proposal; the database holds it too). */
export const mostDays = 92

export type Convening = NonNullable<ConferenceKnown['convening']>

/** The convenor's side. Who is only invited, and who sees nothing, get the same answer. */
export function conveningOrRefuse(known: ConferenceKnown | undefined): Convening {
  return known?.convening ?? refuse('conference.not_found')
}

export function openCaseOf(convening: Convening): Convening {
  if (convening.case.closedAt !== null) refuse('case.closed')
  return convening
}

/** One's own seat, while it lasts. */
export function ownSeatOrRefuse(
  known: ConferenceKnown | undefined,
  { who, today }: Circumstances,
): ConferenceSeatRow {
  const seat = known?.seats.find(
    ({ invitedOrganisationId, invitedAt }) =>
      invitedOrganisationId === who.organisationId && invitedAt !== null,
  )
  if (!seat) refuse('conference.not_found')
  if (seat.endedAt !== null || (seat.accessUntil ?? '') < today) refuse('conference.over')
  return seat
}

/** What the person agreed that this organisation hears at the table today. */
export function coveredFor(
  { consents, case: file }: Convening,
  organisationId: string,
  items: readonly string[],
  today: string,
): ConsentAnswer {
  const withdrawn = consents.filter(({ withdrawal }) => withdrawal !== null).map(({ id }) => id)
  return consentCovers(consents, withdrawn, {
    organisationId,
    purpose: conferencePurpose,
    items,
    ageBand: file.ageBand,
    today,
  })
}

export function conferenceEvent(
  { case: file, conference }: Pick<Convening, 'case' | 'conference'>,
  circumstances: Circumstances,
  kind: string,
  detail: { readonly [key: string]: string | number | null } = {},
): Change {
  return caseEvent(file, circumstances, kind, { ref: conference.id, detail })
}
