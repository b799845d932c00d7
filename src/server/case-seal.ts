import { randomBytes } from 'node:crypto'
import { refuse } from '../basics/refusal.ts'
import type { Transaction } from './database.ts'
import { statement } from './database.ts'
import type { MasterKeys } from './master-keys.ts'
import { seal, unseal } from './seal.ts'

/**
 * Sealing what is protected (C4) with the data key of its case: the master key opens the organisation's key, which
 * opens the case's. All within the transaction of whoever asks: the database hands the sealed keys only to somebody
 * the case's vaults are open to, its certified officer, or who breaks or reviews a glass. Nothing opened is kept.
 */

/** Where a sealed value belongs. It opens nowhere else: moved to another case, entry or kind it is broken. */
export interface SealedPlace {
  readonly organisationId: string
  readonly caseId: string
  /** Of the entry or piece; a piece of a file adds its number (`<id>/3`). */
  readonly entryId: string
  /** The kind of certificate that opens it, or what sort of thing it is. */
  readonly kind: string
}

export interface Sealed {
  readonly keyVersion: number
  readonly ciphertext: Buffer
}

interface KeyRow {
  readonly version: number | null
  readonly wrapped: Buffer | null
  readonly organisation_version: number
  readonly organisation_wrapped: Buffer
  readonly master: string
}

const keysOf = statement('select * from sealed_keys_of($1)')
const keepOrganisationKey = statement('select keep_organisation_key($1, $2)')
const keepCaseKey = statement('select keep_case_key($1, $2, $3)')

export const aboutOrganisationKey = (organisationId: string, version: number): string =>
  `ihala organisation key|${organisationId}|${version}`
export const aboutCaseKey = (organisationId: string, caseId: string, version: number): string =>
  `ihala case key|${organisationId}|${caseId}|${version}`
const aboutEntry = ({ organisationId, caseId, entryId, kind }: SealedPlace): string =>
  `ihala entry|${organisationId}|${caseId}|${entryId}|${kind}`

/**
 * Seals `plain` for its place. Makes the keys of organisation and case where there are none.
 * Refuses `vault.no_key` when this server has no master key (or not the one that is needed), `vault.not_found` when the
 * database hands out no key to whoever asks.
 */
export async function sealForCase(
  tx: Transaction,
  masterKeys: MasterKeys,
  place: SealedPlace,
  plain: Uint8Array,
): Promise<Sealed> {
  const { version, key } = await liveKey(tx, masterKeys, place)
  return { keyVersion: version, ciphertext: seal(key, plain, aboutEntry(place)) }
}

/** Seals the pieces of a file, each for its place and number from `first` on, under one key. Refuses as {@link sealForCase}. */
export async function sealPiecesForCase(
  tx: Transaction,
  masterKeys: MasterKeys,
  place: SealedPlace,
  pieces: readonly Uint8Array[],
  first = 0,
): Promise<{ readonly keyVersion: number; readonly pieces: readonly Buffer[] }> {
  const { version, key } = await liveKey(tx, masterKeys, place)
  return {
    keyVersion: version,
    pieces: pieces.map((plain, at) => seal(key, plain, aboutEntry(pieceOf(place, first + at)))),
  }
}

/** Where one piece of a file belongs: pieces do not change places. */
export function pieceOf<T extends Pick<SealedPlace, 'entryId'>>(place: T, number: number): T {
  return { ...place, entryId: `${place.entryId}/${number}` }
}

/**
 * Opens values of one case, in their order; `null` where the key was destroyed, which is for good.
 * Refuses as {@link sealForCase}. Throws SealBroken when something was changed or moved.
 */
export async function openForCase(
  tx: Transaction,
  masterKeys: MasterKeys,
  of: Pick<SealedPlace, 'organisationId' | 'caseId'>,
  sealed: readonly (Pick<SealedPlace, 'entryId' | 'kind'> & Sealed)[],
): Promise<(Buffer | null)[]> {
  if (sealed.length === 0) return []
  const rows = await tx.rows<KeyRow>(keysOf, [of.caseId])
  const opened = new Map<number, Buffer>()
  for (const row of rows) {
    if (row.version === null || row.wrapped === null) continue
    opened.set(row.version, caseKey(row, row.version, row.wrapped, masterKeys, of))
  }
  return sealed.map(({ entryId, kind, keyVersion, ciphertext }) => {
    const key = opened.get(keyVersion)
    return key === undefined ? null : unseal(key, ciphertext, aboutEntry({ ...of, entryId, kind }))
  })
}

function organisationKey(row: KeyRow, masterKeys: MasterKeys, organisationId: string): Buffer {
  const master = masterKeys.find(row.master) ?? refuse('vault.no_key')
  return unseal(
    master.bytes,
    row.organisation_wrapped,
    aboutOrganisationKey(organisationId, row.organisation_version),
  )
}

function caseKey(
  row: KeyRow,
  version: number,
  wrapped: Buffer,
  masterKeys: MasterKeys,
  { organisationId, caseId }: Pick<SealedPlace, 'organisationId' | 'caseId'>,
): Buffer {
  return unseal(
    organisationKey(row, masterKeys, organisationId),
    wrapped,
    aboutCaseKey(organisationId, caseId, version),
  )
}

/** Rounds: one to make the organisation's key, one to make the case's, one more if a rotation came in between. */
const mostRounds = 4

async function liveKey(
  tx: Transaction,
  masterKeys: MasterKeys,
  place: SealedPlace,
): Promise<{ readonly version: number; readonly key: Buffer }> {
  const current = masterKeys.current ?? refuse('vault.no_key')
  const { organisationId, caseId } = place
  let rows = await tx.rows<KeyRow>(keysOf, [caseId])
  for (let round = 0; round < mostRounds; round++) {
    const live = rows.find((row) => row.version !== null && row.wrapped !== null)
    if (live?.version != null && live.wrapped !== null)
      return { version: live.version, key: caseKey(live, live.version, live.wrapped, masterKeys, place) }
    const [row] = rows
    if (row === undefined) {
      const fresh = seal(current.bytes, randomBytes(32), aboutOrganisationKey(organisationId, 1))
      await tx.row(keepOrganisationKey, [fresh, current.id])
    } else {
      const version = Math.max(0, ...rows.map((each) => each.version ?? 0)) + 1
      const wrapped = seal(
        organisationKey(row, masterKeys, organisationId),
        randomBytes(32),
        aboutCaseKey(organisationId, caseId, version),
      )
      await tx.row(keepCaseKey, [caseId, wrapped, row.organisation_version])
    }
    rows = await tx.rows<KeyRow>(keysOf, [caseId])
  }
  return refuse('vault.not_found')
}
