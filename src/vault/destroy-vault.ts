import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { parseCode } from '../basics/codes.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'

/** Why protected content is erased. A code: nothing of what is erased stays behind as its reason. */
export const destroyReasons = ['person_asked', 'kept_long_enough', 'should_not_exist'] as const

/**
 * Destroys the key of a case: what was written under it never opens again, here or from a backup once the former master
 * key is gone. Answers the same whether the case had protected content or not.
 */
export const destroyVault = action({
  name: 'vault.destroy',
  input: z.strictObject({
    /** As it is spoken: who asks for erasure has it on paper. */
    code: line(40),
    reason: z.enum(destroyReasons),
  }),
  root: { kind: 'none' },
  needs: { isHeld: ({ code }) => parseCode(code) ?? undefined },
  decide({ isHeld }, { code, reason }) {
    if (isHeld) refuse('vault.held')
    const found = parseCode(code) ?? refuse('case.not_found')
    return {
      changes: [{ op: 'call', function: 'destroy_case_key', args: [found], otherwise: 'case.not_found' }],
      audit: { reason },
    }
  },
})
