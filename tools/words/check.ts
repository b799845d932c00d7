import { refusals } from '../../src/basics/refusals.ts'
import type { Catalogue } from './catalogue.ts'
import type { KeysInCode } from './code.ts'

/**
 * Beginnings of keys that code builds in a way the patterns of code.ts cannot see. Add one only with the place that builds it.
 * - refusals: every refusal's sentence is found by its code (basics/refusals.ts)
 */
const builtElsewhere = ['refusals.']

/** Keys that code asks for and nobody wrote, refusals without a sentence, and keys that nothing uses. */
export function compareWithCode(catalogue: Catalogue, code: KeysInCode): string[] {
  const problems: string[] = []
  for (const [key, path] of code.asked) {
    if (!catalogue.entries.has(key))
      problems.push(`${path}: asks for ${key}, which no words.json has. Add it.`)
  }
  for (const refusal of Object.keys(refusals)) {
    if (!catalogue.entries.has(`refusals.${refusal}`))
      problems.push(
        `src/basics/refusals.ts: ${refusal} has no sentence. Add refusals.${refusal} to a words.json.`,
      )
  }
  const prefixes = [...code.prefixes, ...builtElsewhere]
  for (const file of catalogue.files) {
    const unused: string[] = []
    for (const key of file.entries.keys()) {
      if (!code.mentioned.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))) unused.push(key)
      if (key.startsWith('refusals.') && !Object.hasOwn(refusals, key.slice('refusals.'.length)))
        problems.push(`${file.path}: ${key} is for a refusal that does not exist. Remove it.`)
    }
    if (unused.length > 0)
      problems.push(`${file.path}: nothing uses ${unused.join(', ')}. Remove what is not needed.`)
  }
  return problems
}

export interface Unsigned {
  readonly messages: number
  readonly ckb: number
  readonly kmr: number
}

/** How many Kurdish texts no native speaker has signed yet. */
export function countUnsigned(catalogue: Catalogue): Unsigned {
  const signed = (locale: 'ckb' | 'kmr') =>
    catalogue.files.reduce((sum, file) => sum + file.signed[locale].length, 0)
  const messages = catalogue.entries.size
  return { messages, ckb: messages - signed('ckb'), kmr: messages - signed('kmr') }
}
