import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../../src/language/locales.ts'
import { localeCodes } from '../../src/language/locales.ts'
import { readCatalogue } from './catalogue.ts'
import type { PoEntry } from './po.ts'
import { poEntries, readPo, writePo } from './po.ts'

/** Writes one PO file a language into a folder, for translators. */
export function exportPo(root: string, folder: string): string[] {
  const catalogue = readCatalogue(root)
  mkdirSync(folder, { recursive: true })
  return localeCodes.map((locale) => {
    const path = join(folder, `${locale}.po`)
    writeFileSync(path, writePo(locale, poEntries(catalogue, locale)))
    return path
  })
}

export interface Imported {
  readonly changed: number
  readonly signed: number
  readonly problems: readonly string[]
}

type FileContent = Record<string, Record<string, string>> & {
  $signed?: Partial<Record<'ckb' | 'kmr', string[]>>
}

/**
 * Brings translators' PO files back into the words.json of each folder. A text whose English has changed since the
 * export is left alone and named, because it was translated from another sentence. Kurdish entries that are no
 * longer marked fuzzy become signed; changing nothing else.
 */
export function importPo(root: string, folder: string): Imported {
  const problems: string[] = []
  let changed = 0
  let signed = 0
  const catalogue = readCatalogue(root)
  const contents = new Map(
    catalogue.files.map((file) => [
      file,
      JSON.parse(readFileSync(join(root, file.path), 'utf8')) as FileContent,
    ]),
  )
  for (const locale of localeCodes) {
    for (const entry of readIfThere(join(folder, `${locale}.po`), problems)) {
      const file = catalogue.files.find((candidate) => candidate.entries.has(entry.key))
      const content = file && contents.get(file)
      const texts = content?.[entry.key]
      if (!content || !texts) problems.push(`${locale}.po: ${entry.key} is not a key any more.`)
      else if (texts['en'] !== entry.source)
        problems.push(
          `${locale}.po: the English of ${entry.key} has changed since this was exported; export again.`,
        )
      else if (entry.text.trim() === '')
        problems.push(`${locale}.po: ${entry.key} is empty and stays as it was.`)
      else {
        if (texts[locale] !== entry.text) changed++
        texts[locale] = entry.text
        signed += sign(content, locale, entry)
      }
    }
  }
  for (const [file, content] of contents) writeFileSync(join(root, file.path), formatWords(content))
  return { changed, signed, problems }
}

function readIfThere(path: string, problems: string[]): PoEntry[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    return readPo(text)
  } catch (error) {
    problems.push(
      `${path}: ${error instanceof Error ? error.message : String(error)}. Nothing of this file was taken.`,
    )
    return []
  }
}

function sign(content: FileContent, locale: Locale, entry: PoEntry): number {
  if (locale !== 'ckb' && locale !== 'kmr') return 0
  const before = content.$signed?.[locale] ?? []
  const has = before.includes(entry.key)
  if (entry.unsigned === !has) return 0
  const after = entry.unsigned ? before.filter((key) => key !== entry.key) : [...before, entry.key]
  content.$signed = { ...content.$signed, [locale]: after }
  return entry.unsigned ? 0 : 1
}

/** words.json with one key a line: small differences in version control, and four languages side by side. */
export function formatWords(content: object): string {
  const lines = Object.entries(content).map(
    ([key, value]) => ` ${JSON.stringify(key)}: ${formatEntry(value as object)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}

function formatEntry(entry: object): string {
  return `{${Object.entries(entry)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')}}`
}
