import { afterAll, beforeAll, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { actors, type Document, ground, type Ground, tokenOf } from './fuzz-ground.ts'

/**
 * An address that somebody is led to must not do anything: cookies go along with a link too, once it is of our own
 * page. Generated from the API document: every GET, by everybody, and then the database is compared.
 */
let standing: Ground
beforeAll(async () => {
  standing = await ground()
})
afterAll(() => standing?.here.close())

/** What a reading leaves on purpose: its line, its chain, when a session was seen, how often somebody tried. */
const leaves = /^(audit_|session$|sign_in|throttle|known_device)/

async function everything(): Promise<Record<string, string>> {
  return withOwner(standing.here.db.admin, async (admin) => {
    const tables = await admin.rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    const sums: Record<string, string> = {}
    for (const { name } of tables.filter((one) => !leaves.test(one.name))) {
      const [row] = await admin.rows<{ sum: string | null }>(
        `select md5(string_agg(md5(t::text), '' order by md5(t::text))) as sum from ${name} t`,
      )
      sums[name] = row?.sum ?? ''
    }
    return sums
  })
}

it('no GET changes a row, whoever asks and for whatever id', async () => {
  const document = (await standing.here.server.inject('/openapi.json')).json<Document>()
  const ids = [...new Set(Object.values(standing.ids).flat())]
  for (const actor of actors) await tokenOf(standing, actor)
  // the first time Dara is shown what was sent to her, it counts as delivered: that is its one effect
  const delivered = standing.ids['referralId'] ?? []
  for (const id of delivered)
    await standing.here.server.inject({
      url: `/api/referrals/${id}`,
      headers: { authorization: `Bearer ${await tokenOf(standing, 'dara')}` },
    })
  const before = await everything()
  let asked = 0
  let answered = 0
  for (const actor of actors)
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!('get' in methods)) continue
      const token = await tokenOf(standing, actor)
      for (const id of path.includes('{') ? ids : ['']) {
        const { statusCode } = await standing.here.server.inject({
          url: path.replace(/\{\w+\}/g, id),
          headers: token === '' ? {} : { authorization: `Bearer ${token}` },
        })
        asked += 1
        if (statusCode === 200) answered += 1
      }
    }
  expect(await everything()).toEqual(before)
  process.stdout.write(`reading: ${asked} asked, ${answered} answered, nothing changed\n`)
  expect(answered).toBeGreaterThan(50)
}, 300_000)
