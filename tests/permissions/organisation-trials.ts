import type { Permission } from '../../src/permissions/permissions.ts'
import { testId, today, world } from '../support/house.ts'
import type { Cast } from './cast.ts'
import type { Scene, Trial } from './trial.ts'

/** The committee sits at the ministry alone: whoever has its role elsewhere sees and moves nothing. */
const sits = { kind: 'administers', stage: 'in directory' } as const
const growing = (providerId: string): string => `XG${providerId.slice(-12)}`
const empty = (providerId: string): string => `XH${providerId.slice(-12)}`

export const organisationTrials = {
  'organisation.invite': {
    ...sits,
    input: () => ({
      organisationId: testId(),
      family: 'local_cso',
      names: { ar: 'زيتونة متخيلة', en: 'Invented' },
      word: 'سنابل',
    }),
  },
  'organisation.note_step': {
    ...sits,
    input: () => ({
      organisationId: world.organisations.unsigned,
      stepId: testId(),
      step: 'conduct',
      result: 'passed',
      happenedOn: today(),
    }),
  },
  'organisation.move': {
    ...sits,
    input: ({ providerId }) => ({ organisationId: providerId, to: 'screening' }),
  },
  'organisation.describe': {
    kind: 'self',
    stage: 'case',
    input: () => ({ descriptions: { ar: 'نساعد على استخراج الوثائق' } }),
  },
  'growth.begin': { ...sits, input: ({ providerId }) => ({ placeCode: empty(providerId) }) },
  'growth.tick': {
    ...sits,
    input: ({ providerId }) => ({
      tickId: testId(),
      placeCode: growing(providerId),
      gate: 'hotline',
      doneOn: today(),
    }),
  },
  'growth.go_live': { ...sits, input: ({ providerId }) => ({ placeCode: growing(providerId) }) },
} as const satisfies Partial<Record<Permission, Trial>>

/** An organisation that has applied, an invented governorate that is being opened and one that could be. */
export async function layInDirectory(cast: Cast, { providerId }: Scene['ids']): Promise<void> {
  await cast.behind(
    `insert into organisation (id, code, family, names, state, invented) values ($1, $2, 'local_cso', '{"ar": "متخيلة", "en": "Invented"}', 'applied', true)`,
    [providerId, `X${providerId}`],
  )
  await cast.behind(
    `insert into place (code, level, names) select c, 1, '{"ar": "متخيلة", "en": "Invented"}' from unnest($1::text[]) c`,
    [[growing(providerId), empty(providerId)]],
  )
  await cast.behind('insert into growth (place_code, begun_at, begun_by) values ($1, now(), $2)', [
    growing(providerId),
    world.accounts.rozh,
  ])
}
