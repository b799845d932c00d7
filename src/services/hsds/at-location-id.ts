/**
 * A service at its place has no row of its own. Its id is the offer's with the version 8 (RFC 9562, 5.8) where ours have
 * 7: another id, the same for ever, and the offer is found by it.
 */
export function atLocationId(offerId: string): string {
  return withVersion(offerId, '8')
}

/** The offer's id; nothing for an id that no offer gives. */
export function offerIdOf(atLocation: string): string | undefined {
  return atLocation[versionAt] === '8' ? withVersion(atLocation, '7') : undefined
}

const versionAt = 14

function withVersion(id: string, version: string): string {
  return `${id.slice(0, versionAt)}${version}${id.slice(versionAt + 1)}`
}
