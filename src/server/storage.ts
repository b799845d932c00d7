import type { DatabaseAddress } from './database-address.ts'
import { addressOf } from './database-address.ts'
import { type Meanwhile, startEmbeddedPostgres } from './embedded-postgres.ts'
import type { Settings } from './settings.ts'

export interface Storage {
  /** The database itself: for migrations, timed work and the command line, which keep things in a session. */
  readonly owner: DatabaseAddress
  /** Where requests go, when that is a pooler before the database. */
  readonly pooler?: DatabaseAddress | undefined
  readonly secret: string
  stop(): Promise<void>
}

/**
 * The database this installation uses: the one that comes along, or the one DATABASE_URL names. `meanwhile` is called
 * when there is time for something else before it answers.
 */
export async function openStorage(
  settings: Settings,
  log: (line: string) => void,
  meanwhile?: Meanwhile,
): Promise<Storage> {
  if (settings.server !== undefined) {
    const { databaseUrl, directUrl } = settings.server
    return {
      owner: addressOf(directUrl),
      pooler: databaseUrl === directUrl ? undefined : addressOf(databaseUrl),
      secret: settings.server.secret,
      stop: async () => {},
    }
  }
  return startEmbeddedPostgres({ dataFolder: settings.dataFolder, log, meanwhile })
}
