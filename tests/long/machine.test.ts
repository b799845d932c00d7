import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { statfs, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/actions/action.ts'
import { statement } from '../../src/server/database.ts'
import {
  act,
  cleanedUp,
  cleanUp,
  folder,
  healthy,
  intake,
  opened,
  postmaster,
  until,
} from '../bad-input/machine.ts'
import { say } from '../bad-input/raw.ts'
import { testDatabase } from '../support/database.ts'
import { testId } from '../support/house.ts'

afterEach(cleanedUp, 60_000)

describe('the database stops', () => {
  it('Amina is told to try again in a moment, nothing is half-written, and it comes back by itself', async () => {
    const data = await folder()
    const { url, token } = await opened(data)
    const first = intake()
    expect((await act(url, token, 'case.open', first)).status).toBe(200)
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const id = testId()
      const input = { needId: testId(), caseId: first.caseId, service: 'EDU.ENROL', severity: 2, priority: 1 }
      process.kill(await postmaster(data), signal)
      const meanwhile = await Promise.all([
        act(url, token, 'need.record', input, id),
        say(url, `/api/cases/${first.caseId}`, undefined, {
          authorization: `Bearer ${token}`,
          'accept-language': 'en',
        }),
        say(url, '/health', undefined),
      ])
      for (const heard of meanwhile) {
        expect([200, 503]).toContain(heard.status)
        if (heard.status === 503) {
          expect(heard.refusal?.code).toBe('server.unavailable')
          expect(heard.headers['retry-after']).toBeTruthy()
        }
      }
      expect(await until(() => healthy(url), 30), `after ${signal}`).toBe(true)
      // the same action again is done once, whether or not the first try had come through
      const again = JSON.parse((await act(url, token, 'need.record', input, id)).body) as Answer
      expect(again.outcome).toBe('applied')
      const seen = JSON.parse(
        (await say(url, `/api/cases/${first.caseId}`, undefined, { authorization: `Bearer ${token}` })).body,
      ) as { needs: { id: string }[]; story: { kind: string }[] }
      expect(seen.needs.filter((need) => need.id === input.needId)).toHaveLength(1)
      expect(seen.story.filter((event) => event.kind === 'need.record')).toHaveLength(seen.needs.length)
    }
  }, 120_000)
})

const run = promisify(execFile)

/** A disk of its own of this many megabytes, where this machine lets us have one. */
async function smallDisk(megabytes: number): Promise<string | undefined> {
  const path = await folder()
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', path])
  } catch {
    return undefined
  }
  cleanUp.push(() => run('umount', ['-l', path]))
  return path
}

/** Where no disk can be mounted, PostgreSQL at least says the words of a full one, and Amina hears ours. */
async function toldWithoutADisk(): Promise<void> {
  console.warn('This machine does not allow mounting a small disk: a full one is only acted here.')
  const db = await testDatabase()
  cleanUp.push(() => db.close())
  const full = db.database.as({ kind: 'visitor' }, (tx) =>
    tx.run(statement(`do $$ begin raise exception using errcode = '53100'; end $$`)),
  )
  await expect(full).rejects.toMatchObject({ code: 'server.disk_full' })
}

describe('the disk fills up', () => {
  it('Amina is told, what was saved stays, and with room again work goes on', async () => {
    const data = await smallDisk(160)
    if (data === undefined) return toldWithoutADisk()
    const { url, token } = await opened(data)
    const first = intake()
    expect((await act(url, token, 'case.open', first)).status).toBe(200)
    const { bavail, bsize } = await statfs(data)
    const filler = join(data, 'filler')
    await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - 2 * 1024 * 1024), 1))
    const acknowledged: string[] = []
    let refusedWith: string | undefined
    for (let tries = 0; tries < 3_000 && refusedWith === undefined; tries++) {
      const noteId = testId()
      const heard = await act(url, token, 'note.add', {
        noteId,
        caseId: first.caseId,
        kind: 'contact',
        text: randomBytes(5_900).toString('base64'),
      })
      if (heard.status === 200) acknowledged.push(noteId)
      else {
        expect(heard.status).toBe(503)
        refusedWith = heard.refusal?.code
      }
    }
    expect(refusedWith).toMatch(/^server\.(disk_full|unavailable)$/)
    await truncate(filler, 0)
    const goesOn = async (): Promise<boolean> =>
      (
        await act(url, token, 'note.add', {
          noteId: testId(),
          caseId: first.caseId,
          kind: 'contact',
          text: 'عاد المكان',
        })
      ).status === 200
    expect(await until(goesOn, 60)).toBe(true)
    const seen = JSON.parse(
      (await say(url, `/api/cases/${first.caseId}`, undefined, { authorization: `Bearer ${token}` })).body,
    ) as { notes: { id: string }[] }
    const there = new Set(seen.notes.map(({ id }) => id))
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([])
  }, 180_000)
})
