import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { asRoot, type EmbeddedTrial, embeddedTrial, modeOf } from '../../tests/support/embedded.ts'
import { withOwner } from './database-owner.ts'
import { chooseUser } from './embedded-user.ts'
import { rolePassword } from './roles.ts'

// Each test prepares a cluster, slow where the machine has other work.
vi.setConfig({ testTimeout: 90_000 })

let here: EmbeddedTrial
beforeEach(async () => {
  here = await embeddedTrial()
})
afterEach(() => here.close())

describe('A first start prepares everything, the next ones find it', () => {
  test('cold, then warm, with the same rows', async () => {
    const cold = await here.start()
    expect(cold.attached).toBe(false)
    await withOwner(cold.owner, (owner) => owner.script('create table tea as select 1 as cups'))
    await cold.stop()
    expect(await here.isRunning()).toBe(false)
    const warm = await here.start()
    expect(await withOwner(warm.owner, (owner) => owner.rows('select cups from tea'))).toEqual([{ cups: 1 }])
    await warm.stop()
  })

  test('the cluster sorts by code point, knows Arabic letters, checks its pages and speaks on no network', async () => {
    const server = await here.start()
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
    const server = await here.start()
    expect(await modeOf(join(here.data, 'secret'))).toBe(0o600)
    expect(await modeOf(join(here.data, 'postgres'))).toBe(0o700)
    expect(await modeOf(server.owner.host)).toBe(0o700)
    expect(await modeOf(here.data)).toBe(asRoot ? 0o711 : 0o700)
    expect(await readdir(here.data)).not.toContain('postgres.password')
    await expect(withOwner({ ...server.owner, password: 'guess' }, async () => {})).rejects.toMatchObject({
      code: '28P01',
    })
    await server.stop()
  })

  test('a folder whose path is too long for a socket still works', async () => {
    here.data = join(here.folder, 'a'.repeat(60), 'b'.repeat(60), 'data')
    const server = await here.start()
    expect(server.owner.host.startsWith(tmpdir())).toBe(true)
    await server.stop()
    await rm(server.owner.host, { recursive: true })
  })
})

describe('Several processes share one database', () => {
  test('two that start at once on an empty folder prepare it once and both work', async () => {
    const [one, two] = await Promise.all([here.startApart({ stay: true }), here.startApart({ stay: true })])
    expect([one.attached, two.attached].sort()).toEqual([false, true])
    one.child.kill('SIGTERM')
    await once(one.child, 'exit')
    expect(await here.isRunning()).toBe(true)
    two.child.kill('SIGTERM')
    await once(two.child, 'exit')
    expect(await here.isRunning()).toBe(false)
  })

  test('when Ihala is killed the database goes on, and the next start attaches to it', async () => {
    const killed = await here.startApart({ stay: true })
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    const next = await here.start()
    expect(next.attached).toBe(true)
    await next.stop()
    expect(await here.isRunning()).toBe(false)
  })
})

describe('What a crash leaves behind is cleared up', () => {
  test('a killed server is started again, with its rows', async () => {
    const server = await here.start()
    await withOwner(server.owner, (owner) => owner.script('create table tea as select 1 as cups'))
    const killed = await here.postmaster()
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
    expect(await here.postmaster()).not.toBe(killed)
    await server.stop()
    expect(await here.isRunning()).toBe(false)
  })

  test.each([
    ['a zombie nobody reaps', 'sleep 0.05 & echo $!; exec sleep 20'],
    ['another program by now', 'echo $$; exec sleep 20'],
  ])('the server that postmaster.pid names is %s', async (_, script) => {
    await (await here.start()).stop()
    const user = await chooseUser()
    const other = spawn('sh', ['-c', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    })
    here.children.push(other)
    const [pid] = (await once(createInterface(other.stdout), 'line')) as [string]
    await new Promise((resolve) => setTimeout(resolve, 150))
    const stale = join(here.data, 'postgres/postmaster.pid')
    await writeFile(
      stale,
      `${pid}\n${join(here.data, 'postgres')}\n1700000000\n5432\n${join(here.data, 'socket')}\n\n  123 456\nready   \n`,
    )
    if (user) await chown(stale, user.uid, user.gid)
    const next = await here.start()
    expect(next.attached).toBe(false)
    await next.stop()
  })

  test('a preparation that was interrupted is begun anew', async () => {
    await mkdir(join(here.data, 'postgres.new'), { recursive: true })
    await writeFile(join(here.data, 'postgres.new', 'PG_VERSION'), '17\n')
    await writeFile(join(here.data, 'start.lock'), '999999 1')
    await (await here.start()).stop()
    expect((await readdir(here.data)).filter((name) => /new|password|lock/.test(name))).toEqual([])
  })
})

test('the owner cannot become a superuser with what the app knows', async () => {
  const server = await here.start()
  await expect(
    withOwner(server.owner, (owner) => owner.script('alter role current_user superuser')),
  ).rejects.toMatchObject({ code: '42501' })
  expect(rolePassword(server.secret, 'ihala_app')).not.toBe(server.owner.password)
  await server.stop()
})
