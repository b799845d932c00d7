import ar from './compiled/server.ar.json' with { type: 'json' }
import ckb from './compiled/server.ckb.json' with { type: 'json' }
import en from './compiled/server.en.json' with { type: 'json' }
import kmr from './compiled/server.kmr.json' with { type: 'json' }
import type { Digits, Locale } from './locales.ts'
import { localeFacts } from './locales.ts'
import type { Messages, Words } from './words.ts'
import { makeWords } from './words.ts'

// The compiled form is checked by tools/words when it is written; spelling out its type from four large files would only slow the compiler.
const messages = { ar, ckb, kmr, en } as unknown as Readonly<Record<Locale, Messages>>
const made = new Map<string, Words>()

/** The words of one language with everything the server and its pages say, portal included. Made once and kept. */
export function words(locale: Locale, digits: Digits = localeFacts(locale).digits): Words {
  const name = `${locale}/${digits}`
  const ready = made.get(name) ?? makeWords(locale, messages[locale], { digits })
  made.set(name, ready)
  return ready
}
