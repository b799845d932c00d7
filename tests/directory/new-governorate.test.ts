import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { GrowthAnswer, OfferAnswer } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import type { LiveReference } from '../../src/server/reference.ts'
import { loadGovernorateAsOwner } from '../../src/server/governorate-file.ts'
import { type Client, testId, today, world } from '../support/house.ts'
import { type Cast, cast, type Player } from '../permissions/cast.ts'

/** An invented governorate, as a file: nothing about it stands in the code. */
const names = (en: string, ar: string) => ({ ar, ckb: ar, kmr: ar, en })
const inventedGovernorate = {
  places: [
    { code: 'XZ01', level: 1, names: names('Invented Highlands', 'المرتفعات المتخيلة'), lon: 44, lat: 35 },
    {
      code: 'XZ01D1',
      level: 2,
      parent: 'XZ01',
      names: names('Invented Springs', 'العيون المتخيلة'),
      lon: 44,
      lat: 35,
    },
  ],
  holidays: [
    {
      place: 'XZ01',
      day: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
      names: names('Day of the springs', 'يوم العيون'),
      source: 'invented',
    },
  ],
  organisations: [
    {
      code: 'XSPRING',
      family: 'local_cso',
      names: names('Invented Spring Water', 'ماء العين المتخيل'),
      protocolSignedOn: '2026-01-01',
    },
  ],
  offices: [
    { organisation: 'MOMD', place: 'XZ01D1', prefix: 'XP', names: names('Springs office', 'مكتب العيون') },
    { organisation: 'XSPRING', place: 'XZ01D1', prefix: 'XP', names: names('At the spring', 'عند العين') },
  ],
}

let here: Cast
let folder: string
beforeAll(async () => {
  here = await cast()
  folder = await mkdtemp(join(tmpdir(), 'ihala-governorate-'))
})
afterAll(async () => {
  await here?.close()
  await rm(folder, { recursive: true, force: true })
})

const load = async (given: unknown, checkOnly = false) => {
  const path = join(folder, 'governorate.json')
  await writeFile(path, JSON.stringify(given))
  const added = await withOwner(here.house.db.owner, (owner) =>
    loadGovernorateAsOwner(owner, path, { checkOnly }),
  )
  await (here.house.house.reference as LiveReference).refresh()
  return added
}
const growth = async (who: Player): Promise<GrowthAnswer['items'][number]> => {
  const { items } = (await who.get('/api/growth')).body as GrowthAnswer
  const found = items.find(({ placeCode }) => placeCode === 'XZ01')
  if (!found) throw new Error('the governorate is not listed')
  return found
}

/** Somebody who answers for a new organisation at its office. */
async function focalPointOf({ id, organisation }: { id: string; organisation: string }): Promise<Client> {
  const accountId = testId()
  const token = randomBytes(32).toString('base64url')
  await here.behind(
    `insert into account (id, organisation_id, login, display_name, invented) values ($1, $2, 'spring.point', 'Invented', true)`,
    [accountId, organisation],
  )
  await here.behind(
    `insert into account_role (account_id, organisation_id, role, site_id) values ($1, $2, 'provider_focal_point', $3)`,
    [accountId, organisation, id],
  )
  await here.behind(
    `insert into session (id, token_hash, account_id, idle_seconds, expires_at) values ($1, $2, $3, 3600, now() + interval '1 hour')`,
    [testId(), createHash('sha256').update(token).digest(), accountId],
  )
  return here.house.withToken(token)
}

