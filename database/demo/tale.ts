import type { Permission } from '../../src/permissions/permissions.ts'
import type { OfferRow } from '../../src/records/rows.ts'
import { service as serviceOf } from '../../src/services/taxonomy.ts'
import type { Cast } from './cast.ts'
import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import texts from './data/texts.json' with { type: 'json' }
import wantedServices from './data/wanted.json' with { type: 'json' }
import type { DemoSite } from './directory.ts'
import type { DemoPerson } from './people.ts'
import type { Sight, Step } from './script.ts'

type Urgency = 'U0' | 'U1' | 'U2' | 'U3'

/** What happens to one case, step by step; `schedule` gives the steps their times. */
export interface Tale {
  readonly chance: Chance
  readonly clock: Clock
  readonly cast: Cast
  readonly officer: string
  readonly site: DemoSite
  readonly person: DemoPerson
  readonly caseId: string
  readonly urgency: Urgency
  readonly steps: Step[]
  /** A fresh id of about the time of the tale. */
  id(): string
}

/** One referral on its way: its own ids and who answers. */
export interface Try {
  readonly referralId: string
  readonly needId: string
  readonly offer: OfferRow
  readonly provider: string | undefined
}

type Input = object | ((sight: Sight) => object | undefined)

export function step(
  tale: Tale,
  name: Permission,
  gap: number,
  input: Input,
  more: { by?: string | undefined; tag?: string } = {},
): void {
  tale.steps.push({
    by: more.by ?? tale.officer,
    name,
    gap,
    input: typeof input === 'function' ? (input as Step['input']) : () => input,
    tag: more.tag,
  })
}

const later = (tale: Tale, from: number, to: number): number => from + tale.chance.next() * (to - from)
/** Minutes between two things done in one visit. */
export const soon = 0.15
/** Some hours, within a day or two. */
export const hours = (tale: Tale): number => later(tale, 2, 20)
export const days = (tale: Tale, from: number, to: number): number => later(tale, from, to) * 24

const localeOf = ({ cast, officer }: Tale): 'ar' | 'ckb' | 'kmr' | 'en' =>
  cast.account(officer).locale as 'ar'

/** First visit: seven fields and a name, the consent to open a file, a note. `paper`: days between the visit and writing it down. */
export function visit(tale: Tale, { paper = 0 }: { readonly paper?: number } = {}): void {
  const { chance, person, caseId, site, urgency } = tale
  const { members, ...told } = person
  const personId = tale.id()
  const household = members.map((member) => ({ memberId: tale.id(), ...member }))
  step(
    tale,
    'case.open',
    0,
    (sight) => ({
      caseId,
      personId,
      siteId: site.id,
      openedOn: sight.dayAfter(-paper),
      ...told,
      ...(household.length > 0 ? { members: household } : {}),
      ...(urgency === 'U3' ? {} : { urgency, urgencyReason: chanceReason(urgency) }),
    }),
    { tag: 'open' },
  )
  step(tale, 'consent.record', soon, {
    consentId: tale.id(),
    caseId,
    organisationId: site.organisationId,
    items: ['name', 'needs_summary', 'safe_contact'],
    purpose: 'open_file',
    how: howOf(tale),
  })
  if (chance.odds(0.6)) note(tale, soon)
}

function chanceReason(urgency: Urgency): string {
  return { U0: 'life_or_safety_now', U1: 'losing_home', U2: 'document_deadline', U3: 'other' }[urgency]
}
const howOf = ({ person, chance }: Tale): string =>
  person.ageBand === '12-17'
    ? 'child_and_guardian'
    : chance.weighted({ spoken: 55, signature: 30, thumbprint: 10, spoken_with_witness: 5 })

export function note(tale: Tale, gap: number, kind = 'observation'): void {
  step(tale, 'note.add', gap, {
    noteId: tale.id(),
    caseId: tale.caseId,
    kind,
    text: tale.chance.pick(texts.notes[localeOf(tale)]),
  })
}

export function move(tale: Tale, to: string, gap = soon, by?: string): void {
  step(tale, 'case.move', gap, { caseId: tale.caseId, to }, { by })
}

/** Screening and assessment, up to the agreed plan. */
export function assess(
  tale: Tale,
  until: 'screened' | 'open_assessment' | 'plan_agreed' = 'plan_agreed',
): void {
  move(tale, 'screened')
  if (until === 'screened') return
  move(tale, 'open_assessment', tale.chance.odds(0.6) ? soon : hours(tale))
  if (until === 'open_assessment') return
  move(tale, 'plan_agreed', tale.chance.odds(0.5) ? soon : hours(tale))
}

/** How often people ask for what. */
const wanted: Readonly<Record<string, number>> = wantedServices

