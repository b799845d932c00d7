import * as z from 'zod/mini'
import { action, type Change } from '../../actions/action.ts'
import { codeRandomBytes, makeCode } from '../../basics/codes.ts'
import { code, day, id } from '../../basics/inputs.ts'
import { refuse } from '../../basics/refusal.ts'
import { text } from '../../basics/text.ts'
import { families, namesInput, urlInput, wordInput } from './application.ts'
import {
  moveOrRefuse,
  type OrganisationState,
  organisationStates,
  stepOrRefuse,
  stepResults,
  steps,
} from './organisation-states.ts'

/** For whom the code of an application begins: nobody's office. */
export const applicationPrefix = 'PR'

/** An organisation that the committee would like to have: with its code and word it applies on the public page. */
export const inviteOrganisation = action({
  name: 'organisation.invite',
  input: z.strictObject({
    organisationId: id,
    family: z.enum(families),
    names: z.strictObject(namesInput),
    /** Told to them with the code. */
    word: wordInput,
    note: z.optional(text(1000)),
  }),
  root: { kind: 'none' },
  needs: { sitsOnCommittee: () => 'me' },
  decide({ sitsOnCommittee }, input, { who, now, newId, random, hashWord }) {
    if (!sitsOnCommittee) refuse('organisation.no_committee')
    const spoken = makeCode(applicationPrefix, random(codeRandomBytes))
    const { organisationId, family } = input
    const { ar, ckb = ar, kmr = ar, en } = input.names
    const names = { ar, ckb, kmr, en }
    return {
      changes: [
        {
          op: 'insert',
          table: 'organisation',
          row: { id: organisationId, code: spoken, family, names, state: 'suggested', stateSince: now },
        },
        {
          op: 'insert',
          table: 'organisation_application',
          row: {
            organisationId,
            source: 'invited',
            code: spoken,
            wordHash: hashWord(input.word),
            invitedBy: who.accountId,
            at: now,
          },
        },
        {
          op: 'insert',
          table: 'organisation_event',
          row: {
            id: newId(),
            organisationId,
            toState: 'suggested',
            at: now,
            accountId: who.accountId,
            byOrganisationId: who.organisationId,
            note: input.note ?? null,
          },
        },
      ],
      result: { organisationId, code: spoken },
      audit: { organisationId },
    }
  },
})

/** What somebody looked at, and how it came out. Append-only: a later word on the same step counts. */
export const noteStep = action({
  name: 'organisation.note_step',
  input: z.strictObject({
    organisationId: id,
    stepId: id,
    step: z.enum(steps),
    result: z.enum(stepResults),
    happenedOn: day,
    note: z.optional(text(1000)),
  }),
  root: { kind: 'none' },
  needs: { provider: ({ organisationId }) => organisationId },
  decide({ provider }, input, { who, now, today }) {
    if (!provider || provider.id === who.organisationId) refuse('organisation.not_found')
    const { organisationId, step, result, happenedOn } = input
    if (happenedOn > today) refuse('date.impossible')
    stepOrRefuse({ state: provider.state as OrganisationState, family: provider.family }, input)
    // DP-01: no data of a person goes where the protocol is not signed, or no longer
    const protocol: Change[] =
      step === 'protocol'
        ? [
            {
              op: 'update',
              table: 'organisation',
              key: organisationId,
              set: { protocolSignedOn: result === 'passed' ? happenedOn : null, rev: provider.rev + 1 },
            },
          ]
        : []
    return {
      changes: [
        {
          op: 'insert',
          table: 'organisation_step',
          row: {
            id: input.stepId,
            organisationId,
            step,
            result,
            happenedOn,
            note: input.note ?? null,
            recordedAt: now,
            recordedBy: who.accountId,
            recordedAtOrganisation: who.organisationId,
          },
        },
        ...protocol,
      ],
      audit: { organisationId, step, result },
    }
  },
})

/**
 * Moves an organisation through its states. Suspending and leaving stop new referrals at once, since nobody is sent to an
 * organisation that is not active; who waits at one that left is handed over by the sweep (`exits.job.ts`).
 */
export const moveOrganisation = action({
  name: 'organisation.move',
  input: z.strictObject({
    organisationId: id,
    to: z.enum(organisationStates),
    reason: z.optional(code),
    until: z.optional(day),
    /** For the committee. */
    note: z.optional(text(2000)),
    /** For the organisation itself: it reads this with its code. */
    told: z.optional(text(1000)),
  }),
  root: { kind: 'none' },
  needs: { provider: ({ organisationId }) => organisationId },
  decide({ provider }, { organisationId, to, reason, until, note, told }, { who, now, today, newId }) {
    if (!provider || provider.id === who.organisationId) refuse('organisation.not_found')
    const state = provider.state as OrganisationState
    moveOrRefuse({ ...provider, state }, { to, reason, until }, { accountId: who.accountId, today })
    return {
      changes: [
        {
          op: 'update',
          table: 'organisation',
          key: organisationId,
          set: {
            state: to,
            stateSince: now,
            stateReason: reason ?? null,
            pausedUntil: to === 'paused' ? (until ?? null) : null,
            rev: provider.rev + 1,
          },
        },
        {
          op: 'insert',
          table: 'organisation_event',
          row: {
            id: newId(),
            organisationId,
            fromState: state,
            toState: to,
            at: now,
            accountId: who.accountId,
            byOrganisationId: who.organisationId,
            reason: reason ?? null,
            note: note ?? null,
            told: told ?? null,
            until: until ?? null,
          },
        },
      ],
      result: { organisationId, state: to },
      audit: { organisationId, from: state, to, ...(reason === undefined ? {} : { reason }) },
    }
  },
})

/** What one's own organisation says about itself. */
export const describeOrganisation = action({
  name: 'organisation.describe',
  input: z.strictObject({
    descriptions: z.strictObject({
      ar: text(2000),
      ckb: z.optional(text(2000)),
      kmr: z.optional(text(2000)),
      en: z.optional(text(2000)),
    }),
    url: z.optional(urlInput),
  }),
  root: { kind: 'none' },
  needs: {},
  decide(_, { descriptions, url = null }, { who }) {
    const { ar, ckb, kmr, en } = descriptions
    const given = Object.fromEntries(
      Object.entries({ ar, ckb, kmr, en }).filter(([, one]) => one !== undefined),
    )
    return {
      changes: [
        {
          op: 'update',
          table: 'organisation',
          key: who.organisationId,
          set: { descriptions: given as { [locale: string]: string }, url },
        },
      ],
      audit: { organisationId: who.organisationId },
    }
  },
})
