import type { RefusalDetails } from '../basics/refusal.ts'

/** What a page asks of the worker that holds the keys, and what comes back. Keys and the index never cross. */
export interface WorkerCall {
  readonly call: number
  readonly to: 'keeper' | 'store'
  readonly method: string
  readonly args: readonly unknown[]
}

export type WorkerAnswer =
  | { readonly call: number; readonly kind: 'done'; readonly value: unknown }
  | {
      readonly call: number
      readonly kind: 'refused'
      readonly code: string
      readonly details: RefusalDetails
    }
  | { readonly call: number; readonly kind: 'failed'; readonly message: string }

/** What a page may call of an open copy. */
export const storeMethods = [
  'state',
  'keep',
  'waiting',
  'answered',
  'failed',
  'takeBack',
  'settle',
  'sealTo',
  'journal',
  'caseIds',
  'heldCase',
  'summaries',
  'search',
  'keepAnswer',
  'keptAnswer',
  'decisions',
  'seenTo',
  'putFile',
  'readFile',
  'files',
  'fileSent',
  'fileRefused',
  'removeFile',
  'keepCached',
  'readCached',
  'cachedFiles',
  'dropCached',
  'noteLook',
  'looks',
  'looksTold',
] as const
