import { caseRoles } from '../../src/permissions/roles.ts'
import { testId, today, world } from '../support/house.ts'
import type { Cast, Player } from './cast.ts'
import { guard } from './vault-trials.ts'
import { layInDirectory } from './organisation-trials.ts'
import { layOnDesk } from './desk-trials.ts'
import { setTable } from './conference-trials.ts'
import { conferenceStages, type Scene, type Stage } from './trial.ts'
import { linkWord, newToken, overrideOf, soon } from './trials.ts'

export type { Scene, Stage, Trial } from './trial.ts'
export { linkWord, trials } from './trials.ts'

const signers = new WeakMap<Cast, Promise<Player>>()
/** A supervisor who is nobody of the cast: whoever is tried may still be the third to look. */
function signerOf(cast: Cast): Promise<Player> {
  let signer = signers.get(cast)
  if (signer === undefined) signers.set(cast, (signer = cast.join(['case_supervisor'], 'mosul')))
  return signer
}

const stagesOfReferral: readonly Stage[] = [
  'draft',
  'sent',
  'asked',
  'accepted',
  'appointed',
  'serving',
  'completed',
]

/**
 * A scene at its stage. Its officer leads the case; where the officer's role could not have opened one, a colleague
 * opens it and the row is given to the officer behind the door, as after a change of roles.
 */