/** A service this person asks for and somebody nearby offers. */
export function pickService(tale: Tale, among?: readonly string[]): string {
  const offered = tale.cast
    .servicesFor(tale.person, tale.site)
    .filter((code) => wanted[code] !== undefined && (among?.includes(code) ?? true))
  if (offered.length === 0) return 'INF.ACCOMP'
  return tale.chance.weighted(Object.fromEntries(offered.map((code) => [code, wanted[code] ?? 1])))
}

export function need(tale: Tale, service: string, gap = soon, priority = 1): string {
  const needId = tale.id()
  step(tale, 'need.record', gap, {
    needId,
    caseId: tale.caseId,
    service,
    severity: tale.chance.whole(2, 4),
    priority,
  })
  return needId
}

/** Consent for this receiver, and a draft. Answers nothing where nobody offers the service. */
export function draft(
  tale: Tale,
  needId: string,
  service: string,
  more: { previous?: Try; urgency?: Urgency | undefined; choice?: number; provider?: boolean } = {},
): Try | undefined {
  const { chance, caseId, person, cast } = tale
  const offers = cast
    .offersFor(service, person, tale.site)
    .filter(
      (offer) =>
        offer.organisationId !== more.previous?.offer.organisationId &&
        (more.provider !== false || cast.providerOf(offer) === undefined),
    )
  const offer = offers[Math.min(more.choice ?? (chance.odds(0.75) ? 0 : 1), offers.length - 1)]
  if (!offer) return undefined
  const callable = typeof person.contactSafety['phone'] === 'string'
  const sharedItems = [
    'name',
    ...(callable ? ['phone'] : []),
    ...(chance.odds(0.7) ? ['age'] : []),
    ...(chance.odds(0.5) ? ['sex'] : []),
    ...(chance.odds(0.5) ? ['needs_summary'] : []),
    ...(person.documentsHeld && chance.odds(0.5) ? ['documents'] : []),
    ...(chance.odds(0.25) ? ['household'] : []),
  ]
  const told = chance.odds(0.3)
  const items = [...new Set([...sharedItems, 'safe_contact', ...(told ? ['narrative'] : [])])]
  const referralId = tale.id()
  const urgency =
    more.urgency ??
    (tale.urgency === 'U3' ? (serviceOf(service)?.urgency === 'U2' ? 'U2' : 'U3') : tale.urgency)
  step(tale, 'consent.record', soon, {
    consentId: tale.id(),
    caseId,
    organisationId: offer.organisationId,
    items,
    purpose: 'referral',
    how: howOf(tale),
  })
  step(tale, 'referral.draft', soon, {
    referralId,
    caseId,
    needId,
    offerId: offer.id,
    urgency,
    sharedItems: told ? [...sharedItems, 'narrative'] : sharedItems,
    ...(told ? { narrative: chance.pick(texts.narratives[localeOf(tale)]) } : {}),
    ...(chance.odds(0.15)
      ? { accompaniment: chance.pick(['caseworker', 'relative', 'transport_needed']) }
      : {}),
    ...(more.previous ? { previousReferralId: more.previous.referralId } : {}),
  })
  return { referralId, needId, offer, provider: cast.providerOf(offer) }
}

/** Drafts and sends; the first sending moves the case on. */
export function send(
  tale: Tale,
  needId: string,
  service: string,
  more: Parameters<typeof draft>[3] = {},
): Try | undefined {
  const made = draft(tale, needId, service, more)
  if (!made) return undefined
  step(tale, 'referral.send', soon, { referralId: made.referralId }, { tag: `sent ${made.referralId}` })
  if (!tale.steps.some(({ name, tag }) => name === 'case.move' && tag === 'in_progress'))
    step(tale, 'case.move', soon, { caseId: tale.caseId, to: 'in_progress' }, { tag: 'in_progress' })
  return made
}

/** The provider's word: by its own account, else written down from the telephone. */
export function answer(
  tale: Tale,
  one: Try,
  name: Permission,
  gap: number,
  input: Input = {},
  tag?: string,
): void {
  const saidBy = tale.chance.pick(texts.sayers)
  const channel = tale.chance.weighted({ phone: 85, in_person: 10, paper: 5 })
  step(
    tale,
    name,
    gap,
    (sight) => {
      const given = typeof input === 'function' ? input(sight) : input
      return { referralId: one.referralId, ...given, ...(one.provider ? {} : { by: { saidBy, channel } }) }
    },
    { by: one.provider, ...(tag ? { tag } : {}) },
  )
}

/** The case stays open: contacts that came due are made, and the next one is planned. */
export function stayInTouch(tale: Tale, inDays = tale.chance.whole(1, 18)): void {
  const { clock, caseId } = tale
  step(tale, 'task.finish', soon, (sight) => finished(sight.task('contact', clock.at(3, 0)), 'reached'))
  const hour = tale.chance.whole(9, 13)
  step(tale, 'case.plan_contact', soon, { caseId, at: clock.at(inDays, hour) })
}
export function finished(taskId: string | undefined, result?: string): object | undefined {
  return taskId === undefined ? undefined : { taskId, ...(result ? { result } : {}) }
}

export { texts }
