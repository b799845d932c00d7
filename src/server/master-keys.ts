import { createHmac, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartProblem } from './start-problem.ts'

/**
 * The master key opens the organisations' keys, which open those of the cases (docs/decisions/030-vault.md). It is never
 * in the database nor in a backup. First the one in use, then former ones, which only open what an older one sealed.
 */
export interface MasterKey {
  /** Names the key without telling anything of it. */
  readonly id: string
  readonly bytes: Buffer
}

export interface MasterKeys {
  /** The one that seals. None: protected entries are refused, everything else works. */
  readonly current: MasterKey | undefined
  /** The one in use first, then former ones. */
  readonly all: readonly MasterKey[]
  /** The key of this name. */
  find(id: string): MasterKey | undefined
}

/** Where the keys come from: IHALA_MASTER_KEY_FILE, IHALA_MASTER_KEY, or the file beside the database that comes along. */
export type MasterKeySource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }

function masterKeyOf(bytes: Buffer): MasterKey {
  return { id: createHmac('sha256', bytes).update('ihala master key').digest('hex').slice(0, 16), bytes }
}

export function newMasterKey(): MasterKey {
  return masterKeyOf(randomBytes(32))
}

/** One key a line (or between commas), 32 bytes in base64; what follows a # is a remark. */
function parseMasterKeys(text: string, where: string): readonly MasterKey[] {
  const found = text
    .split('\n')
    .flatMap((line) => line.replace(/#.*/, '').split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return found.map((part) => {
    const bytes = Buffer.from(part, 'base64')
    if (bytes.length !== 32 || new Set(bytes).size < 8)
      throw new StartProblem(
        `${where} should hold 32 random bytes in base64, the key in use first. Make one with: openssl rand -base64 32`,
      )
    return masterKeyOf(bytes)
  })
}

/** What the source holds now, the one in use first. */
export function readMasterKeys(source: MasterKeySource): readonly MasterKey[] {
  if (source.kind === 'none') return []
  if (source.kind === 'text') return parseMasterKeys(source.text, 'IHALA_MASTER_KEY')
  return parseMasterKeys(readFileOrProblem(source.path), `The file ${source.path}`)
}

/** The keys as they stand now: a file is read again when it was changed, so that a rotation or a forgotten key counts at once. */
export function openMasterKeys(source: MasterKeySource): MasterKeys {
  let keys = readMasterKeys(source)
  let readAt = changedAt(source)
  const present = (): readonly MasterKey[] => {
    const now = changedAt(source)
    // taken away meanwhile: what was read stays until the next start, which says what is missing
    if (now !== undefined && now !== readAt) {
      keys = readMasterKeys(source)
      readAt = now
    }
    return keys
  }
  return {
    get current() {
      return present()[0]
    },
    get all() {
      return present()
    },
    find: (id) => present().find((key) => key.id === id),
  }
}

function changedAt(source: MasterKeySource): bigint | undefined {
  return source.kind === 'file'
    ? statSync(source.path, { bigint: true, throwIfNoEntry: false })?.mtimeNs
    : undefined
}

function readFileOrProblem(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartProblem(`The master key in ${path} cannot be read.`, { cause: error })
  }
}

/** Of the data folder of the database that comes along. */
export function masterKeyFile(dataFolder: string): string {
  return join(dataFolder, 'keys', 'master.key')
}

/** Makes the file with a fresh key where there is none, closed to other users. */
export function ensureMasterKeyFile(path: string): void {
  if (existsSync(path)) return
  writeMasterKeys(path, [newMasterKey()])
}

/** Replaces the file whole: a power cut leaves the old one or the new one. */
export function writeMasterKeys(path: string, keys: readonly MasterKey[]): void {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [current, ...former] = keys.map(({ bytes }) => bytes.toString('base64'))
  const text = [
    '# Master key of Ihala. Keep a copy apart from the database and its backups; whoever has both reads everything.',
    current,
    ...(former.length > 0 ? ['# former keys, for backups made before'] : []),
    ...former,
  ].join('\n')
  const aside = `${path}.${process.pid}`
  writeFileSync(aside, `${text}\n`, { mode: 0o600, flush: true })
  chmodSync(aside, 0o600)
  renameSync(aside, path)
}
