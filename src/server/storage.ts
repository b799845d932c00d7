import type { DatabaseAddress } from './database-address.ts'
import { addressOf } from './database-address.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { Settings } from './settings.ts'

export interface Storage {
  readonly owner: DatabaseAddress
  readonly secret: string
  stop(): Promise<void>
}

/**
 * The database this installation uses: the one that comes along, or the one DATABASE_URL names. `whileMaking` is called
 * with the secret when the one that comes along is made at a first start.
 */
export async function openStorage(
  settings: Settings,
  log: (line: string) => void,
  whileMaking?: (secret: string) => void,
): Promise<Storage> {
  if (settings.server !== undefined)
    return {
      owner: addressOf(settings.server.databaseUrl),
      secret: settings.server.secret,
      stop: async () => {},
    }
  return startEmbeddedPostgres({ dataFolder: settings.dataFolder, log, whileMaking })
}
