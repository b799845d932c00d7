import * as z from 'zod/mini'
import { action, type Decision } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'

/**
 * A device of one's own begins to hold a copy. Its token is made by the device and travels this once; only its hash is
 * kept. With it the device hands in what was sealed and hears whether it is to empty itself; it reads nothing.
 */
export const enrolDevice = action({
  name: 'device.enrol',
  input: z.strictObject({
    deviceId: id,
    name: line(60),
    kind: z.enum(['phone', 'tablet', 'computer']),
    /** Where it is at home; needed of whoever works at several sites. */
    siteId: z.optional(id),
    /** 32 random bytes, base64url. */
    token: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  }),
  root: { kind: 'none' },
  needs: { device: ({ deviceId }) => deviceId },
  decide({ device }, { deviceId, name, kind, siteId, token }, { who, now, hashToken }) {
    if (device) refuse('device.known')
    if (siteId !== undefined && !who.sites.includes(siteId)) refuse('site.not_found')
    return {
      changes: [
        {
          op: 'insert',
          table: 'device',
          row: {
            id: deviceId,
            accountId: who.accountId,
            organisationId: who.organisationId,
            siteId: siteId ?? who.sites[0] ?? null,
            name,
            kind,
            tokenHash: hashToken(token),
            enrolledAt: now,
          },
        },
      ],
      result: { deviceId },
      audit: { deviceId, kind },
    }
  },
})

/**
 * A device is lost or given back: it gets nothing any more and empties itself when it next asks. Its owner does it,
 * whoever supervises where it is at home, or an administrator. The owner's sessions end with it, but for the one that asks.
 */
export const revokeDevice = action({
  name: 'device.revoke',
  input: z.strictObject({ deviceId: id }),
  root: { kind: 'none' },
  needs: { device: ({ deviceId }) => deviceId },
  decide({ device }, { deviceId }, { who }) {
    if (!device) refuse('device.not_found')
    if (device.revokedAt !== null) refuse('device.revoked')
    return {
      changes: [
        {
          op: 'call',
          function: 'revoke_device',
          args: [deviceId, who.sessionId],
          otherwise: 'device.not_found',
        },
      ],
      result: { deviceId },
      audit: { deviceId, accountId: device.accountId },
    }
  },
})

/** A case that is not one's own, or that rests, goes on one's devices: whole, or as a line of the list. */
export const chooseOffline = action({
  name: 'offline.choose',
  input: z.strictObject({ caseId: id, whole: z.boolean() }),
  root: { kind: 'none' },
  needs: {},
  decide: (_known, { caseId, whole }) => ({
    changes: [{ op: 'call', function: 'keep_offline', args: [caseId, whole], otherwise: 'case.not_found' }],
    result: { caseId },
    audit: { caseId, whole },
  }),
})

export const releaseOffline = action({
  name: 'offline.release',
  input: z.strictObject({ caseId: id }),
  root: { kind: 'none' },
  needs: {},
  decide: (_known, { caseId }) => ({
    changes: [{ op: 'call', function: 'release_offline', args: [caseId], otherwise: 'case.not_found' }],
    result: { caseId },
    audit: { caseId },
  }),
})

const longerDays = z.int().check(z.minimum(1), z.maximum(14))
const until = (now: string, days: number): string =>
  new Date(Date.parse(now) + days * 24 * 3_600_000).toISOString()

const longer = (
  door: 'ask_longer' | 'allow_longer',
  { deviceId, days }: { readonly deviceId: string; readonly days: number },
  now: string,
): Decision => ({
  changes: [
    { op: 'call', function: door, args: [deviceId, until(now, days)], otherwise: 'device.not_found' },
  ],
  result: { deviceId, until: until(now, days) },
  audit: { deviceId, days },
})

/**
 * Into the field for longer than a lease lasts: asked of whoever supervises where the device is at home. Fourteen days are
 * the most that a copy opens without having asked the server (offline lease: proposal).
 */
export const askLonger = action({
  name: 'device.ask_longer',
  input: z.strictObject({ deviceId: id, days: longerDays }),
  root: { kind: 'none' },
  needs: {},
  decide: (_known, given, { now }) => longer('ask_longer', given, now),
})

/** The supervisor's word: from its next sync the copy opens until then. Whoever asked hears of it; nobody says it to themselves. */
export const allowLonger = action({
  name: 'device.allow_longer',
  input: z.strictObject({ deviceId: id, days: longerDays }),
  root: { kind: 'none' },
  needs: {},
  decide: (_known, given, { now }) => longer('allow_longer', given, now),
})

/** Taken back, or declined, by the supervisor or the owner. A copy that is away keeps what it has until it next asks. */
export const endLonger = action({
  name: 'device.end_longer',
  input: z.strictObject({ deviceId: id }),
  root: { kind: 'none' },
  needs: {},
  decide: (_known, { deviceId }) => ({
    changes: [{ op: 'call', function: 'end_longer', args: [deviceId], otherwise: 'device.not_found' }],
    result: { deviceId },
    audit: { deviceId },
  }),
})
