import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { code, day, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import {
  caseEvent,
  choiceOrRefuse,
  openCaseOrRefuse,
  pastOrRefuse,
  programmeOf,
} from '../cases/case-rules.ts'
import { choicesOf, consentMonths } from '../programmes/rules.ts'
import { consentExpiry, consentHowsFor } from './consent.ts'

/** Version of the text that is read to the person before they agree. */
const textVersion = 1

/** For this organisation by name, these items, this purpose; nothing is general (DP-10 to DP-12, DP-16). */
export const recordConsent = action({
  name: 'consent.record',
  input: z.strictObject({
    consentId: id,
    caseId: id,
    organisationId: id,
    items: z.array(code).check(z.maxLength(40)),
    purpose: code,
    how: code,
    language: z.optional(code),
    interpreterPresent: z.optional(z.boolean()),
    givenOn: z.optional(day),
  }),
  root: { kind: 'case', id: ({ caseId }) => caseId },
  needs: {
    reference: true,
    case: ({ caseId }) => caseId,
    organisation: ({ organisationId }) => organisationId,
  },
  decide({ reference, case: known, organisation }, given, circumstances) {
    const { who, now, today } = circumstances
    const file = openCaseOrRefuse(known)
    if (!organisation || organisation.state !== 'active')
      refuse('consent.recipient_unknown', { organisationId: given.organisationId })
    const programme = programmeOf(reference, file)
    const items = [...new Set(given.items)]
    if (items.length === 0)
      refuse('consent.items_empty', { allowed: choicesOf(programme, 'consentItem').map((item) => item.code) })
    for (const item of items) choiceOrRefuse(programme, 'consentItem', item, 'items')
    choiceOrRefuse(programme, 'purpose', given.purpose, 'purpose')
    choiceOrRefuse(programme, 'consentHow', given.how, 'how')
    const open = consentHowsFor(
      file.ageBand,
      choicesOf(programme, 'consentHow').map((how) => how.code),
    )
    if (!open.includes(given.how)) refuse('consent.guardian_needed', { field: 'how', allowed: open })
    const language =
      given.language === undefined
        ? file.language
        : choiceOrRefuse(programme, 'language', given.language, 'language')
    const givenOn = pastOrRefuse(given.givenOn ?? today, today, 'givenOn')
    const expiresOn = consentExpiry(givenOn, consentMonths(programme, given.purpose))
    return {
      changes: [
        {
          op: 'insert',
          table: 'consent',
          row: {
            id: given.consentId,
            caseId: file.id,
            organisationId: file.organisationId,
            recipientId: organisation.id,
            purpose: given.purpose,
            items,
            how: given.how,
            language,
            interpreterPresent: given.interpreterPresent ?? false,
            givenOn,
            expiresOn,
            textVersion,
            enteredAt: now,
            enteredBy: who.accountId,
          },
        },
        caseEvent(file, circumstances, 'consent.record', {
          ref: given.consentId,
          happenedOn: givenOn,
          detail: { recipientId: organisation.id, purpose: given.purpose, items, how: given.how, expiresOn },
        }),
      ],
      result: { consentId: given.consentId, expiresOn },
      audit: { recipientId: organisation.id, purpose: given.purpose },
    }
  },
})
