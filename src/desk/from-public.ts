import * as z from 'zod/mini'
import { foldChosenWord } from '../basics/codes.ts'
import { id } from '../basics/inputs.ts'
import { line, text } from '../basics/text.ts'
import { complaintKinds } from './desk-rules.ts'

/** As the word of a case: fewer letters are guessed too soon. */
const fewestLetters = 4

/** What somebody without an account writes on the public page. */
export const publicComplaint = z.strictObject({
  /** Made with the form: the same form sent twice is one complaint. */
  form: id,
  organisationId: id,
  kind: z.enum(complaintKinds),
  text: text(6000),
  /** How the answer reaches them; nothing when they do not want to be known. */
  reach: z.optional(line(200)),
  word: line(60).check(z.refine((word) => foldChosenWord(word).length >= fewestLetters)),
})
export type PublicComplaint = z.infer<typeof publicComplaint>

/** The fields of the form as they were typed. */
export type TypedComplaint = { readonly [K in keyof PublicComplaint]?: string | undefined }

/** Reads the form; answers the complaint, or which field to mend. */
export function readComplaint(
  typed: TypedComplaint,
): { readonly complaint: PublicComplaint } | { readonly mend: keyof PublicComplaint } {
  const { reach, ...rest } = typed
  const found = publicComplaint.safeParse(reach?.trim() ? typed : rest)
  if (found.success) return { complaint: found.data }
  return { mend: (found.error.issues[0]?.path[0] as keyof PublicComplaint | undefined) ?? 'text' }
}

/** Where it stands, for whoever complained: nothing of who works on it. */
export interface FollowedComplaint {
  readonly state: string
  readonly receivedAt: string
  readonly answerDueAt: string
  /** What the officer for complaints said to them; `null`: its key is not here. */
  readonly answers: readonly { readonly at: string; readonly text: string | null }[]
}
