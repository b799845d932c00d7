import { type Permission, permissions } from '../../src/permissions/permissions.ts'
import { edgeRoles, type Role } from '../../src/permissions/roles.ts'
import { world } from '../support/house.ts'
import type { Cast, Post } from './cast.ts'
import { type Scene, scene, type Stage, type Trial, trials } from './scenes.ts'
import { type ExpectedOfVault, expectedOfVault } from './vault-trials.ts'

/**
 * Role × action × relation. What should happen is worked out here from the permission table and a few sentences about
 * relations, apart from the code and the policies that decide it; the real server is asked, and any difference is named.
 */
export const relations = {
  'her own case': 'mosul',
  "a colleague's case in the same office": 'mosul',
  'a case of another office': 'hamdaniya',
  'a case of another organisation': 'olive',
  'a referral sent to her office': 'bridges',
  'a referral sent to another office of her organisation': 'bridgesElsewhere',
} as const satisfies Record<string, Post>
export type Relation = keyof typeof relations
/** Whoever is at the edge is tried with the case they led before: nearer than that they never come. */
export function relationsOf(role: Role): readonly Relation[] {
  return edgeRoles.includes(role) ? ['her own case'] : (Object.keys(relations) as Relation[])
}

const worksOnCases: readonly Role[] = [
  'intake_worker',
  'caseworker',
  'case_supervisor',
  'branch_manager',
  'legal_adviser',
  'rgc_officer',
  'specialist_gbv',
  'specialist_ct',
  'specialist_child',
  'specialist_mh',
]
const supervises: readonly Role[] = ['case_supervisor', 'branch_manager']
const answers: readonly Role[] = ['provider_focal_point', 'provider_worker']
const confers: readonly Role[] = [
  'provider_focal_point',
  'case_supervisor',
  'branch_manager',
  'legal_adviser',
  'rgc_officer',
]

/** Never by whoever asked for it. */
const signs: readonly Permission[] = [
  'case.approve',
  'case.send_back',
  'consent.approve_override',
  'consent.review_override',
]

/** `done`, or why not: no role, out of sight, or the rule that stops this one. */
type Expected = ExpectedOfVault | 'no role' | 'not hers' | 'second person' | 'programme'

