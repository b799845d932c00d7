import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OwnerSession, withOwner } from '../../src/server/database-owner.ts'
import { rolePassword } from '../../src/server/roles.ts'
import { prepareDatabase } from '../../src/server/start.ts'
import { openStorage } from '../../src/server/storage.ts'
import { cleanedUp, cleanUp, folder, healthy, postmaster, settings, until } from '../bad-input/machine.ts'
import { say } from '../bad-input/raw.ts'
import { testId, today } from '../support/house.ts'
import { makeWorld, testPassword, world } from '../support/world.ts'

/**
 * `kill -9` of the server and of the database in the middle of writing, over HTTP, with fsync on. What was acknowledged
 * is there afterwards, whole; what was not is there whole or not at all, and asking again with the same id tells which.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const seed = Number(process.env['IHALA_SEED'] ?? Date.now() % 1_000_000)

/** Mulberry32: the same seed, the same choices and moments. */
let state = seed
function chance(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below
}

interface Deed {
  readonly login: 'amina' | 'dara'
  readonly id: string
  readonly name: string
  readonly input: Record<string, unknown>
}
interface Acknowledged extends Deed {
  readonly answer: string
}

let data: string
let server: { readonly child: ChildProcess; readonly url: string }
let tokens: Record<Deed['login'], string>
let look: <T>(sql: string, params?: unknown[]) => Promise<T[]>

async function startServer(): Promise<typeof server> {
  const child = spawn(process.execPath, [join(root, 'dist/src/server/main.js')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // writers that knock without a pause are not what the limits are for
    env: {
      ...process.env,
      PORT: '0',
      IHALA_DATA: data,
      IHALA_DEMO: '1',
      IHALA_LIMITS: '0',
      DATABASE_URL: '',
      IHALA_SECRET: '',
    },
  })
  for await (const line of createInterface(child.stdout)) {
    const url = /open at (\S+)/.exec(line)?.[1]
    if (url !== undefined) {
      child.stdout.resume()
      return { child, url }
    }
  }
  throw new Error('the server ended before it was open')
}

beforeAll(async () => {
  process.stdout.write(`crash test with IHALA_SEED=${seed}\n`)
  const { status } = spawnSync(process.execPath, [join(root, 'tools/build.mjs'), '--if-needed'], {
    stdio: 'inherit',
  })
  expect(status).toBe(0)
  data = await folder()
  const storage = await openStorage(settings(data), () => {})
  cleanUp.push(() => storage.stop())
  await prepareDatabase(storage, () => {})
  await withOwner(storage.owner, makeWorld)
  const admin = { ...storage.owner, user: 'postgres', password: rolePassword(storage.secret, 'postgres') }
  look = (sql, params = []) => withOwner(admin, (owner: OwnerSession) => owner.rows(sql, params))
  server = await startServer()
  cleanUp.pop()
  await storage.stop()
  cleanUp.push(async () => {
    server.child.kill('SIGTERM')
    if (server.child.exitCode === null && server.child.signalCode === null) await once(server.child, 'exit')
  })
  const signIn = async (login: string): Promise<string> => {
    const heard = await say(
      server.url,
      '/api/sign-in',
      JSON.stringify({ account: login, password: testPassword }),
    )
    return /ihala=([^;]+)/.exec(String(heard.headers['set-cookie']))?.[1] ?? ''
  }
  tokens = { amina: await signIn('amina'), dara: await signIn('dara') }
}, 300_000)
afterAll(cleanedUp, 60_000)

const deliver = async ({ login, id, name, input }: Deed): Promise<{ status: number; body: string }> =>
  say(server.url, '/actions', JSON.stringify({ id, name, input }), {
    authorization: `Bearer ${tokens[login]}`,
    'accept-language': 'en',
  })

