import { type Locale, localeFacts, locales } from '../language/locales.ts'
import type { Words } from '../language/words.ts'
import { html, Markup } from './html.ts'

/** A page that says nothing, for who has to be gone in a second. */
const elsewhere = 'https://www.google.com/'

export interface PageFrame {
  readonly t: Words
  /** Neutral: it stands in the tab, the history and on shared screens. */
  readonly title: string
  /** Where the language links lead. */
  readonly path: string
  /** Address of the style sheet. */
  readonly style: string
  readonly body: Markup
  readonly demo: boolean
  /** Small scripts of this page beside the one that leaves it, by name. */
  readonly scripts?: readonly string[] | undefined
}

/** Keeps the language a visitor chose while going from page to page; no cookie. */
export function inLanguage(path: string, locale: Locale): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${locale}`
}

/** Where every page leads on, below what it says. Words: `portal.way.<name>`. */
const always = [
  ['find', '/find'],
  ['track', '/track'],
  ['say', '/say'],
  ['numbers', '/numbers'],
  ['rights', '/rights'],
] as const

/** The frame of every public page: whole without JavaScript, right to left first, nothing loaded from elsewhere. */
export function page({ t, title, path, style, body, demo, scripts = [] }: PageFrame): string {
  const facts = localeFacts(t.locale)
  const languages = locales.map(
    ({ code, ownName, languageTag, direction }) =>
      html`<li><a href="${inLanguage(path, code)}" lang="${languageTag}" dir="${direction}" ${code === t.locale ? new Markup('aria-current="true"') : null}>${ownName}</a></li>`,
  )
  return html`<!doctype html>
<html lang="${facts.languageTag}" dir="${facts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body>
<a class="skip" href="#main">${t('portal.skip')}</a>
<header>
<a class="name" href="${inLanguage('/', t.locale)}">${t('portal.title')}</a>
<a class="leave" href="${elsewhere}" rel="noreferrer" data-leave>${t('portal.leave')}</a>
</header>
${demo ? html`<aside class="demo">${t('portal.demo')}</aside>` : null}
<main id="main" tabindex="-1">${body}</main>
<footer>
<nav aria-label="${t('portal.ways')}"><ul><li><a href="${inLanguage('/', t.locale)}">${t('portal.way.home')}</a></li>${always.map(([name, to]) => html`<li><a href="${inLanguage(to, t.locale)}">${t(`portal.way.${name}`)}</a></li>`)}</ul></nav>
<nav class="languages" aria-label="${t('portal.languages')}"><ul>${languages}</ul></nav>
</footer>
${['leave', ...scripts].map((name) => html`<script src="/portal/${name}.js" defer></script>`)}
</body>
</html>`.text
}
