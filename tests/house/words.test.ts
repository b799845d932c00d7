import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../tools/words/catalogue.ts'
import { compareWithCode, countUnsigned } from '../../tools/words/check.ts'
import { keysInCode } from '../../tools/words/code.ts'
import { compileWords } from '../../tools/words/compile.ts'
import { exportPo, importPo } from '../../tools/words/exchange.ts'
import { readPo, writePo } from '../../tools/words/po.ts'

let root: string
const file = (path: string, content: unknown) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
}
const four = (text: string) => ({ ar: text, ckb: text, kmr: text, en: text })
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'words-'))
})
afterEach(() => rmSync(root, { recursive: true }))

describe('gathering words', () => {
  const problemOf = (content: unknown) => {
    file('src/club/words.json', content)
    return readCatalogue(root).problems.join('\n')
  }

  it('takes complete words and finds nothing to say', () => {
    expect(problemOf({ 'club.hello': four("Don't wait, {name}"), 'refusals.club.full': four('Full') })).toBe(
      '',
    )
  })

  it.each([
    ['another folder', { 'court.hello': four('x') }, /must begin with club\./],
    ['a language left out', { 'club.hello': { ar: 'x', ckb: 'x', en: 'x' } }, /no text in kmr/],
    ['an empty text', { 'club.hello': { ...four('x'), ckb: ' ' } }, /no text in ckb/],
    ['a language that is none here', { 'club.hello': { ...four('x'), fr: 'x' } }, /"fr"/],
    ['a bracket left open', { 'club.hello': { ...four('x'), en: 'Hello {name' } }, /not ICU/],
    [
      'another placeholder in one language',
      { 'club.hello': { ...four('{name}'), ckb: '{nam}' } },
      /other placeholders/,
    ],
    [
      'a plural that Kurdish does not have',
      { 'club.n': { ...four('{n, plural, one {1} two {2} few {3} other {#}}') } },
      /"two" does not exist/,
    ],
    [
      'an Arabic plural without its few',
      { 'club.n': { ...four('{n, plural, one {1} other {#}}') } },
      /ar: the plural has no "two"/,
    ],
    ['a plural without other', { 'club.n': four('{n, plural, one {1}}') }, /no "other"/],
    ['a date inside a message', { 'club.d': four('{d, date, short}') }, /dates are formatted before/],
    ['an invisible turn of direction', { 'club.hello': four('a\u202eb') }, /invisible/],
    ['a key that is not one', { 'club.hello world': four('x') }, /not a key/],
    [
      'the same key twice in a file',
      '{"club.a": {"ar":"1","ckb":"1","kmr":"1","en":"1"}, "club.a": {"ar":"2","ckb":"2","kmr":"2","en":"2"}}',
      /written twice/,
    ],
    ['broken JSON', '{', /not readable/],
  ])('names %s', (_, content, message) => {
    expect(problemOf(content)).toMatch(message)
  })

  it('names a key that two folders have, and stops the build', async () => {
    file('src/club/words.json', { 'refusals.full': four('x') })
    file('src/court/words.json', { 'refusals.full': four('y') })
    await expect(compileWords(root)).rejects.toThrow(
      /src\/court\/words.json: refusals.full stands in src\/club\/words.json too/,
    )
  })

  it('keeps what only the server says out of the app', async () => {
    file('src/club/words.json', { 'club.a': four('a'), 'club.n': four('{n} b') })
    file('src/portal/words.json', { 'portal.a': four('p') })
    await compileWords(root)
    const read = (name: string) => JSON.parse(readFileSync(join(root, 'src/language/compiled', name), 'utf8'))
    expect(read('app.ar.json')).toEqual({ 'club.a': 'a', 'club.n': [['n'], ' b'] })
    expect(read('server.ar.json')).toEqual({ 'club.a': 'a', 'club.n': [['n'], ' b'], 'portal.a': 'p' })
  })
})