function expected(role: Role, name: Permission, trial: Trial, relation: Relation): Expected {
  if (!(permissions[name].roles as readonly Role[]).includes(role)) return 'no role'
  // the focal point of Bridges sat down at the table, and the action agreed there is theirs
  if (
    name === 'conference.finish_action' &&
    role === 'provider_focal_point' &&
    relation === 'a referral sent to her office'
  )
    return 'done'
  const leads = relation === 'her own case' && worksOnCases.includes(role)
  const seesCase =
    leads || (relation === "a colleague's case in the same office" && supervises.includes(role))
  const receives = relation === 'a referral sent to her office' && answers.includes(role)
  switch (trial.kind) {
    case 'self':
      return 'done'
    case 'what the public reads':
      // the ministry's keepers alone; a role of the same name elsewhere keeps nothing
      return ['mosul', 'hamdaniya'].includes(relations[relation]) ? 'done' : 'no role'
    case 'opens':
      // the scene names the site of the case: hers only where she works there
      return relations[relation] === 'mosul' ? 'done' : 'out of sight'
    case 'administers':
      // nothing can be counted in an invented governorate: its gates are closed to everybody
      if (name === 'growth.go_live' && ['mosul', 'hamdaniya'].includes(relations[relation]))
        return 'programme'
      // the colleague of the scene works at no office that anybody supervises
      if (name === 'account.issue_code' && supervises.includes(role)) return 'out of sight'
      if (name === 'account.approve_factor_reset' && supervises.includes(role)) return 'out of sight'
      // of a colleague at no office: its owner could, and nobody else but an administrator
      if (name.startsWith('device.') && (name !== 'device.revoke' || role !== 'system_admin'))
        return 'out of sight'
      return relation === 'her own case' ||
        relation === "a colleague's case in the same office" ||
        relation === 'a case of another office'
        ? 'done'
        : 'out of sight'
    case 'directory':
      if (name === 'offer.take_down') return 'out of sight'
      // nobody here keeps the directory of the ministry, so each has their own organisation's entries alone
      if (relation.startsWith('a referral') && ['provider_focal_point', 'directory_editor'].includes(role))
        return name === 'offer.make_link'
          ? 'done'
          : name === 'offer.decide_suggestion'
            ? 'out of sight'
            : 'not hers'
      return 'not hers'
    case 'own offer':
      // the offer is of Bridges, at a site of Bridges: saving it names that site
      return relation.startsWith('a referral') ? 'done' : name === 'offer.save' ? 'out of sight' : 'not hers'
    case 'invited':
      // the office may sit down; on the minutes answers whoever sits there
      if (name === 'conference.agree_minutes' && relation === 'a referral sent to her office')
        return role === 'provider_focal_point' ? 'done' : 'not hers'
      return relation === 'a referral sent to her office' && confers.includes(role) ? 'done' : 'out of sight'
    case 'protected':
      return expectedOfVault(role, name, {
        leads,
        seesCase,
        inMosul: relations[relation] === 'mosul',
        inMinistry: ['mosul', 'hamdaniya'].includes(relations[relation]),
      })
    case 'own alert':
      return relation === 'her own case' ? 'done' : 'out of sight'
    case 'both sides':
      return seesCase || receives ? 'done' : 'out of sight'
    case 'case':
      // an administrator hands over what a leaver held, unread; a case in sight is handed over with a note, by those who work on cases
      if (name === 'case.hand_over' && role === 'system_admin' && relation === 'her own case')
        return 'no role'
      // the table opens marking an error to both sides, the rule only to the sender
      if (name === 'referral.mark_error' && receives) return 'not hers'
      if (!seesCase) return 'out of sight'
      // whoever asked for the closing does not sign it; nobody but its author corrects a note
      if (signs.includes(name) && leads) return 'second person'
      if (name === 'note.correct' && !leads) return 'not hers'
      // intake workers screen, and leave closing to caseworkers (the programme says so)
      if (name === 'case.close' && role === 'intake_worker') return 'programme'
      return 'done'
  }
}

export function happened(answer: { outcome: string; refusal?: { code: string } | undefined }): string {
  if (answer.outcome === 'applied') return 'done'
  const code = answer.refusal?.code ?? ''
  if (code === 'permission.missing') return 'no role'
  if (/not_found$|^case\.site_not_yours$|^link\.unknown$|^organisation\.no_committee$/.test(code))
    return 'out of sight'
  if (
    code === 'offer.not_yours' ||
    code === 'case.not_your_correction' ||
    code === 'referral.not_your_side' ||
    code === 'conference.not_your_seat'
  )
    return 'not hers'
  if (code === 'vault.not_certified') return 'no certificate'
  if (code === 'vault.not_handed_over') return 'out of sight'
  if (code === 'case.two_people_needed') return 'second person'
  if (code === 'case.move_not_allowed' || code === 'growth.gates_open') return 'programme'
  return code
}

/** Done again and again in one scene these stay possible, and leave the others possible. */
const repeatable: readonly Permission[] = [
  'vault.write',
  'vault.correct',
  'vault.record_need',
  'vault.add_member',
  'vault.hand_over',
  'vault.break_glass',
  'case.open',
  'case.correct',
  'case.raise_urgency',
  'case.plan_contact',
  'case.add_member',
  'case.remove_member',
  'person.correct',
  'person.set_contact_safety',
  'person.set_chosen_word',
  'need.record',
  'need.change',
  'consent.record',
  'consent.override',
  'case.add_to_team',
  'case.record_facts',
  'note.add',
  'note.correct',
  'task.add',
  'referral.draft',
  'referral.ask_information',
  'referral.add_note',
  'referral.tell_person',
  'link.make',
  'conference.propose',
  'alert.seen',
  'data_request.record',
  'legal_request.record',
  'breach.report',
  'complaint.record',
  'offer.set_capacity',
  'offer.confirm',
  'offer.save',
  'offer.suggest',
  'offer.verify',
  'offer.follow_up',
  'offer.make_link',
  'offer.decide_suggestion',
  'site.save',
  'account.add',
  'account.change',
  'account.reset_password',
  'account.issue_code',
  'account.ask_factor_reset',
  'organisation.set_factor_roles',
  'organisation.invite',
  'organisation.note_step',
  'organisation.describe',
  'growth.tick',
  'account.choose_language',
  'export.make',
  'export.ask',
]

