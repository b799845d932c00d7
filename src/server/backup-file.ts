import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createGunzip, createGzip } from 'node:zlib'
import type { Decrypter, Encrypter } from 'age-encryption'
import { type Entry, packed, unpacked } from './backup-archive.ts'
import { StartProblem } from './start-problem.ts'

/**
 * Writes entries into a new file: packed, compressed, sealed. It has a name of its own (`….unfinished`) until the last
 * byte is on the disk, so what bears the wanted name is whole. Answers the bytes written.
 */
export async function writeBackup(
  file: string,
  sealing: Encrypter,
  entries: AsyncIterable<Entry>,
  madeAt: Date,
): Promise<number> {
  const target = resolve(file)
  if (await lstat(target).catch(() => undefined))
    throw new StartProblem(
      `${file} is there already. A backup never overwrites anything: choose another name.`,
    )
  await removeLeftOvers(target)
  const aside = `${target}.${process.pid}.unfinished`
  try {
    const zipping = createGzip({ level: 4 })
    const filling = pipeline(Readable.from(packed(entries, madeAt), { objectMode: false }), zipping)
    const sealed = await sealing.encrypt(Readable.toWeb(zipping) as globalThis.ReadableStream<Uint8Array>)
    const writing = pipeline(
      Readable.fromWeb(sealed as ReadableStream),
      createWriteStream(aside, { mode: 0o600, flags: 'wx', flush: true }),
    )
    const [filled, written] = await Promise.allSettled([filling, writing])
    // The first of the two that failed makes the other fail; a full disk is the writer's news.
    const reasons = [written, filled].flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    if (reasons.length > 0) throw reasons.find(isFileProblem) ?? reasons.at(-1)
    const { size } = await stat(aside)
    await rename(aside, target)
    await syncFolder(dirname(target))
    return size
  } catch (error) {
    await rm(aside, { force: true })
    throw fileProblem(file, error)
  }
}

/** What a backup that was killed left behind: sealed, of no use, and perhaps large. */
async function removeLeftOvers(target: string): Promise<void> {
  const prefix = `${basename(target)}.`
  for (const name of await readdir(dirname(target)).catch(() => [])) {
    const process_ = name.startsWith(prefix)
      ? /^(\d+)\.unfinished$/.exec(name.slice(prefix.length))?.[1]
      : undefined
    if (process_ !== undefined && !isAlive(Number(process_)))
      await rm(join(dirname(target), name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Not every system can; the file itself is on the disk already.
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** Opens a backup and gives its entries; every byte is authenticated before it is given. Throws StartProblem for a wrong key and for a file that was cut or changed. */
export async function* readBackup(
  file: string,
  opening: Decrypter,
  progress: (bytes: number) => void,
): AsyncGenerator<Entry> {
  const source = createReadStream(file)
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      progress(chunk.length)
      done(null, chunk)
    },
  })
  const reading = pipeline(source, counted)
  reading.catch(() => {})
  try {
    const sealed = Readable.toWeb(counted) as globalThis.ReadableStream<Uint8Array>
    const plain = await opening.decrypt(sealed).catch((error: unknown) => {
      throw openProblem(file, error)
    })
    const unzipping = createGunzip()
    const opened = pipeline(Readable.fromWeb(plain as ReadableStream), unzipping)
    opened.catch(() => {})
    try {
      yield* unpacked(unzipping)
      await opened
    } catch (error) {
      throw damaged(file, error)
    }
  } finally {
    source.destroy()
  }
}

export function damaged(file: string, cause: unknown): unknown {
  if (cause instanceof StartProblem || isFileProblem(cause)) return cause
  return new StartProblem(
    `${file} was cut short or changed since it was written: it is not used. Take another copy or an older backup.`,
    { cause },
  )
}

function openProblem(file: string, error: unknown): unknown {
  if (isFileProblem(error)) return fileProblem(file, error)
  if (error instanceof Error && /no identity matched/.test(error.message))
    return new StartProblem(`${file} is sealed with another key or passphrase than the one given.`, {
      cause: error,
    })
  return new StartProblem(`${file} is no backup of Ihala, or its beginning is damaged.`, { cause: error })
}

function isFileProblem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function fileProblem(file: string, error: unknown): unknown {
  if (!isFileProblem(error)) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartProblem(`The disk of ${file} is full. Nothing was kept there.`, { cause: error })
  return new StartProblem(`${file} cannot be used (${code ?? 'unknown'}).`, { cause: error })
}
