import * as z from 'zod/mini'
import { type Circumstances, action } from '../actions/action.ts'
import { foldChosenWord } from '../basics/codes.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { caseEvent, openCaseOrRefuse } from '../cases/case-rules.ts'

/** Fewer letters are guessed too soon on the page where people look at their request. */
const fewestLetters = 4

/** Only the hash is stored: nobody reads the word again, a forgotten one is chosen anew. */
export function chosenWordHash(word: string, { hashWord }: Pick<Circumstances, 'hashWord'>): Uint8Array {
  if (foldChosenWord(word).length < fewestLetters)
    refuse('input.invalid', { field: 'chosenWord', problem: 'too_short', fewest: fewestLetters })
  return hashWord(word)
}

/** Lets the person look at their request with the case's code; `null` takes the word away. */
export const setChosenWord = action({
  name: 'person.set_chosen_word',
  input: z.strictObject({ caseId: id, chosenWord: z.nullable(line(60)) }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  // the person: who chose a word last, where two devices did
  needs: { case: ({ caseId }) => caseId, person: ({ caseId }) => caseId },
  decide({ case: known }, { chosenWord }, circumstances) {
    const file = openCaseOrRefuse(known)
    const chosenWordHashed = chosenWord === null ? null : chosenWordHash(chosenWord, circumstances)
    return {
      changes: [
        { op: 'update', table: 'person', key: file.personId, set: { chosenWordHash: chosenWordHashed } },
        caseEvent(file, circumstances, 'person.set_chosen_word', { detail: { set: chosenWord !== null } }),
      ],
      result: { hasChosenWord: chosenWord !== null },
    }
  },
})
