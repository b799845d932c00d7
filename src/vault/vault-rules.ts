import * as z from 'zod/mini'
import type { Change, Circumstances, Decision } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import { text } from '../basics/text.ts'
import type { Knowledge } from '../records/knowledge.ts'
import type { VaultEntryRow, VaultRow } from '../records/rows.ts'
import type { VaultKnowledge } from '../records/vault-knowledge.ts'

/** What a certificate is for, and what a vault holds (domain: C4). */
export const protectedKinds = [
  'gbv',
  'trafficking',
  'child',
  'mental_health',
  'confidential_place',
  'complaints',
] as const
export const protectedKind = z.enum(protectedKinds)

/** A whole interview. */
export const entryText = text(20_000)

/** What the server put in place of a text before the decision: sealed for its case, entry and kind. */
export interface SealedText {
  readonly ciphertext: Uint8Array
  readonly keyVersion: number
}
export interface MaybeSealed {
  readonly sealed?: SealedText | undefined
}

/** Nothing was sealed where the database gave no key: whoever asks may not write there. */
export function sealedOrRefuse({ sealed }: MaybeSealed): SealedText {
  return sealed ?? refuse('vault.not_found')
}

/** Out of sight and not there are the same answer. */
export function guardOrRefuse(guard: VaultKnowledge['guard']): NonNullable<VaultKnowledge['guard']> {
  return guard ?? refuse('case.not_found')
}
export function vaultOrRefuse(vault: Knowledge['vault']): NonNullable<Knowledge['vault']> {
  return vault ?? refuse('vault.not_found')
}

/** One more entry of a vault: what it says was sealed before. */
export function entryOf(
  vault: Pick<VaultRow, 'id' | 'caseId' | 'organisationId' | 'kind'>,
  { who, now }: Circumstances,
  entry: Pick<VaultEntryRow, 'id' | 'form' | 'happenedOn' | 'correctsId'>,
  given: MaybeSealed,
): Change {
  const { ciphertext, keyVersion } = sealedOrRefuse(given)
  return {
    op: 'insert',
    table: 'vault_entry',
    row: {
      ...entry,
      vaultId: vault.id,
      caseId: vault.caseId,
      organisationId: vault.organisationId,
      kind: vault.kind,
      ciphertext,
      keyVersion,
      enteredAt: now,
      authorId: who.accountId,
    },
  }
}

/** A word to a colleague that names no case: the page behind it shows what they may see. */
export function vaultAlert(
  { who, now, newId }: Circumstances,
  kind: string,
  to: { readonly accountId: string } | { readonly siteId: string },
): Change {
  return {
    op: 'insert',
    table: 'alert',
    row: {
      id: newId(),
      organisationId: who.organisationId,
      accountId: 'accountId' in to ? to.accountId : null,
      siteId: 'siteId' in to ? to.siteId : null,
      kind,
      level: 0,
      at: now,
    },
  }
}

/** A first entry of this form; the day it is about is not ahead. Refuses `vault.not_found`, `date.in_future`. */
export function firstEntry(
  vault: Knowledge['vault'],
  form: VaultEntryRow['form'],
  given: MaybeSealed & {
    readonly entryId: string
    readonly happenedOn?: string | undefined
  },
  circumstances: Circumstances,
): Decision {
  const { entryId, happenedOn = circumstances.today } = given
  const found = vaultOrRefuse(vault)
  if (happenedOn > circumstances.today) refuse('date.in_future', { field: 'happenedOn' })
  return {
    changes: [entryOf(found, circumstances, { id: entryId, form, happenedOn, correctsId: null }, given)],
    result: { entryId },
    audit: { vaultId: found.id, entryId },
  }
}

/** An entry in place of an earlier one, which stays and is named. */
export function nextEntry(
  earlier: NonNullable<Knowledge['vaultEntry']>,
  given: MaybeSealed & { readonly entryId: string },
  circumstances: Circumstances,
): Decision {
  const { vaultId, form, happenedOn } = earlier
  const entry = { id: given.entryId, form, happenedOn, correctsId: earlier.id }
  return {
    changes: [entryOf({ ...earlier, id: vaultId }, circumstances, entry, given)],
    result: { entryId: given.entryId },
    audit: { vaultId, entryId: given.entryId },
  }
}