/** What one officer does all day, one deed after another; a case, its needs and notes, and every other time the whole way to an accepted referral. */
function* day(): Generator<Deed> {
  const deed = (login: Deed['login'], name: string, input: Record<string, unknown>): Deed => ({
    login,
    id: testId(),
    name,
    input,
  })
  for (;;) {
    const [caseId, needId, referralId] = [testId(), testId(), testId()]
    yield deed('amina', 'case.open', {
      caseId,
      personId: testId(),
      siteId: world.sites.mosul,
      openedOn: today(),
      statusCategory: 'idp',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      codeName: 'زيتونة',
      place: world.places.mosul,
      members: [{ memberId: testId(), relationship: 'child', sex: 'male', ageBand: '5-11' }],
    })
    yield deed('amina', 'need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
    for (let notes = chance(3); notes > 0; notes--)
      yield deed('amina', 'note.add', { noteId: testId(), caseId, kind: 'contact', text: 'ملاحظة' })
    if (chance(2) === 0) continue
    yield deed('amina', 'consent.record', {
      consentId: testId(),
      caseId,
      organisationId: world.organisations.bridges,
      items: ['name', 'age'],
      purpose: 'referral',
      how: 'spoken_with_witness',
    })
    yield deed('amina', 'referral.draft', {
      referralId,
      caseId,
      needId,
      offerId: world.offers.birth,
      urgency: 'U2',
      sharedItems: ['name', 'age'],
    })
    yield deed('amina', 'referral.send', { referralId })
    yield deed('dara', 'referral.accept', { referralId })
  }
}

/** Writes until told to stop; after a break it asks again with the same id before it goes on, as a device does. */
async function write(stop: () => boolean, acknowledged: Acknowledged[]): Promise<number> {
  let broken = 0
  for (const deed of day()) {
    if (stop()) return broken
    for (;;) {
      const heard = await deliver(deed).catch(() => undefined)
      if (heard?.status === 200) {
        if (!heard.body.includes('"outcome":"applied"'))
          throw new Error(`${deed.name} was not applied: ${heard.body}`)
        acknowledged.push({ ...deed, answer: heard.body })
        break
      }
      if (heard !== undefined && heard.status !== 503)
        throw new Error(`${deed.name} was answered ${heard.status}: ${heard.body}`)
      broken += 1
      await sleep(30)
    }
  }
  return broken
}

async function killDatabase(): Promise<void> {
  const main = await postmaster(data)
  const children = (
    await Promise.all(
      (
        await readdir('/proc')
      )
        .filter((name) => /^\d+$/.test(name))
        .map(async (name) => {
          const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
          return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(main)
            ? Number(name)
            : undefined
        }),
    )
  ).filter((pid) => pid !== undefined)
  for (const pid of [main, ...children]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as { code?: string }).code !== 'ESRCH') throw error
    }
  }
}

async function killServer(): Promise<void> {
  const ended = once(server.child, 'exit')
  server.child.kill('SIGKILL')
  await ended
}

/** Rows that stand alone where others must stand beside them: a half-written case or referral. Each line names what is missing. */
const halves: Readonly<Record<string, string>> = {
  'a case without its person':
    'select id from case_file c where not exists (select 1 from person p where p.id = c.person_id)',
  'a case without its opening in the story': `select id from case_file c where not exists (select 1 from case_event e where e.case_id = c.id and e.kind = 'case.open')`,
  'a case without its member':
    'select id from case_file c where not exists (select 1 from case_member m where m.case_id = c.id)',
  'a need without its line in the story': `select id from need n where not exists (select 1 from case_event e where e.ref = n.id and e.kind = 'need.record')`,
  'a note without its line in the story': `select id from note n where not exists (select 1 from case_event e where e.ref = n.id and e.kind = 'note.add')`,
  'a story of a need that is not there': `select e.id from case_event e where e.kind = 'need.record' and not exists (select 1 from need n where n.id = e.ref)`,
  'a referral without origin or draft in the story': `select id from referral r where not exists (select 1 from referral_origin o where o.referral_id = r.id) or not exists (select 1 from referral_event e where e.referral_id = r.id and e.kind = 'referral.draft')`,
  'a sent referral without snapshot or story': `select id from referral r where sent_at is not null and (not exists (select 1 from referral_snapshot s where s.referral_id = r.id) or not exists (select 1 from referral_event e where e.referral_id = r.id and e.kind = 'referral.send'))`,
  'a snapshot of what was never sent':
    'select referral_id from referral_snapshot s where exists (select 1 from referral r where r.id = s.referral_id and r.sent_at is null)',
  'an accepted referral without its story': `select id from referral r where state = 'accepted' and not exists (select 1 from referral_event e where e.referral_id = r.id and e.kind = 'referral.accept')`,
  'a sent referral whose need does not know': `select r.id from referral r join referral_origin o on o.referral_id = r.id join need n on n.id = o.need_id where r.state in ('sent', 'accepted') and n.state <> 'referred'`,
  'a case whose summary does not add up': `select id from case_file c where open_needs <> (select count(*) from need n where n.case_id = c.id and n.state in ('open', 'planned', 'referred', 'partly_met')) or waiting_referrals <> (select count(*) from referral_origin o join referral r on r.id = o.referral_id where o.case_id = c.id and r.state = 'sent')`,
  'an action without its audit line': `select name from (select name, count(*) as done, (select count(*) from audit_line a where a.act = l.name and a.outcome = 'applied') as lines from action_ledger l where answer->>'outcome' = 'applied' group by name) x where done <> lines`,
  'a case without its action, or an action without its case': `select 1 where (select count(*) from case_file) <> (select count(*) from action_ledger where name = 'case.open' and answer->>'outcome' = 'applied')`,
  'a need without its action, or an action without its need': `select 1 where (select count(*) from need) <> (select count(*) from action_ledger where name = 'need.record' and answer->>'outcome' = 'applied')`,
}

