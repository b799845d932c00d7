import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Permission, permissions } from '../../src/permissions/permissions.ts'
import type { Role } from '../../src/permissions/roles.ts'
import { testId } from '../support/house.ts'
import { type Cast, cast } from './cast.ts'
import { differencesOf, happened, relationsOf } from './matrix.ts'
import { linkWord, type Scene, scene, type Trial, trials } from './scenes.ts'

let here: Cast
beforeAll(async () => {
  here = await cast()
})
afterAll(() => here?.close())

it('every action of the table is tried', () => {
  expect(Object.keys(trials).sort()).toEqual(Object.keys(permissions).sort())
})

// One role of each sort, one on the other major version; `npm run test:long` asks all of them.
const some: readonly Role[] =
  process.env['IHALA_TEST_POSTGRES'] === '15'
    ? ['caseworker']
    : ['caseworker', 'provider_worker', 'case_supervisor', 'border_officer']
describe.each(some)('%s', (role) => {
  it.each(relationsOf(role))(
    'may do with %s exactly what the table and the relation say',
    async (relation) => {
      expect(await differencesOf(here, role, relation)).toEqual([])
    },
    120_000,
  )
})

it("an administrator hands over what a leaver held without reading it, and nobody else's", async () => {
  const rozh = here.of('system_admin', 'mosul')
  const leaver = await here.join(['caseworker'], 'mosul')
  const { ids } = await scene(here, leaver, 'sent')
  const move = {
    caseId: ids.caseId,
    accountId: here.of('caseworker', 'mosul').accountId,
    siteId: leaver.siteId,
  }
  expect((await rozh.act('case.hand_over', move)).refusal?.code).toBe('case.officer_not_found')
  await rozh.done('account.leave', { accountId: leaver.accountId, toAccountId: move.accountId })
  expect((await here.of('system_admin', 'olive').act('case.hand_over', move)).refusal?.code).toBe(
    'case.officer_not_found',
  )
  expect((await rozh.get(`/api/cases/${ids.caseId}`)).status).toBe(403)
  await rozh.done('case.hand_over', move)
  expect((await here.of('caseworker', 'mosul').get(`/api/cases/${ids.caseId}`)).status).toBe(200)
  expect((await leaver.get('/api/me')).status).toBe(401)
})

it('a case never moves to a site of another organisation, however widely its new officer works', async () => {
  const amina = here.of('caseworker', 'mosul')
  const everywhere = await here.join(['caseworker'], 'mosul', true)
  const { ids } = await scene(here, amina, 'case')
  const answer = await amina.act('case.hand_over', {
    caseId: ids.caseId,
    accountId: everywhere.accountId,
    siteId: here.of('caseworker', 'olive').siteId,
    note: 'تسليم',
  })
  expect(answer.refusal?.code).toBe('case.officer_not_found')
})

it('nobody without a session does anything, whatever is sent', async () => {
  const { ids } = await scene(here, here.of('caseworker', 'mosul'), 'sent')
  for (const [name, trial] of Object.entries(trials))
    expect((await here.visitor.act(name, trial.input(ids))).refusal?.code, name).toBe('session.required')
})

it('a one-time link does what the table opens for its step, with its own referral, and nothing else', async () => {
  const opens: readonly string[] = [
    'referral.acknowledge',
    'referral.accept',
    'referral.waitlist',
    'referral.decline',
    'referral.ask_information',
  ]
  const differences: string[] = []
  const foreign = await scene(here, here.of('caseworker', 'mosul'), 'sent')
  for (const [name, trial] of Object.entries(trials) as [Permission, Trial][]) {
    const own = await scene(here, here.of('caseworker', 'mosul'), 'sent')
    const act = async (ids: Scene['ids']) => {
      const { body } = await here.visitor.post('/api/link/act', {
        token: own.token,
        word: linkWord,
        id: testId(),
        name,
        input: trial.input(ids),
      })
      const answer = body as { outcome?: string; refusal?: { code: string } }
      return happened({ outcome: answer.outcome ?? 'refused', refusal: answer.refusal })
    }
    const elsewhere = await act(foreign.ids)
    const should = opens.includes(name) ? 'done' : 'no role'
    if (should === 'done' ? elsewhere !== 'out of sight' : elsewhere === 'done')
      differences.push(`${name} on another referral was "${elsewhere}"`)
    const did = await act(own.ids)
    if (should === 'done' ? did !== 'done' : did === 'done')
      differences.push(`${name} should be "${should}", was "${did}"`)
    if (opens.includes(name) !== (did === 'done')) differences.push(`${name}: ${did}`)
    if (did === 'done' && !('link' in permissions[name]))
      differences.push(`${name} is not open to links in the table`)
  }
  expect(differences).toEqual([])
}, 120_000)
