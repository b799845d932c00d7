#!/usr/bin/env node
import { existsSync } from 'node:fs'

const cli = new URL('../dist/src/server/cli.js', import.meta.url)
if (existsSync(cli)) {
  await import(cli.href)
} else {
  console.error('Ihala is not built yet. Run: npm run build')
  process.exitCode = 1
}
