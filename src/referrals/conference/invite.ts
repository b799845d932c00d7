import * as z from 'zod/mini'
import { action, type Change } from '../../actions/action.ts'
import { id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { text } from '../../basics/text.ts'
import { refuseAvoided } from '../avoided.ts'
import { refuseWhatIsNever } from '../never-told.ts'
import { buildSnapshot, shareableItems } from '../snapshot.ts'
import { conferenceEvent, conveningOrRefuse, coveredFor, openCaseOf } from './conference-rules.ts'
import { stateAfterOrRefuse } from './conference-states.ts'

const input = z.strictObject({
  conferenceId: id,
  seatId: id,
  organisationId: id,
  siteId: id,
  items: z.array(z.enum(shareableItems)).check(z.minLength(1), z.maxLength(shareableItems.length)),
  /** What this organisation must know to help, in a few sentences; handed over only as the consented item `narrative`. */
  summary: z.optional(text(600)),
})
type Input = z.infer<typeof input>

/**
 * Asks one organisation to the table. What it will see is built now, from the items that the person agreed this
 * organisation may hear at a conference, and never follows the case afterwards. Refuses kinds that are never told of such
 * a need (`referral.receiver_never`): police line and border always; items its kind never gets (`referral.items_never`);
 * whom the person wants to keep away from (`referral.avoided`); whoever has not signed (`referral.protocol_not_signed`); and every item without consent.
 */
export const inviteToConference = action({
  name: 'conference.invite',
  input,
  root: { kind: 'conference', id: ({ conferenceId }: Input) => conferenceId },
  needs: {
    conference: ({ conferenceId }: Input) => conferenceId,
    organisation: ({ organisationId }: Input) => organisationId,
    site: ({ siteId }: Input) => siteId,
  },
  decide({ conference: known, organisation, site }, given, circumstances) {
    const convening = openCaseOf(conveningOrRefuse(known))
    const { conference, case: file, person, members, need, facts } = convening
    const { conferenceId, seatId, organisationId } = given
    const state = stateAfterOrRefuse(conference.state, 'conference.invite')
    const { now, today } = circumstances
    if (conference.endsOn < today) refuse('conference.over')
    if (!organisation || organisation.state !== 'active' || organisationId === file.organisationId)
      refuse('organisation.not_found')
    if (!site || site.organisationId !== organisationId) refuse('site.not_found')
    if (known?.seats.some((seat) => seat.invitedOrganisationId === organisationId))
      refuse('conference.already_invited', { organisationId })
    refuseWhatIsNever(
      { organisationId, organisationUnitKind: organisation.unitKind },
      conference.service,
      given.items,
    )
    refuseAvoided({ organisationId, siteId: site.id }, facts)
    if (organisation.protocolSignedOn === null || organisation.protocolSignedOn > today)
      refuse('referral.protocol_not_signed', { organisationId })
    const agreed = coveredFor(convening, organisationId, given.items, today)
    if (agreed.missing.length > 0)
      refuse('referral.items_not_consented', {
        organisationId,
        items: agreed.missing.map(({ item }) => item),
        why: agreed.missing.map(({ why }) => why),
      })
    const until = convening.consents
      .filter(({ id: consentId }) => agreed.consentIds.includes(consentId))
      .map(({ expiresOn }) => dayBefore(expiresOn))
      .reduce((first, one) => (one < first ? one : first), conference.endsOn)
    const seat: Change = {
      op: 'insert',
      table: 'conference_seat',
      row: {
        id: seatId,
        conferenceId,
        organisationId: file.organisationId,
        invitedOrganisationId: organisationId,
        invitedSiteId: site.id,
        code: conference.code,
        service: conference.service,
        meetsOn: conference.meetsOn,
        items: [...new Set(given.items)],
        accessUntil: until,
        invitedAt: now,
        joinedAt: null,
        joinedBy: null,
        minutesAnswer: null,
        minutesReason: null,
        minutesAnsweredAt: null,
        minutesAnsweredBy: null,
        endedAt: null,
      },
    }
    const release: Change = {
      op: 'insert',
      table: 'conference_release',
      row: {
        seatId,
        conferenceId,
        organisationId: file.organisationId,
        invitedOrganisationId: organisationId,
        items: buildSnapshot(given.items, agreed.covered, {
          person,
          case: file,
          members: members.filter(({ removedAt }) => removedAt === null),
          needs: [need],
          healthSummary: facts?.healthSummary ?? null,
          narrative: given.summary ?? null,
        }),
        consentIds: [...agreed.consentIds],
        minutes: null,
        releasedAt: now,
      },
    }
    return {
      changes: [
        {
          op: 'update',
          table: 'conference',
          key: conferenceId,
          set: { state, invitedAt: conference.invitedAt ?? now },
        },
        seat,
        release,
        conferenceEvent(convening, circumstances, 'conference.invite', { organisationId }),
      ],
      result: { conferenceId, seatId, state, accessUntil: until },
      audit: { organisationId, items: given.items.length },
    }
  },
})

/** A consent no longer counts on the day it expires. */
function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
