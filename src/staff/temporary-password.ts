// No letter or digit that is taken for another one when it is read aloud or copied by hand: no i, l, o, 0, 1.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = 4
const groupLength = 4

/**
 * A password to be told by mouth and used once, such as `kf7m-pq2x-9wnd-3hre`: 79 bits. Random bytes come from the
 * caller; undefined when they were too few after leaving out those that would favour some letters.
 */
export function temporaryPassword(random: Uint8Array): string | undefined {
  const fair = Math.floor(256 / alphabet.length) * alphabet.length
  const signs = [...random]
    .filter((byte) => byte < fair)
    .slice(0, groups * groupLength)
    .map((byte) => alphabet[byte % alphabet.length] ?? '')
  if (signs.length < groups * groupLength) return undefined
  return Array.from({ length: groups }, (_, group) =>
    signs.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-')
}
