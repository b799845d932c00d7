import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, statement as statementOf } from '../../src/server/database.ts'
import { newId } from '../../src/server/circumstances.ts'
import { addressAs } from '../../src/server/roles.ts'
import type { OrganisationPage, OrganisationStanding } from '../../src/records/answers.ts'
import { sweepOrganisations } from '../../src/services/organisations/exits.job.ts'
import { caseWithConsent, type Client, testId, today, world } from '../support/house.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'

/** Nasrin and Salim sit on the committee at the ministry; Wafa's organisation wishes to take part. All are invented. */
let here: Cast
let nasrin: Player
let salim: Player
beforeAll(async () => {
  here = await cast()
  nasrin = here.of('committee_member', 'mosul')
  salim = here.of('committee_member', 'hamdaniya')
})
afterAll(() => here?.close())

const form = (fields: Record<string, string | string[]>): Promise<{ status: number; body: string }> =>
  here.house.server
    .inject({
      method: 'POST',
      url: '/provide',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(
        Object.entries(fields).flatMap(([name, value]) =>
          [value].flat().map((one) => [name, one] as [string, string]),
        ),
      ).toString(),
    })
    .then(({ statusCode, body }) => ({ status: statusCode, body }))
const follow = async (code: string, word: string): Promise<string> =>
  (
    await here.house.server.inject({
      method: 'POST',
      url: '/provide/answer',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ code, word, lang: 'en' }).toString(),
    })
  ).body
const wafas = (more: Record<string, string | string[]> = {}): Record<string, string | string[]> => ({
  form: testId(),
  nameAr: 'سنابل المتخيلة',
  nameEn: 'Invented Ears of Wheat',
  family: 'local_cso',
  register: 'federal',
  registrationNumber: '1Z٤٢',
  about: 'نساعد العائدين على استخراج وثائقهم',
  sectors: ['DOC', 'LEG'],
  areas: ['IQG15', 'IQG08'],
  contactName: 'وفاء',
  contactPhone: '07700000042',
  word: 'سنابل القمح',
  lang: 'en',
  ...more,
})
const codeIn = (page: string): string => /PR-[0-9A-Z]{3}-[0-9A-Z]{4}/.exec(page)?.[0] ?? ''
const waiting = async (who: Player, state = ''): Promise<readonly OrganisationStanding[]> =>
  ((await who.get(`/api/directory/organisations${state}`)).body as { items: OrganisationStanding[] }).items
const page = async (id: string): Promise<OrganisationPage> =>
  (await nasrin.get(`/api/directory/organisations/${id}`)).body as OrganisationPage
const move = (who: Player, organisationId: string, to: string, more: object = {}) =>
  who.act('organisation.move', { organisationId, to, ...more })
const step = (who: Player, organisationId: string, name: string, result = 'passed') =>
  who.act('organisation.note_step', {
    organisationId,
    stepId: testId(),
    step: name,
    result,
    happenedOn: today(),
  })

async function sweep(): Promise<number> {
  const { owner, secret } = here.house.db
  const worker = openDatabase({ address: addressAs('ihala_worker', owner, secret), poolSize: 2 })
  const now = here.house.house.now()
  const handedOver = await worker.as({ kind: 'worker' }, (tx) =>
    sweepOrganisations(tx, now, { newId, reference: () => Promise.resolve(here.house.house.reference) }),
  )
  await worker.close()
  return handedOver
}