export async function scene(cast: Cast, officer: Player, stage: Stage): Promise<Scene> {
  const opener =
    officer.role !== null && caseRoles.includes(officer.role) ? officer : cast.of('caseworker', 'mosul')
  const ids = {
    caseId: testId(),
    personId: testId(),
    needId: testId(),
    consentId: testId(),
    noteId: testId(),
    taskId: testId(),
    memberId: testId(),
    referralId: testId(),
    alertId: testId(),
    linkId: testId(),
    accountId: testId(),
    uploadId: testId(),
    fileId: testId(),
    delegationId: testId(),
    conferenceId: testId(),
    vaultId: testId(),
    entryId: testId(),
    vaultNeedId: testId(),
    vaultFileId: testId(),
    vaultUploadId: testId(),
    glassId: testId(),
    certificateId: testId(),
    caseCode: '',
    seatId: testId(),
    tableConsentId: testId(),
    tableActionId: testId(),
    offerId: world.offers.birth,
    otherOfficerId: world.accounts.sana,
    siteId: opener.siteId,
    unusualId: testId(),
    overrideId: testId(),
    deskId: testId(),
    deviceId: testId(),
    conflictId: testId(),
    heldId: testId(),
    providerId: testId(),
  }
  const { caseId, needId, referralId } = ids
  const token = newToken()
  await opener.done('case.open', {
    caseId,
    personId: ids.personId,
    siteId: opener.siteId,
    openedOn: today(),
    statusCategory: 'idp',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'in_person' },
    name: { given: 'هدى', father: 'حسن' },
    place: world.places.mosul,
    members: [{ memberId: ids.memberId, relationship: 'child', sex: 'male', ageBand: '5-11' }],
  })
  await opener.done('case.raise_urgency', { caseId, urgency: 'U1', reason: 'medical' })
  await opener.done('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
  await opener.done('consent.record', {
    consentId: ids.consentId,
    caseId,
    organisationId: world.organisations.bridges,
    items: ['name', 'age'],
    purpose: 'referral',
    how: 'spoken_with_witness',
  })
  await opener.done('note.add', { noteId: ids.noteId, caseId, kind: 'contact', text: 'أول لقاء' })
  await opener.done('task.add', { taskId: ids.taskId, caseId, kind: 'other', dueAt: soon() })
  const attached = testId()
  for (const uploadId of [ids.uploadId, attached])
    await cast.behind(
      `insert into file_upload (id, organisation_id, account_id, media_type, size, digest) values ($1, $2, $3, 'image/jpeg', 1, '\\x00')`,
      [uploadId, opener.organisationId, opener.accountId],
    )
  await opener.done('file.attach', { fileId: ids.fileId, caseId, uploadId: attached, kind: 'letter' })
  await cast.behind(
    `insert into account (id, organisation_id, login, display_name, invented) values ($1, $2, $3, 'Invented', true)`,
    [ids.accountId, world.organisations.ministry, `a${ids.accountId}`],
  )
  await cast.behind(`insert into account_secret (account_id, password_hash) values ($1, 'x')`, [
    ids.accountId,
  ])
  await cast.behind(
    `insert into device (id, account_id, organisation_id, name, kind, token_hash, enrolled_at) values ($1, $2, $3, 'Invented', 'phone', sha256($1::uuid::text::bytea), now())`,
    [ids.deviceId, ids.accountId, world.organisations.ministry],
  )
  await cast.behind(
    `insert into conflict (id, case_id, organisation_id, command_id, action, input, field, rule, standing, offered, offered_at, raised_at, due_at, rev)
      select $1, $2, $3, $1, 'person.correct', jsonb_build_object('caseId', $2::uuid, 'language', 'ckb'), 'language', 'review', '"ar"', '"ckb"', now(), now(), now(), 1
      from (select set_config('ihala.touched', $2::uuid::text, true), set_config('ihala.rev', '1', true)) touched`,
    [ids.conflictId, caseId, opener.organisationId],
  )
  await cast.behind(
    `insert into held_command (id, organisation_id, site_id, account_id, device_id, n, name, case_id, group_id, reason, version, written_at, master, ciphertext)
      select $1, c.organisation_id, c.site_id, $4, $3, 1, 'note.add', c.id, $1, 'case.not_found', 1, now(), 'none', '' from case_file c where c.id = $2`,
    [ids.heldId, caseId, ids.deviceId, officer.accountId],
  )
  await cast.behind(
    `insert into unusual_access (id, organisation_id, account_id, rule, hour, seen, threshold, raised_at)
      values ($1, $2, $3, 'many_opened', date_trunc('hour', now()), 20, 20, now())`,
    [ids.unusualId, world.organisations.ministry, ids.accountId],
  )
  await cast.behind(
    `insert into alert (id, organisation_id, account_id, kind, level, case_id, at) values ($1, $2, $3, 'case.urgency_waits', 0, $4, now())`,
    [ids.alertId, opener.organisationId, officer.accountId, caseId],
  )

  const at = stagesOfReferral.indexOf(stage === 'stopped' ? 'accepted' : stage)
  const receiver = cast.of('provider_focal_point', 'bridges')
  const upTo = (step: Stage): boolean => at >= stagesOfReferral.indexOf(step)
  const table = conferenceStages.find((one) => one === stage)
  if (table) await setTable(table, opener, receiver, ids)
  if (upTo('draft'))
    await opener.done('referral.draft', {
      referralId,
      caseId,
      needId,
      offerId: ids.offerId,
      urgency: 'U2',
      sharedItems: ['name', 'age'],
    })
  if (upTo('sent')) {
    await opener.done('referral.send', { referralId })
    await opener.done('link.make', { linkId: ids.linkId, referralId, step: 'answer', token, word: linkWord })
  }
  if (stage === 'asked') await receiver.done('referral.ask_information', { referralId, question: 'أين؟' })
  if (upTo('accepted'))
    await receiver.done('referral.accept', {
      referralId,
      ...(stage === 'appointed' ? { appointment: { at: soon() } } : {}),
    })
  if (upTo('serving')) await receiver.done('referral.start', { referralId })
  if (upTo('completed')) await receiver.done('referral.complete', { referralId, outcome: 'need_met' })

  if (stage === 'on desk') ids.caseCode = await layOnDesk(cast, ids.deskId, caseId)
  if (stage === 'in directory') await layInDirectory(cast, ids)
  if (stage === 'stopped') await opener.done('consent.withdraw', { consentId: ids.consentId })
  if (stage.startsWith('override')) {
    const { overrideId } = ids
    await opener.done('consent.override', { ...overrideOf(caseId), overrideId })
    if (stage === 'override signed')
      await (await signerOf(cast)).done('consent.approve_override', { caseId, overrideId, agree: true })
  }
  if (opener.organisationId === world.organisations.ministry)
    await cast.behind(
      `insert into case_team (case_id, account_id, organisation_id, relation, since) values ($1, $2, $3, 'helper', now())`,
      [caseId, world.accounts.younis, opener.organisationId],
    )

  if (stage === 'closing asked' || stage === 'closed') {
    // An intake worker cannot ask to close from intake: the programme keeps that for caseworkers.
    await cast.behind(`update case_file set state = 'closing', pending = $2 where id = $1`, [
      caseId,
      JSON.stringify({
        kind: 'closing',
        to: 'closed',
        reason: 'person_request',
        by: opener.accountId,
        at: new Date().toISOString(),
      }),
    ])
    if (stage === 'closed')
      await cast.behind(
        `update case_file set state = 'closed', closed_at = now(), closure_reason = 'person_request', pending = null where id = $1`,
        [caseId],
      )
  }
  if (opener !== officer)
    await cast.behind('update case_file set officer_id = $2 where id = $1', [caseId, officer.accountId])
  if (stage === 'guarded') ids.caseCode = await guard(cast, officer, ids)
  return { officer, ids, token }
}
