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
  /** The reader's language, at every start and when it is changed: its words are kept from then on. */
  | { readonly kind: 'speaks'; readonly locale: Locale }
  /** Nothing is being written anywhere: the version that waits may take over. */
  | { readonly kind: 'take-over' }

/** What a page asks the browser to do as soon as there is network, be the app open or not. */
export const handInTag = 'ihala.hand-in'
