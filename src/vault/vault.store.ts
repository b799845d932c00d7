import { refuse } from '../basics/refusal.ts'
import type { GlassItem, VaultAnswer, VaultItem } from '../records/answers.ts'
import { openForCase } from '../server/case-seal.ts'
import { statement, type Transaction } from '../server/database.ts'
import { logFailure } from '../server/http.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import { SealBroken } from '../server/seal.ts'
import { glassKind } from './seal-input.store.ts'

const mine = statement('select read_my_vaults() as items')
const ofCase = statement('select read_vaults_of($1) as found')
const reviews = statement('select read_broken_glass() as items')

/** The vaults that are open to me; the asking leaves its line. */
export async function listVaults(tx: Transaction): Promise<VaultItem[]> {
  return (await tx.row<{ items: VaultItem[] }>(mine))?.items ?? []
}

/** A changed or moved entry is no ordinary failure: it is said so, and where it broke stands in the log. */
async function openOrTell(...given: Parameters<typeof openForCase>): ReturnType<typeof openForCase> {
  try {
    return await openForCase(...given)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    logFailure(error)
    return refuse('vault.damaged')
  }
}

type SealedVault = Omit<VaultAnswer['vaults'][number], 'entries'> & {
  readonly entries: readonly (Omit<VaultAnswer['vaults'][number]['entries'][number], 'text'> & {
    readonly kind: string
    readonly sealed: string
    readonly keyVersion: number
  })[]
}
interface SealedAnswer extends Omit<VaultAnswer, 'vaults'> {
  readonly organisationId: string
  readonly vaults: readonly SealedVault[]
}

/** What is open to me of one case, opened. Each vault's reading leaves its line; `undefined` when none is open to me. */
export async function readVault(
  tx: Transaction,
  masterKeys: MasterKeys,
  caseId: string,
): Promise<VaultAnswer | undefined> {
  const found = (await tx.row<{ found: SealedAnswer | null }>(ofCase, [caseId]))?.found
  if (!found) return undefined
  const sealed = found.vaults.flatMap(({ entries }) =>
    entries.map(({ id, kind, sealed: text, keyVersion }) => ({
      entryId: id,
      kind,
      keyVersion,
      ciphertext: Buffer.from(text, 'base64'),
    })),
  )
  const opened = await openOrTell(tx, masterKeys, found, sealed)
  const texts = new Map(
    sealed.map(({ entryId }, place) => [entryId, opened[place]?.toString('utf8') ?? null]),
  )
  const { code, vaults } = found
  return {
    caseId,
    code,
    vaults: vaults.map(({ entries, ...vault }) => ({
      ...vault,
      entries: entries.map(({ sealed: _sealed, kind: _kind, keyVersion: _version, ...entry }) => ({
        ...entry,
        text: texts.get(entry.id) ?? null,
      })),
    })),
  }
}

interface SealedGlass extends Omit<GlassItem, 'why'> {
  readonly caseId: string
  readonly organisationId: string
  readonly sealed: string
  readonly keyVersion: number
}

/** Every breaking of the glass that I look after or did myself; those that wait come first, the latest due last. */
export async function listBrokenGlass(tx: Transaction, masterKeys: MasterKeys): Promise<GlassItem[]> {
  const items = (await tx.row<{ items: SealedGlass[] }>(reviews))?.items ?? []
  return Promise.all(
    items.map(async ({ sealed, keyVersion, caseId, organisationId, ...item }) => {
      const [why] = await openOrTell(tx, masterKeys, { organisationId, caseId }, [
        { entryId: item.id, kind: glassKind, keyVersion, ciphertext: Buffer.from(sealed, 'base64') },
      ])
      return { ...item, why: why?.toString('utf8') ?? null }
    }),
  )
}
