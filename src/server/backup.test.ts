import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Decrypter, Encrypter } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealAudit } from '../audit/seal.job.ts'
import { newToken } from '../../tests/referrals/referring.ts'
import { emptyDatabase } from '../../tests/support/database.ts'
import {
  type TestHouse,
  caseWithConsent,
  openCase,
  testHouse,
  testId,
  world,
} from '../../tests/support/house.ts'
import { backUp } from './backup.ts'
import { makeBackupKey, opener, sealer } from './backup-keys.ts'
import { tablesOf } from './backup-tables.ts'
import type { DatabaseAddress } from './database-address.ts'
import { withCopy } from './database-copy.ts'
import { withOwner } from './database-owner.ts'
import { migrate } from './migrate.ts'
import { checkBackup, restore } from './restore.ts'
import { checkout } from './shipped-places.ts'
import { verifyAudit } from './audit-verify.ts'
import { rolePassword } from './roles.ts'
import { readSettings } from './settings.ts'
import { prepareDatabase } from './start.ts'
import { type Storage, openStorage } from './storage.ts'

// A lived-in small world is backed up, and what came back is compared with it row by row.

let here: TestHouse
let folder: string
let sealing: Encrypter
let opening: Decrypter
let file: string
const closing: (() => Promise<unknown>)[] = []

const storageOf = (owner: DatabaseAddress, secret: string): Storage => ({
  owner,
  secret,
  stop: async () => {},
})
const source = (): Storage => storageOf(here.db.owner, here.db.secret)
const quiet = { otherSecret: false, log: () => {}, progress: () => {} }

async function emptyPlace(secret = here.db.secret): Promise<Storage & { readonly admin: DatabaseAddress }> {
  const place = await emptyDatabase()
  closing.push(() => place.close())
  return { ...storageOf(place.owner, secret), admin: place.admin }
}

/** Every row of every table as text, by a superuser, so that no policy takes part. */
async function everything(admin: DatabaseAddress): Promise<Record<string, string[]>> {
  return withCopy(admin, async (session) => {
    const all: Record<string, string[]> = {}
    for (const { name, copyOut } of await tablesOf(session)) {
      const blocks: Buffer[] = []
      for await (const block of session.copyOut(copyOut)) blocks.push(block)
      all[name] = Buffer.concat(blocks).toString('utf8').split('\n').slice(0, -1)
    }
    return all
  })
}

async function tableCount(owner: DatabaseAddress): Promise<number> {
  const rows = await withOwner(owner, (session) =>
    session.rows("select 1 from pg_tables where schemaname = 'public'"),
  )
  return rows.length
}

beforeAll(async () => {
  here = await testHouse()
  folder = await mkdtemp(join(tmpdir(), 'ihala-backup-'))
  const key = join(folder, 'key')
  sealing = await sealer({ IHALA_BACKUP_RECIPIENT: await makeBackupKey(key) })
  opening = await opener({ IHALA_BACKUP_IDENTITY_FILE: key })
  await prepareDatabase(source(), () => {})
  const amina = await here.signIn('amina')
  const dara = await here.signIn('dara')
  await openCase(amina, { name: { given: 'هدى \\n', father: 'حسن \\.', grandfather: 'علي' } })
  const { caseId, needId } = await caseWithConsent(amina)
  const referralId = testId()
  await amina.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId: world.offers.birth,
    urgency: 'U2',
    sharedItems: ['name', 'safe_contact'],
  })
  await amina.done('referral.send', { referralId })
  await dara.done('referral.accept', { referralId })
  // lines of the audit whose length crosses the blocks of the file, with every sign that COPY writes apart
  await withOwner(here.db.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows(`insert into audit_line (organisation_id, kind, act, outcome, detail)
        select '${world.organisations.ministry}', 'worker', 'test', 'applied', jsonb_build_object('n', n, 'signs', E'\\t\\n\\r\\\\ü') from generate_series(1, 20000) n`),
      'loader',
    ),
  )
  await sealAudit(here.db.worker)
  file = join(folder, 'first.ihala')
  await backUp(source(), file, sealing, () => {})
}, 120_000)
afterAll(async () => {
  await here?.close()
  for (const step of closing) await step()
  await rm(folder, { recursive: true, force: true })
})

