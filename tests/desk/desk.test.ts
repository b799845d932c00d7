import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readComplaints } from '../../src/desk/desk.store.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { openMasterKeys } from '../../src/server/master-keys.ts'
import { rotateKeys } from '../../src/server/rotate-keys.ts'
import { testMasterKeys } from '../support/master-keys.ts'
import { statement } from '../../src/server/database.ts'
import type { BreachItem, ComplaintItem, DeskAnswer, RecordCopy } from '../../src/records/answers.ts'
import { roles } from '../../src/permissions/roles.ts'
import { type Cast, cast, type Player, posts } from '../permissions/cast.ts'
import { openCase, testId, today, world } from '../support/house.ts'

let here: Cast
let amina: Player
let layla: Player
let hala: Player
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
  // data protection and complaints of the ministry
  layla = here.of('data_protection_officer', 'mosul')
  hala = here.of('complaints_officer', 'mosul')
})
afterAll(() => here?.close())

const desk = async (who = layla): Promise<DeskAnswer> => (await who.get('/api/desk')).body as DeskAnswer
const heard = async (who = hala): Promise<readonly ComplaintItem[]> =>
  ((await who.get('/api/complaints')).body as { items: ComplaintItem[] }).items
const codeOf = async (who: Player, name: string, input: object) => (await who.act(name, input)).refusal?.code
const asking = (more: object = {}) => ({
  requestId: testId(),
  kind: 'copy',
  channel: 'in_person',
  said: 'أريد نسخة مما كتبتم عني',
  reach: 'أعود إلى المكتب يوم الأحد',
  ...more,
})
const complaining = (more: object = {}) => ({
  complaintId: testId(),
  kind: 'corruption',
  channel: 'box',
  isAnonymous: true,
  text: 'طُلب مني مال متخيل',
  ...more,
})
const tables = ['data_request', 'legal_request', 'breach', 'complaint', 'complaint_step'] as const

/** How many rows of the ministry somebody sees in a table who stands before the database itself as this player. */
function seen(player: Player, table: string): Promise<number> {
  return here.house.db.database.as(
    {
      kind: 'account',
      accountId: player.accountId,
      organisationId: player.organisationId,
      sites: [player.siteId],
      supervisedSites: [player.siteId],
      roles: player.role === null ? [] : [player.role],
    },
    async (tx) =>
      (
        await tx.rows(statement(`select 1 from ${table} where organisation_id = $1`), [
          world.organisations.ministry,
        ])
      ).length,
  )
}