/** Every action by somebody of this role who stands in this relation; answers the differences. */
export async function differencesOf(here: Cast, role: Role, relation: Relation): Promise<string[]> {
  const asker = here.of(role, relations[relation])
  const officer =
    relation === 'her own case'
      ? asker
      : here.of(role === 'caseworker' ? 'rgc_officer' : 'caseworker', 'mosul')
  // where nothing may happen, or nothing that spoils it, the scene serves again
  const kept = new Map<Stage, Promise<Scene>>()
  const sceneAt = (stage: Stage): Promise<Scene> => {
    let found = kept.get(stage)
    if (found === undefined) kept.set(stage, (found = scene(here, officer, stage)))
    return found
  }
  const differences: string[] = []
  for (const [name, trial] of Object.entries(trials) as [Permission, Trial][]) {
    const should = expected(role, name, trial, relation)
    const { ids } = await (should === 'done' && !repeatable.includes(name)
      ? scene(here, officer, trial.stage)
      : sceneAt(trial.stage))
    const byTelephone =
      trial.kind === 'both sides' && !relation.startsWith('a referral')
        ? { saidBy: 'متخيل', channel: 'phone' }
        : undefined
    if (name === 'file.attach')
      await here.behind('update file_upload set account_id = $2, organisation_id = $3 where id = $1', [
        ids.uploadId,
        asker.accountId,
        asker.organisationId,
      ])
    if (name === 'vault.attach_file')
      await here.behind('update vault_file set account_id = $2 where id = $1', [
        ids.vaultUploadId,
        asker.accountId,
      ])
    if (name === 'information.decide' || name === 'information.withdraw')
      await here.behind(
        `insert into information (id, entry_id, version, organisation_id, kind, state, texts, source, written_by, written_at) values ($1, $1, 1, $2, 'about', $3, '{}', 'متخيل', $4, now())
        on conflict (id) do update set state = excluded.state`,
        [
          ids.caseId,
          world.organisations.ministry,
          name === 'information.decide' ? 'waiting' : 'published',
          world.accounts.rozh,
        ],
      )
    // everybody arranges their own absence, with a colleague of their own organisation
    const absence =
      name === 'delegation.make'
        ? {
            fromAccountId: asker.accountId,
            toAccountId: (await here.join(['caseworker'], relations[relation])).accountId,
          }
        : undefined
    if (name === 'account.approve_factor_reset')
      await here.behind(
        `insert into factor_reset (id, account_id, organisation_id, asked_by, expires_at) values ($1, $1, $2, $3, now() + interval '1 hour') on conflict do nothing`,
        [ids.accountId, world.organisations.ministry, world.accounts.rozh],
      )
    if (name === 'delegation.end')
      await here.behind(
        `insert into delegation (id, organisation_id, from_account_id, to_account_id, covers, from_day, until_day, made_by, made_at)
        values ($1, $2, $3, $4, '{cases}', '2030-01-01', '2030-01-02', $3, now()) on conflict do nothing`,
        [ids.delegationId, asker.organisationId, asker.accountId, ids.accountId],
      )
    const did = happened(await asker.act(name, { ...trial.input(ids, byTelephone), ...absence }))
    if (did !== should)
      differences.push(`${role} with ${relation}: ${name} should be "${should}", was "${did}"`)
  }
  return differences
}
