import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'

const web = join(process.cwd(), 'dist/web')
const kilobytes = (files: string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1024

function build(): string {
  return execFileSync(process.execPath, ['tools/build.mjs', '--if-needed'], { encoding: 'utf8' })
}

describe('what is built', () => {
  beforeAll(() => {
    build()
  })

  it('is not built again while nothing has changed', () => expect(build()).toBe(''))

  it('opens the staff app with at most 150 KB, one language and its letters apart', () => {
    const page = join(web, 'app/index.html')
    const loaded = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g)]
    expect(loaded.length).toBeGreaterThan(1)
    expect(kilobytes([page, ...loaded.map((match) => join(web, 'app', match[1] ?? ''))])).toBeLessThan(150)
  })

  it('adds at most 10 KB of script to a public page', () => {
    const portal = join(web, 'portal')
    const scripts = existsSync(portal) ? readdirSync(portal).filter((name) => name.endsWith('.js')) : []
    for (const script of scripts) expect(kilobytes([join(portal, script)])).toBeLessThan(10)
  })

  it("ships React's finished half, not the one for developing", () => {
    const names = readdirSync(join(web, 'app/assets'))
    expect(names.filter((name) => name.includes('dev-runtime'))).toEqual([])
  })
})
