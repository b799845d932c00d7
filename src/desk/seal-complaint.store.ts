import { randomBytes } from 'node:crypto'
import { statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import { seal, unseal } from '../server/seal.ts'
import type { SealedComplaint } from './complaints.ts'

/**
 * A complaint has a key of its own, made by whoever takes it down and sealed by the master key: the recorder needs no
 * key of anybody to put something in, and cannot open it again. The database hands the sealed key to the officer for
 * complaints alone. Where this server has no master key nothing comes, and the decision says so.
 */
const sealedKey = statement('select master, wrapped from complaint where id = $1')

export const aboutComplaintKey = (complaintId: string): string => `ihala complaint key|${complaintId}`
const aboutWords = (complaintId: string): string => `ihala complaint|${complaintId}`
const aboutStep = (complaintId: string, stepId: string): string =>
  `ihala complaint step|${complaintId}|${stepId}`

interface Keeping {
  readonly tx: Transaction
  readonly masterKeys: MasterKeys
}

/** What is sealed of a complaint: its words and how to reach whoever complains. */
export interface ComplaintWords {
  readonly text: string
  readonly reach: string | null
}

/** Steps before decisions: the words go, their sealed form comes. */
export async function sealComplaint<
  T extends { complaintId: string; text: string; reach?: string | undefined },
>(
  { text, reach, ...input }: T,
  { masterKeys }: Pick<Keeping, 'masterKeys'>,
): Promise<Omit<T, 'text' | 'reach'> & SealedComplaint> {
  // a server that has run since the keys were changed must not seal by the former one: it would be forgotten
  masterKeys.find('')
  const master = masterKeys.current
  if (master === undefined) return input
  const { complaintId } = input
  const key = randomBytes(32)
  const words: ComplaintWords = { text, reach: reach ?? null }
  return {
    ...input,
    sealed: {
      master: master.id,
      wrapped: seal(master.bytes, key, aboutComplaintKey(complaintId)),
      ciphertext: seal(key, Buffer.from(JSON.stringify(words), 'utf8'), aboutWords(complaintId)),
    },
  }
}

export async function sealComplaintStep<T extends { complaintId: string; stepId: string; text: string }>(
  { text, ...input }: T,
  { tx, masterKeys }: Keeping,
): Promise<object> {
  const { complaintId, stepId } = input
  const row = await tx.row<SealedKey>(sealedKey, [complaintId])
  // out of sight: the decision refuses before it asks for what was sealed
  if (row === undefined) return input
  const key = openedKey(masterKeys, complaintId, row)
  if (key === undefined) return input
  return {
    ...input,
    sealed: { ciphertext: seal(key, Buffer.from(text, 'utf8'), aboutStep(complaintId, stepId)) },
  }
}

export interface SealedKey {
  readonly master: string
  readonly wrapped: Buffer | null
}

function openedKey(
  masterKeys: MasterKeys,
  complaintId: string,
  { master, wrapped }: SealedKey,
): Buffer | undefined {
  const opening = masterKeys.find(master)
  if (opening === undefined || wrapped === null) return undefined
  return unseal(opening.bytes, wrapped, aboutComplaintKey(complaintId))
}

/** The words of a complaint (where they are asked for) and of its steps; nothing where the key is destroyed or its master key is not here. */
export function openComplaint(
  masterKeys: MasterKeys,
  complaint: SealedKey & { readonly id: string; readonly ciphertext: Buffer | null },
  steps: readonly { readonly id: string; readonly ciphertext: Buffer }[],
): { readonly words: ComplaintWords | null; readonly steps: readonly (string | null)[] } {
  const key = openedKey(masterKeys, complaint.id, complaint)
  if (key === undefined) return { words: null, steps: steps.map(() => null) }
  return {
    words:
      complaint.ciphertext === null
        ? null
        : (JSON.parse(
            unseal(key, complaint.ciphertext, aboutWords(complaint.id)).toString('utf8'),
          ) as ComplaintWords),
    steps: steps.map((step) =>
      unseal(key, step.ciphertext, aboutStep(complaint.id, step.id)).toString('utf8'),
    ),
  }
}
