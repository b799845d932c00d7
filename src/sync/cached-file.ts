import type { Id, Instant } from '../records/rows.ts'

/** A file of the server that is kept here so that it shows without network. It can be fetched again: it may go any time. */
export interface CachedFile {
  readonly id: Id
  readonly caseId: Id
  readonly size: number
  /** When it was last looked at, or fetched. */
  readonly usedAt: Instant
}

/** Some two hundred and fifty pictures as they are kept. */
export const mostCachedBytes = 50 * 1024 * 1024

/** What has to go so that so many bytes more fit, the least recently used first. */
export function leaving(files: readonly CachedFile[], size: number, most: number): readonly CachedFile[] {
  let taken = size + files.reduce((sum, file) => sum + file.size, 0)
  const gone: CachedFile[] = []
  for (const file of files.toSorted((one, other) => one.usedAt.localeCompare(other.usedAt))) {
    if (taken <= most) break
    gone.push(file)
    taken -= file.size
  }
  return gone
}
