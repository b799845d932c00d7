import { withOwner } from '../../src/server/database-owner.ts'
import { type Client, openCase, testHouse, testId, type TestHouse, world } from '../support/house.ts'
import { consentFor, draftFor } from '../referrals/referring.ts'
import type { Schema } from './hostile.ts'

/** Written in cases of Younis and Hiba: nobody below may ever be told one of these. */
export const secrets = {
  given: 'زهرةالسر',
  father: 'نخلةالسر',
  phone: '+9647709998877',
  note: 'سطرلايراهاحد',
  callAs: 'خالةالسر',
  narrative: 'قصةلايراهاحد',
  task: 'مهمةلايراهااحد',
}
export const actors = ['visitor', 'amina', 'dara', 'rozh', 'layla', 'baran'] as const
export type Actor = (typeof actors)[number]
export const rolesOf: Readonly<Record<Actor, readonly string[]>> = {
  visitor: [],
  amina: ['intake_worker', 'caseworker'],
  dara: ['provider_focal_point'],
  rozh: ['system_admin'],
  layla: ['data_protection_officer'],
  baran: ['case_supervisor'],
}

export interface Operation {
  readonly parameters?: readonly { name: string; in: 'path' | 'query'; schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: Schema }>> }
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: { readonly Command: { readonly oneOf: readonly Schema[] } } }
}

export interface Ground {
  readonly here: TestHouse
  /** By the name of the field that holds one. */
  readonly ids: Readonly<Record<string, readonly string[]>>
  /** Of the same, those that stand in the cases nobody below may see. */
  readonly hidden: Readonly<Record<string, readonly string[]>>
  readonly clients: Map<Actor, Client>
}

/** Two cases that none of the askers may see, full of what must not get out, a case of Amina's, and the ids of them all. */
export async function ground(): Promise<Ground> {
  const here = await testHouse()
  const ids: Record<string, string[]> = {
    organisationId: Object.values(world.organisations),
    siteId: Object.values(world.sites),
    accountId: [world.accounts.younis, world.accounts.hiba, world.accounts.sana],
    offerId: Object.values(world.offers),
  }
  const hidden: Record<string, string[]> = {}
  const keep = (found: Readonly<Record<string, string>>): void => {
    for (const [name, id] of Object.entries(found)) ids[name] = [...(ids[name] ?? []), id]
  }
  const hide = (found: Readonly<Record<string, string>>): void => {
    for (const [name, id] of Object.entries(found)) hidden[name] = [...(hidden[name] ?? []), id]
  }
  for (const [login, siteId] of [
    ['younis', world.sites.hamdaniya],
    ['hiba', world.sites.legal],
    ['amina', world.sites.mosul],
  ] as const) {
    const owner = await here.signIn(login)
    const hides = login !== 'amina'
    const { caseId, personId } = await openCase(owner, {
      siteId,
      ...(hides
        ? {
            name: { given: secrets.given, father: secrets.father },
            contactSafety: { mode: 'phone_any', phone: secrets.phone, callAs: secrets.callAs },
          }
        : {}),
    })
    const [noteId, taskId, needId] = [testId(), testId(), testId()]
    await owner.done('note.add', {
      noteId,
      caseId,
      kind: 'contact',
      ...(hides ? { class: 3, text: secrets.note } : { text: 'x' }),
    })
    await owner.done('task.add', {
      taskId,
      caseId,
      kind: 'other',
      text: hides ? secrets.task : 'x',
      dueAt: new Date(Date.now() + 86_400_000).toISOString(),
    })
    await owner.done('need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 })
    const consentId = await consentFor(owner, caseId)
    const more = hides ? { narrative: secrets.narrative } : {}
    const referralId = await draftFor(owner, { caseId, needId }, more)
    if (!hides) await owner.done('referral.send', { referralId })
    const made = { caseId, personId, noteId, taskId, needId, consentId, referralId }
    keep(made)
    if (hides) hide(made)
  }
  return { here, ids, hidden, clients: new Map() }
}

export async function tokenOf({ here, clients }: Ground, actor: Actor): Promise<string> {
  if (actor === 'visitor') return ''
  const known = clients.get(actor)
  if (known && (await known.get('/api/me')).status === 200) return known.token
  // an earlier request may have signed out, or guessed passwords
  await withOwner(here.db.admin, (admin) => admin.rows('delete from sign_in_throttle'))
  const client = await here.signIn(actor)
  clients.set(actor, client)
  return client.token
}
