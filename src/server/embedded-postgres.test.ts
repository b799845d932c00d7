import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { embeddedBinaries } from '../../tests/support/database.ts'
import { withOwner } from './database-owner.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { chooseUser } from './embedded-user.ts'
import { rolePassword } from './roles.ts'

const asRoot = process.getuid?.() === 0
const nobody = 65534

let folder: string
let data: string
let children: ChildProcess[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ihala-embedded-'))
  await chmod(folder, 0o711)
  data = join(folder, 'data')
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  const pid = await postmaster().catch(() => 0)
  if (pid) process.kill(pid, 'SIGKILL')
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

const start = (options: { binaries?: string } = {}): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({
    dataFolder: data,
    binaries: embeddedBinaries(),
    fsync: false,
    log: () => {},
    ...options,
  })

/** The same in a process of its own; `uid` runs it as an ordinary user. */
async function startApart(
  options: { stay?: boolean; uid?: number; binaries?: string } = {},
): Promise<Answer> {
  const script = fileURLToPath(new URL('../../tests/support/embedded-child.ts', import.meta.url))
  const args = [
    '--import',
    'tsx',
    script,
    data,
    options.binaries ?? embeddedBinaries() ?? '',
    options.stay ? 'stay' : 'stop',
  ]
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    ...(options.uid ? { uid: options.uid, gid: options.uid } : {}),
  })
  children.push(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  if (!options.stay) await once(child, 'exit')
  return { ...(JSON.parse(line) as Omit<Answer, 'child'>), child }
}
interface Answer {
  readonly attached?: boolean
  readonly host?: string
  readonly problem?: string
  readonly child: ChildProcess
}

