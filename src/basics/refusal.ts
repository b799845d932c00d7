import { refusals } from './refusals.ts'

export type RefusalCode = keyof typeof refusals

/** What a caller may be told beside the code: codes, ids of their own records, numbers, instants. Never names or free text. */
export type RefusalDetails = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

/** A kind and exact "no". The code is stable; the sentence is found by it in every language (`refusals.<code>`). */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: RefusalDetails
  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
  /** HTTP status for a refusal of the request itself (an understood action answers 200 and carries the refusal). */
  get status(): number {
    return refusals[this.code]
  }
}

export function refuse(code: RefusalCode, details: RefusalDetails = {}): never {
  throw new Refusal(code, details)
}
