import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs one order in a process apart and answers its report. `script` speaks over the channel Node opens for it. */
export async function apart<Order extends object, Report>(script: string, order: Order): Promise<Report> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL(script, import.meta.url))],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const report = new Promise<Report>((done, fail) => {
    child.once('message', (message) => done(message as Report))
    child.once('exit', (code) => fail(new Error(`${script} ended with ${code}`)))
  })
  child.send(order)
  return report.finally(() => child.kill())
}
