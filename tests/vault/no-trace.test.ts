import { afterAll, beforeAll, expect, it } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import { addressAs } from '../../src/server/roles.ts'
import { type Client, openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { attached, behind, certify, guarded, join, opened } from './guarding.ts'

let house: TestHouse
let amina: Client
let caseId: string
let vaultId: string
let paper: Buffer
let logged = ''
const { accounts } = world
const secrets = [
  'زعترٌ بريٌّ في القبو',
  'wild thyme in the cellar',
  'سببٌ لا يقرؤه إلا المراجع',
  'GBV.SHELTE',
  'ورقةٌ من المستشفى',
]
const written = 'Invented report of the hospital'

beforeAll(async () => {
  house = await testHouse()
  const write = process.stderr.write.bind(process.stderr)
  process.stderr.write = (text: string | Uint8Array): boolean => {
    logged += String(text)
    return write(text)
  }
  amina = await house.signIn('amina')
  await certify(house, accounts.amina)
  await certify(house, accounts.baran)
  await join(house, ['branch_manager'], null)
})
afterAll(() => house?.close())

const said = (body: unknown): string => JSON.stringify(body)

it('the case, the lists, the day, the search and the story are the same to the letter, before and after', async () => {
  ;({ caseId } = await openCase(amina))
  const baran = await house.signIn('baran')
  const look = async (): Promise<string[]> => [
    said((await amina.get(`/api/cases/${caseId}`)).body),
    said((await baran.get(`/api/cases/${caseId}`)).body),
    said((await amina.get('/api/cases?mine=1')).body),
    said((await baran.get('/api/cases')).body),
    said((await baran.get('/api/team')).body),
    said((await amina.get('/api/day')).body),
    said((await amina.get('/api/alerts')).body),
    said((await baran.get('/api/alerts')).body),
    said((await baran.post('/api/people/search', { text: 'هدى حسن' })).body),
  ]
  const before = await look()
  const made = await guarded(amina, caseId, secrets[0] ?? '')
  vaultId = made.vaultId
  await amina.done('vault.correct', { correctsId: made.entryId, entryId: testId(), text: secrets[1] })
  const need = { service: secrets[3], severity: 4, priority: 1, state: 'open', note: secrets[0] }
  await amina.done('vault.record_need', { vaultId, entryId: testId(), need })
  // a PDF is kept as it came: what stands in it would be found
  paper = Buffer.from(`%PDF-1.4\n1 0 obj\n(${written})\nendobj\n%%EOF\n`)
  const file = { kind: 'medical', title: secrets[4] ?? '' }
  const fileId = await attached(house, amina, vaultId, paper, file)
  expect((await opened(house, amina, fileId)).bytes).toEqual(paper)
  expect(await look()).toEqual(before)
})

it('the audit says who did it and to which vault; only the vault itself knows the case', async () => {
  await amina.get(`/api/vault/${caseId}`)
  const lines = await behind<{ act: string; root_id: string | null; detail: object }>(
    house,
    `select act, root_id, detail from audit_line where act like '%vault%'`,
  )
  expect(lines.map(({ act }) => act).sort()).toEqual([
    'read.vault',
    'read.vault_file',
    'vault.attach_file',
    'vault.correct',
    'vault.open',
    'vault.record_need',
    'vault.write',
  ])
  expect(JSON.stringify(lines)).toContain(vaultId)
  expect(JSON.stringify(lines)).not.toContain(caseId)
})

it('a dump of the whole database, taken as the backup role and as the owner, holds no word of it', async () => {
  const baran = await house.signIn('baran')
  await baran.done('vault.break_glass', { glassId: testId(), caseId, reason: 'team_absent', why: secrets[2] })
  await amina.act('vault.write', { entryId: testId(), vaultId, text: secrets[0], happenedOn: '2999-01-01' })
  const backup = addressAs('ihala_backup', house.db.owner, house.db.secret)
  const read = async (asLoader: boolean): Promise<{ tables: number; text: string }> =>
    withOwner(asLoader ? house.db.owner : backup, (session) =>
      session.transaction(
        async () => {
          const tables = await session.rows<{ name: string }>(
            `select tablename as name from pg_tables where schemaname = 'public'`,
          )
          let text = ''
          for (const { name } of tables)
            for (const { line } of await session.rows<{ line: string }>(
              `select t::text as line from public.${name} t`,
            ))
              text += `${line}\n`
          return { tables: tables.length, text }
        },
        asLoader ? 'loader' : undefined,
      ),
    )
  const [entries] = await behind<{ n: number }>(house, 'select count(*)::int as n from vault_entry')
  expect(entries?.n).toBe(4)
  for (const { tables, text } of [await read(false), await read(true)]) {
    expect(tables).toBeGreaterThan(30)
    expect(text).toContain(vaultId)
    for (const secret of [...secrets, written])
      for (const form of [secret, hexOf(secret), Buffer.from(secret).toString('base64').slice(0, -4)])
        expect(text.includes(form), form).toBe(false)
  }
  const [current] = [house.house.masterKeys.current?.bytes]
  for (const form of [current?.toString('hex'), current?.toString('base64')])
    expect((await read(true)).text).not.toContain(form)
})

it('nothing of it was written to the log, also when something broke', async () => {
  await behind(house, 'update vault_entry set ciphertext = overlay(ciphertext placing $1::bytea from 15)', [
    Buffer.from([1, 2, 3]),
  ])
  expect((await amina.get(`/api/vault/${caseId}`)).body).toMatchObject({ refusal: { code: 'vault.damaged' } })
  expect(logged).toContain('SealBroken')
  for (const secret of [...secrets, written]) expect(logged).not.toContain(secret)
})

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex')
}
