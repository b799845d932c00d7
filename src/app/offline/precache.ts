import type { Locale } from '../../language/locales.ts'

/** The app's own files that its service worker keeps on the device; made at build time from what was built. */
export interface Precache {
  /** Everybody's: page, scripts and styles of every screen. A file whose name does not change with its content has a revision. */
  readonly everybody: readonly { readonly url: string; readonly revision: string | null }[]
  /** Words and letters of one language. Their names change with their content. */
  readonly byLanguage: Readonly<Record<Locale, readonly string[]>>
}

/** What a page says to the service worker. */
export type ToWorker =
  /** A language was chosen and marked: its words are to be kept. */
  | { readonly kind: 'keep-languages' }
  /** Nothing is being written anywhere: the version that waits may take over. */
  | { readonly kind: 'take-over' }

/** What a page asks the browser to do as soon as there is network, be the app open or not. */
export const handInTag = 'ihala.hand-in'

/** Words and letters of the languages that were chosen on this device, and for each a mark that it was. */
export const languageCache = 'ihala-languages'

/** Where a language is marked as chosen. Written by the page, so that the worker is not at work before its words are kept. */
export function markOf(locale: Locale): string {
  return `/app/speaks/${locale}`
}
