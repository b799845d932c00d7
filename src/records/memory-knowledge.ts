import { answeringRoles } from '../permissions/roles.ts'
import { hasRole, type Who } from '../permissions/who.ts'
import type {
  ConsentKnown,
  Knowledge,
  KnowledgeKey,
  OfferKnown,
  Reference,
  ReferralKnown,
  SiblingReferral,
  SiteKnown,
} from './knowledge.ts'
import type { BeneathCase, Kept, MemoryTables } from './memory-tables.ts'
import type { CaseRow, Id } from './rows.ts'
import type { OrganisationKnowledge } from './organisation-knowledge.ts'
import type { DeskKnowledge } from './desk-knowledge.ts'
import type { InformationKnowledge } from './information-knowledge.ts'
import type { VaultKnowledge } from './vault-knowledge.ts'

export interface OrganisationKnown {
  readonly id: Id
  readonly state: string
  readonly family: string
  readonly unitKind: string
  readonly names: { readonly [locale: string]: string }
  readonly protocolSignedOn: string | null
}
/** What stands around the records and is not changed by actions. */
export interface Surroundings {
  readonly reference: Reference
  readonly organisations: readonly OrganisationKnown[]
  readonly sites: readonly SiteKnown[]
  /** Offers that are kept elsewhere; else the rows of the table answer. */
  readonly offer?: ((id: Id) => OfferKnown | undefined) | undefined
  /** Where only what its reader may see was ever put in (a device): else the row policies are worked out again. */
  readonly isSeen?: ((file: CaseRow) => boolean) | undefined
}
/** Protected content is never held in memory of a device: nothing is known of it here. */
export type Loaders = {
  readonly [K in Exclude<
    KnowledgeKey,
    | 'reference'
    | keyof VaultKnowledge
    | keyof DeskKnowledge
    | keyof InformationKnowledge
    | keyof OrganisationKnowledge
  >]: (who: Who, id: Id) => Knowledge[K]
}

