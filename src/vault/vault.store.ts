import type {
  GlassItem,
  VaultAnswer,
  VaultEntryAnswer,
  VaultFileAnswer,
  VaultItem,
  VaultNeedAnswer,
} from '../records/answers.ts'
import { openForCase } from '../server/case-seal.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import { openOrTell } from './opened.store.ts'
import { glassKind, sealedKind } from './seal-input.store.ts'

const mine = statement('select read_my_vaults() as items')
const ofCase = statement('select read_vaults_of($1) as found')
const reviews = statement('select read_broken_glass() as items')

/** The vaults that are open to me; the asking leaves its line. */
export async function listVaults(tx: Transaction): Promise<VaultItem[]> {
  return (await tx.row<{ items: VaultItem[] }>(mine))?.items ?? []
}

interface SealedEntry extends Omit<VaultEntryAnswer, 'text'> {
  readonly kind: string
  readonly form: 'note' | 'need' | 'file'
  readonly sealed: string
  readonly keyVersion: number
  /** Of a file. */
  readonly mediaType: string | null
  readonly size: number | null
  readonly removalReason: string | null
}
type SealedVault = Omit<VaultAnswer['vaults'][number], 'entries' | 'needs' | 'files'> & {
  readonly entries: readonly SealedEntry[]
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
    entries.map(({ id, kind, form, sealed: text, keyVersion }) => ({
      entryId: id,
      kind: sealedKind(kind, form),
      keyVersion,
      ciphertext: Buffer.from(text, 'base64'),
    })),
  )
  const opened = await openOrTell(openForCase(tx, masterKeys, found, sealed))
  const texts = new Map(
    sealed.map(({ entryId }, place) => [entryId, opened[place]?.toString('utf8') ?? null]),
  )
  return {
    caseId,
    code: found.code,
    vaults: found.vaults.map(({ entries, ...vault }) => ({ ...vault, ...sorted(entries, texts) })),
  }
}

function sorted(
  sealed: readonly SealedEntry[],
  texts: ReadonlyMap<string, string | null>,
): Pick<VaultAnswer['vaults'][number], 'entries' | 'needs' | 'files'> {
  const entries: VaultEntryAnswer[] = []
  const needs: VaultNeedAnswer[] = []
  const files: VaultFileAnswer[] = []
  for (const { id, form, happenedOn, enteredAt, authorId, authorName, correctsId, ...one } of sealed) {
    const text = texts.get(id) ?? null
    const line = { id, happenedOn, enteredAt, authorId, authorName }
    if (form === 'note') entries.push({ ...line, correctsId, text })
    else if (form === 'need')
      needs.push({ ...line, correctsId, need: written<NonNullable<VaultNeedAnswer['need']>>(text) })
    else
      files.push({
        ...line,
        file: written<NonNullable<VaultFileAnswer['file']>>(text),
        mediaType: one.mediaType ?? '',
        size: one.size ?? 0,
        removalReason: one.removalReason,
      })
  }
  return { entries, needs, files }
}

/** What sealing proved to be as it was written: its shape was checked then. */
function written<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T)
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
      const [why] = await openOrTell(
        openForCase(tx, masterKeys, { organisationId, caseId }, [
          { entryId: item.id, kind: glassKind, keyVersion, ciphertext: Buffer.from(sealed, 'base64') },
        ]),
      )
      return { ...item, why: why?.toString('utf8') ?? null }
    }),
  )
}
