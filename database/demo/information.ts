import type { InformationRow } from '../../src/records/rows.ts'
import { chanceOf } from './chance.ts'
import type { Clock } from './clock.ts'
import texts from './data/information.json' with { type: 'json' }
import { inventedPhone } from './directory.ts'
import type { Directory } from './directory.ts'
import type { DemoAccount } from './staff.ts'

/** A line to call that reaches nobody, published; and a rumour's answer that waits for its second reader. */
export function makeInformation(
  clock: Clock,
  directory: Directory,
  staff: readonly DemoAccount[],
): readonly InformationRow[] {
  const chance = chanceOf('information')
  const keeper = staff.find(({ roles }) => roles.includes('directory_editor'))
  const second = staff.find(({ roles }) => roles.includes('branch_manager'))
  const organisationId = keeper?.organisationId
  if (!keeper || !second || organisationId === undefined || directory.organisations.length === 0) return []
  const row = (kind: 'number' | 'question', position: number): InformationRow => ({
    id: chance.id(clock.now - 10 * 86_400_000),
    entryId: chance.id(clock.now - 10 * 86_400_000),
    version: 1,
    organisationId,
    kind,
    position,
    state: 'waiting',
    texts: texts[kind],
    facts: {},
    places: [],
    source: texts.source,
    sourceOn: null,
    unverified: false,
    invented: true,
    writtenBy: keeper.id,
    writtenAt: clock.at(-9, 9),
    decidedBy: null,
    decidedAt: null,
    remark: null,
    endedBy: null,
    endedAt: null,
  })
  return [
    {
      ...row('number', 5),
      state: 'published',
      facts: {
        number: inventedPhone(chance),
        free: true,
        languages: ['ar', 'kmr', 'ckb', 'azb'],
        testedOn: clock.day(-2),
      },
      decidedBy: second.id,
      decidedAt: clock.at(-8, 10),
    },
    { ...row('question', 70), facts: { rumour: true } },
  ]
}
