import type { Words } from '../language/words.ts'
import { html, type Markup } from './html.ts'
import { type Icon, icon } from './icons.ts'
import { inLanguage } from './layout.page.ts'

/** What people come for first, in the order of need. Words: `portal.way.<name>` and `portal.way.<name>Help`. */
const ways: readonly { readonly name: string; readonly path: string; readonly icon: Icon }[] = [
  { name: 'find', path: '/find', icon: 'search' },
  { name: 'track', path: '/track', icon: 'follow' },
  { name: 'say', path: '/say', icon: 'say' },
  { name: 'numbers', path: '/numbers', icon: 'phone' },
]
/** What one reads before or after. */
const more = [
  ['about', '/about'],
  ['rights', '/rights'],
  ['questions', '/questions'],
  ['documents', '/documents'],
  ['published', '/published'],
] as const

/** Leads whoever is tired or frightened on: few ways, large, in plain words. */
export function homePage(t: Words): Markup {
  return html`<h1>${t('portal.home.heading')}</h1>
<p class="lead">${t('portal.home.free')} ${t('portal.home.choice')}</p>
<ul class="ways">${ways.map(({ name, path, icon: sign }) => html`<li><a class="way" href="${inLanguage(path, t.locale)}">${icon(sign)}<span><b>${t(`portal.way.${name}`)}</b><span class="help">${t(`portal.way.${name}Help`)}</span></span></a></li>`)}</ul>
<p class="card urgent"><span>${t('portal.home.danger')}</span> <a href="${inLanguage('/numbers', t.locale)}">${t('portal.way.numbers')}</a></p>
<h2>${t('portal.home.read')}</h2>
<ul class="plain">${more.map(([name, path]) => html`<li><a href="${inLanguage(path, t.locale)}">${t(`portal.way.${name}`)}</a></li>`)}</ul>
<p class="quiet"><a href="${inLanguage('/provide', t.locale)}">${t('services.provide.heading')}</a></p>
<p class="quiet"><a href="/app/">${t('portal.home.staff')}</a></p>`
}