it('a governorate that nobody wrote code for is loaded from a file and comes to its first referral; its gates say what is missing', async () => {
  expect(await load(inventedGovernorate, true)).toEqual({
    places: 2,
    holidays: 1,
    organisations: 1,
    offices: 2,
  })
  expect(await here.behind(`select 1 from place where code = 'XZ01'`), 'only looked at').toEqual([])
  const broken = {
    ...inventedGovernorate,
    offices: [{ ...inventedGovernorate.offices[0], organisation: 'NOBODY' }],
  }
  await expect(load(broken)).rejects.toThrow('no organisation with the code NOBODY')
  expect(await here.behind(`select 1 from place where code = 'XZ01'`), 'all or nothing').toEqual([])
  expect(await load(inventedGovernorate)).toEqual({ places: 2, holidays: 1, organisations: 1, offices: 2 })
  expect(await load(inventedGovernorate)).toEqual({ places: 0, holidays: 0, organisations: 0, offices: 0 })

  await here.behind(`update organisation set unit_kind = 'momd_branch' where id = $1`, [
    world.organisations.ministry,
  ])
  const nasrin = here.of('committee_member', 'mosul')
  const salim = here.of('committee_member', 'hamdaniya')
  await nasrin.done('growth.begin', { placeCode: 'XZ01' })
  expect((await salim.act('growth.begin', { placeCode: 'XZ01' })).refusal?.code).toBe('growth.begun')
  expect((await growth(salim)).gates.filter(({ isOpen }) => isOpen).map(({ gate }) => gate)).toEqual([
    'places',
  ])

  // people, as everywhere: an officer at the new office, a focal point at the new organisation
  const [office] = await here.behind<{ id: string }>(
    `select s.id from site s join organisation o on o.id = s.organisation_id where o.code = 'MOMD' and s.place_code = 'XZ01D1'`,
  )
  const [spring] = await here.behind<{ id: string; organisation: string }>(
    `select s.id, s.organisation_id as organisation from site s join organisation o on o.id = s.organisation_id where o.code = 'XSPRING'`,
  )
  if (!office || !spring) throw new Error('the offices were not loaded')
  const officer = await here.join(['caseworker'], 'mosul')
  const point = await focalPointOf(spring)
  await here.behind('update account_role set site_id = $2 where account_id = $1', [
    officer.accountId,
    office.id,
  ])
  const offerId = testId()
  await here.behind(
    `insert into offer (id, organisation_id, site_id, service, sector, state, names, areas, place_code, eligibility, access, languages, capacity, capacity_at,
      verified_at, verified_how, invented)
    select $1, $2, $3, service, sector, 'published', names, '{XZ01}', 'XZ01D1', eligibility, access, languages, 'yes', now(), now(), 'visit', true
    from offer where id = $4`,
    [offerId, spring.organisation, spring.id, world.offers.birth],
  )
  const [caseId, needId, consentId, referralId] = [testId(), testId(), testId(), testId()]
  await officer.done('case.open', {
    caseId,
    personId: testId(),
    siteId: office.id,
    openedOn: today(),
    statusCategory: 'idp_returnee',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'in_person' },
    name: { given: 'هدى', father: 'حسن' },
    place: 'XZ01D1',
  })
  await officer.done('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
  const match = (await officer.get(`/api/match?caseId=${caseId}&service=DOC.BIRTH`)).body as {
    items: { offer: OfferAnswer }[]
  }
  expect(match.items.map(({ offer }) => offer.id)).toContain(offerId)
  await officer.done('consent.record', {
    consentId,
    caseId,
    organisationId: spring.organisation,
    items: ['name'],
    purpose: 'referral',
    how: 'spoken',
  })
  await officer.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId,
    urgency: 'U2',
    sharedItems: ['name'],
  })
  await officer.done('referral.send', { referralId })
  await point.done('referral.accept', { referralId })

  // what is counted moves by itself; what is ticked has a name and a day, and can be taken back
  expect((await growth(nasrin)).facts).toMatchObject({
    offices: 1,
    coreServices: 1,
    unsigned: 0,
    staff: 1,
    certified: 0,
  })
  const tick = (gate: string, doneOn: string | null) =>
    nasrin.done('growth.tick', { tickId: testId(), placeCode: 'XZ01', gate, doneOn })
  for (const gate of ['decision_letter', 'hotline', 'offices']) await tick(gate, today())
  await tick('hotline', null)
  const open = (await growth(nasrin)).gates.filter(({ isOpen }) => isOpen).map(({ gate }) => gate)
  expect(open, 'one office of three is not enough, ticked or not').toEqual([
    'decision_letter',
    'protocols',
    'places',
  ])
  expect((await salim.act('growth.go_live', { placeCode: 'XZ01' })).refusal).toMatchObject({
    code: 'growth.gates_open',
    details: { count: 8 },
  })
  // an analyst reads how far it is, and ticks nothing
  const analyst = here.of('ministry_analyst', 'mosul')
  expect((await growth(analyst)).gates).toHaveLength(11)
  expect(
    (
      await analyst.act('growth.tick', {
        tickId: testId(),
        placeCode: 'XZ01',
        gate: 'hotline',
        doneOn: today(),
      })
    ).refusal?.code,
  ).toBe('permission.missing')
}, 60_000)
