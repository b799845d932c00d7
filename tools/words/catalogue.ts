import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import type { Locale } from '../../src/language/locales.ts'
import { localeCodes } from '../../src/language/locales.ts'
import { pluralCategories } from '../../src/language/numbers.ts'
import type { CompiledMessage, MessagePiece } from '../../src/language/words.ts'

/** One key with its text in the four languages. */
export type Entry = Readonly<Record<Locale, string>>

export interface WordsFile {
  readonly folder: string
  readonly path: string
  readonly entries: ReadonlyMap<string, Entry>
  /** Keys whose Kurdish a native speaker has read and signed. */
  readonly signed: Readonly<Record<'ckb' | 'kmr', readonly string[]>>
}

export interface Catalogue {
  readonly files: readonly WordsFile[]
  readonly entries: ReadonlyMap<string, Entry>
  readonly compiled: Readonly<Record<Locale, ReadonlyMap<string, CompiledMessage>>>
  readonly problems: readonly string[]
}

const KEY = /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9_+-]+)+$/
// Marks that turn the direction of what follows: they reorder a sentence invisibly. Isolates (U+2066-2069) are for code to add.
const HIDDEN = /[\u202a-\u202e\u200e\u200f\u061c\u2066-\u2069\ufeff]/

/** Reads every `src/<folder>/words.json` under `root` and checks all of it; problems are sentences naming file, key and cure. */
export function readCatalogue(root: string): Catalogue {
  const problems: string[] = []
  const files = wordFolders(root).map((folder) => readWordsFile(root, folder, problems))
  const entries = new Map<string, Entry>()
  const home = new Map<string, string>()
  const compiled = Object.fromEntries(
    localeCodes.map((locale) => [locale, new Map<string, CompiledMessage>()]),
  ) as unknown as Record<Locale, Map<string, CompiledMessage>>
  for (const file of files) {
    for (const [key, entry] of file.entries) {
      const other = home.get(key)
      if (other) {
        problems.push(`${file.path}: ${key} stands in ${other} too. Keep one of them.`)
        continue
      }
      home.set(key, file.path)
      entries.set(key, entry)
      for (const [locale, message] of compileEntry(file.path, key, entry, problems))
        compiled[locale].set(key, message)
    }
    for (const locale of ['ckb', 'kmr'] as const) {
      for (const key of file.signed[locale]) {
        if (!file.entries.has(key))
          problems.push(`${file.path}: $signed.${locale} names ${key}, which is not in this file. Remove it.`)
      }
    }
  }
  return { files, entries, compiled, problems }
}

export function wordFolders(root: string): string[] {
  const src = join(root, 'src')
  return readdirSync(src)
    .filter((folder) => existsSync(join(src, folder, 'words.json')))
    .sort()
}

function readWordsFile(root: string, folder: string, problems: string[]): WordsFile {
  const path = `src/${folder}/words.json`
  const entries = new Map<string, Entry>()
  const signed = { ckb: [] as string[], kmr: [] as string[] }
  const text = readFileSync(join(root, path), 'utf8')
  let content: Record<string, unknown>
  try {
    content = JSON.parse(text) as Record<string, unknown>
  } catch (error) {
    problems.push(
      `${path}: not readable as JSON (${error instanceof Error ? error.message : String(error)}).`,
    )
    return { folder, path, entries, signed }
  }
  for (const key of keysWrittenTwice(text))
    problems.push(`${path}: ${key} is written twice. Keep one of them.`)
  for (const [key, value] of Object.entries(content)) {
    if (key === '$signed') Object.assign(signed, value)
    else if (checkEntry(path, folder, key, value, problems)) entries.set(key, value)
  }
  return { folder, path, entries, signed }
}

