import type { Permission } from '../../src/permissions/permissions.ts'
import { testId, today, world } from '../support/house.ts'
import type { Player } from './cast.ts'
import { conferenceStages, type ConferenceStage, type Scene, type Trial } from './trial.ts'

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const about = ({ conferenceId }: Scene['ids']) => ({ conferenceId })

export const conferenceTrials = {
  'conference.propose': {
    kind: 'case',
    stage: 'case',
    input: ({ caseId, needId }) => ({
      conferenceId: testId(),
      caseId,
      needId,
      meetsOn: inDays(2),
      endsOn: inDays(9),
    }),
  },
  'conference.record_consent': { kind: 'case', stage: 'table proposed', input: about },
  'conference.invite': {
    kind: 'case',
    stage: 'table consented',
    input: ({ conferenceId }) => ({
      conferenceId,
      seatId: testId(),
      organisationId: world.organisations.bridges,
      siteId: world.sites.bridges,
      items: ['name', 'narrative'],
      summary: 'تحتاج إلى شهادة ولادة',
    }),
  },
  'conference.join': { kind: 'invited', stage: 'table invited', input: about },
  'conference.write_minutes': {
    kind: 'case',
    stage: 'table joined',
    input: ({ conferenceId }) => ({ conferenceId, minutes: 'اتفقنا' }),
  },
  // the focal point of Bridges sat down, and answers for Bridges (see matrix.ts)
  'conference.agree_minutes': {
    kind: 'invited',
    stage: 'table written',
    input: ({ conferenceId }) => ({ conferenceId, agrees: true }),
  },
  'conference.add_action': {
    kind: 'case',
    stage: 'table agreed',
    input: ({ conferenceId, seatId }) => ({
      conferenceId,
      actionId: testId(),
      seatId,
      text: 'نرافقها',
      dueOn: inDays(4),
    }),
  },
  'conference.finish_action': {
    kind: 'case',
    stage: 'table tracked',
    input: ({ conferenceId, tableActionId: actionId }) => ({ conferenceId, actionId }),
  },
  'conference.end': { kind: 'case', stage: 'table proposed', input: about },
} as const satisfies { readonly [name in Permission]?: Trial }

/** Brings the scene's conference to its stage: `opener` convenes, `invited` answers for Bridges. */
export async function setTable(
  stage: ConferenceStage,
  opener: Player,
  invited: Player,
  ids: Scene['ids'],
): Promise<void> {
  const { conferenceId, seatId, caseId } = ids
  const upTo = (one: ConferenceStage): boolean =>
    conferenceStages.indexOf(stage) >= conferenceStages.indexOf(one)
  await opener.done('conference.propose', {
    ...conferenceTrials['conference.propose'].input(ids),
    conferenceId,
  })
  await opener.done('consent.record', {
    consentId: ids.tableConsentId,
    caseId,
    organisationId: world.organisations.bridges,
    items: ['name', 'narrative'],
    purpose: 'conference',
    how: 'spoken_with_witness',
    givenOn: today(),
  })
  if (upTo('table consented')) await opener.done('conference.record_consent', { conferenceId })
  if (upTo('table invited'))
    await opener.done('conference.invite', { ...conferenceTrials['conference.invite'].input(ids), seatId })
  if (upTo('table joined')) await invited.done('conference.join', { conferenceId })
  if (upTo('table written'))
    await opener.done('conference.write_minutes', { conferenceId, minutes: 'اتفقنا على المرافقة' })
  if (upTo('table agreed')) await invited.done('conference.agree_minutes', { conferenceId, agrees: true })
  if (upTo('table tracked'))
    await opener.done('conference.add_action', {
      ...conferenceTrials['conference.add_action'].input(ids),
      actionId: ids.tableActionId,
    })
}
