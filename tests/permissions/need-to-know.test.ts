import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  categoriesOfService,
  dataCategories,
  itemsNeverFor,
  knows,
  mayBeTold,
  mayServe,
  meetsPeople,
  unitKinds,
} from '../../src/permissions/need-to-know.ts'
import { meetingRoles } from '../../src/permissions/roles.ts'
import { shareableItems } from '../../src/referrals/snapshot.ts'
import taxonomy from '../../src/services/taxonomy.json' with { type: 'json' }
import { withOwner } from '../../src/server/database-owner.ts'
import { type ActingAs, statement } from '../../src/server/database.ts'
import { setUnitAsOwner } from '../../src/server/organisations.ts'
import { testId, world } from '../support/house.ts'
import { type Cast, cast, type Player } from './cast.ts'
import { scene } from './scenes.ts'

/**
 * The table in TypeScript and the database are asked the same questions; any difference fails. Bridges is made an
 * organisation of every kind in turn.
 */
let here: Cast
let amina: Player
beforeAll(async () => {
  here = await cast()
  amina = here.of('caseworker', 'mosul')
})
afterAll(() => here?.close())

const asked = async <T>(sql: string, params: unknown[] = []): Promise<T | undefined> =>
  (await here.behind<{ got: T }>(`select ${sql} as got`, params))[0]?.got
const make = (unitKind: string): Promise<unknown> =>
  withOwner(here.house.db.owner, (owner) => setUnitAsOwner(owner, { code: 'BRG', unitKind }))
const load = (sql: string, params: unknown[]): Promise<unknown> =>
  withOwner(here.house.db.owner, (owner) => owner.transaction(() => owner.rows(sql, params), 'loader'))
const as = (player: Player): ActingAs => ({
  kind: 'account',
  accountId: player.accountId,
  organisationId: player.organisationId,
  sites: [player.siteId],
  roles: player.role === null ? [] : [player.role],
  supervisedSites: [],
})
/** Whether the row policies let this be written, with all else in order. Nothing stays. */
async function mayWrite(
  player: Player,
  sql: string,
  params: unknown[],
  referralId?: string,
): Promise<boolean> {
  const undo = new Error('undo')
  try {
    await here.house.db.database.as(as(player), async (tx) => {
      // as an action does first
      if (referralId) await tx.row(statement('select touch_case_of_referral($1)'), [referralId])
      await tx.run(statement(sql), params)
      throw undo
    })
  } catch (error) {
    if (error === undo) return true
    if ((error as { code?: string }).code === '42501') return false
    throw error
  }
  return true
}

describe('the matrix and the database give one answer', () => {
  it('to what each kind may know of each category', async () => {
    for (const kind of unitKinds)
      for (const category of dataCategories) {
        const cell = `${kind} ${category}`
        expect([cell, await asked(`need_to_know()->$1->>$2`, [kind, category])]).toEqual([
          cell,
          knows(kind, category),
        ])
        expect([cell, await asked('may_be_told($1, $2)', [kind, category])]).toEqual([
          cell,
          mayBeTold(kind, category),
        ])
      }
    expect(await asked('array(select jsonb_object_keys(need_to_know()) order by 1)')).toEqual(
      [...unitKinds].sort(),
    )
  })

  it('to nothing for a kind that is not in it', async () => {
    await expect(make('friends')).rejects.toThrow(/The unit is one of: momd_branch/)
    await expect(
      withOwner(here.house.db.owner, (owner) => setUnitAsOwner(owner, { code: 'NONE', unitKind: 'donor' })),
    ).rejects.toThrow(/no organisation/)
  })

  it('to which kinds meet people at all, and which roles they lose otherwise', async () => {
    for (const kind of unitKinds)
      expect([kind, await asked('meets_people($1)', [kind])]).toEqual([kind, meetsPeople(kind)])
    expect(unitKinds.filter((kind) => !meetsPeople(kind))).toEqual([
      'momd_directorate',
      'moi_police',
      'moi_border',
      'donor',
    ])
    expect(((await asked<string[]>('meeting_roles()')) ?? []).sort()).toEqual([...meetingRoles].sort())
  })

  it('to which services a kind may be asked for, and which items it may get', async () => {
    const services = taxonomy.services.map(({ code }) => code)
    expect(services.length).toBeGreaterThan(90)
    for (const kind of [...unitKinds, 'unheard_of']) {
      const may = await here.behind<{ code: string; may: boolean }>(
        'select code, may_serve($1, code) as may from unnest($2::text[]) code',
        [kind, services],
      )
      expect([kind, may.filter(({ may: open }) => open).map(({ code }) => code)]).toEqual([
        kind,
        services.filter((code) => mayServe(kind, code)),
      ])
      const items = [...shareableItems, 'made_up']
      expect([kind, await asked('items_never_for($1, $2)', [kind, items])]).toEqual([
        kind,
        itemsNeverFor(kind, items),
      ])
    }
    expect(categoriesOfService('MHP.COUNS')).toEqual(['case', 'needs', 'health'])
  })
})