/** JSON.parse keeps the last of two equal keys without a word; two people adding the same key would lose one text. */
function keysWrittenTwice(text: string): string[] {
  const seen = new Set<string>()
  const twice: string[] = []
  for (const [, key = ''] of text.matchAll(/"([a-z][\w.+-]*\.[\w.+-]+)"\s*:\s*\{/g)) {
    if (seen.has(key)) twice.push(key)
    seen.add(key)
  }
  return twice
}

function checkEntry(
  path: string,
  folder: string,
  key: string,
  value: unknown,
  problems: string[],
): value is Entry {
  const before = problems.length
  if (!KEY.test(key))
    problems.push(`${path}: ${key} is not a key. Keys are dotted words such as ${folder}.open.title.`)
  else if (!key.startsWith(`${folder}.`) && !key.startsWith('refusals.')) {
    problems.push(`${path}: ${key} must begin with ${folder}. or refusals.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push(`${path}: ${key} needs a text for each of ${localeCodes.join(', ')}.`)
    return false
  }
  const texts = value as Record<string, unknown>
  for (const locale of localeCodes) {
    const text = texts[locale]
    if (typeof text !== 'string' || text.trim() === '')
      problems.push(`${path}: ${key} has no text in ${locale}.`)
    else if (HIDDEN.test(text))
      problems.push(`${path}: ${key} has an invisible direction mark in ${locale}. Remove it.`)
  }
  for (const name of Object.keys(texts)) {
    if (!(localeCodes as readonly string[]).includes(name))
      problems.push(`${path}: ${key} has a text in "${name}", which is no language here.`)
  }
  return problems.length === before
}

function compileEntry(
  path: string,
  key: string,
  entry: Entry,
  problems: string[],
): [Locale, CompiledMessage][] {
  const done: [Locale, CompiledMessage][] = []
  const placeholders = new Map<Locale, string>()
  for (const locale of localeCodes) {
    try {
      const message = compact(compileMessageOrThrow(entry[locale]) as CompiledMessage)
      const names = new Set<string>()
      walk(message, (name, kind, cases) => {
        names.add(name)
        problems.push(
          ...pieceProblems(locale, kind, cases).map((problem) => `${path}: ${key} in ${locale}: ${problem}`),
        )
      })
      placeholders.set(locale, [...names].sort().join(', '))
      done.push([locale, message])
    } catch (error) {
      problems.push(`${path}: ${key} in ${locale} is not ICU MessageFormat: ${firstLine(error)}`)
    }
  }
  if (new Set(placeholders.values()).size > 1) {
    const shown = [...placeholders].map(([locale, names]) => `${locale}: ${names || 'none'}`).join('; ')
    problems.push(
      `${path}: ${key} has other placeholders in each language (${shown}). Use the same in all four.`,
    )
  }
  return done
}

function compact(message: CompiledMessage): CompiledMessage {
  return Array.isArray(message) && message.length === 1 && typeof message[0] === 'string'
    ? message[0]
    : message
}

type Visit = (name: string, kind: string | undefined, cases: MessagePiece[2]) => void

function walk(message: CompiledMessage, visit: Visit): void {
  if (typeof message === 'string') return
  for (const piece of message) {
    if (typeof piece === 'string') continue
    const [name, kind, cases] = piece
    visit(name, kind, cases)
    for (const inner of Object.values(cases ?? {})) if (typeof inner === 'object') walk(inner, visit)
  }
}

function pieceProblems(locale: Locale, kind: string | undefined, cases: MessagePiece[2]): string[] {
  if (kind === undefined || kind === 'number') return []
  if (kind !== 'plural' && kind !== 'select')
    return [
      `"${kind}" cannot be spoken here. Use plural, select or number; dates are formatted before they are passed in.`,
    ]
  const names = Object.keys(cases ?? {}).filter((name) => name !== 'offset')
  if (!names.includes('other')) return [`the ${kind} has no "other".`]
  if (kind === 'select') return []
  const known: readonly string[] = pluralCategories[locale]
  const unknown = names.filter((name) => !/^\d+$/.test(name) && !known.includes(name))
  const problems = unknown.map((name) => `the plural category "${name}" does not exist in this language.`)
  const needed =
    locale === 'ar'
      ? [
          ['one', '1'],
          ['two', '2'],
          ['few', 'few'],
        ]
      : [['one', '1']]
  for (const [category = '', exact = ''] of needed) {
    if (!names.includes(category) && !names.includes(exact)) problems.push(`the plural has no "${category}".`)
  }
  return problems
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
