import { randomBytes } from 'node:crypto'
import { testId, today, world } from '../support/house.ts'
import type { Trial } from './trial.ts'

/** What is tried of the directory: of Bridges' offers, at an organisation whose unit does not keep the directory of others. */
export const directoryTrials = {
  'offer.verify': {
    kind: 'directory',
    stage: 'case',
    input: ({ offerId }) => ({ checkId: testId(), offerId, how: 'call', onDay: today(), said: 'correct' }),
  },
  // one that does not exist: taking a real one down would stop the referrals of every other trial
  'offer.take_down': {
    kind: 'directory',
    stage: 'case',
    input: () => ({ offerId: testId(), to: 'hidden' }),
  },
  'offer.follow_up': {
    kind: 'directory',
    stage: 'case',
    input: ({ offerId }) => ({ offerId, onDay: today() }),
  },
  'offer.make_link': {
    kind: 'directory',
    stage: 'case',
    input: () => ({
      linkId: testId(),
      organisationId: world.organisations.bridges,
      token: randomBytes(32).toString('base64url'),
    }),
  },
  'offer.suggest': {
    kind: 'self',
    stage: 'case',
    input: ({ offerId }) => ({ suggestionId: testId(), offerId, about: 'wrong', note: 'الرقم لا يجيب' }),
  },
  'offer.decide_suggestion': {
    kind: 'directory',
    stage: 'case',
    input: ({ offerId }) => ({ suggestionId: testId(), offerId, take: [], reason: 'تحققنا' }),
  },
  'site.save': {
    kind: 'self',
    stage: 'case',
    input: () => ({
      siteId: testId(),
      names: { ar: 'فرع متخيل', en: 'Invented branch' },
      placeCode: world.places.mosulDistrict,
    }),
  },
} as const satisfies Record<string, Trial>
