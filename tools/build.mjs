// Builds dist/: words of every language, pages for browsers (vite), the server (tsc).
// Plain JavaScript on purpose: it runs on an installation without development dependencies.
// `--if-needed` does nothing when no source changed since the last build.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const compiledWords = join(root, 'src/language/compiled')
const stampFile = '.built'
const sources = ['src', 'programmes', 'database', 'tools/build.mjs', 'tools/words', 'package-lock.json']

/** Vite configurations at the root: one for the staff app, and where needed others for small scripts of public pages. */
function viteConfigs() {
  return readdirSync(root).filter((name) => /^vite.*\.config\.ts$/.test(name) && !name.startsWith('vitest'))
}

/** A fingerprint of every source file: changes whenever one is written, added, moved or removed. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version)
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (!stat.isDirectory()) hash.update(`${relative(root, path)}\0${stat.size}\0${stat.mtimeMs}\n`)
    // Compiled words are made by the build itself; counting them would make every build ask for the next one.
    else if (path !== compiledWords) for (const name of readdirSync(path).sort()) visit(join(path, name))
  }
  const configs = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name))
  for (const source of [...sources, ...configs, ...viteConfigs()]) visit(join(root, source))
  return hash.digest('hex')
}

export function isBuilt() {
  const stamp = join(dist, stampFile)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

function run(title, args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', fail)
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`${title} failed (exit code ${code})`))))
  })
}

async function compileWords() {
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(join(root, 'tools/words/compile.ts'), {
    root,
    configFile: false,
    logLevel: 'warn',
  })
  await module.compileWords()
}

async function buildPages(next) {
  const vite = await import('vite')
  for (const configFile of viteConfigs()) {
    const file = join(root, configFile)
    const { root: pages, build } = await vite.resolveConfig(
      { configFile: file, logLevel: 'warn' },
      'build',
      'production',
      'production',
    )
    // dist/ is replaced whole at the end, so pages are first written to the same place inside its successor.
    const outDir = join(next, relative(dist, resolve(pages, build.outDir)))
    await vite.build({ configFile: file, logLevel: 'warn', build: { outDir, emptyOutDir: false } })
  }
}

/** Types are judged by `npm run typecheck`; a build only has to be right and quick. */
function buildServer(next) {
  const tsc = join(root, 'node_modules/ts7/bin/tsc')
  return run('Compiling the server', [tsc, '-p', 'tsconfig.server.json', '--noCheck', '--outDir', next])
}

async function build() {
  // Vite would otherwise take the mode of the first thing it is asked to do, and ship React's development half.
  process.env.NODE_ENV = 'production'
  const print = fingerprint()
  const next = join(root, `dist-next-${process.pid}`)
  try {
    await compileWords()
    await Promise.all([buildServer(next), buildPages(next)])
    writeFileSync(join(next, stampFile), print)
    rmSync(dist, { recursive: true, force: true })
    renameSync(next, dist)
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.argv.includes('--if-needed') || !isBuilt()) {
    const started = Date.now()
    console.log('Building Ihala …')
    try {
      await build()
    } catch (error) {
      console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`)
      process.exit(1)
    }
    console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
}
