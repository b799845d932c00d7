// A process of its own that starts the embedded server in the folder given and says how it went, one JSON line per step.
// Arguments: data folder, programs folder or '', then 'stay' to keep running or 'stop' to stop and end.
import { startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts'

const [dataFolder = '', binaries = '', then = 'stop'] = process.argv.slice(2)
try {
  const server = await startEmbeddedPostgres({
    dataFolder,
    binaries: binaries || undefined,
    fsync: false,
    log: () => {},
  })
  console.log(JSON.stringify({ attached: server.attached, host: server.owner.host }))
  if (then === 'stay') await new Promise<void>((resolve) => process.once('SIGTERM', resolve).stdin.resume())
  await server.stop()
  process.exit(0)
} catch (error) {
  console.log(JSON.stringify({ problem: error instanceof Error ? error.message : String(error) }))
  process.exit(1)
}
