import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withOwner } from '../../src/server/database-owner.ts'
import type { PullAnswer } from '../../src/sync/protocol.ts'
import {
  type Client,
  type TestHouse,
  caseWithConsent,
  openCase,
  testHouse,
  testId,
  world,
} from '../support/house.ts'
import { type Copy, copyOf, enrolled } from './copy.ts'

let here: TestHouse
let amina: Client
let baran: Client
let phone: Copy
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
  baran = await here.signIn('baran')
})
afterAll(() => here.close())
beforeEach(async () => {
  phone = await enrolled(amina)
})

const behind = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
  withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))

test('Amina sets her phone up and finds her open cases on it, whole; asked again, nothing comes and little is said', async () => {
  const { caseId } = await caseWithConsent(amina)
  await phone.pull()
  const held = phone.cases.get(caseId)
  expect(held?.scope).toBe(2)
  expect(Object.keys(held?.rows ?? {}).sort()).toEqual(
    ['case_event', 'case_file', 'consent', 'need', 'person', 'task'].sort(),
  )
  expect(held?.rows.person?.[0]).toMatchObject({ hasChosenWord: false, nameParts: { given: 'هدى' } })
  const { rev } = (
    await behind<{ rev: number }>('select rev::float8 as rev from case_file where id = $1', [caseId])
  )[0] ?? { rev: 0 }
  expect(held?.rev).toBe(rev)
  const { body } = await phone.page()
  expect(body).toMatchObject({ state: 'ok', cases: [], forget: [], more: false, cookie: phone.cookie })
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(500)
})

test('what changed comes alone: a new note brings the note and its case, not the history', async () => {
  const { caseId } = await caseWithConsent(amina)
  await phone.pull()
  await amina.done('note.add', {
    noteId: testId(),
    caseId,
    kind: 'contact',
    text: 'تحدثنا',
    happenedOn: '2026-11-01',
  })
  const [page] = await phone.pull()
  const came = page?.cases.find(({ id }) => id === caseId)
  expect(came).toMatchObject({ replace: false, scope: 2 })
  expect(came?.rows.note).toHaveLength(1)
  expect(came?.rows.need).toBeUndefined()
  expect(came?.rows.consent).toBeUndefined()
  expect(phone.cases.get(caseId)?.rows.need).toHaveLength(1)
})
