import type { Locale } from '../../src/language/locales.ts'
import { localeFacts } from '../../src/language/locales.ts'
import type { Catalogue } from './catalogue.ts'

/** One message of a PO file: the key as context, the English as source, the translation. */
export interface PoEntry {
  readonly key: string
  readonly source: string
  readonly text: string
  /** Marked fuzzy: a native speaker has not signed it. Taking the mark away in a PO editor is the signature. */
  readonly unsigned: boolean
  /** Shown to the translator: the Arabic text, which most of them read better than English. */
  readonly note?: string | undefined
}

/** A GNU gettext PO file of one language. ICU plurals stay inside the text, so no Plural-Forms are needed. */
export function writePo(locale: Locale, entries: readonly PoEntry[]): string {
  const header = [
    'msgid ""',
    'msgstr ""',
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
    `"Language: ${locale}\\n"`,
    `"X-Language-Name: ${localeFacts(locale).ownName}\\n"`,
  ].join('\n')
  const blocks = entries.map((entry) =>
    [
      ...(entry.note ? entry.note.split('\n').map((line) => `#. ${line}`) : []),
      ...(entry.unsigned ? ['#, fuzzy'] : []),
      `msgctxt ${quote(entry.key)}`,
      `msgid ${quote(entry.source)}`,
      `msgstr ${quote(entry.text)}`,
    ].join('\n'),
  )
  return `${[header, ...blocks].join('\n\n')}\n`
}

/** The entries of a language as a translator gets them. */
export function poEntries(catalogue: Catalogue, locale: Locale): PoEntry[] {
  const signed = new Set(
    catalogue.files.flatMap((file) => (locale === 'ckb' || locale === 'kmr' ? file.signed[locale] : [])),
  )
  const kurdish = locale === 'ckb' || locale === 'kmr'
  return [...catalogue.entries].map(([key, entry]) => ({
    key,
    source: entry.en,
    text: entry[locale],
    unsigned: kurdish && !signed.has(key),
    note: locale === 'ar' ? undefined : entry.ar,
  }))
}

/** Reads a PO file as translators' tools write it (wrapped strings, comments, obsolete entries). @throws naming the line. */
export function readPo(text: string): PoEntry[] {
  const entries: PoEntry[] = []
  let fields: Record<string, string> = {}
  let field = ''
  let fuzzy = false
  const finish = () => {
    const { msgctxt, msgid, msgstr } = fields
    if (msgctxt !== undefined && msgid !== undefined)
      entries.push({ key: msgctxt, source: msgid, text: msgstr ?? '', unsigned: fuzzy })
    fields = {}
    field = ''
    fuzzy = false
  }
  text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .forEach((line, number) => {
      const start = /^(msgctxt|msgid|msgstr)\s+(".*")\s*$/.exec(line)
      if (line.startsWith('#~')) return
      if (line.trim() === '' || (line.startsWith('#') && 'msgstr' in fields)) finish()
      if (line.startsWith('#,')) fuzzy = /\bfuzzy\b/.test(line)
      else if (start) {
        field = start[1] ?? ''
        if (field in fields) finish()
        fields[field] = unquote(start[2] ?? '', number)
      } else if (line.startsWith('"') && field) fields[field] += unquote(line.trim(), number)
      else if (line.trim() !== '' && !line.startsWith('#'))
        throw new Error(`line ${number + 1} is not PO: ${line.slice(0, 40)}`)
    })
  finish()
  return entries
}

function quote(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\t/g, '\\t')}"`
}

function unquote(quoted: string, number: number): string {
  const inner = /^"(.*)"$/.exec(quoted)?.[1]
  if (inner === undefined) throw new Error(`line ${number + 1} has no closing quotation mark`)
  return inner.replace(/\\(.)/g, (_, escaped: string) => ({ n: '\n', t: '\t', r: '\r' })[escaped] ?? escaped)
}
