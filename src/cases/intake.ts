import * as z from 'zod/mini'
import { code, day, id } from '../basics/inputs.ts'
import { line } from '../basics/text.ts'
import { birthInput, contactSafetyInput, nameInput, placeInput } from '../people/person-fields.ts'
import type { Programme } from '../programmes/programme.ts'
import { choiceOrRefuse } from './case-rules.ts'
import { memberInput } from './members.ts'
import { urgencies } from './urgency.ts'

/** What an officer says of a case at its opening: seven fields, a name or a code name, and what is known already. */
export const intakeInput = z.strictObject({
  caseId: id,
  personId: id,
  // the seven fields
  openedOn: day,
  siteId: id,
  statusCategory: code,
  ageBand: code,
  sex: code,
  language: code,
  contactSafety: contactSafetyInput,
  // a name or a code name
  name: z.optional(nameInput),
  codeName: z.optional(line(60)),
  // and what may come later
  place: z.optional(placeInput),
  birth: z.optional(birthInput),
  interpreterNeeded: z.optional(z.boolean()),
  returnedFromAbroad: z.optional(z.boolean()),
  conflictDisplaced: z.optional(z.boolean()),
  documentsHeld: z.optional(z.array(code).check(z.maxLength(40))),
  members: z.optional(z.array(memberInput).check(z.maxLength(30))),
  chosenWord: z.optional(line(60)),
  programme: z.optional(code),
  /** Written on paper first. Understood by itself when the day lies in the past. */
  enteredLate: z.optional(z.boolean()),
  urgency: z.optional(z.enum(urgencies)),
  urgencyReason: z.optional(code),
})
export type Intake = z.infer<typeof intakeInput>

/** Every code is one of the programme's lists; refuses with `input.invalid` and names the codes that would do. */
export function checkIntake(programme: Programme, given: Intake): void {
  for (const field of ['statusCategory', 'ageBand', 'sex', 'language'] as const)
    choiceOrRefuse(programme, field, given[field], field)
  choiceOrRefuse(programme, 'contactSafety', given.contactSafety.mode, 'contactSafety.mode')
  if (given.urgencyReason !== undefined)
    choiceOrRefuse(programme, 'urgencyReason', given.urgencyReason, 'urgencyReason')
  for (const document of given.documentsHeld ?? [])
    choiceOrRefuse(programme, 'document', document, 'documentsHeld')
  for (const member of given.members ?? []) {
    choiceOrRefuse(programme, 'relationship', member.relationship, 'members.relationship')
    choiceOrRefuse(programme, 'sex', member.sex, 'members.sex')
    choiceOrRefuse(programme, 'ageBand', member.ageBand, 'members.ageBand')
  }
}