describe('comparing words with the code', () => {
  it('finds what is asked for and missing, what nothing uses, and counts what no native speaker has signed', () => {
    file('src/club/words.json', {
      $signed: { ckb: ['club.a'] },
      'club.a': four('a'),
      'club.unused': four('b'),
      'club.kind.player': four('c'),
    })
    file(
      'src/club/page.tsx',
      "t('club.a'); words(locale)('club.missing'); t(\n  'club.gone', { n: 1 }); t(`club.kind.${kind}`)",
    )
    file('src/club/page.test.tsx', "t('club.onlyInTests')")
    const catalogue = readCatalogue(root)
    const problems = compareWithCode(catalogue, keysInCode(root)).filter((problem) =>
      problem.includes('club'),
    )
    expect(problems).toEqual([
      expect.stringMatching(/src\/club\/page.tsx: asks for club.missing/),
      expect.stringMatching(/asks for club.gone/),
      expect.stringMatching(/nothing uses club.unused/),
    ])
    expect(countUnsigned(catalogue)).toEqual({ messages: 3, ckb: 2, kmr: 3 })
  })
})

describe('translators', () => {
  beforeEach(() =>
    file('src/club/words.json', {
      'club.a': { ar: 'أ', ckb: 'ب', kmr: 'پ', en: 'a "b"\n\\c' },
      'club.b': four('x'),
    }),
  )
  const edit = (change: (text: string) => string) => {
    const path = join(root, 'po/ckb.po')
    writeFileSync(path, change(readFileSync(path, 'utf8')))
  }
  const wordsNow = () => JSON.parse(readFileSync(join(root, 'src/club/words.json'), 'utf8'))

  it('get PO and give it back unchanged: nothing changes', () => {
    exportPo(root, join(root, 'po'))
    const before = wordsNow()
    expect(importPo(root, join(root, 'po'))).toEqual({ changed: 0, signed: 0, problems: [] })
    expect(wordsNow()).toEqual(before)
  })

  it('sign a text by taking the fuzzy mark away, and may correct it', () => {
    exportPo(root, join(root, 'po'))
    edit((text) =>
      text
        .replace('#, fuzzy\nmsgctxt "club.a"', 'msgctxt "club.a"')
        .replace('msgstr "ب"', 'msgstr ""\n"بە"\n"تر"'),
    )
    expect(importPo(root, join(root, 'po'))).toEqual({ changed: 1, signed: 1, problems: [] })
    expect(wordsNow()).toMatchObject({ $signed: { ckb: ['club.a'] }, 'club.a': { ckb: 'بەتر', ar: 'أ' } })
  })

  it('are told when the English has changed, a key is gone or a file cannot be read, and nothing is lost', () => {
    exportPo(root, join(root, 'po'))
    edit((text) =>
      text.replace('msgid "x"', 'msgid "old"').replace('msgctxt "club.a"', 'msgctxt "club.gone"'),
    )
    writeFileSync(join(root, 'po/kmr.po'), 'not po at all')
    const before = wordsNow()
    const { changed, problems } = importPo(root, join(root, 'po'))
    expect(changed).toBe(0)
    expect(problems).toEqual([
      expect.stringMatching(/club.gone is not a key/),
      expect.stringMatching(/English of club.b has changed/),
      expect.stringMatching(/line 1 is not PO/),
    ])
    expect(wordsNow()).toEqual(before)
  })

  it('can write anything: what is written is read back', () => {
    const entry = fc.record({
      key: fc.stringMatching(/^[a-z]+\.[a-z]+$/),
      source: fc.string({ unit: 'binary' }),
      text: fc.string({ unit: 'binary' }),
      unsigned: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const kept = entries.map((one) => ({
          ...one,
          source: one.source.replace(/[\r\u2028\u2029]/g, ''),
          text: one.text.replace(/[\r\u2028\u2029]/g, ''),
        }))
        expect(readPo(writePo('ckb', kept))).toEqual(kept)
      }),
    )
  })
})
