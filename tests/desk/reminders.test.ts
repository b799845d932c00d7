import { afterAll, beforeAll, expect, it } from 'vitest'
import { remindOfDesk } from '../../src/desk/remind.job.ts'
import { statement } from '../../src/server/database.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'
import { scene } from '../permissions/scenes.ts'
import { testId } from '../support/house.ts'

let here: Cast
let amina: Player
let layla: Player
let hala: Player
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
  layla = here.of('data_protection_officer', 'mosul')
  hala = here.of('complaints_officer', 'mosul')
})
afterAll(() => here?.close())

const hour = 3_600_000
const remindAt = (at: string | undefined, hours = 0): Promise<number> =>
  here.house.db.worker.as({ kind: 'worker' }, (tx) =>
    remindOfDesk(tx, new Date(Date.parse(at ?? '') + hours * hour).toISOString()),
  )
/** Reminders of somebody that were not read, and reads them. */
async function reminders(who: Player): Promise<string[]> {
  const { items } = (await who.get('/api/alerts')).body as {
    items: { id: string; kind: string; seenAt: string | null; caseId: string | null }[]
  }
  const fresh = items.filter(({ kind, seenAt }) => seenAt === null && /soon|late$/.test(kind))
  for (const { id } of fresh) await who.done('alert.seen', { alertId: id })
  return fresh.map(({ kind }) => kind).toSorted()
}

it('Layla hears of a breach before each of its hours ends and when it has ended, once, and of nothing that is done', async () => {
  const foundAt = new Date(Date.now() - hour).toISOString()
  const breachId = testId()
  await amina.done('breach.report', { breachId, kind: 'lost_paper', foundAt, what: 'ظرف متخيل' })
  expect(await remindAt(foundAt, 2.9)).toBe(0)
  // every officer of data protection of the ministry is told
  const officers = await remindAt(foundAt, 3.1)
  expect(officers).toBeGreaterThan(0)
  expect(await remindAt(foundAt, 3.5)).toBe(0)
  expect(await reminders(layla)).toEqual(['desk.soon'])
  expect(await remindAt(foundAt, 4)).toBe(officers)
  expect(await reminders(layla)).toEqual(['desk.late'])
  const step = (name: string, more: object = {}): Promise<unknown> =>
    layla.done('breach.note_step', { breachId, step: name, ...more })
  await step('taken')
  await step('contained', { words: 'متخيل' })
  await step('risk', { words: 'متخيل', risk: 'low' })
  // the view of the risk is there: only what people are told still runs
  expect(await remindAt(foundAt, 25)).toBe(0)
  expect(await remindAt(foundAt, 49)).toBe(officers)
  await step('told', { words: 'متخيل', told: 'told' })
  expect(await remindAt(foundAt, 100)).toBe(0)
  for (const other of [amina, hala, here.of('data_protection_officer', 'olive')])
    expect(await reminders(other)).toEqual([])
})

it('a request, a demand and the review of a broken glass too; without a word of what it is about', async () => {
  const { acknowledgeDueAt, answerDueAt } = await amina.done('data_request.record', {
    requestId: testId(),
    kind: 'see',
    channel: 'in_person',
    said: 'متخيل',
    reach: 'متخيل',
  })
  const demand = await layla.done('legal_request.record', {
    requestId: testId(),
    authority: 'court',
    authorityName: 'متخيل',
    asks: 'متخيل',
  })
  await reminders(layla)
  await remindAt(acknowledgeDueAt as string, -1)
  expect(await reminders(layla)).toEqual(['desk.soon'])
  await remindAt(demand['answerDueAt'] as string)
  // acknowledging ended meanwhile
  expect(await reminders(layla)).toEqual(['desk.late', 'desk.late'])
  await remindAt(answerDueAt as string)
  expect(await reminders(layla)).toEqual(['desk.late'])
  const { ids } = await scene(here, amina, 'guarded')
  const [glass] = await here.behind<{ due: string }>(
    'select review_due_at as due from break_glass where id = $1',
    [ids.glassId],
  )
  await remindAt(glass?.due, -1)
  expect(await reminders(layla)).toEqual(['vault.review_soon'])
  const rows = await here.behind(
    `select 1 from alert where kind ~ '^desk|^vault.review' and (case_id is not null or referral_id is not null or site_id is not null)`,
  )
  expect(rows).toEqual([])
})

it('a complaint goes to the officers for complaints, but for the one it is about', async () => {
  const other = here.of('complaints_officer', 'hamdaniya')
  const { acknowledgeDueAt, complaintId } = await amina.done('complaint.record', {
    complaintId: testId(),
    kind: 'corruption',
    channel: 'box',
    isAnonymous: true,
    text: 'متخيل',
    againstAccountId: hala.accountId,
  })
  await remindAt(acknowledgeDueAt as string, -2)
  expect(await reminders(other)).toEqual(['desk.message_soon'])
  await other.done('complaint.note_step', {
    complaintId,
    stepId: testId(),
    state: 'acknowledged',
    text: 'متخيل',
  })
  await remindAt(acknowledgeDueAt as string, 1)
  expect(await reminders(other)).toEqual([])
  expect(await reminders(hala)).toEqual([])
})

it('only the job reminds', async () => {
  await expect(
    here.house.db.database.as(
      { kind: 'account', accountId: layla.accountId, organisationId: layla.organisationId },
      (tx) => tx.rows(statement(`select remind_desk(now(), '{}')`)),
    ),
  ).rejects.toMatchObject({ code: '42501' })
})
