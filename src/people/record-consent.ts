import * as z from 'zod/mini'
import { action, type Change, type Circumstances } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import {
  caseEvent,
  choiceOrRefuse,
  openCaseOrRefuse,
  pastOrRefuse,
  programmeOf,
} from '../cases/case-rules.ts'
import type { Programme } from '../programmes/programme.ts'
import { choicesOf, consentMonths } from '../programmes/rules.ts'
import type { CaseRow, PersonRow } from '../records/rows.ts'
import { consentExpiry, consentHowsFor, isGuardianHow, mayConsentAlone } from './consent.ts'
import {
  assents,
  forms,
  givers,
  guardianRelations,
  interpreterModes,
  nothingMore,
  presences,
  spokenVersion,
  waysOfAsking,
  writtenForms,
} from './consent-facts.ts'
import { type AgeRule, ageRulesFor, consentRules, furtherPurpose } from './consent-rules.ts'

const input = z.strictObject({
  consentId: id,
  caseId: id,
  organisationId: id,
  items: z.array(code).check(z.maxLength(40)),
  purpose: code,
  how: code,
  language: z.optional(code),
  interpreterPresent: z.optional(z.boolean()),
  interpreterCode: z.optional(code),
  interpreterMode: z.optional(z.enum(interpreterModes)),
  givenOn: z.optional(day),
  /** Who said yes; a guardian, and as what of the child. */
  givenBy: z.optional(z.enum(givers)),
  guardianRelation: z.optional(z.enum(guardianRelations)),
  /** Which rule for children holds, where band and year of birth leave more than one open. */
  ageRule: z.optional(code),
  assent: z.optional(z.enum(assents)),
  form: z.optional(z.enum(forms)),
  present: z.optional(z.array(z.enum(presences)).check(z.maxLength(presences.length))),
  askedHow: z.optional(z.enum(waysOfAsking)),
  understood: z.optional(z.boolean()),
  textVersion: z.optional(z.int().check(z.gte(1), z.lte(spokenVersion))),
  /** What this recipient must not get by any consent. */
  hiddenItems: z.optional(z.array(code).check(z.maxLength(40))),
  /** Purposes that were asked in the same breath and not agreed to; nothing is blocked by them. */
  declined: z.optional(z.array(code).check(z.maxLength(10))),
  /** Further purposes agreed to in the same breath, each a consent of its own. */
  also: z.optional(z.array(z.strictObject({ consentId: id, purpose: code })).check(z.maxLength(10))),
})
type Input = z.infer<typeof input>

/**
 * For this organisation by name, these items, this purpose; nothing is general (DP-10 to DP-12, DP-16). What is not said
 * about how it was asked stays `not_recorded`; what is said must be right for the age (DP-64).
 */
export const recordConsent = action({
  name: 'consent.record',
  input,
  root: { kind: 'case', id: ({ caseId }: Input) => caseId },
  needs: {
    reference: true,
    case: ({ caseId }: Input) => caseId,
    person: ({ caseId }: Input) => caseId,
    organisation: ({ organisationId }: Input) => organisationId,
  },
  decide({ reference, case: known, person, organisation }, given, circumstances) {
    const { who, now, today } = circumstances
    const file = openCaseOrRefuse(known)
    if (!organisation || organisation.state !== 'active')
      refuse('consent.recipient_unknown', { organisationId: given.organisationId })
    const programme = programmeOf(reference, file)
    const items = itemsOrRefuse(programme, given)
    const purposes = [given, ...(given.also ?? [])]
    for (const { purpose } of purposes) purposeOrRefuse(programme, purpose)
    for (const purpose of given.declined ?? []) purposeOrRefuse(programme, purpose)
    choiceOrRefuse(programme, 'consentHow', given.how, 'how')
    const rule = ageRuleOrRefuse(file, person, given, today)
    howOrRefuse(programme, file, given, rule)
    if (given.understood === false) refuse('consent.not_understood')
    const language =
      given.language === undefined
        ? file.language
        : choiceOrRefuse(programme, 'language', given.language, 'language')
    const givenOn = pastOrRefuse(given.givenOn ?? today, today, 'givenOn')
    const common = {
      ...howGiven(given, rule),
      caseId: file.id,
      organisationId: file.organisationId,
      recipientId: organisation.id,
      how: given.how,
      language,
      givenOn,
      enteredAt: now,
      enteredBy: who.accountId,
    }
    const lines = purposes.map(({ consentId, purpose }, place) => ({
      ...common,
      id: consentId,
      purpose,
      items: place === 0 ? items : itemsOfTick(purpose, items),
      expiresOn: consentExpiry(
        givenOn,
        consentMonths(programme, purpose) ?? furtherPurpose(purpose)?.validMonths,
      ),
    }))
    return {
      changes: lines.flatMap((row): Change[] => [
        { op: 'insert', table: 'consent', row },
        givenEvent(file, row, circumstances),
      ]),
      result: { consentId: given.consentId, expiresOn: lines[0]?.expiresOn },
      audit: { recipientId: organisation.id, purpose: given.purpose, lines: lines.length },
    }
  },
})

