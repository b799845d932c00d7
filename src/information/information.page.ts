import { formatDay } from '../language/dates.ts'
import { localeFacts } from '../language/locales.ts'
import type { Words } from '../language/words.ts'
import { html, Markup } from '../portal/html.ts'
import { icon } from '../portal/icons.ts'
import { inLanguage } from '../portal/layout.page.ts'
import { service } from '../services/taxonomy.ts'
import { type InformationKind, type InformationSeen, linesOf, textFor } from './information.ts'

/** The page of each kind, and its words under `portal.information.<name>`. */
export const informationPaths = Object.fromEntries([
  ['about', '/about'],
  ['right', '/rights'],
  ['question', '/questions'],
  ['document', '/documents'],
  ['number', '/numbers'],
]) as Readonly<Record<InformationKind, string>>

const lines = (text: string): Markup[] => linesOf(text).map((line) => html`<p>${line}</p>`)

/** Says so where the text stands in another language than the page. */
function spokenIn(t: Words, locale: InformationSeenLocale): Markup | null {
  if (locale === t.locale) return null
  const { languageTag, direction } = localeFacts(locale)
  return new Markup(`lang="${languageTag}" dir="${direction}"`)
}
type InformationSeenLocale = ReturnType<typeof textFor>['locale']

/** From when and from whom it is, and whether anybody has confirmed it: one line under each text. */
function provenance(t: Words, seen: InformationSeen): Markup {
  return html`<p class="help">${t('portal.information.asOf', { day: formatDay(t, seen.publishedOn) })}
${t('portal.information.source')} <bdi>${seen.source}</bdi>${seen.sourceOn === null ? null : html` (${formatDay(t, seen.sourceOn)})`}.
${seen.unverified ? html`<b>${t('portal.information.unverified')}</b>` : null}
${seen.invented ? html`<b>${t('portal.information.invented')}</b>` : null}</p>`
}

function plain(t: Words, seen: InformationSeen): Markup {
  const { text, locale } = textFor(seen.texts, t.locale)
  const rumour = seen.facts.rumour === true
  return html`<article class="card" id="e${seen.entryId}" ${spokenIn(t, locale)}>
${rumour ? html`<p class="mark wait">${t('portal.information.rumour')}</p>` : null}
<h2>${text.title}</h2>${lines(text.text)}${provenance(t, seen)}</article>`
}

/** Numbers to call: the number large, and never more certain than it is. */
function number(t: Words, seen: InformationSeen): Markup {
  const { text, locale } = textFor(seen.texts, t.locale)
  const { number: called = '', free, languages = [], testedOn } = seen.facts
  return html`<article class="card" id="e${seen.entryId}" ${spokenIn(t, locale)}>
<h2>${text.title}</h2>
<p><a class="button main call" href="tel:${called.replace(/ /g, '')}">${icon('phone')}<bdi dir="ltr">${called}</bdi></a></p>
${lines(text.text)}
<ul class="why">
${text.hours === undefined ? null : html`<li>${text.hours}</li>`}
${free === undefined ? null : html`<li>${t(free ? 'portal.information.freeCall' : 'portal.information.paidCall')}</li>`}
${languages.length === 0 ? null : html`<li>${languages.map((code) => t(`programmes.language.${code}`)).join(' · ')}</li>`}
<li>${testedOn === undefined ? t('portal.information.untested') : t('portal.information.tested', { day: formatDay(t, testedOn) })}</li>
</ul>${provenance(t, seen)}</article>`
}

function heading(t: Words, kind: InformationKind, more?: Markup): Markup {
  return html`<h1>${t(`portal.information.${kind}`)}</h1>
<p class="lead">${t(`portal.information.${kind}Lead`)}</p>${more ?? null}`
}

const nothing = (t: Words): Markup => html`<p class="card">${t('portal.information.none')}</p>`
const aloud = (t: Words, kind: InformationKind): Markup =>
  html`<p class="quiet no-print"><a href="${inLanguage(`/plain/${kind}`, t.locale)}">${t('portal.information.aloud')}</a></p>`

