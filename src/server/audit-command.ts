import { readAnchors, writeAnchors } from './audit-anchors.ts'
import { noOrganisation } from './audit-chain.ts'
import { type BadPlace, type Verified, verifyAudit } from './audit-verify.ts'
import type { OwnerSession } from './database-owner.ts'

const told: Readonly<Record<BadPlace['fault'], string>> = {
  line_changed: 'the line was changed after it had been sealed',
  line_missing: 'the line is gone',
  link_missing: 'the link is gone',
  link_changed: 'the link was changed',
  order: 'the link does not follow the one before it: moved, put in, or something before it was taken out',
  anchor_missing: 'an anchor names this link and it is gone: the end of the chain was cut off',
  anchor_differs: 'an anchor says otherwise: the chain was sealed anew',
}

/** Longer than any sealer takes; shorter than anybody would need who puts lines in behind it. */
const longUnsealedMs = 10 * 60_000

interface Command {
  readonly anchor: string | undefined
  readonly against: string | undefined
  readonly now: string
  readonly out: (text: string) => void
}

/**
 * Verifies every chain and says what was found. Answers the exit code: 0 whole; 1 a chain is not what it was;
 * 3 whole, but lines have waited for their seal for more than ten minutes. Heads are anchored only if all is whole.
 */
export async function verifyCommand(
  owner: OwnerSession,
  { anchor, against, now, out }: Command,
): Promise<0 | 1 | 3> {
  const anchors = against === undefined ? [] : await readAnchors(against)
  let said = 0
  const verified = await verifyAudit(owner, {
    against: anchors,
    onProgress: (lines) => {
      if (lines - said < 100_000) return
      said = lines
      out(`… ${lines} lines`)
    },
  })
  for (const place of verified.bad) out(sentence(place))
  const waits = sayRest(verified, anchors.length, now, out)
  if (verified.bad.length > 0) {
    out('NOT WHOLE.')
    return 1
  }
  if (anchor !== undefined) {
    await writeAnchors(anchor, verified.heads, now)
    out(`${verified.heads.length} heads were added to ${anchor}`)
  }
  out(waits ? 'Whole as far as it is sealed, but the sealer does not keep up.' : 'Whole.')
  return waits ? 3 : 0
}

function sentence({ organisation, organisationId, n, lineId, fault }: BadPlace): string {
  const chain = organisation ?? (organisationId === noOrganisation ? 'without organisation' : organisationId)
  return `First bad place of the chain ${chain} (${organisationId}): n ${n}, line ${lineId ?? 'unknown'}: ${told[fault]}.`
}

function sayRest(verified: Verified, anchors: number, now: string, out: (text: string) => void): boolean {
  const { chains, lines, unsealed, late } = verified
  out(`${lines} lines in ${chains} chains${anchors > 0 ? `, ${anchors} anchors` : ''}.`)
  if (late > 0)
    out(
      `${late} of them were sealed more than an hour after their time: loaded, or put in behind the server.`,
    )
  if (unsealed.count === 0 || unsealed.oldestAt === null) return false
  const age = Date.parse(now) - Date.parse(unsealed.oldestAt)
  out(
    `${unsealed.count} lines wait for their seal, the oldest for ${Math.max(0, Math.round(age / 1000))} seconds.`,
  )
  return age > longUnsealedMs
}
