// Builds dist/: words of every language, pages for browsers, the server in a few files.
// Plain JavaScript on purpose: it runs on an installation without development dependencies.
// `--if-needed` does nothing when no source changed since the last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const compiledWords = join(root, 'src/language/compiled')
const stampFile = '.built'
const sources = [
  'src',
  'programmes',
  'database',
  'tools/build.mjs',
  'tools/service-worker.ts',
  'tools/words',
  'package-lock.json',
]

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

/** Our data beside the code, read as JSON: as a part of it every letter would be parsed as program text. */
const dataBeside = {
  name: 'data-beside',
  load(id) {
    const path = relative(root, id)
    if (!path.endsWith('.json') || path.startsWith('node_modules')) return null
    const name = path.replaceAll(/[\\/]/g, '-')
    const source = JSON.stringify(JSON.parse(readFileSync(id, 'utf8')))
    this.emitFile({ type: 'asset', fileName: `src/server/data/${name}`, source })
    return {
      code: `import { readFileSync } from 'node:fs'
export default JSON.parse(readFileSync(new URL('./data/${name}', import.meta.url), 'utf8'))`,
      moduleType: 'js',
    }
  },
}

/**
 * The server with its packages in a few files, because finding and reading a thousand takes longer than running them.
 * Apart stay packages with machine code and graphile-worker, which looks for files of its own and is needed late.
 * Types are judged by `npm run typecheck`; a build only has to be right and quick.
 */
async function buildServer(next) {
  const vite = await import('vite')
  await vite.build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [dataBeside],
    // pg asks whether it runs at Cloudflare, and without `navigator` (Node 20) loads all of fetch to find out
    define: { navigator: '({ userAgent: "Node.js" })' },
    ssr: { noExternal: true, external: ['@node-rs/argon2', 'sharp', 'graphile-worker', 'pg-native'] },
    build: {
      ssr: true,
      emitAssets: true,
      target: 'node20',
      outDir: next,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { main: 'src/server/main.ts', cli: 'src/server/cli.ts' },
        // in the same depth as the sources, so that paths to what lies beside dist/ hold in both
        output: {
          entryFileNames: 'src/server/[name].js',
          chunkFileNames: 'src/server/[name]-[hash].js',
          sourcemapExcludeSources: true,
        },
      },
    },
  })
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
