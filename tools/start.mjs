// `npm start`: builds when something changed, then becomes the server itself, so that signals reach it directly.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isBuilt } from './build.mjs'

// A process apart, because the bundler's memory must not stay with a server that runs for weeks.
if (!isBuilt()) {
  const builder = fileURLToPath(new URL('build.mjs', import.meta.url))
  const { status } = spawnSync(process.execPath, [builder], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}

const main = new URL('../dist/src/server/main.js', import.meta.url)
process.argv[1] = fileURLToPath(main)
await import(main.href)
