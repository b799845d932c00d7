import type { Permission } from '../../src/permissions/permissions.ts'
import { testId } from '../support/house.ts'
import type { Trial } from './trial.ts'

/** Everybody arranges their own absence; who is away, and with whom, the matrix fills in. */
export const delegationTrials = {
  'delegation.make': {
    kind: 'self',
    stage: 'case',
    input: ({ otherOfficerId }) => {
      // days of their own far ahead: nobody is away twice at once
      const day = new Date(Date.now() + (2 + Math.floor(Math.random() * 9000)) * 86_400_000)
      const fromDay = day.toISOString().slice(0, 10)
      return {
        delegationId: testId(),
        fromAccountId: otherOfficerId,
        toAccountId: otherOfficerId,
        covers: ['cases'],
        fromDay,
        untilDay: fromDay,
      }
    },
  },
  'delegation.end': { kind: 'self', stage: 'case', input: ({ delegationId }) => ({ delegationId }) },
} as const satisfies { readonly [name in Permission]?: Trial }