/** The page of one kind. Of documents a list: each has steps of its own. */
export function informationPage(
  t: Words,
  kind: InformationKind,
  entries: readonly InformationSeen[],
): Markup {
  if (entries.length === 0) return html`${heading(t, kind)}${nothing(t)}`
  if (kind === 'document')
    return html`${heading(t, kind)}<ul class="ways">${entries.map((seen) => {
      const { text } = textFor(seen.texts, t.locale)
      return html`<li><a class="way" href="${inLanguage(`/documents/${seen.entryId}`, t.locale)}"><span><b>${text.title}</b><span class="help">${linesOf(text.text)[0] ?? ''}</span></span></a></li>`
    })}</ul>${aloud(t, kind)}`
  if (kind === 'number')
    return html`${heading(t, kind)}${entries.map((seen) => number(t, seen))}${aloud(t, kind)}`
  const rumours = entries.filter(({ facts }) => facts.rumour === true)
  const others = entries.filter(({ facts }) => facts.rumour !== true)
  return html`${heading(t, kind, kind === 'right' ? html`<p><a href="${inLanguage('/published', t.locale)}">${t('portal.published.title')}</a></p>` : undefined)}
${others.map((seen) => plain(t, seen))}
${rumours.length === 0 ? null : html`<h2>${t('portal.information.rumours')}</h2>${rumours.map((seen) => plain(t, seen))}`}
${aloud(t, kind)}`
}

/** One document: what it is for, what to do in order, what it costs, where, and what becomes possible with it. */
export function documentPage(t: Words, seen: InformationSeen): Markup {
  const { text, locale } = textFor(seen.texts, t.locale)
  const code = seen.facts.service
  const opens = code === undefined ? [] : (service(code)?.blocks ?? [])
  const part = (name: string, content: Markup | null): Markup | null =>
    content === null
      ? null
      : html`<section class="card"><h2>${t(`portal.document.${name}`)}</h2>${content}</section>`
  return html`<h1 ${spokenIn(t, locale)}>${text.title}</h1>
<div class="lines" ${spokenIn(t, locale)}>${lines(text.text)}</div>
${part('steps', text.steps === undefined ? null : html`<ol class="numbered" ${spokenIn(t, locale)}>${text.steps.map((step) => html`<li>${step}</li>`)}</ol>`)}
${part('cost', text.cost === undefined ? null : html`<p ${spokenIn(t, locale)}>${text.cost}</p><p class="help">${t('portal.document.noBribe')}</p>`)}
${part('where', text.where === undefined ? null : html`<p ${spokenIn(t, locale)}>${text.where}</p>`)}
${part('opens', opens.length === 0 ? null : html`<ul>${opens.map((one) => html`<li>${t(`services.service.${one}`)}</li>`)}</ul>`)}
${code === undefined ? null : html`<p><a class="button main" href="${inLanguage(`/find?service=${code}`, t.locale)}">${t('portal.document.help')}</a></p>`}
${provenance(t, seen)}
<p><a href="${inLanguage('/documents', t.locale)}">${t('portal.information.document')}</a></p>`
}

/** The same as sentences and nothing else, a line each: to be read aloud, sent on, or recorded. */
export function plainText(t: Words, kind: InformationKind, entries: readonly InformationSeen[]): string {
  const said = entries.map((seen) => {
    const { text } = textFor(seen.texts, t.locale)
    const { number: called, rumour } = seen.facts
    return [
      ...(rumour === true ? [`${t('portal.information.rumour')}:`] : []),
      text.title,
      ...(called === undefined ? [] : [called]),
      ...linesOf(text.text),
      ...(text.steps ?? []),
      ...(text.cost === undefined ? [] : [`${t('portal.document.cost')}: ${text.cost}`]),
      ...(text.where === undefined ? [] : [`${t('portal.document.where')}: ${text.where}`]),
      ...(text.hours === undefined ? [] : [text.hours]),
      ...(seen.unverified ? [t('portal.information.unverified')] : []),
    ].join('\n')
  })
  return `${[t(`portal.information.${kind}`), t(`portal.information.${kind}Lead`), ...said].join('\n\n')}\n`
}
