import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beginOpening } from './opening.ts'
import { readSettings } from './settings.ts'
import { checkout } from './shipped-places.ts'
import { sourcePlaces } from './source-places.ts'
import { StartProblem } from './start-problem.ts'

/** Starts Ihala and stops it in order on SIGINT and SIGTERM. A problem that a person can mend ends with one clear message. */
export async function main(): Promise<void> {
  const log = (line: string): void => void process.stdout.write(`${line}\n`)
  const settings = readSettings(process.env)
  if (!existsSync(join(checkout, 'dist/web/app/index.html')))
    log('The screens are not built yet (npm run build); serving the API and public pages only.')
  const opening = beginOpening(settings, log)
  // PostgreSQL starts while the rest of the program is read
  await opening.begun
  const [{ start }, { logFailure }] = await Promise.all([import('./start.ts'), import('./http.ts')])
  // what nobody caught ends the process, as it would by itself, but without its content on the way
  process.on('uncaughtException', (error) => {
    logFailure(error)
    process.exit(1)
  })
  const running = await start(settings, log, opening)
  log(`Ihala is open at ${running.url}`)
  if (settings.demo)
    log(
      'Demo data: invented people and organisations. Sign in at /app as mosul.officer with the password ihala-demo-2026; docs/demo.md lists all accounts.',
    )
  let stopping = false
  const stop = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${error instanceof Error ? error.name : 'error'}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // without it no clock would run: better not to run at all than in silence
  await running.timedWork.catch(async (error: unknown) => {
    await running.stop()
    throw error
  })
}

try {
  await main()
} catch (error) {
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${error instanceof StartProblem ? error.message : sourcePlaces(said)}\n`)
  process.exit(1)
}