describe('somebody wants to know what is written about them', () => {
  it('Amina writes it down in their words, with the clocks of the working calendar; Layla sees it and Amina does not', async () => {
    const { caseId } = await openCase({ done: amina.done } as never)
    const input = asking({ caseId, askedOn: today() })
    const { acknowledgeDueAt, answerDueAt } = await amina.done('data_request.record', input)
    const [found] = (await desk()).requests.filter(({ id }) => id === input.requestId)
    expect(found).toMatchObject({
      caseId,
      said: input.said,
      acknowledgeDueAt,
      answerDueAt,
      recordedBy: amina.accountId,
    })
    expect(found?.caseCode).toMatch(/^NV-/)
    // three and twenty working days: weekends and holidays lie between
    const days = (Date.parse(String(answerDueAt)) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(25)
    expect(Date.parse(String(acknowledgeDueAt)) - Date.now()).toBeGreaterThan(2 * 86_400_000)
    expect((await amina.get('/api/desk')).status).toBe(403)
    expect(await seen(amina, 'data_request')).toBe(0)
  })

  it('nobody names the case of a colleague whom they do not help, and nothing tells them whether there is one', async () => {
    const sana = here.of('rgc_officer', 'mosul')
    const { caseId } = await openCase({ done: sana.done } as never)
    expect(await codeOf(amina, 'data_request.record', asking({ caseId }))).toBe('case.not_found')
    expect(await codeOf(amina, 'data_request.record', asking({ caseId: testId() }))).toBe('case.not_found')
  })

  it('Layla acknowledges and answers once; what was answered stays as it was', async () => {
    const { requestId } = (await amina.done('data_request.record', asking())) as { requestId: string }
    await layla.done('data_request.acknowledge', { requestId })
    await layla.done('data_request.answer', { requestId, outcome: 'granted', answer: 'سُلّمت نسخة' })
    const again = { requestId, outcome: 'refused', answer: 'لا' }
    expect(await codeOf(layla, 'data_request.answer', again)).toBe('desk.answered')
    const [found] = (await desk()).requests.filter(({ id }) => id === requestId)
    expect(found).toMatchObject({ outcome: 'granted', answer: 'سُلّمت نسخة' })
    expect(found?.acknowledgedAt).not.toBeNull()
  })

  it('a request cannot have been made tomorrow', async () => {
    const askedOn = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    expect(await codeOf(amina, 'data_request.record', asking({ askedOn }))).toBe('date.in_future')
  })
})

describe('the police demand something', () => {
  const demand = () => ({
    requestId: testId(),
    authority: 'police',
    authorityName: 'مركز شرطة متخيل',
    letter: '١٢٣ في ٢٠٢٦/١١/١',
    receivedOn: today(),
    asks: 'أسماء العائدين',
  })

  it('only Layla takes it; a caseworker, a supervisor, an officer of the ministry of interior and an administrator cannot', async () => {
    for (const role of roles.filter((one) => one !== 'data_protection_officer'))
      expect(await codeOf(here.of(role, 'mosul'), 'legal_request.record', demand()), role).toBe(
        'permission.missing',
      )
    const { answerDueAt } = await layla.done('legal_request.record', demand())
    expect(Date.parse(String(answerDueAt)) - Date.now()).toBeGreaterThan(11 * 86_400_000)
  })

  it('nothing is given without the name of a lawyer, the words that were given and what the person was told', async () => {
    const { requestId } = (await layla.done('legal_request.record', demand())) as { requestId: string }
    const given = { requestId, outcome: 'minimum_given', lawyer: 'محامية متخيلة', given: 'نعم، زار المكتب' }
    expect(await codeOf(layla, 'legal_request.answer', given)).toBe('desk.lawyer_needed')
    await layla.done('legal_request.answer', { ...given, personTold: 'will_be_told' })
    const [found] = (await desk()).legal.filter(({ id }) => id === requestId)
    expect(found).toMatchObject({ outcome: 'minimum_given', given: given.given, personTold: 'will_be_told' })
  })

  it('how many came is public, and nothing more than how many', async () => {
    const before = await layla.done('legal_request.record', demand())
    await layla.done('legal_request.answer', { requestId: before['requestId'], outcome: 'nothing_given' })
    const { status, body } = await here.visitor.get('/api/legal-requests/yearly')
    expect(status).toBe(200)
    const [{ received, given, ...rest }] = (
      body as { items: [{ received: number; given: number; year: number }] }
    ).items
    const [counted] = await here.behind<{ all: number; given: number }>(
      `select count(*)::int as all, (count(*) filter (where outcome = 'minimum_given'))::int as given from legal_request`,
    )
    expect({ all: received, given }).toEqual(counted)
    expect(rest).toEqual({ year: new Date().getUTCFullYear() })
    for (const lang of ['ar', 'ckb', 'kmr', 'en']) {
      const page = await here.visitor.get(`/published?lang=${lang}`)
      expect(page.status).toBe(200)
      expect(String(page.body)).toContain('<th scope="row">')
      expect(String(page.body)).not.toMatch(/متخيل|undefined|portal\./)
    }
  })
})

describe('a paper is lost', () => {
  const lost = (more: object = {}) => ({
    breachId: testId(),
    kind: 'lost_paper',
    what: 'ظرف فيه استمارة متخيلة',
    people: 1,
    ...more,
  })
  const one = async (breachId: string): Promise<BreachItem | undefined> =>
    (await desk()).breaches.find(({ id }) => id === breachId)

  it('anybody reports it, with the hours of the procedure; only Layla sees it, and is told at once', async () => {
    const { breachId } = (await here.of('provider_worker', 'mosul').done('breach.report', lost())) as {
      breachId: string
    }
    const found = await one(breachId)
    const hours = (at: string | undefined): number =>
      (Date.parse(at ?? '') - Date.parse(found?.foundAt ?? '')) / 3_600_000
    expect([hours(found?.officerDueAt), hours(found?.riskDueAt), hours(found?.toldDueAt)]).toEqual([
      4, 24, 72,
    ])
    expect(found?.takenAt).toBeNull()
    const told = await here.behind<{ account_id: string }>(
      `select account_id from alert where kind = 'desk.breach' and organisation_id = $1`,
      [world.organisations.ministry],
    )
    expect(told.map((alert) => alert.account_id)).toContain(layla.accountId)
    expect(told.map((alert) => alert.account_id)).not.toContain(amina.accountId)
  })

  it('the steps are taken in their order, and it ends when none is missing', async () => {
    const { breachId } = (await amina.done('breach.report', lost())) as { breachId: string }
    const step = (name: string, more: object = {}) => ({ breachId, step: name, words: 'متخيل', ...more })
    expect(await codeOf(layla, 'breach.note_step', step('closed'))).toBe('desk.step_not_open')
    expect(await codeOf(layla, 'breach.note_step', step('told', { told: 'told' }))).toBe('desk.step_not_open')
    await layla.done('breach.note_step', { breachId, step: 'taken' })
    expect(await codeOf(layla, 'breach.note_step', { breachId, step: 'taken' })).toBe('desk.step_not_open')
    expect(await codeOf(layla, 'breach.note_step', { breachId, step: 'contained' })).toBe('input.invalid')
    await layla.done('breach.note_step', step('contained'))
    await layla.done('breach.note_step', step('risk', { risk: 'high', people: 3 }))
    expect(await codeOf(layla, 'breach.note_step', step('told', { told: 'not_needed' }))).toBe(
      'desk.people_must_be_told',
    )
    await layla.done('breach.note_step', step('told', { told: 'danger' }))
    await layla.done('breach.note_step', step('closed'))
    expect(await one(breachId)).toMatchObject({ risk: 'high', people: 3, told: 'danger' })
    expect(await codeOf(layla, 'breach.note_step', step('closed'))).toBe('desk.step_not_open')
  })

  it('what Layla finds herself she knows already', async () => {
    const { breachId } = (await layla.done('breach.report', lost())) as { breachId: string }
    expect((await one(breachId))?.takenAt).not.toBeNull()
  })
})

describe('somebody complains about staff', () => {
  it('Hala alone hears it, in the words that were said; in the database stands no word of it', async () => {
    const input = complaining()
    await amina.done('complaint.record', input)
    const found = (await heard()).find(({ id }) => id === input.complaintId)
    expect(found).toMatchObject({ text: input.text, reach: null, state: 'received', isAnonymous: true })
    expect(Date.parse(found?.acknowledgeDueAt ?? '') - Date.parse(found?.receivedAt ?? '')).toBe(
      24 * 3_600_000,
    )
    const dump = await here.behind<{ row: string }>(
      `select to_jsonb(c)::text as row from complaint c union all select to_jsonb(l)::text from action_ledger l union all select to_jsonb(a)::text from audit_line a
        union all select to_jsonb(t)::text from alert t`,
    )
    expect(dump.filter(({ row }) => row.includes('مال متخيل'))).toEqual([])
    const [line] = await here.behind<{ detail: { class: number } }>(
      `select detail from audit_line where act = 'read.complaints' and account_id = $1`,
      [hala.accountId],
    )
    expect(line?.detail.class).toBe(4)
  })

  it('whoever took it down, their supervisor, their manager, data protection and the administrator hear nothing', async () => {
    await amina.done('complaint.record', complaining())
    for (const role of roles.filter((one) => one !== 'complaints_officer')) {
      const player = here.of(role, 'mosul')
      expect((await player.get('/api/complaints')).status, role).toBe(403)
      expect(await seen(player, 'complaint'), role).toBe(0)
      expect(await seen(player, 'complaint_step'), role).toBe(0)
    }
  })

  it('a complaint about Hala never reaches Hala, in no list and by no step, and reaches the other officer', async () => {
    const other = here.of('complaints_officer', 'hamdaniya')
    const input = complaining({ againstAccountId: hala.accountId })
    await amina.done('complaint.record', input)
    expect((await heard()).map(({ id }) => id)).not.toContain(input.complaintId)
    expect((await heard(other)).map(({ id }) => id)).toContain(input.complaintId)
    const step = { complaintId: input.complaintId, stepId: testId(), state: 'acknowledged', text: 'متخيل' }
    expect(await codeOf(hala, 'complaint.note_step', step)).toBe('desk.not_found')
    const alerts = await here.behind<{ account_id: string }>(
      `select account_id from alert where kind = 'desk.complaint' and at = (select max(at) from alert where kind = 'desk.complaint')`,
    )
    expect(alerts.map((alert) => alert.account_id)).toContain(other.accountId)
    expect(alerts.map((alert) => alert.account_id)).not.toContain(hala.accountId)
  })

  it('where nobody else could hear it, it is not taken, and it is said where to go', async () => {
    await here.behind(
      `delete from account_role where role = 'complaints_officer' and organisation_id = $1 and account_id <> $2`,
      [world.organisations.olive, here.of('complaints_officer', 'olive').accountId],
    )
    const against = here.of('complaints_officer', 'olive').accountId
    const olive = here.of('caseworker', 'olive')
    expect(await codeOf(olive, 'complaint.record', complaining({ againstAccountId: against }))).toBe(
      'complaint.nobody_to_hear',
    )
    await olive.done('complaint.record', complaining())
  })

  it('a complaint goes forward only, is decided with an outcome, and what was noted is sealed too', async () => {
    const { complaintId } = (await amina.done('complaint.record', complaining())) as { complaintId: string }
    const step = (state: string, more: object = {}) => ({
      complaintId,
      stepId: testId(),
      state,
      text: `خطوة ${state}`,
      ...more,
    })
    await hala.done('complaint.note_step', step('acknowledged'))
    await hala.done('complaint.note_step', step('investigating'))
    expect(await codeOf(hala, 'complaint.note_step', step('acknowledged'))).toBe('complaint.not_forward')
    expect(await codeOf(hala, 'complaint.note_step', step('decided'))).toBe('complaint.outcome_needed')
    await hala.done('complaint.note_step', step('decided', { outcome: 'upheld' }))
    await hala.done('complaint.note_step', step('closed'))
    expect(await codeOf(hala, 'complaint.note_step', step('closed'))).toBe('complaint.not_forward')
    const found = (await heard()).find(({ id }) => id === complaintId)
    expect(found?.steps.map(({ text }) => text)).toEqual([
      'خطوة acknowledged',
      'خطوة investigating',
      'خطوة decided',
      'خطوة closed',
    ])
    expect(found?.outcome).toBe('upheld')
  })
})

describe('nobody else sees any of it', () => {
  it.each(posts)('nobody at %s but the officers of the organisation it lies with', async (post) => {
    await amina.done('data_request.record', asking())
    await amina.done('breach.report', { breachId: testId(), kind: 'gossip', what: 'متخيل' })
    await amina.done('complaint.record', complaining())
    const wrong: string[] = []
    for (const role of roles) {
      const player = here.of(role, post)
      const isHere = player.organisationId === world.organisations.ministry
      for (const table of tables) {
        const officer = table.startsWith('complaint') ? 'complaints_officer' : 'data_protection_officer'
        const rows = await seen(player, table)
        if (rows > 0 !== (isHere && role === officer)) wrong.push(`${role} ${post} ${table}: ${rows}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('data protection of another organisation sees its own and none of the ministry’s', async () => {
    const theirs = here.of('data_protection_officer', 'bridges')
    await here.of('caseworker', 'bridges').done('data_request.record', asking({ said: 'جسور' }))
    expect((await desk(theirs)).requests.map(({ said }) => said)).toEqual(['جسور'])
    expect((await desk(theirs)).legal).toEqual([])
    expect((await desk(theirs)).breaches).toEqual([])
  })

  it('nobody puts a row into another organisation, in another name, or already answered', async () => {
    const asAmina = {
      kind: 'account',
      accountId: amina.accountId,
      organisationId: amina.organisationId,
      sites: [amina.siteId],
      roles: ['caseworker'],
    } as const
    const put = (organisation: string, by: string, more = '', values = ''): Promise<unknown> =>
      here.house.db.database.as(asAmina, (tx) =>
        tx.run(
          statement(`insert into data_request (id, organisation_id, kind, channel, said, reach, asked_on, recorded_at, recorded_by, acknowledge_due_at, answer_due_at${more})
            values ($1, $2, 'see', 'phone', 'x', 'x', current_date, now(), $3, now(), now()${values})`),
          [testId(), organisation, by],
        ),
      )
    await expect(put(world.organisations.bridges, amina.accountId)).rejects.toMatchObject({ code: '42501' })
    await expect(put(amina.organisationId, layla.accountId)).rejects.toMatchObject({ code: '42501' })
    await expect(
      put(amina.organisationId, amina.accountId, ', outcome, answered_at', `, 'granted', now()`),
    ).rejects.toMatchObject({ code: '42501' })
    await put(amina.organisationId, amina.accountId)
  })

  it('a visitor, a person and a link see nothing and learn nothing from the functions', async () => {
    for (const kind of ['visitor', 'person', 'link'] as const) {
      await here.house.db.database.as({ kind }, async (tx) => {
        for (const table of tables) expect(await tx.rows(statement(`select 1 from ${table}`))).toEqual([])
        const row = await tx.row<{ heard: boolean }>(statement('select complaint_is_heard(null) as heard'))
        expect(row?.heard).toBe(false)
      })
    }
  })
})

describe('Huda wants a copy of what is written about her', () => {
  it('Amina prints it: her needs, consents and referrals, nobody else’s name, and a line that it was read', async () => {
    const { caseId } = await openCase({ done: amina.done } as never, {
      members: [
        {
          memberId: testId(),
          relationship: 'child',
          sex: 'male',
          ageBand: '5-11',
          name: { given: 'سيف', father: 'كريم' },
        },
      ],
    })
    await amina.done('need.record', {
      needId: testId(),
      caseId,
      service: 'DOC.BIRTH',
      severity: 3,
      priority: 1,
    })
    const noteId = testId()
    await amina.done('note.add', { noteId, caseId, kind: 'contact', text: 'زارت المكتب' })
    await amina.done('note.correct', { noteId: testId(), correctsId: noteId, text: 'زارت المكتب أمس' })
    const { status, body } = await amina.get(`/api/cases/${caseId}/copy`)
    expect(status).toBe(200)
    const copy = body as RecordCopy
    expect(copy.others).toEqual([{ relationship: 'child', ageBand: '5-11' }])
    expect(copy.needs.map(({ service }) => service)).toEqual(['DOC.BIRTH'])
    expect(copy.notes.map(({ text }) => text)).toEqual(['زارت المكتب أمس'])
    const said = JSON.stringify(copy)
    for (const other of ['سيف', 'كريم', amina.accountId, 'Invented', 'supervision'])
      expect(said).not.toContain(other)
    const lines = await here.behind(`select 1 from audit_line where act = 'read.copy' and root_id = $1`, [
      caseId,
    ])
    expect(lines).toHaveLength(1)
  })

  it('nobody prints that of a case they do not see, nor does data protection', async () => {
    const { caseId } = await openCase({ done: amina.done } as never)
    expect((await here.of('rgc_officer', 'mosul').get(`/api/cases/${caseId}/copy`)).status).toBe(404)
    expect((await here.of('caseworker', 'olive').get(`/api/cases/${caseId}/copy`)).status).toBe(404)
    expect((await layla.get(`/api/cases/${caseId}/copy`)).status).toBe(403)
  })
})

describe('the master key is changed', () => {
  it('Hala still reads what was said before, and nothing is sealed by a key that is forgotten', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ihala-desk-'))
    const path = join(folder, 'master.key')
    const first = testMasterKeys.current?.bytes.toString('base64') ?? ''
    await writeFile(path, `${first}\n`, { mode: 0o600 })
    const input = complaining({ text: 'قبل تغيير المفتاح' })
    await amina.done('complaint.record', input)
    const { db } = here.house
    await withOwner(db.owner, (owner) =>
      rotateKeys(owner, { kind: 'file', path }, { forgetFormer: true, log: () => {} }),
    )
    expect(await readFile(path, 'utf8')).not.toContain(first)
    const masterKeys = openMasterKeys({ kind: 'file', path })
    const items = await db.database.as(
      {
        kind: 'account',
        accountId: hala.accountId,
        organisationId: hala.organisationId,
        roles: ['complaints_officer'],
      },
      (tx) => readComplaints(tx, masterKeys),
    )
    expect(items.find(({ id }) => id === input.complaintId)?.text).toBe('قبل تغيير المفتاح')
    expect(items.every(({ text }) => text !== null)).toBe(true)
    await rm(folder, { recursive: true })
  })
})