interface Line {
  readonly id: string
  readonly recipientId: string
  readonly purpose: string
  readonly items: string[]
  readonly how: string
  readonly givenOn: string
  readonly expiresOn: string
}

function givenEvent(file: CaseRow, row: Line, circumstances: Circumstances): Change {
  const { id, recipientId, purpose, items, how, givenOn, expiresOn } = row
  return caseEvent(file, circumstances, 'consent.record', {
    ref: id,
    happenedOn: givenOn,
    detail: { recipientId, purpose, items, how, expiresOn },
  })
}

function itemsOrRefuse(programme: Programme, { items: given, hiddenItems = [] }: Input): string[] {
  const items = [...new Set(given)]
  if (items.length === 0)
    refuse('consent.items_empty', { allowed: choicesOf(programme, 'consentItem').map((item) => item.code) })
  for (const item of items) choiceOrRefuse(programme, 'consentItem', item, 'items')
  for (const item of hiddenItems) choiceOrRefuse(programme, 'consentItem', item, 'hiddenItems')
  const both = hiddenItems.filter((item) => items.includes(item))
  if (both.length > 0) refuse('input.invalid', { field: 'hiddenItems', problem: 'also_given', items: both })
  return items
}

function itemsOfTick(purpose: string, otherwise: string[]): string[] {
  return consentRules.ticks.find((tick) => tick.purpose === purpose)?.items ?? otherwise
}

function purposeOrRefuse(programme: Programme, purpose: string): void {
  if (furtherPurpose(purpose) === undefined) choiceOrRefuse(programme, 'purpose', purpose, 'purpose')
}

/** The rule that holds; undefined for a grown person, and where nobody said which of several. */
function ageRuleOrRefuse(
  { ageBand }: CaseRow,
  person: PersonRow | undefined,
  { ageRule }: Input,
  today: string,
): AgeRule | undefined {
  const open = ageRulesFor(ageBand, person?.birthYear, Number(today.slice(0, 4)))
  if (ageRule === undefined) return open.length === 1 ? open[0] : undefined
  return (
    open.find(({ code }) => code === ageRule) ??
    refuse('input.invalid', {
      field: 'ageRule',
      problem: 'not_in_list',
      allowed: open.map(({ code }) => code),
    })
  )
}

/** A child never alone before its time, a grown person never under somebody; in the form the age asks for. */
function howOrRefuse(
  programme: Programme,
  { ageBand }: CaseRow,
  given: Input,
  rule: AgeRule | undefined,
): void {
  const hows = choicesOf(programme, 'consentHow').map(({ code }) => code)
  const open = consentHowsFor(ageBand, hows)
  if (mayConsentAlone(rule?.code)) open.push(...writtenForms.filter((form) => hows.includes(form)))
  if (!open.includes(given.how)) refuse('consent.guardian_needed', { field: 'how', allowed: open })
  if (!rule) return
  const byGuardian = isGuardianHow(given.how)
  const { form, assent } = given
  if (
    byGuardian &&
    rule.guardian === 'consents_in_writing' &&
    form !== undefined &&
    !writtenForms.includes(form)
  )
    refuse('consent.form_needed', { field: 'form', allowed: writtenForms })
  const needed = neededAssent(rule)
  if (byGuardian && assent !== undefined && needed.length > 0 && !needed.includes(assent))
    refuse('consent.assent_needed', { field: 'assent', ageRule: rule.code, allowed: needed })
}

/** How a child of this age says yes beside its guardian; nothing where it is too small to be asked. */
export function neededAssent({ child }: AgeRule): readonly string[] {
  if (child === 'none') return []
  return child === 'assents_orally' ? ['oral', 'written'] : ['written']
}

function howGiven(given: Input, rule: AgeRule | undefined) {
  const form = given.form ?? forms.find((one) => one === given.how)
  return {
    ...nothingMore,
    givenBy: given.givenBy ?? (isGuardianHow(given.how) ? 'guardian' : 'person'),
    guardianRelation: given.guardianRelation ?? null,
    ageRule: rule?.code ?? null,
    assent: given.assent ?? nothingMore.assent,
    form: form ?? nothingMore.form,
    present: given.present ?? null,
    askedHow: given.askedHow ?? nothingMore.askedHow,
    understood: given.understood ?? null,
    interpreterPresent: given.interpreterPresent ?? given.interpreterMode !== undefined,
    interpreterCode: given.interpreterCode ?? null,
    interpreterMode: given.interpreterMode ?? null,
    hiddenItems: given.hiddenItems ?? [],
    declined: given.declined ?? [],
    textVersion: given.textVersion ?? 0,
  }
}
