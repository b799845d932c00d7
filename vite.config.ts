import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type Plugin } from 'vite'
import { serviceWorker } from './tools/service-worker.ts'

const repository = fileURLToPath(new URL('.', import.meta.url))

/** The staff app under /app, and beside it the small scripts of the public pages. */
export default defineConfig({
  root: resolve(repository, 'src/app'),
  base: '/app/',
  publicDir: resolve(repository, 'src/app/public'),
  plugins: [
    react(),
    // React Aria speaks some thirty languages; ours are Arabic (Kurdish runs under it) and English
    { ...optimizeLocales.vite({ locales: ['ar', 'en'] }), enforce: 'pre' } as Plugin,
    lateFont(),
    portalScripts(),
    serviceWorker(),
    compressed(),
  ],
  build: {
    outDir: resolve(repository, 'dist/web/app'),
    emptyOutDir: true,
    target: 'es2022',
    // letters and pictures stay files of their own: inlined they would hold the first paint back
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    rolldownOptions: { input: resolve(repository, 'src/app/index.html') },
  },
  server: { port: 5100, proxy: { '/api': proxied(), '/actions': proxied() } },
})

function proxied(): string {
  return process.env['IHALA_DEV_SERVER'] ?? 'http://127.0.0.1:8080'
}

/** Asks for the Arabic letters early but behind everything that shows text: the app starts with the system's letters. */
function lateFont(): Plugin {
  return {
    name: 'late-font',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const font = Object.keys(bundle ?? {}).find((name) => /vazirmatn-arabic.*\.woff2$/.test(name))
        if (!font) return []
        const attrs = {
          rel: 'preload',
          href: `/app/${font}`,
          as: 'font',
          type: 'font/woff2',
          crossorigin: true,
          fetchpriority: 'low',
        }
        return [{ tag: 'link', attrs, injectTo: 'body' }]
      },
    },
  }
}

/** src/portal/<name>.script.ts → portal/<name>.js beside the app: one self-contained file each, for pages that work without it. */
function portalScripts(): Plugin {
  let outDir = ''
  return {
    name: 'portal-scripts',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir, '../portal')
    },
    async closeBundle() {
      const folder = join(repository, 'src/portal')
      if (!existsSync(folder)) return
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.script.ts'))) {
        const name = basename(file, '.script.ts')
        await build({
          configFile: false,
          root: folder,
          publicDir: false,
          logLevel: 'warn',
          build: {
            outDir,
            emptyOutDir: false,
            target: 'es2020',
            rolldownOptions: {
              input: join(folder, file),
              output: { format: 'iife', entryFileNames: `${name}.js` },
            },
          },
        })
      }
    },
  }
}

/** Each text file also as .br and .gz, which the server hands out as they are: no compressing while people wait. */
function compressed(): Plugin {
  let outDir = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir, '..')
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const name of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
          if (!/\.(js|css|html|svg)$/.test(name)) continue
          const text = readFileSync(join(outDir, name))
          if (text.length < 1000) continue
          writeFileSync(join(outDir, `${name}.br`), brotliCompressSync(text))
          writeFileSync(join(outDir, `${name}.gz`), gzipSync(text, { level: 9 }))
        }
      },
    },
  }
}
