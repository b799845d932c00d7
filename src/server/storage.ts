import type { DatabaseAddress } from './database-address.ts'
import { addressOf } from './database-address.ts'
import { type Meanwhile, startEmbeddedPostgres } from './embedded-postgres.ts'
import type { Settings } from './settings.ts'

export interface Storage {
  readonly owner: DatabaseAddress
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
  if (settings.server !== undefined)
    return {
      owner: addressOf(settings.server.databaseUrl),
      secret: settings.server.secret,
      stop: async () => {},
    }
  return startEmbeddedPostgres({ dataFolder: settings.dataFolder, log, meanwhile })
}
