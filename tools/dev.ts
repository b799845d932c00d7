import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// `npm run dev`: builds and restarts when a file changes. The same build and the same start as in earnest, so that
// what works here works there. Arguments go to the server.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const watched = ['src', 'programmes', 'database'].filter((folder) => existsSync(join(root, folder)))
const quietAfter = 150

function node(...args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
}

async function build(): Promise<boolean> {
  const [code] = (await once(node(join(root, 'tools/build.mjs'), '--if-needed'), 'exit')) as [number | null]
  return code === 0
}

let server: ChildProcess | undefined

async function stop(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}

async function restart(): Promise<void> {
  // A build that fails leaves the running server alone: its message is on the screen.
  if (!(await build())) return
  await stop()
  server = node(join(root, 'dist/src/server/main.js'), ...process.argv.slice(2))
}

let turn = Promise.resolve()
let timer: NodeJS.Timeout | undefined
function changed(): void {
  clearTimeout(timer)
  timer = setTimeout(() => {
    turn = turn.then(restart)
  }, quietAfter)
}

for (const folder of watched) {
  watch(join(root, folder), { recursive: true }, (_, name) => {
    // The build itself writes the compiled words.
    if (name === null || !name.includes('compiled')) changed()
  })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stop().then(() => process.exit(0))
  })
}
turn = restart()