test('what comes back is what was there: every row of every table, the audit chain, and nothing more', async () => {
  const before = await everything(here.db.admin)
  const place = await emptyPlace()
  const done = await restore(place, file, opening, quiet)
  const after = await everything(place.admin)
  expect(Object.keys(after)).toEqual(Object.keys(before))
  expect(done.rows).toBe(Object.values(before).flat().length)
  expect(done.rows).toBeGreaterThan(20_000)
  // these alone differ, on purpose; reference data keeps the time of its loading
  const own = ['session', 'audit_line', 'account_access', 'sync_epoch', 'case_file']
  for (const [table, rows] of Object.entries(before).filter(([name]) => !own.includes(name)))
    expect(after[table], table).toEqual(rows)
  // devices are told of another history: the revisions go on from it, and nothing else of a case is touched
  const unnumbered = (rows: readonly string[] = []): string[] =>
    rows.map((row) => row.replace(/\t\d{10,15}(?=\t|$)/, '\trev')).toSorted()
  expect(unnumbered(after['case_file'])).toEqual(unnumbered(before['case_file']))
  expect(after['case_file']).not.toEqual(before['case_file'])
  expect(after['sync_epoch']).toHaveLength(2)
  expect(after['account_access']?.toSorted()).toEqual(before['account_access']?.toSorted())
  const linesBefore = new Set(before['audit_line'])
  const added = (after['audit_line'] ?? []).filter((line) => !linesBefore.delete(line))
  expect(linesBefore.size).toBe(0)
  expect(added.every((line) => line.includes('system.restore'))).toBe(true)
  expect(added).toHaveLength(Object.keys(world.organisations).length)
  // and the restored place is a whole Ihala: policies, grants, functions
  await prepareDatabase(place, () => {})
}, 60_000)

test('after a restore everybody is signed out; a link that is still valid stays, one whose time is over does not', async () => {
  const amina = await here.signIn('amina')
  const { caseId, needId } = await caseWithConsent(amina)
  const linkOf = async (): Promise<string> => {
    const [referralId, linkId] = [testId(), testId()]
    await amina.done('referral.draft', {
      referralId,
      caseId,
      needId,
      offerId: world.offers.birth,
      urgency: 'U2',
      sharedItems: ['name', 'safe_contact'],
    })
    await amina.done('referral.send', { referralId })
    await amina.done('link.make', { linkId, referralId, step: 'answer', token: newToken(), word: 'بستان ٤٧' })
    return linkId
  }
  const valid = await linkOf()
  const old = testId()
  await withOwner(here.db.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows(
          `insert into referral_link (id, referral_id, organisation_id, step, token_hash, word_hash, made_by, made_at, expires_at)
          select $1, referral_id, organisation_id, step, '\\x00', '\\x00', made_by, made_at, now() - interval '1 hour' from referral_link where id = $2`,
          [old, valid],
        ),
      'loader',
    ),
  )
  await withOwner(here.db.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows(
          `insert into office_code (id, account_id, organisation_id, code_hash, issued_by, expires_at) values ($1, $2, $3, '\\x00', $2, now() + interval '1 day')`,
          [testId(), world.accounts.amina, world.organisations.ministry],
        ),
      'loader',
    ),
  )
  const second = join(folder, 'links.ihala')
  await backUp(source(), second, sealing, () => {})
  const place = await emptyPlace()
  const done = await restore(place, second, opening, quiet)
  expect(done.sessionsEnded).toBeGreaterThan(0)
  await withOwner(place.admin, async (admin) => {
    expect(await admin.rows('select 1 from session where ended_at is null')).toEqual([])
    expect(await admin.rows('select 1 from office_code where used_at is null')).toEqual([])
    expect(await admin.rows('select id from referral_link where revoked_at is null')).toEqual([{ id: valid }])
    expect(await admin.rows('select id from referral_link where revoked_at is not null')).toEqual([
      { id: old },
    ])
  })
}, 60_000)

