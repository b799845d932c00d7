import { html, type Markup } from './html.ts'
import { inLanguage } from './layout.page.ts'
import type { Words } from '../language/words.ts'

/** What this is, in plain words, and the ways on. */
export function homePage(t: Words): Markup {
  return html`
<h1>${t('portal.home.heading')}</h1>
<p class="lead">${t('portal.home.what')}</p>
<p>${t('portal.home.free')}</p>
<p>${t('portal.home.choice')}</p>
<section class="card">
<a class="button main" href="${inLanguage('/track', t.locale)}">${t('portal.home.track')}</a>
<p class="help">${t('portal.home.trackHelp')}</p>
</section>
<p><a href="${inLanguage('/say', t.locale)}">${t('desk.say.heading')}</a></p>
<p class="quiet"><a href="${inLanguage('/published', t.locale)}">${t('portal.published.title')}</a></p>
<p class="quiet"><a href="/app/">${t('portal.home.staff')}</a></p>`
}
