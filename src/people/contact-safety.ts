import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseEvent, caseOrRefuse, choiceOrRefuse, programmeOf } from '../cases/case-rules.ts'
import { changedFields } from '../cases/changed-fields.ts'
import type { PersonRow } from '../records/rows.ts'
import { contactSafetyFields, contactSafetyInput } from './person-fields.ts'
import { searchKeysOf } from './search-keys.ts'

/** How the person may be reached from now on, whole: what is left out is no longer true. Also on a closed case. */
export const setContactSafety = action({
  name: 'person.set_contact_safety',
  input: z.strictObject({ caseId: id, contactSafety: contactSafetyInput }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId, person: ({ caseId }) => caseId },
  decide({ reference, case: known, person }, given, circumstances) {
    const file = caseOrRefuse(known)
    if (!person) refuse('person.not_found')
    choiceOrRefuse(
      programmeOf(reference, file),
      'contactSafety',
      given.contactSafety.mode,
      'contactSafety.mode',
    )
    const contactSafety = contactSafetyFields(given.contactSafety)
    const { set, story } = changedFields<PersonRow>(person, { contactSafety })
    if (story.length === 0) return { changes: [], result: { contactSafety } }
    return {
      changes: [
        {
          op: 'update',
          table: 'person',
          key: person.id,
          set: { ...set, ...searchKeysOf({ ...person, contactSafety }, file.code) },
        },
        caseEvent(file, circumstances, 'person.set_contact_safety', { detail: { changes: story } }),
      ],
      result: { contactSafety },
    }
  },
})