describe.each(unitKinds)('when Bridges is a %s', (kind) => {
  beforeAll(() => make(kind))
  afterAll(() => make('provider'))

  it('a referral may be addressed to it exactly where the matrix says so', async () => {
    const { ids } = await scene(here, amina, 'case')
    for (const service of ['DOC.BIRTH', 'HEA.PHC', 'LEG.COUNS', 'GBV.SAFESP']) {
      const written = await mayWrite(
        amina,
        `insert into referral (id, code, organisation_id, site_id, officer_id, receiver_organisation_id, receiver_site_id, offer_id, service, urgency, state,
          shared_items, drafted_at, programme, programme_version, state_since) select $1, $2, $3, $4, $5, $6, $7, $8, $9, 'U2', 'draft', '{age}', now(), 'nrm', 1, now()`,
        [
          testId(),
          testId(),
          amina.organisationId,
          amina.siteId,
          amina.accountId,
          world.organisations.bridges,
          world.sites.bridges,
          ids.offerId,
          service,
        ],
      )
      expect([service, written]).toEqual([
        service,
        mayServe(kind, service) && itemsNeverFor(kind, ['age']).length === 0,
      ])
    }
  })

  it('a snapshot for it may hold exactly the items that the matrix opens', async () => {
    await make('provider')
    const { ids } = await scene(here, amina, 'draft')
    // with Huda's word for everything, so that only the matrix is asked
    const all = [...shareableItems, 'made_up']
    await load('update consent set items = $2 where id = $1', [ids.consentId, all])
    await load('update referral set shared_items = $2, sent_at = now() where id = $1', [ids.referralId, all])
    await load('update referral_origin set consent_ids = array[$2::uuid] where referral_id = $1', [
      ids.referralId,
      ids.consentId,
    ])
    await make(kind)
    for (const item of all) {
      const written = await mayWrite(
        amina,
        `insert into referral_snapshot (referral_id, organisation_id, receiver_organisation_id, items, made_at) values ($1, $2, $3, jsonb_build_object($4::text, 1), now())`,
        [ids.referralId, amina.organisationId, world.organisations.bridges, item],
        ids.referralId,
      )
      expect([item, written]).toEqual([item, itemsNeverFor(kind, [item]).length === 0])
    }
  })

  it('Amina is told so before the database has to refuse, when she drafts and when she sends', async () => {
    const { ids } = await scene(here, amina, 'case')
    const draft = { ...ids, caseId: ids.caseId, urgency: 'U2', sharedItems: ['age'] }
    const { caseId, needId, offerId, urgency, sharedItems } = draft
    const answer = await amina.act('referral.draft', {
      referralId: testId(),
      caseId,
      needId,
      offerId,
      urgency,
      sharedItems,
    })
    const items = await amina.act('referral.draft', {
      referralId: testId(),
      caseId,
      needId,
      offerId,
      urgency,
      sharedItems: ['displacement'],
    })
    if (!mayServe(kind, 'DOC.BIRTH')) {
      expect(answer.refusal?.code).toBe('referral.receiver_never')
      expect(items.refusal?.code).toBe('referral.receiver_never')
    } else {
      expect(answer.outcome).toBe('applied')
      expect(items.refusal?.code ?? 'applied').toBe(
        mayBeTold(kind, 'displacement') ? 'applied' : 'referral.items_never',
      )
    }
    await make('provider')
    const drafted = await scene(here, amina, 'draft')
    await make(kind)
    const sent = await amina.act('referral.send', { referralId: drafted.ids.referralId })
    expect(sent.refusal?.code ?? 'applied').toBe(
      mayServe(kind, 'DOC.BIRTH') ? 'applied' : 'referral.receiver_never',
    )
  })

  it('its people keep and lose what the matrix says: a case of their own, and what was sent before', async () => {
    await make('provider')
    const { ids } = await scene(here, amina, 'accepted')
    await make(kind)
    const dara = here.of('provider_focal_point', 'bridges')
    const read = await dara.get(`/api/referrals/${ids.referralId}`)
    expect(read.status).toBe(meetsPeople(kind) ? 200 : 403)
    const seen = await here.house.db.database.as(as(dara), async (tx) => [
      ...(await tx.rows(statement('select id from referral'))),
      ...(await tx.rows(statement('select referral_id from referral_snapshot'))),
    ])
    expect(seen.length > 0).toBe(meetsPeople(kind))
    const officer = here.of('caseworker', 'bridges')
    const opened = await officer.act('case.open', {
      caseId: testId(),
      personId: testId(),
      siteId: officer.siteId,
      openedOn: '2026-11-01',
      statusCategory: 'idp',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      codeName: 'زيتونة',
    })
    expect(opened.refusal?.code ?? 'applied').toBe(meetsPeople(kind) ? 'applied' : 'permission.missing')
  })
})