test('people go on working while the backup runs, and it holds one moment of their work', async () => {
  const amina = await here.signIn('amina')
  let over = false
  const working = (async () => {
    let cases = 0
    for (; !over; cases++) await caseWithConsent(amina)
    return cases
  })()
  const during = join(folder, 'during.ihala')
  await backUp(source(), during, sealing, () => {})
  over = true
  expect(await working).toBeGreaterThan(0)
  const place = await emptyPlace()
  await restore(place, during, opening, quiet)
  await withOwner(place.admin, async (admin) => {
    const halves =
      await admin.rows(`select c.id from case_file c where not exists (select 1 from person p where p.id = c.person_id)
      or not exists (select 1 from case_event e where e.case_id = c.id and e.kind = 'case.open')
      or c.open_needs <> (select count(*) from need n where n.case_id = c.id and n.state in ('open', 'planned', 'referred', 'partly_met'))`)
    expect(halves).toEqual([])
    const [apart] =
      await admin.rows(`select (select count(*) from action_ledger where name = 'consent.record' and answer->>'outcome' = 'applied') as acts,
      (select count(*) from consent) as rows`)
    expect(apart).toMatchObject({ acts: (apart as { rows: number }).rows })
  })
}, 120_000)

test('a file that was cut, at any place, is refused and the place stays empty', async () => {
  const place = await emptyPlace()
  const { size } = await stat(file)
  for (const left of [0, 10, 150, 300, Math.floor(size / 2), size - 70_000, size - 100, size - 1]) {
    const cut = join(folder, `cut-${left}`)
    await copyFile(file, cut)
    await truncate(cut, Math.max(left, 0))
    await expect(restore(place, cut, opening, quiet), `${left} bytes`).rejects.toThrow(
      /cut short or changed|no backup of Ihala/,
    )
  }
  expect(await tableCount(place.owner)).toBe(0)
})

test('one bit that was turned, anywhere, is noticed', async () => {
  const place = await emptyPlace()
  const whole = await readFile(file)
  for (const at of [30, 120, 400, Math.floor(whole.length / 3), whole.length - 20_000, whole.length - 1]) {
    const turned = Buffer.from(whole)
    turned[at] = (turned[at] ?? 0) ^ 0x10
    const bad = join(folder, `turned-${at}`)
    await writeFile(bad, turned)
    await expect(restore(place, bad, opening, quiet), `byte ${at}`).rejects.toThrow(
      /cut short or changed|no backup of Ihala|another key/,
    )
  }
  expect(await tableCount(place.owner)).toBe(0)
})

test('another key does not open it, and says so', async () => {
  const key = join(folder, 'other-key')
  await makeBackupKey(key)
  const place = await emptyPlace()
  const other = await opener({ IHALA_BACKUP_IDENTITY_FILE: key })
  await expect(restore(place, file, other, quiet)).rejects.toThrow(/sealed with another key/)
  expect(await tableCount(place.owner)).toBe(0)
})

test('a place with a single account is not empty', async () => {
  await expect(restore(source(), file, opening, quiet)).rejects.toThrow(/connected/)
  const place = await emptyPlace()
  await prepareDatabase(place, () => {})
  await withOwner(place.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows(
          `insert into organisation (id, code, family, names, state) values (gen_random_uuid(), 'ONE', 'state', '{}', 'active')`,
        ),
      'loader',
    ),
  )
  await expect(restore(place, file, opening, quiet)).rejects.toThrow(/not empty/)
  expect(await tableCount(place.owner)).toBeGreaterThan(20)
})

test('the tables of another program are nobody’s to replace', async () => {
  const place = await emptyPlace()
  await withOwner(place.owner, (owner) => owner.script('create table theirs (a int)'))
  await expect(restore(place, file, opening, quiet)).rejects.toThrow(/not empty/)
})

test('a restore that fails at the last step leaves nothing, and one that was broken off lets nothing start', async () => {
  const place = await emptyPlace()
  const failing = restore(place, file, opening, {
    ...quiet,
    progress: (step) => {
      if (step === 'compare') throw new Error('the power went')
    },
  })
  await expect(failing).rejects.toThrow('the power went')
  expect(await tableCount(place.owner)).toBe(0)
  // as kill -9 leaves it: the mark stands
  const { mark } = await import('./restore-place.ts')
  await withCopy(place.owner, mark)
  await expect(prepareDatabase(place, () => {})).rejects.toThrow(/broken off/)
  const done = await restore(place, file, opening, quiet)
  expect(done.rows).toBeGreaterThan(20_000)
  await prepareDatabase(place, () => {})
}, 60_000)

