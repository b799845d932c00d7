import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { answersFor, caseEvent, caseOrRefuse, choiceOrRefuse, programmeOf } from '../cases/case-rules.ts'
import { changedFields } from '../cases/changed-fields.ts'
import { eligibilityOf } from '../cases/eligibility-of-case.ts'
import type { CaseRow, PersonRow } from '../records/rows.ts'
import { birthFields, birthInput, nameInput, namesOrRefuse, placeInput } from './person-fields.ts'
import { searchKeysOf } from './search-keys.ts'

const input = z.strictObject({
  caseId: id,
  /** The whole name as it should stand. */
  name: z.optional(nameInput),
  codeName: z.optional(z.nullable(line(60))),
  sex: z.optional(code),
  birth: z.optional(birthInput),
  language: z.optional(code),
  interpreterNeeded: z.optional(z.boolean()),
  place: z.optional(z.nullable(placeInput)),
})

/** What was heard or written wrongly. Earlier names and dates stay in the story of the case, behind its own policy. */
export const correctPerson = action({
  name: 'person.correct',
  input,
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: { reference: true, case: ({ caseId }) => caseId, person: ({ caseId }) => caseId },
  decide({ reference, case: known, person }, given, circumstances) {
    const file = caseOrRefuse(known)
    if (!person) refuse('person.not_found')
    if (!answersFor(circumstances, file)) refuse('case.not_your_correction')
    const programme = programmeOf(reference, file)
    for (const list of ['sex', 'language'] as const)
      if (given[list] !== undefined) choiceOrRefuse(programme, list, given[list], list)
    const places = typeof given.place === 'string' ? reference.ancestors(given.place) : []
    if (typeof given.place === 'string' && places.length === 0) refuse('place.unknown', { field: 'place' })

    const nameParts = given.name ?? person.nameParts
    const codeName = given.codeName === undefined ? person.codeName : given.codeName
    const { displayName, listName } = namesOrRefuse(nameParts, codeName)
    const renamed = given.name !== undefined || given.codeName !== undefined
    const forPerson = changedFields<PersonRow>(person, {
      ...(renamed ? { nameParts, codeName, displayName } : {}),
      ...(given.birth === undefined ? {} : birthFields(given.birth, circumstances.today)),
      ...(given.place === undefined ? {} : { placeCode: given.place, governorate: places.at(-1) ?? null }),
      sex: given.sex,
      language: given.language,
      interpreterNeeded: given.interpreterNeeded,
    })
    if (forPerson.story.length === 0) return { changes: [], result: { changed: [] } }
    const forCase = changedFields<CaseRow>(file, {
      ...(renamed ? { displayName: listName } : {}),
      sex: given.sex,
      language: given.language,
      placeCode: given.place,
    })
    return {
      changes: [
        {
          op: 'update',
          table: 'person',
          key: person.id,
          set: {
            ...forPerson.set,
            ...(renamed ? searchKeysOf({ ...person, nameParts, codeName }, file.code) : {}),
          },
        },
        ...(forCase.story.length === 0
          ? []
          : [{ op: 'update', table: 'case_file', key: file.id, set: forCase.set } as const]),
        caseEvent(file, circumstances, 'person.correct', { detail: { changes: forPerson.story } }),
      ],
      result: {
        changed: forPerson.story.map(({ field }) => field),
        eligibility: eligibilityOf({ ...file, ...forCase.set }, programme, reference),
      },
    }
  },
})
