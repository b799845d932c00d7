import { createHash } from 'node:crypto'

/**
 * How a line of the audit is hashed, so that an auditor can do it again in any language (docs/decisions/032 has the rule
 * in words). The sealer does the same in SQL (database/policies/09_audit.sql); a test holds the two together.
 */
export interface SealedLine {
  readonly organisationId: string
  readonly n: number
  readonly lineId: string
  /** Hashes are lower-case hex. */
  readonly lineHash: string
  readonly previousHash: string
  readonly hash: string
  /** With six digits of a second, as the instants of the line. */
  readonly sealedAt: string
  /** id, organisation, at, kind, account, act, kind and id of the root, outcome, detail; `null`: the line is gone. */
  readonly line: readonly (string | null)[] | null
}

/** Before the first link of a chain. */
export const noHash = '0'.repeat(64)
/** The chain of lines without organisation. */
export const noOrganisation = '00000000-0000-0000-0000-000000000000'

/** Fields of the line, each as its length in UTF-8 bytes, a colon, the text and a comma; nothing is a minus and a comma. */
export function hashOfFields(fields: readonly (string | null)[]): string {
  const text = fields
    .map((field) => (field === null ? '-,' : `${Buffer.byteLength(field)}:${field},`))
    .join('')
  return createHash('sha256').update(text).digest('hex')
}

export function hashOfSeal(seal: Omit<SealedLine, 'hash' | 'line'>): string {
  return hashOfFields([
    seal.organisationId,
    String(seal.n),
    seal.lineId,
    seal.lineHash,
    seal.previousHash,
    seal.sealedAt,
  ])
}

/** What is wrong with a link, looked at after the one before it. */
export type Fault = 'link_missing' | 'order' | 'link_changed' | 'line_missing' | 'line_changed'

/** `undefined`: the link follows the one before and holds its line as it was. */
export function faultOf(
  seal: SealedLine,
  before: { readonly n: number; readonly hash: string },
): Fault | undefined {
  if (seal.n !== before.n + 1) return 'link_missing'
  if (seal.previousHash !== before.hash) return 'order'
  if (seal.hash !== hashOfSeal(seal)) return 'link_changed'
  if (seal.line === null) return 'line_missing'
  if (seal.line[0] !== seal.lineId || seal.lineHash !== hashOfFields(seal.line)) return 'line_changed'
  return undefined
}
