import { withDigits } from '../language/numbers.ts'
import type { Words } from '../language/words.ts'
import type { LegalYear } from '../records/answers.ts'
import { html, type Markup } from './html.ts'

/** How often authorities asked for people's data, and how often they were given any (DP-52). */
export function publishedPage(t: Words, years: readonly LegalYear[]): Markup {
  const number = (value: number): string => withDigits(String(value), t.digits)
  return html`
<h1>${t('portal.published.title')}</h1>
<p class="lead">${t('portal.published.what')}</p>
${
  years.length === 0
    ? html`<p>${t('portal.published.none')}</p>`
    : html`<section class="card"><table><thead><tr><th scope="col">${t('portal.published.year')}</th>
<th scope="col">${t('portal.published.received')}</th><th scope="col">${t('portal.published.given')}</th></tr></thead>
<tbody>${years.map(
        ({ year, received, given }) =>
          html`<tr><th scope="row">${number(year)}</th><td>${number(received)}</td><td>${number(given)}</td></tr>`,
      )}</tbody></table></section>`
}`
}
