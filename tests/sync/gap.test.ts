import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { type Database, openDatabase, statement } from '../../src/server/database.ts'
import { addressAs } from '../../src/server/roles.ts'
import { type TestHouse, openCase, testHouse, testId, world } from '../support/house.ts'
import { type Copy, enrolled } from './copy.ts'

// Many write at once, some of them slowly. A reader that remembers the highest number it has seen misses what was numbered
// before and committed after; the comparison by case must miss nothing. Both look at the same writes: where the first
// loses nothing, the test tells nothing and fails.
const writers = 16
const rounds = 24

let here: TestHouse
let phone: Copy
let crowd: Database
const cases: string[] = []
beforeAll(async () => {
  here = await testHouse()
  crowd = openDatabase({
    address: addressAs('ihala_app', here.db.owner, here.db.secret),
    poolSize: writers + 1,
  })
  const amina = await here.signIn('amina')
  for (let n = 0; n < writers / 2; n++) cases.push((await openCase(amina)).caseId)
  phone = await enrolled(amina)
  await phone.pull()
  await withOwner(here.db.admin, (admin) =>
    admin.script(`create sequence feed_n; create table feed (n bigint primary key default nextval('feed_n'), note_id uuid not null);
      alter table feed enable row level security; create policy anyone on feed to public using (true) with check (true);
      grant insert, select on feed to ihala_app; grant usage on feed_n to ihala_app`),
  )
})
afterAll(async () => {
  await crowd?.close()
  await here?.close()
})

const sql = {
  touch: statement('select touch_case($1)'),
  note: statement(
    `insert into note (id, case_id, organisation_id, kind, class, text, happened_on, entered_at, author_id)
      values ($1, $2, $3, 'contact', 2, 'متوازٍ', current_date, now(), $4)`,
  ),
  feed: statement('insert into feed (note_id) values ($1)'),
  settle: statement('select settle_touched()'),
  pause: statement('select pg_sleep($1)'),
  after: statement('select n, note_id as "noteId" from feed where n > $1 order by n'),
}

test('sixteen write at once: a reader by number loses some of it, the phone loses none', async () => {
  const identity = {
    kind: 'account',
    accountId: world.accounts.amina,
    organisationId: world.organisations.ministry,
    sites: [world.sites.mosul],
    roles: ['caseworker'],
  } as const
  const written: string[] = []
  let over = false
  const write = async (writer: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      const [noteId, caseId] = [testId(), cases[(writer + round) % cases.length] ?? '']
      await crowd
        .as(identity, async (tx) => {
          // numbered early, like every row with a counter; seen only when it is committed
          await tx.run(sql.feed, [noteId])
          await tx.row(sql.touch, [caseId])
          await tx.run(sql.note, [noteId, caseId, identity.organisationId, identity.accountId])
          await tx.row(sql.pause, [writer === 0 && round === 3 ? 1 : Math.random() * 0.012])
          await tx.row(sql.settle)
          if (Math.random() < 0.08) throw new Error('taken back')
          written.push(noteId)
        })
        .catch((error: Error) => {
          if (error.message !== 'taken back') throw error
          const at = written.indexOf(noteId)
          if (at >= 0) written.splice(at, 1)
        })
    }
  }
  const byNumber = new Set<string>()
  let last = 0
  const readNumbers = async (): Promise<void> => {
    const rows = await crowd.as(identity, (tx) => tx.rows<{ n: number; noteId: string }>(sql.after, [last]))
    for (const { n, noteId } of rows) {
      byNumber.add(noteId)
      last = n
    }
  }
  const reading = (async () => {
    for (; !over; await sleep(3)) await readNumbers()
  })()
  const pulling = (async () => {
    for (; !over; await sleep(3)) await phone.pull()
  })()
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  over = true
  await Promise.all([reading, pulling])
  await readNumbers()
  await phone.pull()

  const onPhone = new Set(
    [...phone.cases.values()].flatMap(({ rows }) => (rows.note ?? []).map(({ id }) => id)),
  )
  const lostBy = (seen: ReadonlySet<string>): number => written.filter((id) => !seen.has(id)).length
  expect(written.length).toBeGreaterThan(writers * rounds * 0.8)
  expect(lostBy(byNumber), 'the reader by number must lose some, or nothing was tried').toBeGreaterThan(0)
  expect(lostBy(onPhone)).toBe(0)
  expect(onPhone.size).toBe(written.length)
}, 60_000)
