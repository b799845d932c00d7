import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface KeysInCode {
  /** Keys that code asks for by name: `t('…')`, `words(locale)('…')`; with the first file that does. */
  readonly asked: ReadonlyMap<string, string>
  /** Every string literal in code that looks like a key: lists of keys count as use. */
  readonly mentioned: ReadonlySet<string>
  /** Beginnings of keys that code completes at run time: `t(`services.service.${code}`)`. */
  readonly prefixes: ReadonlySet<string>
}

// `t('key'` and `words(locale)('key'`; also `t.has('key'`. Line breaks between the bracket and the key are usual after formatting.
const ASKED = /(?:\b(?:t|say|words\([^()]*(?:\([^()]*\))?[^()]*\)))\(\s*'([A-Za-z][\w-]*(?:\.[\w+-]+)+)'/g
const LITERAL = /['"]([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_+-]+)+)['"]/g
const PREFIX = /[`]([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_+-]+)*\.)\$\{/g

/** Looks through all of `src/` (tests apart) for keys. By patterns, not by a parser: quick, and good enough because keys have one form. */
export function keysInCode(root: string): KeysInCode {
  const asked = new Map<string, string>()
  const mentioned = new Set<string>()
  const prefixes = new Set<string>()
  for (const path of codeFiles(join(root, 'src'))) {
    const text = readFileSync(path, 'utf8')
    for (const [, key = ''] of text.matchAll(ASKED)) if (!asked.has(key)) asked.set(key, relative(root, path))
    for (const [, key = ''] of text.matchAll(LITERAL)) mentioned.add(key)
    for (const [, prefix = ''] of text.matchAll(PREFIX)) prefixes.add(prefix)
  }
  return { asked, mentioned, prefixes }
}

function codeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'compiled' ? [] : codeFiles(path)
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : []
  })
}
