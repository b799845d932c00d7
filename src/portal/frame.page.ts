import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isLocale, type Locale } from '../language/locales.ts'
import { words } from '../language/server-words.ts'
import type { Words } from '../language/words.ts'
import type { House } from '../server/house.ts'
import { Page } from '../server/route.ts'
import type { Markup } from './html.ts'
import { page } from './layout.page.ts'

// From source, or from the build (dist/src/portal), which holds no styles.
const source = new URL(import.meta.url.includes('/dist/') ? '../../../src/' : '../', import.meta.url)
const styleOf = (file: string) =>
  readFileSync(new URL(file, source), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
export const styleText = styleOf('design/tokens.css') + styleOf('portal/portal.css')
// Its own address for each content: a browser may keep it for good.
const style = `/portal/page.css?v=${createHash('sha256').update(styleText).digest('hex').slice(0, 12)}`

type Title = 'portal.title' | 'portal.track.title' | 'portal.link.title' | 'portal.published.title'

/** In the language that was chosen on the page, else the browser's. */
export function wordsFor(wished: string | undefined, otherwise: Locale): Words {
  return words(isLocale(wished) ? wished : otherwise)
}

/** A public page in its frame, with the style sheet and the banner of a demo. */
export function framed(
  house: House,
  t: Words,
  path: string,
  title: Title,
  body: Markup,
  options: { status?: number; scripts?: readonly string[] } = {},
): Page {
  const text = page({ t, title: t(title), path, style, body, demo: house.demo, scripts: options.scripts })
  return new Page(text, options.status ?? 200)
}
