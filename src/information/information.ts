import { type Locale, localeCodes } from '../language/locales.ts'
import type { InformationRow } from '../records/rows.ts'

/** What an entry of the public pages is. Words: `information.kind.<kind>`. */
export const informationKinds = ['about', 'right', 'question', 'document', 'number'] as const
export type InformationKind = (typeof informationKinds)[number]

// States: `waiting` for a second person, `published`, `returned` with a remark, `replaced` by a newer version,
// `withdrawn` at once, by one person.

/** What is read aloud as it stands: short sentences, a line each, no tables. */
export interface InformationText {
  /** A heading; of a question the question or the rumour as people say it; of a number whom one reaches. */
  readonly title: string
  readonly text: string
  /** Of a document: what to do, in order. */
  readonly steps?: readonly string[] | undefined
  readonly cost?: string | undefined
  readonly where?: string | undefined
  /** Of a number: when somebody answers. */
  readonly hours?: string | undefined
}

export interface InformationFacts {
  /** Of a question: it corrects what people say and is not so. */
  readonly rumour?: boolean | undefined
  /** Of a document: its service, from which follows what it opens. */
  readonly service?: string | undefined
  readonly number?: string | undefined
  /** Whether calling costs nothing; left out: not known. */
  readonly free?: boolean | undefined
  readonly languages?: readonly string[] | undefined
  /** When somebody of the mechanism last called it and was answered; left out: never. */
  readonly testedOn?: string | undefined
}

/** A version as everybody may read it. */
export interface InformationSeen
  extends Pick<
    InformationRow,
    'id' | 'entryId' | 'version' | 'position' | 'places' | 'source' | 'sourceOn' | 'unverified' | 'invented'
  > {
  readonly kind: InformationKind
  readonly texts: Readonly<Partial<Record<Locale, InformationText>>>
  readonly facts: InformationFacts
  /** The day it was published. */
  readonly publishedOn: string
}

/** The text in the reader's language, else in the nearest they may read; and which language that is. */
export function textFor(
  texts: InformationSeen['texts'],
  locale: Locale,
): { readonly text: InformationText; readonly locale: Locale } {
  const order: readonly Locale[] = [locale, ...(locale === 'en' ? [] : (['ar'] as const)), ...localeCodes]
  for (const one of order) {
    const text = texts[one]
    if (text !== undefined) return { text, locale: one }
  }
  return { text: { title: '', text: '' }, locale }
}

/** The lines of a text, without empty ones. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Whether it is for this place: for everywhere, or for a governorate the place lies in. */
export function isFor(places: readonly string[], ancestors: readonly string[]): boolean {
  return places.length === 0 || ancestors.length === 0 || places.some((place) => ancestors.includes(place))
}