describe('an organisation that wishes to take part', () => {
  it('applies without an account, is checked by one and accepted by another, signs, is trained and takes part', async () => {
    const asked = wafas()
    const sent = await form(asked)
    expect(sent.status).toBe(200)
    const code = codeIn(sent.body)
    expect(codeIn((await form(asked)).body), 'the same form twice is one application').toBe(code)
    expect(await follow(code, 'كلمة أخرى')).toContain('There is no application')
    expect(await follow(code, 'سنابل القمح')).toContain('waits for the committee')

    const [found] = (await waiting(nasrin)).filter((one) => one.code === code)
    const id = found?.id ?? ''
    expect(found).toMatchObject({ state: 'applied', names: { en: 'Invented Ears of Wheat' } })
    // ten working days are at least two weeks
    expect(Date.parse(found?.screeningDueAt ?? '') - Date.now()).toBeGreaterThan(13 * 86_400_000)
    expect((await page(id)).application).toMatchObject({
      contact: { name: 'وفاء', phone: '07700000042' },
      sectors: ['DOC', 'LEG'],
    })
    const { items } = (await nasrin.get('/api/alerts')).body as { items: { kind: string }[] }
    expect(items.map(({ kind }) => kind)).toContain('directory.applied')
    // nobody but the committee knows that they applied
    const listed = (await here.of('caseworker', 'mosul').get('/api/organisations')).body as {
      items: { id: string }[]
    }
    expect(listed.items.map((one) => one.id)).not.toContain(id)
    expect((await waiting(here.of('committee_member', 'olive'))).length).toBe(0)

    await nasrin.done('organisation.move', { organisationId: id, to: 'screening' })
    for (const name of ['registration', 'mandate', 'psea', 'references']) await step(nasrin, id, name)
    expect((await step(nasrin, id, 'sanctions', 'not_needed')).refusal?.code).toBe(
      'organisation.steps_missing',
    )
    expect((await step(nasrin, id, 'conduct')).refusal?.code).toBe('organisation.step_not_now')
    expect((await move(salim, id, 'agreement')).refusal).toMatchObject({
      code: 'organisation.steps_missing',
      details: { steps: ['sanctions'] },
    })
    await step(nasrin, id, 'sanctions', 'failed')
    await step(nasrin, id, 'sanctions')
    expect((await move(nasrin, id, 'agreement')).refusal?.code).toBe('organisation.two_people_needed')
    await salim.done('organisation.move', { organisationId: id, to: 'agreement' })
    for (const name of ['memorandum', 'protocol', 'conduct', 'training']) await step(salim, id, name)
    expect((await page(id)).protocolSignedOn).toBe(today())
    await salim.done('organisation.move', { organisationId: id, to: 'trained' })
    expect((await move(salim, id, 'active')).refusal?.code).toBe('organisation.two_people_needed')
    await nasrin.done('organisation.move', { organisationId: id, to: 'active', told: 'Welcome.' })
    const answer = await follow(code, 'سنابل القمح')
    expect(answer).toContain('You take part')
    expect(answer).toContain('Welcome.')
    expect((await page(id)).events.map(({ toState }) => toState)).toEqual([
      'applied',
      'screening',
      'agreement',
      'trained',
      'active',
    ])
  })

  it('is told kindly when it is refused, and why; others never learn of it', async () => {
    const sent = await form(wafas({ nameEn: 'Invented Second', word: 'كلمة ثانية' }))
    const code = codeIn(sent.body)
    const id = (await waiting(nasrin)).find((one) => one.code === code)?.id ?? ''
    expect((await move(salim, id, 'exited')).refusal?.code).toBe('organisation.reason_needed')
    await salim.done('organisation.move', {
      organisationId: id,
      to: 'exited',
      reason: 'registration',
      told: 'Please come back when you are registered.',
      note: 'رقم لا وجود له',
    })
    const told = await follow(code, 'كلمة ثانية')
    expect(told).toContain('Please come back when you are registered.')
    expect(told).toContain('The registration is not enough')
    expect(told).not.toContain('رقم لا وجود له')
    const seen = await here.house.db.database.as(
      { kind: 'account', roles: ['caseworker'], organisationId: world.organisations.ministry },
      (tx) => tx.rows(statementOf('select 1 from organisation where id = $1'), [id]),
    )
    expect(seen).toEqual([])
  })

  it('that was invited comes with its code and word, and with no other', async () => {
    const organisationId = testId()
    const { code } = await nasrin.done('organisation.invite', {
      organisationId,
      family: 'national_ngo',
      names: { ar: 'نخيل متخيل', en: 'Invented Palms' },
      word: 'نخلة باسقة',
    })
    const wrong = await form(wafas({ invitation: String(code), word: 'غير هذه' }))
    expect([wrong.status, wrong.body.includes('There is no invitation')]).toEqual([422, true])
    const right = await form(
      wafas({ invitation: String(code), word: 'نخلة باسقة', nameEn: 'Invented Palms' }),
    )
    expect(codeIn(right.body)).toBe(code)
    expect(await page(organisationId)).toMatchObject({ state: 'applied', application: { source: 'invited' } })
  })

  it('is told which field to mend, keeps what it typed and loses its word; many forms from one address wait', async () => {
    const { status, body } = await form(wafas({ contactPhone: '', about: 'نص <b>لا يُنسى</b>' }))
    expect(status).toBe(422)
    expect(body).toContain('Something is missing or not right: Phone')
    expect(body).toContain('نص &lt;b&gt;لا يُنسى&lt;/b&gt;')
    expect(body).not.toContain('سنابل القمح')
    const answers: number[] = []
    for (let n = 0; n < 8; n++) answers.push((await form(wafas({ nameEn: `Invented ${n}` }))).status)
    expect(answers).toContain(429)
    await here.behind('delete from sign_in_throttle')
  })
})

