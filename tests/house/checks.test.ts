import { describe, expect, it } from 'vitest'
import { checkDocuments } from '../../tools/checks/documents.ts'
import { checkMarks, checkSuppressions, checkTests } from '../../tools/checks/habits.ts'
import { type Check, houseOf } from '../../tools/checks/house.ts'
import { checkLiteralText } from '../../tools/checks/literal-text.ts'
import { checkMigrations } from '../../tools/checks/migrations.ts'
import { checkPure } from '../../tools/checks/pure.ts'
import { checkSides } from '../../tools/checks/sides.ts'
import { checkSizes } from '../../tools/checks/sizes.ts'
import { checkTraces } from '../../tools/checks/traces.ts'

/** The places a check complains about, as `file:line`. */
async function complaints(check: Check, contents: Record<string, string>): Promise<string[]> {
  const { faults } = await check(houseOf(contents))
  return faults.map(({ file, line }) => (line === undefined ? file : `${file}:${line}`))
}

describe('a style that names left or right', () => {
  it.each([
    'p { margin-left: 4px }',
    'p { padding-right: 1em }',
    'p { left: 0 }',
    'p { text-align: right }',
    'p { float: left }',
    'p { border-top-left-radius: 4px }',
  ])('is found: %s', async (style) => {
    expect(await complaints(checkSides, { 'src/design/a.css': `a { color: red }\n${style}` })).toEqual([
      'src/design/a.css:2',
    ])
  })

  it.each(['{ marginLeft: 4 }', "{ textAlign: 'right' }", '{ right: 0 }'])(
    'is found in a screen: %s',
    async (style) => {
      expect(await complaints(checkSides, { 'src/app/A.tsx': `export const a = ${style}` })).toEqual([
        'src/app/A.tsx:1',
      ])
    },
  )

  it('is not confused with a style that says start and end', async () => {
    const styles =
      'p { margin-inline-start: 4px; inset-inline-end: 0; text-align: start; border-start-start-radius: 2px }'
    expect(await complaints(checkSides, { 'src/design/a.css': styles })).toEqual([])
  })
})

describe('a sentence for people that stands in code', () => {
  it('is found between tags and in what a screen reader says', async () => {
    const screen = '<div>\n<p>Send now</p>\n<button aria-label="Close" className="plain" /></div>'
    expect(
      await complaints(checkLiteralText, { 'src/app/A.tsx': `export const a = () => ${screen}` }),
    ).toEqual(['src/app/A.tsx:2', 'src/app/A.tsx:3'])
  })

  it('is found in the markup of a public page', async () => {
    const page =
      'export const page = (name: string) => `<main class="narrow"><h1>Welcome ${name}</h1></main>`'
    expect(await complaints(checkLiteralText, { 'src/portal/a.page.ts': page })).toEqual([
      'src/portal/a.page.ts:1',
    ])
  })

  it('is found in Arabic script wherever it stands', async () => {
    expect(await complaints(checkLiteralText, { 'src/cases/a.ts': "export const a = 'مرحبا'" })).toEqual([
      'src/cases/a.ts:1',
    ])
  })

  it('is let through where it is compared and never shown, with the reason', async () => {
    const code = "// Never shown: passwords that are too common to take.\nexport const a = ['كلمةالسر']"
    expect(await complaints(checkLiteralText, { 'src/staff/a.ts': code })).toEqual([])
  })

  it('is not seen in words asked for by key, in tests or in the names of classes', async () => {
    const screen = "export const a = () => <p className=\"note\" title={t('cases.a')}>{t('cases.a')} · 2</p>"
    const page =
      'export const page = (t: T) => `<style>main{color:red}</style><p class="note">${t("portal.a")}&nbsp;</p>`'
    const test = "it('Amina قالت مرحبا', () => {})"
    const contents = { 'src/app/A.tsx': screen, 'src/portal/a.page.ts': page, 'src/cases/a.test.ts': test }
    expect(await complaints(checkLiteralText, contents)).toEqual([])
  })
})

describe('a rule that looks at the clock or throws dice', () => {
  it('is found in a pure file', async () => {
    const rule = 'export const a = Date.now()\nexport const b = new Date()\nexport const c = Math.random()'
    expect(await complaints(checkPure, { 'src/cases/a.ts': rule })).toEqual([
      'src/cases/a.ts:1',
      'src/cases/a.ts:2',
      'src/cases/a.ts:3',
    ])
  })

  it('is not found where a day is given, or where the file runs on the server alone', async () => {
    const contents = {
      'src/cases/a.ts': 'export const a = new Date(0)',
      'src/cases/a.job.ts': 'export const a = Date.now()',
    }
    expect(await complaints(checkPure, contents)).toEqual([])
  })
})

