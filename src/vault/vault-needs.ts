import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import { priority, severity } from '../cases/needs.ts'
import { isProtected, services } from '../services/taxonomy.ts'
import { firstEntry, type MaybeSealed, nextEntry } from './vault-rules.ts'

/** Services that are protected (C4): a need of these is written down in a vault and nowhere else. */
export const protectedServices = services.map(({ code }) => code).filter(isProtected)

/** From open to how it ended; opened again when it was closed by mistake. */
export const vaultNeedStates = ['open', 'met', 'partly_met', 'not_met', 'withdrawn'] as const

/** Sealed whole by the server before the decision, which never sees which service it is. */
const need = z.strictObject({
  service: z.enum(protectedServices),
  severity,
  priority,
  state: z.enum(vaultNeedStates),
  note: z.nullable(text(2000)),
})

const recording = z.strictObject({ entryId: id, vaultId: id, need, happenedOn: z.optional(day) })

/**
 * A need of a protected kind. Only the team of its vault sees it: it raises no count, makes no urgency, is in no list and
 * is not referred from here; a referral that names the service would tell it.
 */
export const recordVaultNeed = action<z.infer<typeof recording> & MaybeSealed, 'vault'>({
  name: 'vault.record_need',
  input: recording,
  root: { kind: 'none' },
  needs: { vault: ({ vaultId }) => vaultId },
  decide: ({ vault }, given, circumstances) => firstEntry(vault, 'need', given, circumstances),
})

const changing = z.strictObject({ entryId: id, correctsId: id, need })

/** Anybody of the team: what was before stays and is named. Refuses `vault.need_changed` when somebody was quicker. */
export const changeVaultNeed = action<z.infer<typeof changing> & MaybeSealed, 'vaultEntry'>({
  name: 'vault.change_need',
  input: changing,
  root: { kind: 'none' },
  needs: { vaultEntry: ({ correctsId }) => correctsId },
  decide({ vaultEntry }, given, circumstances) {
    if (vaultEntry?.form !== 'need') refuse('vault.not_found')
    if (vaultEntry.isCorrected) refuse('vault.need_changed')
    return nextEntry(vaultEntry, given, circumstances)
  },
})
