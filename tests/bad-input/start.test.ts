import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { rolePassword } from '../../src/server/roles.ts'
import { start } from '../../src/server/start.ts'
import { openStorage } from '../../src/server/storage.ts'
import { cleanedUp, folder, healthy, opened, settings } from './machine.ts'

let data: string
let url: string
beforeAll(async () => {
  data = await folder()
  ;({ url } = await opened(data))
}, 120_000)
afterAll(cleanedUp, 60_000)

describe('a start that cannot be', () => {
  it('on a port that is taken says which one, and another to try', async () => {
    const { port } = new URL(url)
    await expect(start(settings(data, { PORT: port, IHALA_DEMO: '1' }), () => {})).rejects.toMatchObject({
      name: 'StartProblem',
      message: expect.stringMatching(new RegExp(`Port ${port} is in use.*PORT=`)),
    })
    expect(await healthy(url)).toBe(true)
  }, 60_000)

  it('with invented accounts but not as a demo is refused: their passwords are known', async () => {
    await expect(start(settings(data), () => {})).rejects.toMatchObject({
      name: 'StartProblem',
      message: expect.stringContaining('IHALA_DEMO=1'),
    })
  }, 60_000)

  it('without timed work does not stay: no clock would run, in silence', async () => {
    const storage = await openStorage(settings(data), () => {})
    const superuser = {
      ...storage.owner,
      user: 'postgres',
      password: rolePassword(storage.secret, 'postgres'),
    }
    const keeper = (role: string): Promise<void> =>
      withOwner(superuser, (admin) => admin.script(`alter schema graphile_worker owner to ${role}`))
    await keeper('postgres')
    const running = await start(settings(data, { IHALA_DEMO: '1' }), () => {})
    try {
      await expect(running.timedWork).rejects.toMatchObject({ code: '42501' })
    } finally {
      await running.stop()
      await keeper('ihala_worker')
      await storage.stop()
    }
  }, 60_000)

  it('on a database of a newer Ihala says so and touches nothing', async () => {
    const storage = await openStorage(settings(data), () => {})
    await withOwner(storage.owner, (owner) =>
      owner.rows(`insert into schema_migration (name, checksum) values ('9999_of_the_future.sql', 'x')`),
    )
    await storage.stop()
    await expect(start(settings(data), () => {})).rejects.toMatchObject({
      name: 'StartProblem',
      message: expect.stringMatching(/newer Ihala.*9999_of_the_future/),
    })
    expect(await healthy(url)).toBe(true)
  }, 60_000)

  it('on a data folder of a newer Ihala says so and touches nothing', async () => {
    await writeFile(join(data, 'arrangement'), '99\n')
    await expect(start(settings(data), () => {})).rejects.toMatchObject({
      name: 'StartProblem',
      message: expect.stringContaining('newer Ihala'),
    })
    expect(await readFile(join(data, 'arrangement'), 'utf8')).toBe('99\n')
    await writeFile(join(data, 'arrangement'), '1\n')
  }, 60_000)
})
