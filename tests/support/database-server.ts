import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts'
import { dropTemplate, embeddedBinaries } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseFolder: string
  }
}

/**
 * For the whole run: a folder in which the first test that wants a database starts the server, so that a run of pure
 * tests starts none; and its end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-test-'))
  project.provide('databaseFolder', folder)
  return async () => {
    const system = process.env['IHALA_TEST_DATABASE_URL']
    if (system) await dropTemplate(system, folder)
    if (await stat(join(folder, 'postgres')).catch(() => undefined)) {
      const server = await startEmbeddedPostgres({
        dataFolder: folder,
        binaries: embeddedBinaries(),
        fsync: false,
        log: () => {},
      })
      await server.stop()
    }
    await rm(folder, { recursive: true, force: true })
  }
}
