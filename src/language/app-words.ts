import type { Locale } from './locales.ts'
import type { Messages } from './words.ts'

/** The messages of the staff app in one language: one chunk each, fetched when the language is chosen. */
export async function loadAppMessages(locale: Locale): Promise<Messages> {
  return (await chunks[locale]()).default as unknown as Messages
}

const chunks = {
  ar: () => import('./compiled/app.ar.json', { with: { type: 'json' } }),
  ckb: () => import('./compiled/app.ckb.json', { with: { type: 'json' } }),
  kmr: () => import('./compiled/app.kmr.json', { with: { type: 'json' } }),
  en: () => import('./compiled/app.en.json', { with: { type: 'json' } }),
}