const postmaster = async (): Promise<number> =>
  Number((await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
const isRunning = async (): Promise<boolean> => (await postmaster().catch(() => 0)) !== 0
const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

describe('A first start prepares everything, the next ones find it', () => {
  test('cold, then warm, with the same rows', async () => {
    const cold = await start()
    expect(cold.attached).toBe(false)
    await withOwner(cold.owner, (owner) => owner.script('create table tea as select 1 as cups'))
    await cold.stop()
    expect(await isRunning()).toBe(false)
    const warm = await start()
    expect(await withOwner(warm.owner, (owner) => owner.rows('select cups from tea'))).toEqual([{ cups: 1 }])
    await warm.stop()
  })

  test('the cluster sorts by code point, knows Arabic letters, checks its pages and speaks on no network', async () => {
    const server = await start()
    const [facts] = await withOwner(server.owner, (owner) =>
      owner.rows(`select datcollate as "collate", datctype as ctype, pg_encoding_to_char(encoding) as encoding,
        current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
        (select rolsuper from pg_roles where rolname = current_user) as superuser
        from pg_database where datname = current_database()`),
    )
    expect(facts).toEqual({
      collate: 'C.UTF-8',
      ctype: 'C.UTF-8',
      encoding: 'UTF8',
      checksums: 'on',
      addresses: '',
      superuser: false,
    })
    await server.stop()
  })

  test('nobody else can read the secret, the cluster or the socket, and no password file is left', async () => {
    const server = await start()
    expect(await mode(join(data, 'secret'))).toBe(0o600)
    expect(await mode(join(data, 'postgres'))).toBe(0o700)
    expect(await mode(server.owner.host)).toBe(0o700)
    expect(await mode(data)).toBe(asRoot ? 0o711 : 0o700)
    expect(await readdir(data)).not.toContain('postgres.password')
    await expect(withOwner({ ...server.owner, password: 'guess' }, async () => {})).rejects.toMatchObject({
      code: '28P01',
    })
    await server.stop()
  })

  test('a folder whose path is too long for a socket still works', async () => {
    data = join(folder, 'a'.repeat(60), 'b'.repeat(60), 'data')
    const server = await start()
    expect(server.owner.host.startsWith(tmpdir())).toBe(true)
    await server.stop()
    await rm(server.owner.host, { recursive: true })
  })
})

describe('Several processes share one database', () => {
  test('two that start at once on an empty folder prepare it once and both work', async () => {
    const [one, two] = await Promise.all([startApart({ stay: true }), startApart({ stay: true })])
    expect([one.attached, two.attached].sort()).toEqual([false, true])
    one.child.kill('SIGTERM')
    await once(one.child, 'exit')
    expect(await isRunning()).toBe(true)
    two.child.kill('SIGTERM')
    await once(two.child, 'exit')
    expect(await isRunning()).toBe(false)
  })

  test('when Ihala is killed the database goes on, and the next start attaches to it', async () => {
    const killed = await startApart({ stay: true })
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    const next = await start()
    expect(next.attached).toBe(true)
    await next.stop()
    expect(await isRunning()).toBe(false)
  })
})

describe('What a crash leaves behind is cleared up', () => {
  test('a killed server is started again, with its rows', async () => {
    const server = await start()
    await withOwner(server.owner, (owner) => owner.script('create table tea as select 1 as cups'))
    const killed = await postmaster()
    process.kill(killed, 'SIGKILL')
    // Ihala, still running, starts it again by itself.
    while (true) {
      const rows = await withOwner(server.owner, (owner) => owner.rows('select cups from tea')).catch(
        () => undefined,
      )
      if (rows) expect(rows).toEqual([{ cups: 1 }])
      if (rows) break
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await postmaster()).not.toBe(killed)
    await server.stop()
    expect(await isRunning()).toBe(false)
  })

  test.each([
    ['a zombie nobody reaps', 'sleep 0.05 & echo $!; exec sleep 20'],
    ['another program by now', 'echo $$; exec sleep 20'],
  ])('the server that postmaster.pid names is %s', async (_, script) => {
    await (await start()).stop()
    const user = await chooseUser()
    const other = spawn('sh', ['-c', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    })
    children.push(other)
    const [pid] = (await once(createInterface(other.stdout), 'line')) as [string]
    await new Promise((resolve) => setTimeout(resolve, 150))
    const stale = join(data, 'postgres/postmaster.pid')
    await writeFile(
      stale,
      `${pid}\n${join(data, 'postgres')}\n1700000000\n5432\n${join(data, 'socket')}\n\n  123 456\nready   \n`,
    )
    if (user) await chown(stale, user.uid, user.gid)
    const next = await start()
    expect(next.attached).toBe(false)
    await next.stop()
  })

  test('a preparation that was interrupted is begun anew', async () => {
    await mkdir(join(data, 'postgres.new'), { recursive: true })
    await writeFile(join(data, 'postgres.new', 'PG_VERSION'), '17\n')
    await writeFile(join(data, 'start.lock'), '999999 1')
    await (await start()).stop()
    expect((await readdir(data)).filter((name) => /new|password|lock/.test(name))).toEqual([])
  })
})

describe('A folder that does not fit is refused, with what to do', () => {
  test('another major version', async () => {
    await mkdir(join(data, 'postgres'), { recursive: true })
    await writeFile(join(data, 'postgres/PG_VERSION'), '12\n')
    await expect(start()).rejects.toThrow('npx ihala backup')
  })

  test('files of somebody else', async () => {
    await mkdir(join(data, 'postgres'), { recursive: true })
    await writeFile(join(data, 'postgres/thesis.odt'), '')
    await expect(start()).rejects.toThrow('holds files but no database')
    expect(await readdir(join(data, 'postgres'))).toEqual(['thesis.odt'])
  })

  test('a newer arrangement, a damaged secret, the secret of another database', async () => {
    await mkdir(data)
    await writeFile(join(data, 'arrangement'), '2')
    await expect(start()).rejects.toThrow('newer Ihala')
    await rm(join(data, 'arrangement'))
    await writeFile(join(data, 'secret'), 'short')
    await expect(start()).rejects.toThrow('damaged')
    await rm(join(data, 'secret'))
    const server = await start()
    await server.stop()
    await writeFile(join(data, 'secret'), 'ab'.repeat(32))
    await expect(start()).rejects.toThrow('does not belong to this database')
  })

  test('a file where the folder should be', async () => {
    await writeFile(data, '')
    await expect(start()).rejects.toThrow('is a file')
  })
})

describe('The programs come without their library links and from folders of any owner', () => {
  const original =
    embeddedBinaries() ??
    dirname(
      dirname(
        createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`),
      ),
    )
  const unlinked = async (): Promise<string> => {
    const copy = join(folder, 'package')
    const isPlain = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink()
    await cp(original, copy, { recursive: true, filter: isPlain })
    return copy
  }

  test('missing links are made', async () => {
    const copy = await unlinked()
    await (await start({ binaries: copy })).stop()
    expect(await readlink(join(copy, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\./)
  })

  test.runIf(asRoot)(
    'an ordinary user with a package that only root may write uses a copy beside the data',
    async () => {
      const copy = await unlinked()
      await chmod(folder, 0o777)
      expect(await startApart({ uid: nobody, binaries: copy })).toMatchObject({ attached: false })
      expect((await readdir(data)).some((name) => name.startsWith('programs-'))).toBe(true)
    },
  )

  test.runIf(asRoot)('root in a home closed to others', async () => {
    const home = join(folder, 'home')
    await mkdir(home, { mode: 0o700 })
    data = join(home, 'data')
    const server = await start()
    const elsewhere = await readlink(join(data, 'database'))
    expect(elsewhere).toMatch(/^\/var\/lib\/ihala\//)
    await server.stop()
    const again = await start()
    await again.stop()
    await rm(elsewhere, { recursive: true })
  })
})

describe.runIf(asRoot)('An ordinary user', () => {
  test('starts, is refused where another user owns the folder, and stops', async () => {
    await chmod(folder, 0o777)
    expect(await startApart({ uid: nobody })).toMatchObject({ attached: false })
    expect((await stat(join(data, 'postgres'))).uid).toBe(nobody)
    await rm(data, { recursive: true })
    await mkdir(data)
    expect((await startApart({ uid: nobody })).problem).toContain('cannot be written')
  })
})

test('the owner cannot become a superuser with what the app knows', async () => {
  const server = await start()
  await expect(
    withOwner(server.owner, (owner) => owner.script('alter role current_user superuser')),
  ).rejects.toMatchObject({ code: '42501' })
  expect(rolePassword(server.secret, 'ihala_app')).not.toBe(server.owner.password)
  await server.stop()
})
