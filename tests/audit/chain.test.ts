import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAudit, startSealer } from '../../src/audit/seal.job.ts'
import { type Anchor, readAnchors, writeAnchors } from '../../src/server/audit-anchors.ts'
import { hashOfFields, noOrganisation } from '../../src/server/audit-chain.ts'
import { verifyCommand } from '../../src/server/audit-command.ts'
import { type Verified, verifyAudit } from '../../src/server/audit-verify.ts'
import { openOwner, withOwner } from '../../src/server/database-owner.ts'
import { statement } from '../../src/server/database.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { makeWorld, testId, world } from '../support/world.ts'

const { ministry, bridges } = world.organisations
const { amina } = world.accounts

let db: TestDatabase
let folder: string
beforeEach(async () => {
  db = await testDatabase()
  await withOwner(db.owner, makeWorld)
  folder = await mkdtemp(join(tmpdir(), 'ihala-audit-'))
})
afterEach(async () => {
  await db?.close()
  await rm(folder, { recursive: true, force: true })
})

const asAmina = { kind: 'account', accountId: amina, organisationId: ministry } as const
const insert = statement(
  `insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail) values ($1, $2, $3, $4, 'case', $5, 'read', $6)`,
)
/** Amina reads a case; answers the id she asked for. */
async function looks(times = 1): Promise<string[]> {
  const ids = Array.from({ length: times }, () => testId())
  await db.database.as(asAmina, (tx) =>
    Promise.all(
      ids.map((id) => tx.run(insert, [ministry, 'account', amina, 'read.case', id, '{"class": 3}'])),
    ),
  )
  return ids
}
async function visitorTries(): Promise<void> {
  await db.database.as({ kind: 'visitor' }, (tx) =>
    tx.run(insert, [null, 'visitor', null, 'session.sign_in', null, '{"login": "0a"}']),
  )
}
const seal = (): Promise<number> => sealAudit(db.worker)
const verify = (against?: readonly Anchor[]): Promise<Verified> =>
  withOwner(db.owner, (owner) => verifyAudit(owner, { against }))
/** What somebody does who holds the whole database in hand: past policies, grants and triggers. */
const tamper = (...statements: [string, unknown[]?][]): Promise<void> =>
  withOwner(db.admin, (admin) =>
    admin.transaction(async () => {
      await admin.script('set local session_replication_role = replica')
      for (const [sql, params] of statements) await admin.rows(sql, params)
    }),
  )
const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(db.admin, (admin) => admin.rows<T>(sql, params))
const sealOf = async (rootId: string | undefined): Promise<{ n: number; line_id: string }> =>
  (
    await behind<{ n: number; line_id: string }>(
      'select s.n, s.line_id from audit_seal s join audit_line a on a.id = s.line_id where a.root_id = $1',
      [rootId],
    )
  )[0] ?? { n: 0, line_id: '' }