test('the machine is lost: the backup alone comes up in a new data folder, with its audit whole', async () => {
  const data = join(folder, 'data')
  await chmod(folder, 0o711)
  const storage = await openStorage(readSettings({ IHALA_DATA: data, IHALA_DEMO: '0' }), () => {})
  closing.push(() => storage.stop())
  // its secret is new, so it first says which one is wanted
  await expect(restore(storage, file, opening, quiet)).rejects.toThrow(/another secret/)
  expect(await tableCount(storage.owner)).toBe(0)
  const done = await restore(storage, file, opening, { ...quiet, otherSecret: true })
  expect(done.linksLeft).toBe(0)
  await prepareDatabase(storage, () => {})
  const admin = { ...storage.owner, user: 'postgres', password: rolePassword(storage.secret, 'postgres') }
  const { manifest } = await checkBackup(file, opening, () => {})
  const own =
    'session audit_line account_access referral_link person reference_data sync_epoch case_file'.split(' ')
  const after = await everything(admin)
  for (const { name, sha256 } of manifest.tables.filter(({ name }) => !own.includes(name))) {
    const sum = createHash('sha256')
    for (const row of after[name] ?? []) sum.update(`${row}\n`)
    expect(sum.digest('hex'), name).toBe(sha256)
  }
  const words = await withOwner(admin, (session) =>
    session.rows('select 1 from person where chosen_word_hash is not null'),
  )
  expect(words).toEqual([])
  const against = manifest.auditHeads.map((head) => ({ ...head, at: done.madeAt }))
  const audit = await withOwner(storage.owner, (owner) => verifyAudit(owner, { against }))
  expect(audit.bad).toEqual([])
  expect(audit.lines).toBeGreaterThan(20_000)
}, 120_000)

