/** The names an action goes by. */
export interface ActionNames {
  /** `case.remind_officer`: what travels, what the permission table and the audit call it. */
  name: string
  /** `remindOfficer`: its constant. */
  constant: string
  /** `remind-officer`: its file. */
  file: string
  /** What it is for, as a sentence. */
  purpose: string
}

/** What differs between actions on a case, on a referral, and on anything else. */
interface Template {
  /** Who may do it until somebody decides otherwise: the text of the `roles` in the permission table. */
  roles: string
  code(names: ActionNames): string
  test(names: ActionNames): string
}

const onCase: Template = {
  roles: 'caseRoles',
  code: ({ name, constant, purpose }) => `import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { caseEvent, openCaseOrRefuse } from './case-rules.ts'

/** ${purpose} */
export const ${constant} = action({
  name: '${name}',
  input: z.strictObject({ caseId: id }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { case: ({ caseId }) => caseId },
  decide({ case: known }, _, circumstances) {
    const file = openCaseOrRefuse(known)
    return { changes: [caseEvent(file, circumstances, '${name}')] }
  },
})
`,
  test: (names) =>
    testOf(names, 'caseId', 'case.not_found', ['rozh', 'administers accounts and opens no case']),
}

const onReferral: Template = {
  roles: 'caseRoles',
  code: ({ name, constant, purpose }) => `import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { asSender, foundOrRefuse } from './sides.ts'
import { take } from './step.ts'

/** ${purpose} */
export const ${constant} = action({
  name: '${name}',
  input: z.strictObject({ referralId: id }),
  root: { kind: 'referral', id: ({ referralId }: { readonly referralId: string }) => referralId },
  needs: { reference: true, referral: ({ referralId }: { readonly referralId: string }) => referralId },
  decide({ referral, reference }, _, circumstances) {
    const known = foundOrRefuse(referral)
    const acting = asSender(known, circumstances)
    return take({ name: '${name}', known, reference, circumstances, acting, set: {}, detail: {} })
  },
})
`,
  test: (names) =>
    testOf(names, 'referralId', 'referral.not_found', ['rozh', 'administers accounts and sends nobody']),
}

/** One action as two people meet it, through the real server on a real database. */
function testOf(
  { name, purpose }: ActionNames,
  idField: string,
  unknown: string,
  [other, because]: [login: string, because: string],
): string {
  return `import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestHouse, testHouse, testId } from '../../tests/support/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.close())

describe('${purpose.replace(/'/g, "\\'")}', () => {
  it('Amina is told when what she names is not there', async () => {
    const amina = await house.signIn('amina')
    const answer = await amina.act('${name}', { ${idField}: testId() })
    expect(answer.refusal?.code).toBe('${unknown}')
  })

  it('${other[0]?.toUpperCase()}${other.slice(1)}, who ${because}, may not', async () => {
    const ${other} = await house.signIn('${other}')
    const answer = await ${other}.act('${name}', { ${idField}: testId() })
    expect(answer.refusal?.code).toBe('permission.missing')
  })
})
`
}

/** By folder. A folder without a template of its own has no common ground to start from: copy its nearest action. */
export const templates: Readonly<Record<string, Template>> = { cases: onCase, referrals: onReferral }
