import type { Digits, Direction, Locale } from './locales.ts'
import { localeFacts } from './locales.ts'
import { formatNumber, pluralCategory, withDigits } from './numbers.ts'

/**
 * A message as `tools/words` compiles it (the form of @lingui/message-utils): plain text, or a list of
 * pieces: text, `[name]`, `[name, 'number']`, `[name, 'plural' | 'select', cases]`.
 */
export type CompiledMessage = string | readonly MessagePiece[]
export type MessagePiece = string | readonly [name: string, kind?: string, cases?: MessageCases]
export type MessageCases = Readonly<Record<string, CompiledMessage | number | undefined>>
export type Messages = Readonly<Record<string, CompiledMessage>>

export type WordValues = Readonly<Record<string, string | number>>

export interface Words {
  /**
   * The text of a key in this language. Its own digits and numbers among the values are written in the reader's
   * digits (texts among the values, such as codes, stay as they are); `{n, number}`
   * and `#` add thousands marks. A key nobody wrote shows as ⟦key⟧ and is told to `onMissing`: a missing word must
   * be seen and found (`tools/words --check` finds it before release), but never stop an officer's work.
   */
  (key: string, values?: WordValues): string
  readonly locale: Locale
  readonly direction: Direction
  readonly digits: Digits
  has(key: string): boolean
}

export interface WordsOptions {
  /** The reader's choice of digits; otherwise the language's own. */
  readonly digits?: Digits | undefined
  /** Told of every key that has no message. Tests pass `throwMissing`. */
  readonly onMissing?: ((key: string, locale: Locale) => void) | undefined
}

export function throwMissing(key: string, locale: Locale): never {
  throw new Error(
    `No words for ${key} in ${locale}. Add the key to the words.json of its folder, then run tools/words.ts.`,
  )
}

/** Makes the function that speaks one language from its compiled messages. Cheap: no copying, no parsing. */
export function makeWords(locale: Locale, messages: Messages, options: WordsOptions = {}): Words {
  const facts = localeFacts(locale)
  const digits = options.digits ?? facts.digits
  const speak = (key: string, values?: WordValues): string => {
    const message = Object.hasOwn(messages, key) ? messages[key] : undefined
    if (message === undefined) {
      options.onMissing?.(key, locale)
      return `⟦${key}⟧`
    }
    return say(message, { locale, digits, values: values ?? {} })
  }
  return Object.assign(speak, {
    locale,
    digits,
    direction: facts.direction,
    has: (key: string) => Object.hasOwn(messages, key),
  })
}

interface Saying {
  readonly locale: Locale
  readonly digits: Digits
  readonly values: WordValues
  /** What `#` stands for: the number of the plural around it. */
  readonly counted?: number
}

function say(message: CompiledMessage, saying: Saying): string {
  if (typeof message === 'string') return withDigits(message, saying.digits)
  let text = ''
  for (const piece of message)
    text += typeof piece === 'string' ? sayText(piece, saying) : sayValue(piece, saying)
  return text
}

function sayText(text: string, { counted, digits }: Saying): string {
  return text === '#' && counted !== undefined ? formatNumber(counted, digits, 2) : withDigits(text, digits)
}

function sayValue([name, kind, cases]: Exclude<MessagePiece, string>, saying: Saying): string {
  const value = saying.values[name]
  if (value === undefined) return ''
  if (kind === 'plural' && typeof cases === 'object') {
    const offset = typeof cases['offset'] === 'number' ? cases['offset'] : 0
    const counted = Number(value) - offset
    const chosen = cases[String(value)] ?? cases[pluralCategory(saying.locale, counted)] ?? cases['other']
    return sayCase(chosen, { ...saying, counted })
  }
  if (kind === 'select' && typeof cases === 'object')
    return sayCase(cases[String(value)] ?? cases['other'], saying)
  if (kind === 'number') return formatNumber(Number(value), saying.digits, 2)
  return typeof value === 'number' ? withDigits(String(value), saying.digits) : value
}

function sayCase(chosen: CompiledMessage | number | undefined, saying: Saying): string {
  return chosen === undefined || typeof chosen === 'number' ? '' : say(chosen, saying)
}
