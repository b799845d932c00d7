import * as z from 'zod/mini'
import { code, id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import { dayOf } from '../places/calendar.ts'
import type { ConsentsAnswer } from '../records/answers.ts'
import { Content, type Route, route } from '../server/route.ts'
import { checkConsentRules } from './consent-rules-form.ts'
import { ageRulesFor, consentRules } from './consent-rules.ts'
import { readLedger, readRecording } from './consents.store.ts'

checkConsentRules(consentRules)

const ledger = route({
  method: 'GET',
  path: '/api/cases/:id/consents',
  permission: caseRoles,
  summary: 'Everything the consents of a case say of themselves, and what was shared without consent',
  params: z.strictObject({ id }),
  async answer({ params, read, house }): Promise<ConsentsAnswer> {
    const { result } = await read((tx) => readLedger(tx, params.id))
    if (!result) return refuse('case.not_found')
    const { ageBand, birthYear, ...shown } = result
    const year = Number(dayOf(house.now(), house.reference.calendarOf(null)).slice(0, 4))
    return { ...shown, ageRules: ageRulesFor(ageBand, birthYear, year) }
  },
})

const recording = route({
  method: 'GET',
  path: '/api/consent-recordings/:textVersion/:part/:language',
  permission: caseRoles,
  summary: 'A part of the spoken text as somebody read it',
  params: z.strictObject({ textVersion: z.string().check(z.regex(/^\d{1,3}$/)), part: code, language: code }),
  async answer({ params, read }): Promise<Content> {
    const { textVersion, part, language } = params
    const { result } = await read((tx) =>
      readRecording(tx, { textVersion: Number(textVersion), part, language }),
    )
    if (!result) return refuse('request.not_found')
    return new Content(result.content, result.mediaType)
  },
})

export const consentRoutes: readonly Route[] = [ledger, recording]
