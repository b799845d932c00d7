import { refuse } from '../basics/refusal.ts'
import type { Action } from './action.ts'

/** What a program calls a field is told back; what somebody pasted there is not. */
function isFieldName(key: string): boolean {
  return /^[A-Za-z]\w{0,39}$/.test(key)
}

/** The input as the action understands it. Refuses `input.invalid` with the field and what is wrong with it. */
export function parseInput(found: Action, input: unknown): unknown {
  const parsed = found.input.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const custom = issue?.code === 'custom' && typeof issue.message === 'string' ? issue.message : undefined
  return refuse(
    custom === 'input.hidden_characters' || custom === 'date.impossible' ? custom : 'input.invalid',
    {
      field: issue?.path.join('.') ?? '',
      problem: issue?.code === 'unrecognized_keys' ? 'unknown_field' : (issue?.code ?? 'invalid'),
      ...(issue?.code === 'unrecognized_keys' ? { fields: issue.keys.filter(isFieldName).slice(0, 10) } : {}),
    },
  )
}
