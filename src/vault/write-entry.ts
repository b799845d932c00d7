import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { entryText, firstEntry, type MaybeSealed, nextEntry } from './vault-rules.ts'

const writing = z.strictObject({
  entryId: id,
  vaultId: id,
  /** Sealed by the server before the decision, which never sees it. */
  text: entryText,
  happenedOn: z.optional(day),
})

/** What must be known to help, and by nobody else. It is there for the team at once, and nowhere else. */
export const writeEntry = action<z.infer<typeof writing> & MaybeSealed, 'vault'>({
  name: 'vault.write',
  input: writing,
  root: { kind: 'none' },
  needs: { vault: ({ vaultId }) => vaultId },
  decide: ({ vault }, given, circumstances) => firstEntry(vault, 'note', given, circumstances),
})

const correcting = z.strictObject({ entryId: id, correctsId: id, text: entryText })

/** One's own entry only. The first one stays; the new one names it. */
export const correctEntry = action<z.infer<typeof correcting> & MaybeSealed, 'vaultEntry'>({
  name: 'vault.correct',
  input: correcting,
  root: { kind: 'none' },
  needs: { vaultEntry: ({ correctsId }) => correctsId },
  decide({ vaultEntry }, given, circumstances) {
    if (vaultEntry?.form !== 'note') refuse('vault.not_found')
    if (vaultEntry.authorId !== circumstances.who.accountId) refuse('vault.not_your_correction')
    return nextEntry(vaultEntry, given, circumstances)
  },
})