test('a backup of an older Ihala comes up in this one; one of a newer Ihala is refused', async () => {
  const older = await emptyPlace()
  const folderOf = (name: string): string => join(checkout, 'database', name)
  const names = (await readdir(folderOf('migrations'))).filter((name) => name.endsWith('.sql')).toSorted()
  const onlyThese = await Promise.all(
    names.slice(0, 9).map(async (name) => {
      const text = await readFile(join(folderOf('migrations'), name), 'utf8')
      return { name, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
  const common = { secret: here.db.secret, log: () => {}, policiesFolder: folderOf('policies') }
  await migrate(older.owner, { ...common, folder: folderOf('migrations'), onlyThese })
  const [organisation, site, account, file9] = [testId(), testId(), testId(), testId()]
  await withOwner(older.admin, async (admin) => {
    await admin.script(`grant select on all tables in schema public to ihala_backup;
      insert into place (code, level, names) values ('P', 1, '{}');
      insert into programme (code, version, definition) values ('nrm', 1, '{}');
      insert into organisation (id, code, family, names, state) values ('${organisation}', 'OLD', 'state', '{}', 'active');
      insert into site (id, organisation_id, names, place_code, code_prefix) values ('${site}', '${organisation}', '{}', 'P', 'NV');
      insert into account (id, organisation_id, login, display_name) values ('${account}', '${organisation}', 'old', 'متخيل');
      insert into person (id, organisation_id, site_id, code, display_name, sex, language, contact_safety)
        values ('${file9}', '${organisation}', '${site}', 'C', 'متخيل', 'female', 'ar', '{}');
      insert into case_file (id, organisation_id, site_id, officer_id, person_id, code, programme, programme_version, state, urgency, display_name, status_category, age_band, sex,
        language, opened_on, entered_at) values ('${file9}', '${organisation}', '${site}', '${account}', '${file9}', 'C', 'nrm', 1, 'intake', 'U3', 'متخيل', 'idp', '18-29', 'female',
        'ar', current_date, now())`)
  })
  const written = join(folder, 'older.ihala')
  await backUp(older, written, sealing, () => {})
  const place = await emptyPlace()
  await restore(place, written, opening, quiet)
  const [found] = await withOwner(place.admin, (admin) =>
    admin.rows('select display_name as name, state from case_file where id = $1', [file9]),
  )
  expect(found).toEqual({ name: 'متخيل', state: 'intake' })
  await prepareDatabase(place, () => {})

  await withOwner(older.admin, (admin) =>
    admin.rows(`insert into schema_migration (name, checksum) values ('9999_tomorrow.sql', 'x')`),
  )
  const newer = join(folder, 'newer.ihala')
  await backUp(older, newer, sealing, () => {})
  const untouched = await emptyPlace()
  await expect(restore(untouched, newer, opening, quiet)).rejects.toThrow(/newer Ihala/)
  expect(await tableCount(untouched.owner)).toBe(0)
}, 60_000)

test('a policy that hides rows from the backup stops it, whether it is narrowed, dropped or joined by another', async () => {
  const hide = async (sql: string, undo: string): Promise<void> => {
    const blind = join(folder, 'blind.ihala')
    await withOwner(here.db.admin, (admin) => admin.script(sql))
    await expect(
      backUp(source(), blind, sealing, () => {}),
      sql,
    ).rejects.toThrow(/may not read everything in: note/)
    await withOwner(here.db.admin, (admin) => admin.script(undo))
    expect(await stat(blind).catch(() => undefined)).toBeUndefined()
  }
  await hide(
    'drop policy backup on note',
    'create policy backup on note for select to ihala_backup using (true)',
  )
  await hide('alter policy backup on note using (class < 3)', 'alter policy backup on note using (true)')
  await hide(
    'create policy narrow on note as restrictive for select using (class < 3)',
    'drop policy narrow on note',
  )
})

test('a backup that reads another number of rows than the owner counts keeps nothing', async () => {
  const other = join(folder, 'count.ihala')
  const counting = async (using: string): Promise<void> =>
    withOwner(here.db.admin, (admin) => admin.script(`alter policy loader on person using (${using})`))
  await counting("(select me_kind()) = 'loader' and sex = 'nobody'")
  await expect(backUp(source(), other, sealing, () => {})).rejects.toThrow(/reads \d+ of 0 rows of person/)
  await counting("(select me_kind()) = 'loader'")
  expect(await stat(other).catch(() => undefined)).toBeUndefined()
  await backUp(source(), other, sealing, () => {})
})

test('a backup overwrites nothing and is closed to others', async () => {
  await expect(backUp(source(), file, sealing, () => {})).rejects.toThrow(/is there already/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('no name, word or key stands readable in the file', async () => {
  const bytes = await readFile(file)
  for (const text of ['هدى', 'case_file', 'amina', here.db.secret])
    expect(bytes.includes(text), text).toBe(false)
  const { header, manifest } = await checkBackup(file, opening, () => {})
  expect(JSON.stringify({ header, manifest })).not.toContain(here.db.secret)
  expect(manifest.auditHeads.length).toBeGreaterThan(0)
})

test('kill -9 in the middle leaves no file that looks whole, and the next backup clears what was left', async () => {
  const target = join(folder, 'killed.ihala')
  const script = fileURLToPath(new URL('../../tests/support/backup-child.ts', import.meta.url))
  await withOwner(here.db.owner, (owner) =>
    owner.transaction(
      () =>
        owner.rows(`insert into audit_line (organisation_id, kind, act, outcome, detail)
        select '${world.organisations.ministry}', 'worker', 'test', 'applied', jsonb_build_object('n', md5(n::text)) from generate_series(1, 150000) n`),
      'loader',
    ),
  )
  const child = spawn(process.execPath, ['--import', 'tsx', script, target], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  })
  child.stdin.end(
    JSON.stringify({
      owner: here.db.owner,
      secret: here.db.secret,
      recipient: await recipientOf(join(folder, 'key')),
    }),
  )
  const ended = once(child, 'exit')
  const left = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.startsWith('killed.ihala'))
  const begun = async (): Promise<boolean> => {
    const [name] = await left()
    return name !== undefined && (await stat(join(folder, name))).size > 100_000
  }
  while (child.exitCode === null && !(await begun())) await sleep(5)
  child.kill('SIGKILL')
  await ended
  expect(await left()).toEqual([expect.stringMatching(/^killed\.ihala\.\d+\.unfinished$/)])
  const [unfinished = ''] = await left()
  await expect(checkBackup(join(folder, unfinished), opening, () => {})).rejects.toThrow(/cut short/)
  await backUp(source(), target, sealing, () => {})
  expect(await left()).toEqual(['killed.ihala'])
  const { rows } = await checkBackup(target, opening, () => {})
  expect(rows).toBeGreaterThan(170_000)
}, 120_000)

async function recipientOf(key: string): Promise<string> {
  return /age1\S+/.exec(await readFile(key, 'utf8'))?.[0] ?? ''
}
