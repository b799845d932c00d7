import { Refusal } from '../basics/refusal.ts'
import type { Who } from '../permissions/who.ts'
import { type Sealed, type SealedPlace, sealForCase } from '../server/case-seal.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'

/** What sealing needs beside the input: the open transaction of whoever asks, and the master keys. */
export interface Sealing {
  readonly tx: Transaction
  readonly masterKeys: MasterKeys
  readonly who: Who
}

const vaultOf = statement('select case_id, organisation_id, kind from vault where id = $1')
const vaultOfEntry = statement('select case_id, organisation_id, kind from vault_entry where id = $1')
const vaultOfFile = statement('select case_id, organisation_id, kind from vault_file where id = $1')

interface Place {
  readonly case_id: string
  readonly organisation_id: string
  readonly kind: string
}

/** Steps before decisions: the text goes, its sealed form comes. Where the database gives no key, nothing comes, and the decision says why not. */
export async function sealNewEntry<T extends { text: string; entryId: string; vaultId: string }>(
  { text, ...input }: T,
  sealing: Sealing,
): Promise<object> {
  const place = await sealing.tx.row<Place>(vaultOf, [input.vaultId])
  return { ...input, sealed: await sealedEntry(sealing, place, input.entryId, text) }
}

export async function sealCorrection<T extends { text: string; entryId: string; correctsId: string }>(
  { text, ...input }: T,
  sealing: Sealing,
): Promise<object> {
  const place = await sealing.tx.row<Place>(vaultOfEntry, [input.correctsId])
  return { ...input, sealed: await sealedEntry(sealing, place, input.entryId, text) }
}

/** A need is sealed whole: which service it wants says as much as any note. */
export async function sealNewNeed<T extends { need: object; entryId: string; vaultId: string }>(
  { need, ...input }: T,
  sealing: Sealing,
): Promise<object> {
  const place = await sealing.tx.row<Place>(vaultOf, [input.vaultId])
  return { ...input, sealed: await sealedEntry(sealing, place, input.entryId, JSON.stringify(need), 'need') }
}

export async function sealNeedChange<T extends { need: object; entryId: string; correctsId: string }>(
  { need, ...input }: T,
  sealing: Sealing,
): Promise<object> {
  const place = await sealing.tx.row<Place>(vaultOfEntry, [input.correctsId])
  return { ...input, sealed: await sealedEntry(sealing, place, input.entryId, JSON.stringify(need), 'need') }
}

/** What a file is. Its bytes were sealed when they came. */
export async function sealFileWords<T extends { file: object; uploadId: string }>(
  { file, ...input }: T,
  sealing: Sealing,
): Promise<object> {
  const place = await sealing.tx.row<Place>(vaultOfFile, [input.uploadId])
  return { ...input, sealed: await sealedEntry(sealing, place, input.uploadId, JSON.stringify(file), 'file') }
}

/** What somebody writes who breaks the glass is as protected as what they then read. */
export async function sealGlassReason<T extends { why: string; glassId: string; caseId: string }>(
  { why, ...input }: T,
  sealing: Sealing,
): Promise<object> {
  const place = {
    organisationId: sealing.who.organisationId,
    caseId: input.caseId,
    entryId: input.glassId,
    kind: glassKind,
  }
  return { ...input, sealed: await sealedOrNothing(sealing, place, why) }
}

/** Under this kind the words of a broken glass are sealed. */
export const glassKind = 'break_glass'

/** Under which kind an entry is sealed: a note that is said to be a need, or bytes said to be an entry, do not open. */
export function sealedKind(kind: string, form: string): string {
  return form === 'note' ? kind : `${kind}|${form}`
}

function sealedEntry(
  sealing: Sealing,
  place: Place | undefined,
  entryId: string,
  text: string,
  form = 'note',
): Promise<Sealed | undefined> {
  if (place === undefined) return Promise.resolve(undefined)
  const { case_id: caseId, organisation_id: organisationId } = place
  const kind = sealedKind(place.kind, form)
  return sealedOrNothing(sealing, { organisationId, caseId, entryId, kind }, text)
}

async function sealedOrNothing(
  { tx, masterKeys }: Sealing,
  place: SealedPlace,
  text: string,
): Promise<Sealed | undefined> {
  try {
    return await sealForCase(tx, masterKeys, place, Buffer.from(text, 'utf8'))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'vault.not_found') return undefined
    throw error
  }
}
