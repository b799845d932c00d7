import type { Statement, Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { Knowledge, KnowledgeKey, Reference } from './knowledge.ts'
import { loadConference } from './conference-knowledge.store.ts'
import { loadDelegation, loadDelegationsOf } from './delegation-knowledge.store.ts'
import { camel } from './names.ts'
import type { CaseRow } from './rows.ts'
import { organisationLoaders } from './organisation-knowledge.store.ts'
import { deskLoaders } from './desk-knowledge.store.ts'
import { vaultLoaders } from './vault-knowledge.store.ts'

const sql = {
  case: statement('select * from case_file where id = $1'),
  keepsInformation: statement('select keeps_information() as keeps'),
  informationOf: statement('select * from information where entry_id = $1 order by version desc'),
  person: statement('select p.* from case_file c join person p on p.id = c.person_id where c.id = $1'),
  members: statement('select * from case_member where case_id = $1 order by added_at'),
  needs: statement('select * from need where case_id = $1 order by priority, entered_at'),
  need: statement('select * from need where id = $1'),
  caseOfNeed: statement('select c.* from need x join case_file c on c.id = x.case_id where x.id = $1'),
  consents: statement('select * from consent where case_id = $1'),
  withdrawals: statement('select * from consent_withdrawal where case_id = $1'),
  consent: statement('select * from consent where id = $1'),
  withdrawal: statement('select * from consent_withdrawal where consent_id = $1'),
  caseOfConsent: statement('select c.* from consent x join case_file c on c.id = x.case_id where x.id = $1'),
  consentsOfConsent: statement(
    'select n.* from consent mine join consent n on n.case_id = mine.case_id where mine.id = $1',
  ),
  withdrawalsOfConsent: statement(
    'select w.* from consent mine join consent_withdrawal w on w.case_id = mine.case_id where mine.id = $1',
  ),
  siblingsOfConsent:
    statement(`select r.id, o.need_id, r.offer_id, r.service, r.receiver_organisation_id, r.receiver_site_id, r.state, r.next_due_at, r.next_due_kind, r.shared_items
    from consent mine join referral_origin o on o.case_id = mine.case_id join referral r on r.id = o.referral_id where mine.id = $1`),
  needsOfConsent: statement(
    'select n.* from consent mine join need n on n.case_id = mine.case_id where mine.id = $1',
  ),
  override: statement('select * from consent_override where id = $1'),
  stopsOfReferral: statement('select * from sharing_stop where referral_id = $1'),
  factsOfCase: statement('select * from case_fact where case_id = $1'),
  conflict: statement('select * from conflict where id = $1'),
  factsOfReferral: statement(
    'select f.* from referral_origin o join case_fact f on f.case_id = o.case_id where o.referral_id = $1',
  ),
  note: statement('select * from note where id = $1'),
  caseOfNote: statement('select c.* from note x join case_file c on c.id = x.case_id where x.id = $1'),
  task: statement('select * from task where id = $1'),
  caseOfTask: statement('select c.* from task x join case_file c on c.id = x.case_id where x.id = $1'),
  file: statement('select * from file where id = $1'),
  upload: statement(
    'select u.media_type, u.size, exists (select 1 from file f where f.upload_id = u.id) as is_attached from file_upload u where u.id = $1',
  ),
  siblings:
    statement(`select r.id, o.need_id, r.offer_id, r.service, r.receiver_organisation_id, r.receiver_site_id, r.state, r.next_due_at, r.next_due_kind, r.shared_items
    from referral_origin o join referral r on r.id = o.referral_id where o.case_id = $1`),
  offer:
    statement(`select f.*, g.state as organisation_state, g.family as organisation_family, g.unit_kind as organisation_unit_kind, g.names as organisation_names, g.protocol_signed_on
    from offer f join organisation g on g.id = f.organisation_id where f.id = $1`),
  directoryRights: statement(
    'select me_checks_offers() as checks, me_keeps_directory() as keeps where $1::text is not null',
  ),
  offersOf: statement(
    `select id, organisation_id from offer where organisation_id = $1 and state in ('published', 'stale', 'hidden') order by id limit 100`,
  ),
  suggestion: statement('select * from directory_suggestion where id = $1'),
  ownSite:
    statement(`select s.*, p.site_id is not null as has_private from site s left join site_private p on p.site_id = s.id
    where s.id = $1 and s.organisation_id = me_organisation()`),
  site: statement(
    'select id, organisation_id, place_code, code_prefix, confidential from site where id = $1',
  ),
  organisation: statement('select id, state, unit_kind, protocol_signed_on from organisation where id = $1'),
  referral: statement(`select r.*, g.names as receiver_names, s.place_code as sender_place from referral r
    join organisation g on g.id = r.receiver_organisation_id join site s on s.id = r.site_id where r.id = $1`),
  origin: statement('select * from referral_origin where referral_id = $1'),
  // Whatever a decision on a referral needs of its case is the case that touching the referral has locked.
  caseOfReferral: statement('select * from case_file where id = me_case() and me_referral() = $1'),
  personOfReferral: statement(
    'select p.* from case_file c join person p on p.id = c.person_id where c.id = me_case() and me_referral() = $1',
  ),
  needOfReferral: statement(
    'select n.* from referral_origin o join need n on n.id = o.need_id where o.referral_id = $1',
  ),
  needsOfReferral: statement('select * from need where case_id = me_case() and me_referral() = $1'),
  membersOfReferral: statement('select * from case_member where case_id = me_case() and me_referral() = $1'),
  consentsOfReferral: statement('select * from consent where case_id = me_case() and me_referral() = $1'),
  withdrawalsOfReferral: statement(
    'select * from consent_withdrawal where case_id = me_case() and me_referral() = $1',
  ),
  siblingsOfReferral:
    statement(`select r.id, o.need_id, r.offer_id, r.service, r.receiver_organisation_id, r.receiver_site_id, r.state, r.next_due_at, r.next_due_kind, r.shared_items
    from referral_origin o join referral r on r.id = o.referral_id where o.case_id = me_case() and me_referral() = $1`),
  offerOfReferral:
    statement(`select f.*, g.state as organisation_state, g.family as organisation_family, g.unit_kind as organisation_unit_kind, g.names as organisation_names, g.protocol_signed_on
    from referral r join offer f on f.id = r.offer_id join organisation g on g.id = f.organisation_id where r.id = $1`),
  link: statement('select * from referral_link where id = $1'),
  device:
    statement(`select id, account_id, organisation_id, site_id, name, kind, enrolled_at, revoked_at, revoked_by, wiped_at, last_n,
      app_version, last_seen_at, lease_until, counters from device where id = $1`),
  linksOfReferral: statement(
    'select * from referral_link where referral_id = $1 and used_at is null and revoked_at is null',
  ),
  account: statement('select * from account where id = $1'),
  accountRoles: statement('select role, site_id from account_role where account_id = $1'),
  accountCases: statement(
    'select coalesce(sum(open_cases), 0)::integer as open_cases from caseload_of_organisation() where account_id = $1',
  ),
}

type Loader<K extends KnowledgeKey> = (
  tx: Transaction,
  id: string,
  reference: Reference,
) => Promise<Knowledge[K]>

async function one<T>(tx: Transaction, query: Statement, id: string): Promise<T | undefined> {
  const row = await tx.row<object>(query, [id])
  return row === undefined ? undefined : camel<T>(row)
}
async function all<T>(tx: Transaction, query: Statement, id: string): Promise<T[]> {
  return (await tx.rows<object>(query, [id])).map((row) => camel<T>(row))
}
async function withCase<T>(
  tx: Transaction,
  query: Statement,
  caseQuery: Statement,
  id: string,
): Promise<(T & { case: CaseRow }) | undefined> {
  const [row, file] = await Promise.all([one<T>(tx, query, id), one<CaseRow>(tx, caseQuery, id)])
  return row === undefined || file === undefined ? undefined : { ...row, case: file }
}
type Row<K extends KnowledgeKey> =
  NonNullable<Knowledge[K]> extends readonly (infer R)[] ? R : NonNullable<Knowledge[K]>
async function consents(
  tx: Transaction,
  given: Statement,
  withdrawn: Statement,
  id: string,
): Promise<Row<'consents'>[]> {
  const [rows, ends] = await Promise.all([
    all<Omit<Row<'consents'>, 'withdrawal'>>(tx, given, id),
    all<NonNullable<Row<'consents'>['withdrawal']>>(tx, withdrawn, id),
  ])
  return rows.map((row) => ({ ...row, withdrawal: ends.find((end) => end.consentId === row.id) ?? null }))
}

const loaders: { readonly [K in Exclude<KnowledgeKey, 'reference'>]: Loader<K> } = {
  case: (tx, id) => one(tx, sql.case, id),
  person: (tx, id) => one(tx, sql.person, id),
  members: (tx, id) => all(tx, sql.members, id),
  needs: (tx, id) => all(tx, sql.needs, id),
  need: (tx, id) => withCase(tx, sql.need, sql.caseOfNeed, id),
  consents: (tx, id) => consents(tx, sql.consents, sql.withdrawals, id),
  consent: async (tx, id) => {
    const [row, withdrawal] = await Promise.all([
      withCase<Omit<Row<'consents'>, 'withdrawal'>>(tx, sql.consent, sql.caseOfConsent, id),
      one<NonNullable<Row<'consents'>['withdrawal']>>(tx, sql.withdrawal, id),
    ])
    return row === undefined ? undefined : { ...row, withdrawal: withdrawal ?? null }
  },
  aroundConsent: async (tx, id) => {
    const [given, siblings, needs] = await Promise.all([
      consents(tx, sql.consentsOfConsent, sql.withdrawalsOfConsent, id),
      all<Row<'siblings'>>(tx, sql.siblingsOfConsent, id),
      all<Row<'needs'>>(tx, sql.needsOfConsent, id),
    ])
    return { consents: given, siblings, needs }
  },
  override: (tx, id) => one(tx, sql.override, id),
  stopsOfReferral: (tx, id) => all(tx, sql.stopsOfReferral, id),
  factsOfCase: (tx, id) => one(tx, sql.factsOfCase, id),
  conflict: (tx, id) => one(tx, sql.conflict, id),
  note: (tx, id) => withCase(tx, sql.note, sql.caseOfNote, id),
  task: (tx, id) => withCase(tx, sql.task, sql.caseOfTask, id),
  file: (tx, id) => one(tx, sql.file, id),
  upload: (tx, id) => one(tx, sql.upload, id),
  siblings: (tx, id) => all(tx, sql.siblings, id),
  offer: (tx, id) => one(tx, sql.offer, id),
  site: (tx, id) => one(tx, sql.site, id),
  directoryRights: (tx, id) => one(tx, sql.directoryRights, id),
  offersOf: (tx, id) => all(tx, sql.offersOf, id),
  suggestion: (tx, id) => one(tx, sql.suggestion, id),
  ownSite: (tx, id) => one(tx, sql.ownSite, id),
  organisation: (tx, id) => one(tx, sql.organisation, id),
  conference: loadConference,
  delegation: loadDelegation,
  delegationsOf: loadDelegationsOf,
  otherDelegationsOf: loadDelegationsOf,
  otherAccount: (tx, id, reference) => loaders.account(tx, id, reference),
  referral: async (tx, id, reference) => {
    const [row, origin] = await Promise.all([
      one<
        Row<'referral'>['referral'] & { receiverNames: Row<'referral'>['receiverNames']; senderPlace: string }
      >(tx, sql.referral, id),
      one<NonNullable<Row<'referral'>['origin']>>(tx, sql.origin, id),
    ])
    if (row === undefined) return undefined
    const { receiverNames, senderPlace, ...referral } = row
    return {
      referral,
      origin,
      receiverNames,
      senderGovernorate: reference.ancestors(senderPlace).at(-1) ?? senderPlace,
    }
  },
  sending: async (tx, id) => {
    const [file, person, need, members, needs, facts] = await Promise.all([
      one<CaseRow>(tx, sql.caseOfReferral, id),
      one<Row<'person'>>(tx, sql.personOfReferral, id),
      one<Row<'needs'>>(tx, sql.needOfReferral, id),
      all<Row<'members'>>(tx, sql.membersOfReferral, id),
      all<Row<'needs'>>(tx, sql.needsOfReferral, id),
      one<Row<'factsOfCase'>>(tx, sql.factsOfReferral, id),
    ])
    return file === undefined || person === undefined || need === undefined
      ? undefined
      : { case: file, person, need, members, needs, facts }
  },
  consentsOfReferral: (tx, id) => consents(tx, sql.consentsOfReferral, sql.withdrawalsOfReferral, id),
  siblingsOfReferral: (tx, id) => all(tx, sql.siblingsOfReferral, id),
  offerOfReferral: (tx, id) => one(tx, sql.offerOfReferral, id),
  link: (tx, id) => one(tx, sql.link, id),
  device: (tx, id) => one(tx, sql.device, id),
  linksOfReferral: (tx, id) => all(tx, sql.linksOfReferral, id),
  account: async (tx, id) => {
    const [account, roles, cases] = await Promise.all([
      one<Omit<Row<'account'>, 'roles' | 'openCases'>>(tx, sql.account, id),
      all<Row<'account'>['roles'][number]>(tx, sql.accountRoles, id),
      one<{ openCases: number }>(tx, sql.accountCases, id),
    ])
    return account === undefined ? undefined : { ...account, roles, openCases: cases?.openCases ?? 0 }
  },
  ...vaultLoaders,
  ...deskLoaders,
  informationOf: (tx, id) => all(tx, sql.informationOf, id),
  keepsInformation: async (tx) => (await tx.row<{ keeps: boolean }>(sql.keepsInformation))?.keeps === true,
  ...organisationLoaders,
}

/** Looks up, all at once, what an action needs before it decides. Out of sight is absent: the policies decide, not this. */
export async function lookUp(
  tx: Transaction,
  needs: { readonly [key: string]: true | ((input: never) => string | undefined) },
  input: unknown,
  reference: Reference,
): Promise<Partial<Knowledge>> {
  const entries = await Promise.all(
    Object.entries(needs).map(async ([key, argument]) => {
      if (key === 'reference' || argument === true) return [key, reference] as const
      const id = (argument as (input: unknown) => string | undefined)(input)
      const load = loaders[key as Exclude<KnowledgeKey, 'reference'>]
      return [key, id === undefined ? undefined : await load(tx, id, reference)] as const
    }),
  )
  return Object.fromEntries(entries) as Partial<Knowledge>
}
