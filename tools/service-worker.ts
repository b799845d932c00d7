import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import type { Precache } from '../src/app/offline/precache.ts'
import { type Locale, localeCodes, localeFacts } from '../src/language/locales.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

interface Chunk {
  readonly file: string
}

/** Builds the service worker to /app/sw.js once the app is built, with the list of the files it keeps written into it. */
export function serviceWorker(): Plugin {
  let outDir = ''
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      // a build that broke has left no manifest, and its own message
      if (!existsSync(join(outDir, 'manifest.json'))) return
      await build({
        configFile: false,
        root: repository,
        publicDir: false,
        logLevel: 'warn',
        define: { PRECACHE: JSON.stringify(precacheOf(outDir)) },
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2022',
          rolldownOptions: {
            input: join(repository, 'src/app/offline/service.worker.ts'),
            output: { format: 'iife', entryFileNames: 'sw.js' },
          },
        },
      })
    },
  }
}

/** What stands in the folder of the built app, for everybody or for readers of one language. */
export function precacheOf(folder: string): Precache {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>
  const fileOf = (source: RegExp): string => {
    const found = Object.keys(manifest).find((name) => source.test(name))
    if (found === undefined) throw new Error(`the built app holds no ${source.source}`)
    return `/app/${(manifest[found] as Chunk).file}`
  }
  const arabicLetters = fileOf(/vazirmatn-arabic.*\.woff2$/)
  const latinLetters = fileOf(/vazirmatn-latin-wght.*\.woff2$/)
  const byLanguage = Object.fromEntries(
    localeCodes.map((locale) => [
      locale,
      [
        fileOf(new RegExp(`compiled/app\\.${locale}\\.json$`)),
        localeFacts(locale).direction === 'rtl' ? arabicLetters : latinLetters,
      ],
    ]),
  ) as Record<Locale, string[]>
  const ofLanguages = new Set(Object.values(byLanguage).flat())
  const unhashed = ['index.html', ...readdirSync(join(repository, 'src/app/public'))]
  return {
    everybody: [
      ...unhashed.map((name) => ({ url: `/app/${name}`, revision: fingerprint(join(folder, name)) })),
      ...readdirSync(join(folder, 'assets'))
        .filter((name) => /\.(js|css|wasm)$/.test(name))
        .map((name) => ({ url: `/app/assets/${name}`, revision: null }))
        .filter(({ url }) => !ofLanguages.has(url)),
    ],
    byLanguage,
  }
}

function fingerprint(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)
}
