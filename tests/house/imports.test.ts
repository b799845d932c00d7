import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { houseAt } from '../../tools/checks/house.ts'
import { checkImports } from '../../tools/checks/imports.ts'

const house = process.cwd()
const rule = 'export const rule = 1\n'
const uses = (path: string): string => `import { rule } from '${path}'\nexport const user = rule\n`

/** What stands in the house of these tests beside its faults; all of it is allowed. */
const sound = {
  'tsconfig.tools.json': '{}',
  'package.json': '{"type":"module"}',
  'node_modules/pg/package.json': '{"name":"pg","main":"index.js"}',
  'node_modules/pg/index.js': rule,
  'tests/support/people.ts': rule,
  'src/cases/case.ts': rule,
  'src/cases/CasePage.tsx': uses('./case.ts'),
  'src/cases/cases.store.ts': `${uses('./case.ts')}export { rule } from './case.ts'\n`,
  'src/cases/cases.routes.ts': uses('./cases.store.ts'),
  'src/reports/late.store.ts': uses('../cases/cases.store.ts'),
  'src/server/database.ts': uses('pg'),
}

const faulty: [what: string, rule: string, file: string, text: string][] = [
  ['a rule that uses SQL', 'pure-imports-only-pure', 'src/cases/sql.ts', uses('./cases.store.ts')],
  ['a rule that uses Node', 'pure-without-node', 'src/cases/node.ts', uses('node:fs')],
  ['a page that uses SQL', 'browser-not-server', 'src/cases/SqlPage.tsx', uses('./cases.store.ts')],
  ['a page that uses Node', 'browser-without-node', 'src/cases/NodePage.tsx', uses('node:fs')],
  ['a route that uses a screen', 'server-not-browser', 'src/cases/screen.routes.ts', uses('./CasePage.tsx')],
  [
    'a route with the SQL of another domain',
    'store-is-private',
    'src/people/people.routes.ts',
    uses('../cases/cases.store.ts'),
  ],
  [
    'a public page that uses SQL',
    'store-not-from-pages',
    'src/cases/track.page.ts',
    uses('./cases.store.ts'),
  ],
  ['a second door to the database', 'one-door-to-the-database', 'src/cases/door.store.ts', uses('pg')],
  ['basics that use a domain', 'basics-stand-alone', 'src/basics/ids.ts', uses('../cases/case.ts')],
  [
    'source that uses a test',
    'source-not-from-tools',
    'src/cases/test.store.ts',
    uses('../../tests/support/people.ts'),
  ],
  ['an import that leads nowhere', 'resolvable', 'src/cases/lost.store.ts', uses('./gone.ts')],
  ['a file nobody imports', 'no-orphans', 'src/cases/forgotten.ts', rule],
]

let root = ''
/** Lays out a house of these files and gives the rules it breaks, as `rule in file`. */
async function broken(contents: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const { faults } = await checkImports(root, join(house, '.dependency-cruiser.cjs'))(houseAt(root))
  return faults.map(({ file, message }) => `${message.split(':')[0] ?? ''} in ${file}`)
}

describe('the import rules', () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'ihala-imports-'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('see every module of this house', async () => {
    const { note } = await checkImports(house)(houseAt(house))
    expect(Number(/(\d+) modules/.exec(note)?.[1])).toBeGreaterThan(100)
  })

  it('allow a page its rules, a route its store, a report every store', async () => {
    expect(await broken(sound)).toEqual([])
  })

  describe('find', () => {
    let found: string[] = []
    beforeAll(async () => {
      const circle = { 'src/cases/a.ts': "import './b.ts'\n", 'src/cases/b.ts': "import './a.ts'\n" }
      found = await broken({
        ...circle,
        ...Object.fromEntries(faulty.map(([, , file, text]) => [file, text])),
      })
    })

    it.each(faulty)('%s', (_, name, file) => expect(found).toContain(`${name} in ${file}`))
    it('files that go round in a circle', () => expect(found).toContain('no-circles in src/cases/a.ts'))
    it('nothing wrong with what is sound', () => {
      expect(
        found.filter((fault) => Object.keys(sound).some((file) => fault.endsWith(` in ${file}`))),
      ).toEqual([])
    })
  })
})