describe('lines are sealed into chains', () => {
  it('Amina of the ministry, Dara of Bridges and a visitor each have a chain of their own, and all are whole', async () => {
    await looks(3)
    await db.database.as({ kind: 'account', accountId: world.accounts.dara, organisationId: bridges }, (tx) =>
      tx.run(insert, [bridges, 'account', world.accounts.dara, 'read.referral', testId(), '{}']),
    )
    await visitorTries()
    expect(await seal()).toBe(5)
    expect(await seal()).toBe(0)
    const verified = await verify()
    expect(verified).toMatchObject({ chains: 3, lines: 5, bad: [], unsealed: { count: 0, oldestAt: null } })
    expect(verified.heads.map(({ organisationId, n }) => [organisationId, n])).toEqual(
      expect.arrayContaining([
        [ministry, 3],
        [bridges, 1],
        [noOrganisation, 1],
      ]),
    )
  })

  it('what Amina leaves is written at once and waits for no seal, also while a sealer holds its lock', async () => {
    const owner = await openOwner(db.admin)
    await owner.script(`begin; select pg_advisory_xact_lock(hashtextextended('ihala.seal_audit_lines', 0))`)
    await looks()
    expect(await seal()).toBe(0)
    expect((await verify()).unsealed).toMatchObject({ count: 1 })
    await owner.script('commit')
    await owner.close()
    expect(await seal()).toBe(1)
  })

  it('small batches seal every line once, in order, whatever the size of the batch', async () => {
    for (let round = 0; round < 5; round++) await looks(7)
    expect(await sealAudit(db.worker, 4)).toBe(35)
    expect(await verify()).toMatchObject({ lines: 35, bad: [], unsealed: { count: 0 } })
  })

  it('a transaction that commits five seconds late loses nothing, and nothing is sealed twice', async () => {
    const late = await openOwner(db.admin)
    const lateId = testId()
    await late.script('begin')
    await late.rows(
      `insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome) values ($1, 'account', $2, 'read.case', 'case', $3, 'read')`,
      [ministry, amina, lateId],
    )
    const until = Date.now() + 5000
    let sealed = 0
    const others: string[] = []
    while (Date.now() < until) {
      others.push(...(await looks(2)))
      sealed += await seal()
      await new Promise((done) => setTimeout(done, 250))
    }
    expect(sealed).toBe(others.length)
    expect(await sealOf(lateId)).toEqual({ n: 0, line_id: '' })
    await late.script('commit')
    await late.close()
    await looks()
    expect(await seal()).toBe(2)
    expect((await sealOf(lateId)).n).toBeGreaterThan(others.length)
    expect(await verify()).toMatchObject({ lines: others.length + 2, bad: [], unsealed: { count: 0 } })
    expect(await behind('select line_id from audit_seal group by line_id having count(*) > 1')).toEqual([])
  }, 30_000)

  it('a transaction that was taken back leaves no gap', async () => {
    await looks()
    await expect(
      db.database.as(asAmina, async (tx) => {
        await tx.run(insert, [ministry, 'account', amina, 'read.case', testId(), '{}'])
        throw new Error('taken back')
      }),
    ).rejects.toThrow('taken back')
    await looks()
    expect(await seal()).toBe(2)
    expect(await verify()).toMatchObject({ lines: 2, bad: [] })
  })

  it('six sealers at once, while Amina and others write, make one chain', async () => {
    let writing = true
    const writers = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 25; round++) await looks(3)
    })
    const sealers = Array.from({ length: 6 }, async () => {
      while (writing) await sealAudit(db.worker, 10)
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(sealers)
    await seal()
    expect(await verify()).toMatchObject({ lines: 300, bad: [], unsealed: { count: 0 } })
  }, 60_000)

  it('a sealer that dies in the middle leaves nothing half done, and the next one goes on', async () => {
    await looks(3)
    await seal()
    await looks(4)
    await expect(
      db.worker.as({ kind: 'worker' }, async (tx) => {
        await tx.row(statement('select seal_audit_lines(100)'))
        throw new Error('the process was killed')
      }),
    ).rejects.toThrow('the process was killed')
    expect(await verify()).toMatchObject({ lines: 3, bad: [], unsealed: { count: 4 } })
    expect(await seal()).toBe(4)
    expect(await verify()).toMatchObject({ lines: 7, bad: [], unsealed: { count: 0 } })
  })

  it('restored into a new cluster, whose transactions count from low, old and new lines are sealed once', async () => {
    await looks(2)
    await seal()
    await looks(2)
    await tamper(
      [`update audit_line set written_in = '9000000000000'`],
      [`update audit_sealer set sealed_before = '8999999999999'`],
    )
    await looks(1)
    expect(await seal()).toBe(1)
    // those that were waiting when the copy was made are found when the count reaches them, or at once by the next look at all
    await tamper(
      [`update audit_line set written_in = '3' where written_in = '9000000000000'`],
      [`update audit_sealer set sealed_before = '9000000000001'`],
    )
    expect(await seal()).toBe(2)
    expect(await verify()).toMatchObject({ lines: 5, bad: [], unsealed: { count: 0 } })
  })

  it('the sealer of a running server seals within seconds, and once more when it stops', async () => {
    const failures: unknown[] = []
    const sealer = startSealer(db.worker, (error) => failures.push(error))
    await looks()
    await expect.poll(async () => (await verify()).unsealed.count, { timeout: 10_000 }).toBe(0)
    await looks()
    await sealer.stop()
    expect((await verify()).unsealed.count).toBe(0)
    expect(failures).toEqual([])
  }, 20_000)

  it('nobody but the worker may seal or read the heads, and no role writes a seal, a time or an id by hand', async () => {
    for (const sql of [
      'select seal_audit_lines(1)',
      'select audit_heads()',
      'select reading_by_hour(now(), null)',
    ])
      await expect(db.database.as(asAmina, (tx) => tx.rows(statement(sql)))).rejects.toMatchObject({
        code: '42501',
      })
    for (const sql of [
      `insert into audit_seal values ('${ministry}', 1, '${testId()}', '', '', '', now())`,
      `insert into audit_line (at, organisation_id, kind, account_id, act, outcome) values ('2020-01-01', '${ministry}', 'account', '${amina}', 'read.case', 'read')`,
      `insert into audit_line (written_in, organisation_id, kind, account_id, act, outcome) values ('3', '${ministry}', 'account', '${amina}', 'read.case', 'read')`,
      `insert into audit_line (id, organisation_id, kind, account_id, act, outcome) values ('${testId()}', '${ministry}', 'account', '${amina}', 'read.case', 'read')`,
    ]) {
      await expect(
        db.database.as(asAmina, (tx) => tx.rows(statement(sql))),
        sql,
      ).rejects.toMatchObject({ code: '42501' })
      await expect(
        db.worker.as({ kind: 'worker' }, (tx) => tx.rows(statement(sql))),
        sql,
      ).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('append-only', () => {
  it('neither the app, the worker, the owner, the loader nor a superuser changes, deletes or empties it', async () => {
    await looks()
    await seal()
    const tries = ['audit_line', 'audit_seal'].flatMap((table) => [
      `update ${table} set organisation_id = null`,
      `delete from ${table}`,
      `truncate ${table}`,
    ])
    for (const sql of tries) {
      await expect(
        db.database.as(asAmina, (tx) => tx.run(statement(sql))),
        sql,
      ).rejects.toMatchObject({
        code: '42501',
      })
      await expect(
        db.worker.as({ kind: 'worker' }, (tx) => tx.run(statement(sql))),
        sql,
      ).rejects.toMatchObject({ code: '42501' })
      for (const as of [undefined, 'loader'] as const)
        await expect(
          withOwner(db.owner, (owner) => owner.transaction(() => owner.rows(sql), as)),
          sql,
        ).rejects.toMatchObject({ code: 'P0R03' })
      await expect(
        withOwner(db.admin, (admin) => admin.rows(sql)),
        sql,
      ).rejects.toMatchObject({ code: 'P0R03' })
    }
    expect(await verify()).toMatchObject({ lines: 1, bad: [] })
  })
})

describe('somebody who holds the database in hand is found', () => {
  it('a line that was changed, in whatever it says', async () => {
    const ids = await looks(10)
    await seal()
    const inOrder = await Promise.all(ids.map(async (id) => ({ id, ...(await sealOf(id)) })))
    inOrder.sort((one, other) => other.n - one.n)
    const changes = [
      'account_id = null',
      `at = at + interval '1 microsecond'`,
      `detail = '{"class": 2}'`,
      `organisation_id = '${bridges}'`,
      `kind = 'visitor'`,
      `act = 'read.referral'`,
      `root_kind = 'referral'`,
      `root_id = '${bridges}'`,
      `outcome = 'absent'`,
      `id = '${bridges}'`,
    ]
    // from the last line to the first, so that each change is the first bad place in its turn
    for (const [place, change] of changes.entries()) {
      const { n, line_id } = inOrder[place] ?? { n: 0, line_id: '' }
      await tamper([`update audit_line set ${change} where id = $1`, [line_id]])
      expect((await verify()).bad, change).toEqual([
        {
          organisationId: ministry,
          organisation: 'MOMD',
          n,
          lineId: line_id,
          fault: change.startsWith('id') ? 'line_missing' : 'line_changed',
        },
      ])
    }
  })

  it('a line that was deleted, with its link or without', async () => {
    const ids = await looks(5)
    await seal()
    const third = await sealOf(ids[2])
    const { n, line_id } = third
    await tamper(['delete from audit_line where id = $1', [line_id]])
    expect((await verify()).bad).toMatchObject([{ n, lineId: line_id, fault: 'line_missing' }])
    await tamper(['delete from audit_seal where line_id = $1', [line_id]])
    expect((await verify()).bad).toMatchObject([{ n, lineId: null, fault: 'link_missing' }])
    await tamper(['update audit_seal set n = n - 1 where n > $1', [n]])
    expect((await verify()).bad).toMatchObject([{ n, fault: 'order' }])
  })

  it('more links than a page holds, and a line hidden under a link before the first', async () => {
    await withOwner(db.admin, (admin) =>
      admin.rows(
        `insert into audit_line (organisation_id, kind, account_id, act, outcome) select $1, 'account', $2, 'read.case', 'read' from generate_series(1, 4500)`,
        [ministry, amina],
      ),
    )
    expect(await seal()).toBe(4500)
    expect(await verify()).toMatchObject({ lines: 4500, bad: [] })
    await tamper(['delete from audit_seal where n between 2001 and 4400'])
    expect((await verify()).bad).toMatchObject([{ n: 2001, lineId: null, fault: 'link_missing' }])
    await tamper(['update audit_seal set n = 0 where n = 4500'], ['delete from audit_seal where n > 2000'])
    expect((await verify()).bad).toMatchObject([{ n: 0, fault: 'order' }])
  })

  it('two lines whose places were exchanged', async () => {
    const ids = await looks(5)
    await seal()
    const [a, b] = [await sealOf(ids[1]), await sealOf(ids[3])]
    await tamper(
      ['update audit_seal set n = -1 where line_id = $1', [a.line_id]],
      ['update audit_seal set n = $2 where line_id = $1', [b.line_id, a.n]],
      ['update audit_seal set n = $2 where line_id = $1', [a.line_id, b.n]],
    )
    expect((await verify()).bad).toMatchObject([{ n: Math.min(a.n, b.n), fault: 'order' }])
  })

  it('two lines whose content was exchanged under their links', async () => {
    const ids = await looks(5)
    await seal()
    const [a, b] = [await sealOf(ids[1]), await sealOf(ids[3])]
    await tamper(
      ['update audit_line set root_id = $2 where id = $1', [a.line_id, ids[3]]],
      ['update audit_line set root_id = $2 where id = $1', [b.line_id, ids[1]]],
    )
    const first = a.n < b.n ? a : b
    expect((await verify()).bad).toMatchObject([{ n: first.n, lineId: first.line_id, fault: 'line_changed' }])
  })

  it('a line put in the middle with a link of its own, as well as one can without sealing all again', async () => {
    await looks(5)
    await seal()
    const forged = testId()
    await tamper(
      ['update audit_seal set n = n + 1001 where n >= 3'],
      ['update audit_seal set n = n - 1000 where n > 1000'],
      [
        `insert into audit_line (id, organisation_id, at, kind, account_id, act, root_kind, root_id, outcome, written_in)
          select $1, a.organisation_id, at, kind, account_id, act, root_kind, $2, outcome, written_in from audit_line a join audit_seal s on s.line_id = a.id and s.n = 2 limit 1`,
        [forged, testId()],
      ],
      [
        `insert into audit_seal select s.organisation_id, 3, $1, s.line_hash, s.hash, s.hash, s.sealed_at from audit_seal s where s.n = 2`,
        [forged],
      ],
    )
    expect((await verify()).bad).toMatchObject([{ n: 3, lineId: forged, fault: 'link_changed' }])
  })

  it('a line put in behind the sealer, which then waits for ever, and the command says so', async () => {
    await looks(3)
    await seal()
    await tamper([
      `insert into audit_line (organisation_id, at, kind, account_id, act, root_kind, root_id, outcome, written_in)
        values ($1, now() - interval '1 hour', 'account', $2, 'read.case', 'case', $3, 'read', '3')`,
      [ministry, amina, testId()],
    ])
    expect(await seal()).toBe(0)
    const said: string[] = []
    const code = await withOwner(db.owner, (owner) =>
      verifyCommand(owner, {
        anchor: undefined,
        against: undefined,
        now: new Date().toISOString(),
        out: (text) => said.push(text),
      }),
    )
    expect(code).toBe(3)
    expect(said.join('\n')).toMatch(/1 lines wait for their seal, the oldest for 36\d\d seconds/)
  })

  it('an end that was cut off and sealed anew is whole by itself, and the anchor finds it', async () => {
    const ids = await looks(4)
    await seal()
    const file = join(folder, 'anchors')
    const command = (against?: string, anchor?: string): Promise<[number, string]> => {
      const said: string[] = []
      return withOwner(db.owner, async (owner) => [
        await verifyCommand(owner, {
          anchor,
          against,
          now: new Date().toISOString(),
          out: (text) => said.push(text),
        }),
        said.join('\n'),
      ])
    }
    expect((await command(undefined, file))[0]).toBe(0)
    expect((await command(file, file))[0]).toBe(0)
    expect((await readAnchors(file)).map(({ n }) => n)).toEqual([4, 4])

    const last = await sealOf(ids[3])
    await tamper(
      ['delete from audit_seal where n >= 3'],
      ['delete from audit_line where id = $1', [last.line_id]],
      [`update audit_sealer set sealed_before = '3'`],
    )
    expect(await seal()).toBe(1)
    expect((await command())[0]).toBe(0)
    const [code, said] = await command(file)
    expect(code).toBe(1)
    expect(said).toContain('First bad place of the chain MOMD')
    expect(said).toContain('n 4, line unknown: an anchor names this link and it is gone')

    await looks(3)
    await seal()
    expect((await command())[0]).toBe(0)
    const [again, saidAgain] = await command(file)
    expect(again).toBe(1)
    expect(saidAgain).toContain('n 4, line unknown: an anchor says otherwise')
    // a file of anchors is not written while something is wrong
    const before = await readFile(file, 'utf8')
    expect((await command(file, file))[0]).toBe(1)
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  it('a whole chain sealed anew from its first line, which nothing in the database shows', async () => {
    await looks(3)
    await seal()
    const file = join(folder, 'anchors')
    await writeAnchors(file, (await verify()).heads, new Date().toISOString())
    await tamper(
      ['delete from audit_seal'],
      [`update audit_line set account_id = $1`, [world.accounts.sana]],
      [`update audit_sealer set sealed_before = '3'`],
    )
    await seal()
    expect((await verify()).bad).toEqual([])
    expect((await verify(await readAnchors(file))).bad).toMatchObject([
      { organisationId: ministry, n: 3, fault: 'anchor_differs' },
    ])
  })

  it('a file of anchors that is empty or damaged does not pass for one that agrees', async () => {
    const file = join(folder, 'anchors')
    await expect(readAnchors(file)).rejects.toThrow('cannot be read')
    await writeFile(file, '\n')
    await expect(readAnchors(file)).rejects.toThrow('is empty')
    await writeAnchors(
      file,
      [{ organisationId: ministry, n: 1, hash: 'a'.repeat(64) }],
      '2026-11-22T09:00:00.000Z',
    )
    expect(await readAnchors(file)).toHaveLength(1)
    await writeFile(file, `${await readFile(file, 'utf8')}2026-11-22 cut o`)
    await expect(readAnchors(file)).rejects.toThrow('is damaged')
  })
})

describe('an auditor computes it again', () => {
  it('by the rule in words: the fields as lengths and texts', () => {
    // printf '1:a,-,0:,6:هدى,' | sha256sum
    expect(hashOfFields(['a', null, '', 'هدى'])).toBe(
      'e48a7362b1a1f32c0f1a6a1ddf048a19fde70e1e00bfdbacab95167cf3d0f863',
    )
  })
})
