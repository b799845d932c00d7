import * as z from 'zod/mini'
import { action, type Change } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import { isProtected } from '../services/taxonomy.ts'
import { linkStepNames } from './link-steps.ts'
import { asSender, foundOrRefuse } from './sides.ts'
import { take } from './step.ts'

/** DP-27 (proposal): 72 hours, single use. */
const lastsHours = 72

/** The states in which each step can still come. */
const openIn: Readonly<Record<(typeof linkStepNames)[number], readonly string[]>> = {
  answer: ['sent'],
  start: ['accepted', 'on_hold'],
  complete: ['accepted', 'in_service', 'on_hold'],
}

/**
 * A link for a provider without an account: it opens one step of one referral, once. Token and code word are made by the
 * caller and go to the provider by two ways; only hashes are kept. A new link for a step ends the older one.
 */
export const makeLink = action({
  name: 'link.make',
  input: z.strictObject({
    linkId: id,
    referralId: id,
    step: z.enum(linkStepNames),
    /** 32 random bytes, base64url. */
    token: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
    word: line(40).check(z.minLength(4)),
  }),
  root: { kind: 'referral', id: ({ referralId }: { readonly referralId: string }) => referralId },
  needs: {
    reference: true,
    referral: ({ referralId }: { readonly referralId: string }) => referralId,
    linksOfReferral: ({ referralId }: { readonly referralId: string }) => referralId,
  },
  decide: ({ referral, reference, linksOfReferral }, input, circumstances) => {
    const known = foundOrRefuse(referral)
    const acting = asSender(known, circumstances)
    const before = known.referral
    if (isProtected(before.service)) refuse('link.protected')
    if (!openIn[input.step].includes(before.state))
      refuse('referral.fact_not_allowed', { fact: 'link', state: before.state, step: input.step })
    const { now, who } = circumstances
    const expiresAt = new Date(Date.parse(now) + lastsHours * 3_600_000).toISOString()
    const older = linksOfReferral.filter(({ step }) => step === input.step)
    return take({
      name: 'link.make',
      known,
      reference,
      circumstances,
      acting,
      set: {},
      detail: { step: input.step, expiresAt },
      own: true,
      further: [
        ...older.map(
          ({ id }): Change => ({ op: 'update', table: 'referral_link', key: id, set: { revokedAt: now } }),
        ),
        {
          op: 'insert',
          table: 'referral_link',
          row: {
            id: input.linkId,
            referralId: before.id,
            organisationId: before.organisationId,
            step: input.step,
            tokenHash: circumstances.hashToken(input.token),
            wordHash: circumstances.hashWord(input.word),
            madeBy: who.accountId,
            madeAt: now,
            expiresAt,
            failures: 0,
          },
        },
      ],
      result: { linkId: input.linkId, step: input.step, expiresAt },
    })
  },
})

export const revokeLink = action({
  name: 'link.revoke',
  input: z.strictObject({ linkId: id }),
  root: { kind: 'link', id: ({ linkId }: { readonly linkId: string }) => linkId },
  needs: { link: ({ linkId }: { readonly linkId: string }) => linkId },
  decide: ({ link }, _input, { now, who }) => {
    if (!link || link.organisationId !== who.organisationId) refuse('link.unknown')
    if (link.usedAt !== null) refuse('link.used')
    const changes: Change[] =
      link.revokedAt === null
        ? [{ op: 'update', table: 'referral_link', key: link.id, set: { revokedAt: now } }]
        : []
    return {
      changes,
      result: { linkId: link.id, referralId: link.referralId },
      audit: { referralId: link.referralId, step: link.step },
    }
  },
})