const rowOf: Readonly<Record<string, readonly [table: string, field: string]>> = {
  'case.open': ['case_file', 'caseId'],
  'need.record': ['need', 'needId'],
  'note.add': ['note', 'noteId'],
  'consent.record': ['consent', 'consentId'],
  'referral.draft': ['referral', 'referralId'],
}

async function nothingIsLost(acknowledged: readonly Acknowledged[]): Promise<void> {
  for (const one of acknowledged) {
    const again = await deliver(one)
    const said = `${one.name} ${one.id}`
    expect(again.status, said).toBe(200)
    expect(JSON.parse(again.body), said).toEqual(JSON.parse(one.answer))
  }
  for (const [name, [table, field]] of Object.entries(rowOf)) {
    const wanted = acknowledged.filter((one) => one.name === name).map((one) => String(one.input[field]))
    const found = await look<{ id: string }>(`select id from ${table} where id = any ($1)`, [wanted])
    expect(found.length, `${name} acknowledged`).toBe(wanted.length)
  }
}

async function nothingIsHalf(): Promise<void> {
  for (const [what, sql] of Object.entries(halves)) expect(await look(sql), what).toEqual([])
}

interface Round {
  readonly what: 'the server' | 'the database' | 'both, as when the power fails'
}
const rounds: Round[] = [
  ...Array.from({ length: 10 }, (): Round => ({ what: 'the server' })),
  ...Array.from({ length: 7 }, (): Round => ({ what: 'the database' })),
  ...Array.from({ length: 3 }, (): Round => ({ what: 'both, as when the power fails' })),
]

it.each(rounds.map((round, index) => ({ ...round, number: index + 1 })))(
  'kill -9 of $what ($number of 20): nothing acknowledged is lost, nothing is half-written',
  async ({ what, number }) => {
    const acknowledged: Acknowledged[] = []
    let over = false
    const writers = Array.from({ length: 6 }, () => write(() => over, acknowledged))
    // the moment after the first acknowledgements, in the middle of others
    expect(await until(async () => acknowledged.length >= 6, 60)).toBe(true)
    await sleep(chance(400))
    const before = acknowledged.length
    if (what !== 'the server') await killDatabase()
    if (what !== 'the database') {
      await killServer()
      server = await startServer()
    }
    expect(await until(() => healthy(server.url).catch(() => false), 60), 'it comes back').toBe(true)
    expect(server.child.exitCode, 'the server itself lived on').toBeNull()
    // the writers get through with what was broken off
    const mark = acknowledged.length
    expect(await until(async () => acknowledged.length >= mark + 6, 60)).toBe(true)
    over = true
    const broken = (await Promise.all(writers)).reduce((sum, one) => sum + one, 0)
    process.stdout.write(
      `round ${number}, ${what}: ${before} acknowledged before, ${acknowledged.length - before} after, ${broken} tries broken off\n`,
    )
    await nothingIsLost(acknowledged)
    await nothingIsHalf()
  },
  180_000,
)