describe('an organisation that takes part', () => {
  it('is paused until a day and comes back by itself', async () => {
    const { unsigned } = world.organisations
    expect((await move(nasrin, unsigned, 'paused', { reason: 'staff', until: today() })).refusal?.code).toBe(
      'organisation.day_needed',
    )
    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    await nasrin.done('organisation.move', { organisationId: unsigned, to: 'paused', reason: 'staff', until })
    await sweep()
    expect((await page(unsigned)).state).toBe('paused')
    here.house.at(new Date(Date.now() + 5 * 86_400_000).toISOString())
    await sweep()
    here.house.at(null)
    expect(await page(unsigned)).toMatchObject({ state: 'active', pausedUntil: null })
  })

  it('is suspended by one and brought back by another; meanwhile nobody is sent there and it cannot sign in', async () => {
    const { olive } = world.organisations
    const amina = await here.house.signIn('amina')
    const { caseId, needId } = await caseWithConsent(amina)
    await nasrin.done('organisation.move', { organisationId: olive, to: 'suspended', reason: 'complaint' })
    const referralId = testId()
    const tried = await amina.act('referral.draft', {
      referralId,
      caseId,
      needId,
      offerId: world.offers.birthOlive,
      urgency: 'U2',
      sharedItems: [],
    })
    const refused = tried.outcome === 'refused' ? tried : await amina.act('referral.send', { referralId })
    expect(refused.refusal?.code).toBe('referral.offer_not_open')
    const offers = (await amina.get('/api/offers?service=DOC.BIRTH')).body as { items?: { id: string }[] }
    expect(offers.items?.map(({ id }) => id)).not.toContain(world.offers.birthOlive)
    expect((await here.of('provider_focal_point', 'olive').get('/api/me')).status).toBe(401)
    expect((await move(nasrin, olive, 'active')).refusal?.code).toBe('organisation.two_people_needed')
    await salim.done('organisation.move', { organisationId: olive, to: 'active' })
    expect((await here.of('provider_focal_point', 'olive').get('/api/me')).status).toBe(200)
  })

  it('describes itself, and nothing else of itself', async () => {
    const dara = here.of('provider_focal_point', 'bridges')
    await dara.done('organisation.describe', {
      descriptions: { ar: 'وثائق مجانية' },
      url: 'https://bridges.example',
    })
    expect(await page(world.organisations.bridges)).toMatchObject({
      descriptions: { ar: 'وثائق مجانية' },
      url: 'https://bridges.example',
    })
    const script = { descriptions: { ar: 'x' }, url: 'javascript:alert(1)' }
    expect((await dara.act('organisation.describe', script)).refusal?.code).toBe('input.invalid')
    expect(
      (await dara.act('organisation.move', { organisationId: world.organisations.bridges, to: 'paused' }))
        .refusal?.code,
    ).toBe('permission.missing')
  })

  it('leaves, and whoever waited there is handed over: nobody is dropped in silence', async () => {
    const { bridges } = world.organisations
    const amina = await here.house.signIn('amina')
    const open = async (
      accepted: boolean,
    ): Promise<{ caseId: string; needId: string; referralId: string }> => {
      const { caseId, needId } = await caseWithConsent(amina)
      const referralId = testId()
      await amina.done('referral.draft', {
        referralId,
        caseId,
        needId,
        offerId: world.offers.birth,
        urgency: 'U2',
        sharedItems: ['name'],
      })
      await amina.done('referral.send', { referralId })
      if (accepted) await here.of('provider_focal_point', 'bridges').done('referral.accept', { referralId })
      return { caseId, needId, referralId }
    }
    const unanswered = await open(false)
    const begun = await open(true)
    const before = await page(bridges)
    expect(before.standing.openReferrals).toBe(2)
    expect(before.waiting).toEqual([
      { organisationNames: expect.anything(), siteNames: expect.anything(), waiting: 2 },
    ])
    expect(JSON.stringify(before)).not.toContain('هدى')
    await here.behind(
      `insert into account (id, organisation_id, login, display_name, invented) values ($1, $2, 'olive.worker', 'Invented', true)`,
      [testId(), bridges],
    )
    await nasrin.done('organisation.move', { organisationId: bridges, to: 'exited', reason: 'funding_ended' })
    expect((await here.of('provider_focal_point', 'bridges').get('/api/me')).status).toBe(401)
    expect(
      await here.behind(
        `select count(*)::int as n from account where organisation_id = $1 and state <> 'left'`,
        [bridges],
      ),
    ).toEqual([{ n: 0 }])

    expect(await sweep()).toBe(2)
    expect(await sweep(), 'a second run finds nothing').toBe(0)
    const stateOf = async (client: Client, { referralId }: { referralId: string }) => {
      const { body } = await client.get<
        { referral: { state: string; reason: string } } & Record<string, unknown>
      >(`/api/referrals/${referralId}`)
      return body
    }
    expect(JSON.stringify(await stateOf(amina, unanswered))).toContain('"state":"declined"')
    expect(JSON.stringify(await stateOf(amina, begun))).toContain('"state":"failed"')
    const rows = await here.behind<{ kind: string; next: string; need: string; task: string; told: number }>(
      `select e.kind, r.next_due_kind as next, n.state as need, t.kind as task,
        (select count(*)::int from alert a where a.referral_id = r.id and a.kind = 'referral.receiver_left') as told
      from referral r join referral_event e on e.referral_id = r.id and e.kind = 'referral.receiver_left' join referral_origin o on o.referral_id = r.id
        join need n on n.id = o.need_id join task t on t.referral_id = r.id and t.assignee_id = $2 where r.id = any ($1)`,
      [[unanswered.referralId, begun.referralId], world.accounts.amina],
    )
    expect(rows).toEqual(
      [1, 2].map(() => ({
        kind: 'referral.receiver_left',
        next: 'nextStep',
        need: 'open',
        task: 'choose_other_offer',
        told: 2,
      })),
    )
    expect((await move(salim, bridges, 'active')).refusal?.code).toBe('organisation.move_not_allowed')
  })

  it('with open cases of its own does not leave before somebody has them', async () => {
    const hiba = await here.house.signIn('hiba')
    await hiba.done('case.open', {
      caseId: testId(),
      personId: testId(),
      siteId: world.sites.legal,
      openedOn: today(),
      statusCategory: 'idp',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      codeName: 'ريحانة',
    })
    const refused = await move(nasrin, world.organisations.legal, 'exited', { reason: 'merged' })
    expect(refused.refusal).toMatchObject({ code: 'organisation.has_cases', details: { count: 1 } })
  })
})