describe('a trace of the machine a file was written on', () => {
  it.each([
    ['a home folder', 'see /home/amina/notes.md'],
    ['a password', 'postgres://ihala:verysecret@db.mosul.iq/ihala'],
  ])('is found: %s', async (_, text) => {
    expect(await complaints(checkTraces, { 'docs/a.md': text })).toEqual(['docs/a.md:1'])
  })

  it('is found in the lock file when packages came from a private registry', async () => {
    const lock = '{ "resolved": "https://packages.example.org/react.tgz" }'
    expect(await complaints(checkTraces, { 'package-lock.json': lock })).toEqual(['package-lock.json'])
  })
})

describe('the migrations', () => {
  const first = { 'database/migrations/0001_people.sql': 'create table person ();' }

  it('may be added to', async () => {
    const check = checkMigrations(new Map(Object.entries(first)))
    expect(
      await complaints(check, { ...first, 'database/migrations/0002_cases.sql': 'create table c ();' }),
    ).toEqual([])
  })

  it('may not be changed or removed once committed', async () => {
    const check = checkMigrations(new Map(Object.entries(first)))
    const changed = { 'database/migrations/0001_people.sql': 'create table people ();' }
    expect(await complaints(check, changed)).toEqual(['database/migrations/0001_people.sql'])
    expect(await complaints(check, {})).toEqual(['database/migrations/0001_people.sql'])
  })

  it('may not skip a number, and lose data only with a reason', async () => {
    const check = checkMigrations(new Map())
    const skipped = { ...first, 'database/migrations/0003_cases.sql': 'create table c ();' }
    expect(await complaints(check, skipped)).toEqual(['database/migrations/0003_cases.sql'])
    const losing = { 'database/migrations/0001_a.sql': 'drop table person;' }
    expect(await complaints(check, losing)).toEqual(['database/migrations/0001_a.sql'])
    const explained = {
      'database/migrations/0001_a.sql': '-- drops: person, moved to 0002\ndrop table person;',
    }
    expect(await complaints(check, explained)).toEqual([])
  })
})

describe('documents', () => {
  const scripts = { 'package.json': '{ "scripts": { "start": "node a.js" } }' }

  it('may not tell people to run what does not exist', async () => {
    const readme = 'Run `npm start`.\nThen `npm run seed`.'
    expect(await complaints(checkDocuments, { ...scripts, 'README.md': readme })).toContain('README.md:2')
    expect(await complaints(checkDocuments, { ...scripts, 'README.md': readme })).not.toContain('README.md:1')
  })

  it('are not promised commands that run nothing', async () => {
    expect(await complaints(checkDocuments, scripts)).toContain('package.json')
    expect(await complaints(checkDocuments, { ...scripts, 'a.js': '' })).not.toContain('package.json')
  })

  it('may not link to what is not there', async () => {
    const contents = {
      ...scripts,
      'docs/walks.md': '[open](nowhere.md)',
      'docs/a.md': '[open](walks.md#top)',
    }
    const found = (await checkDocuments(houseOf(contents))).faults.filter(({ message }) =>
      message.startsWith('links to'),
    )
    expect(found.map(({ file }) => file)).toEqual(['docs/walks.md'])
  })

  it('need the four headings of a decision', async () => {
    const decision = '## Question\n## Choice\n## Why\n'
    expect(await complaints(checkDocuments, { ...scripts, 'docs/decisions/000-a.md': decision })).toContain(
      'docs/decisions/000-a.md',
    )
  })
})

describe('habits', () => {
  it('ask a reason of everyone who silences a check, and count', async () => {
    const bare = '// oxlint-disable-next-line no-console'
    const reasoned = '// oxlint-disable-next-line no-console -- the command line speaks to a person'
    const contents = { 'src/cases/a.ts': `${bare}\n${reasoned}` }
    expect(await complaints(checkSuppressions, contents)).toEqual(['src/cases/a.ts:1'])
    expect((await checkSuppressions(houseOf(contents))).note).toMatch(/^2 /)
  })

  it('let no test be left out and nothing of ours be replaced', async () => {
    const test = "it.skip('a', () => {})\nvi.mock('./b.ts')\nit('c', () => {})"
    expect(await complaints(checkTests, { 'src/cases/a.test.ts': test })).toEqual([
      'src/cases/a.test.ts:1',
      'src/cases/a.test.ts:2',
    ])
  })

  it('ask an issue number of every TODO', async () => {
    expect(await complaints(checkMarks, { 'src/cases/a.ts': '// TODO later\n// TODO #12 later' })).toEqual([
      'src/cases/a.ts:1',
    ])
  })

  it('split a file at 500 lines', async () => {
    const contents = { 'src/cases/a.ts': 'a\n'.repeat(501), 'src/cases/b.ts': 'b\n'.repeat(500) }
    expect(await complaints(checkSizes, contents)).toEqual(['src/cases/a.ts'])
  })
})