/** What somebody may know of records in memory: the sight of the row policies, the answers of the look-ups. */
export function knowledgeIn(
  { row, rows, ofCase, rolesOf }: MemoryTables,
  { reference, organisations, sites, offer: keptOffer, isSeen }: Surroundings,
): Loaders {
  const organisationOf = new Map(organisations.map((organisation) => [organisation.id, organisation]))
  const siteOf = new Map(sites.map((site) => [site.id, site]))

  // Sight, as the row policies have it.
  const seesCase = (who: Who, file: CaseRow | undefined): file is CaseRow =>
    file !== undefined &&
    file.organisationId === who.organisationId &&
    (isSeen?.(file) ?? (file.officerId === who.accountId || who.supervisedSites.includes(file.siteId)))
  const caseFor = (who: Who, id: Id | undefined): CaseRow | undefined => {
    const file = row('case_file', id)
    return seesCase(who, file) ? file : undefined
  }
  const beneath = <T extends BeneathCase>(who: Who, name: T, caseId: Id): Kept<T>[] =>
    caseFor(who, caseId) ? ofCase(name, caseId) : []
  const originFor = (who: Who, referralId: Id) => {
    const origin = row('referral_origin', referralId)
    return origin && caseFor(who, origin.caseId) ? origin : undefined
  }
  const referralFor = (who: Who, id: Id) => {
    const referral = row('referral', id)
    if (!referral) return undefined
    const sends =
      referral.organisationId === who.organisationId &&
      (referral.officerId === who.accountId ||
        who.supervisedSites.includes(referral.siteId) ||
        originFor(who, id) !== undefined)
    const receives =
      referral.receiverOrganisationId === who.organisationId &&
      hasRole(who, ...answeringRoles) &&
      referral.sentAt !== null &&
      referral.state !== 'draft' &&
      referral.state !== 'entered_in_error' &&
      who.sites.includes(referral.receiverSiteId)
    return sends || receives ? referral : undefined
  }

  // Knowledge, key by key as in knowledge.store.ts.
  const withCase = <T extends 'need' | 'note' | 'task' | 'consent'>(who: Who, name: T, id: Id) => {
    const found = row(name, id)
    const file = found && caseFor(who, found.caseId)
    return found && file ? { ...found, case: file } : undefined
  }
  const consents = (who: Who, caseId: Id): ConsentKnown[] =>
    beneath(who, 'consent', caseId).map((consent) => ({
      ...consent,
      withdrawal: row('consent_withdrawal', consent.id) ?? null,
    }))
  const siblings = (who: Who, caseId: Id): SiblingReferral[] =>
    beneath(who, 'referral_origin', caseId).flatMap(({ referralId, needId }) => {
      const referral = row('referral', referralId)
      if (!referral) return []
      const { id, offerId, service, receiverOrganisationId, receiverSiteId, state } = referral
      const { nextDueAt, nextDueKind, sharedItems } = referral
      const receiver = { receiverOrganisationId, receiverSiteId }
      return [{ id, needId, offerId, service, ...receiver, state, nextDueAt, nextDueKind, sharedItems }]
    })
  const needs = (who: Who, caseId: Id) =>
    beneath(who, 'need', caseId).sort(
      (one, other) => one.priority - other.priority || (one.enteredAt < other.enteredAt ? -1 : 1),
    )
  const offer = (id: Id | undefined): OfferKnown | undefined => {
    if (keptOffer) return id === undefined ? undefined : keptOffer(id)
    const found = row('offer', id)
    const organisation = found && organisationOf.get(found.organisationId)
    if (!found || !organisation) return undefined
    const { state, family, unitKind, names, protocolSignedOn } = organisation
    return {
      ...found,
      organisationState: state,
      organisationFamily: family,
      organisationUnitKind: unitKind,
      organisationNames: names,
      protocolSignedOn,
    }
  }
  const caseOf = (who: Who, referralId: Id): Id => originFor(who, referralId)?.caseId ?? ''
  const loaders: Loaders = {
    case: caseFor,
    person: (who, id) => row('person', caseFor(who, id)?.personId),
    members: (who, id) => beneath(who, 'case_member', id),
    needs,
    need: (who, id) => withCase(who, 'need', id),
    consents,
    consent: (who, id) => {
      const found = withCase(who, 'consent', id)
      return found && { ...found, withdrawal: row('consent_withdrawal', id) ?? null }
    },
    aroundConsent: (who, id) => {
      const caseId = row('consent', id)?.caseId ?? ''
      return { consents: consents(who, caseId), siblings: siblings(who, caseId), needs: needs(who, caseId) }
    },
    override: (who, id) => {
      const found = row('consent_override', id)
      return found && caseFor(who, found.caseId) ? found : undefined
    },
    stopsOfReferral: (who, id) =>
      referralFor(who, id) ? rows('sharing_stop').filter(({ referralId }) => referralId === id) : [],
    factsOfCase: (who, id) => beneath(who, 'case_fact', id)[0],
    conflict: (who, id) => {
      const found = row('conflict', id)
      return found && caseFor(who, found.caseId) ? found : undefined
    },
    note: (who, id) => withCase(who, 'note', id),
    task: (who, id) => withCase(who, 'task', id),
    file: (who, id) => {
      const found = row('file', id)
      return found && caseFor(who, found.caseId) ? found : undefined
    },
    // bytes never lie in memory
    upload: () => undefined,
    siblings,
    offer: (_, id) => offer(id),
    site: (_, id) => siteOf.get(id),
    organisation: (_, id) => organisationOf.get(id),
    // held in offices, not on devices: no record in memory has one
    directoryRights: () => undefined,
    offersOf: () => [],
    suggestion: () => undefined,
    ownSite: () => undefined,
    conference: () => undefined,
    delegation: () => undefined,
    delegationsOf: () => [],
    otherDelegationsOf: () => [],
    otherAccount: () => undefined,
    referral: (who, id): ReferralKnown | undefined => {
      const referral = referralFor(who, id)
      const place = referral && siteOf.get(referral.siteId)?.placeCode
      if (!referral || place === undefined) return undefined
      return {
        referral,
        origin: originFor(who, id),
        receiverNames: organisationOf.get(referral.receiverOrganisationId)?.names ?? {},
        senderGovernorate: reference.ancestors(place).at(-1) ?? place,
      }
    },
    sending: (who, id) => {
      const origin = originFor(who, id)
      const [file, person, need] = [
        caseFor(who, origin?.caseId),
        row('person', origin?.personId),
        row('need', origin?.needId),
      ]
      return file && person && need
        ? {
            case: file,
            person,
            need,
            members: beneath(who, 'case_member', file.id),
            needs: needs(who, file.id),
            facts: beneath(who, 'case_fact', file.id)[0],
          }
        : undefined
    },
    consentsOfReferral: (who, id) => consents(who, caseOf(who, id)),
    siblingsOfReferral: (who, id) => siblings(who, caseOf(who, id)),
    offerOfReferral: (who, id) => offer(referralFor(who, id)?.offerId),
    link: (who, id) => {
      const link = row('referral_link', id)
      return link?.organisationId === who.organisationId ? link : undefined
    },
    device: (who, id) => {
      const device = row('device', id)
      return device?.accountId === who.accountId ? device : undefined
    },
    linksOfReferral: (who, id) =>
      rows('referral_link').filter(
        (link) =>
          link.referralId === id &&
          link.organisationId === who.organisationId &&
          link.usedAt === null &&
          link.revokedAt === null,
      ),
    account: (who, id) => {
      const account = row('account', id)
      if (account?.organisationId !== who.organisationId) return undefined
      return {
        ...account,
        roles: rolesOf(id).map(({ role, siteId }) => ({ role, siteId })),
        openCases: openCasesOf(who, id),
      }
    },
  }
  const openCasesOf = (who: Who, accountId: Id): number =>
    rows('case_file').filter(
      (file) =>
        file.organisationId === who.organisationId &&
        file.officerId === accountId &&
        file.closedAt === null &&
        (hasRole(who, 'system_admin') || who.supervisedSites.includes(file.siteId)),
    ).length

  return loaders
}
