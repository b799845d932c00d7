import {
  type InformationKind,
  type InformationSeen,
  isFor,
  linesOf,
  textFor,
} from '../../information/information.ts'
import { formatDay } from '../../language/dates.ts'
import { localeFacts } from '../../language/locales.ts'
import type { Words } from '../../language/words.ts'
import { capacityMark, confirmedWords, nameIn } from '../find/find.page.ts'
import type { FoundOffer } from '../find/found-offer.ts'
import { groupOfService, groups } from '../find/groups.ts'
import { hoursWords } from '../find/offer.page.ts'
import { html, Markup } from '../html.ts'

/** Bytes: what a slow link carries in a minute and any phone opens. */
export const largestPack = 600_000

export interface PackContent {
  readonly governorate: string
  readonly governorateName: string
  readonly day: string
  readonly offers: readonly FoundOffer[]
  readonly information: readonly InformationSeen[]
  readonly placeName: (code: string) => string
  readonly styleText: string
  readonly demo: boolean
}

const kinds: readonly InformationKind[] = ['number', 'about', 'right', 'question', 'document']

/** Everything about a service that one needs without a network: no links, as nothing answers them there. */
function offerMarkup(t: Words, offer: FoundOffer, placeName: (code: string) => string): Markup {
  const { access, eligibility, languages, opening } = offer
  const said = [
    access.femaleStaff ? t('portal.find.filter.woman') : null,
    eligibility.documentsNeeded.length === 0 ? t('portal.find.filter.nopapers') : null,
    access.referralOnly
      ? t('portal.find.referralOnly')
      : access.walkIn
        ? t('portal.find.filter.walkin')
        : null,
    access.ramp ? t('portal.find.filter.ramp') : null,
    languages.length === 0 ? null : languages.map((code) => t(`programmes.language.${code}`)).join(' · '),
  ].filter((one) => one !== null)
  return html`<article class="card"><h3>${t(`services.service.${offer.service}`)}</h3>
<p>${nameIn(t, offer.organisationNames)}</p>
<p>${offer.sensitive ? t('portal.find.safePlace', { place: placeName(offer.placeCode) }) : html`${nameIn(t, offer.siteNames)} · ${placeName(offer.placeCode)}${offer.landmark === null ? null : html` · <bdi>${offer.landmark}</bdi>`}`}</p>
${offer.phone === null ? null : html`<p><a href="tel:${offer.phone.replace(/[^+0-9]/g, '')}"><bdi dir="ltr">${offer.phone}</bdi></a></p>`}
${opening === null ? null : html`<ul>${opening.weekly.map((hours) => html`<li>${hoursWords(t, hours)}</li>`)}</ul>`}
<ul class="why">${said.map((one) => html`<li>${one}</li>`)}</ul>
${capacityMark(t, offer)}${confirmedWords(t, offer)}${offer.invented ? html`<p class="help">${t('portal.information.invented')}</p>` : null}</article>`
}

function entry(t: Words, seen: InformationSeen): Markup {
  const { text, locale } = textFor(seen.texts, t.locale)
  const { languageTag, direction } = localeFacts(locale)
  return html`<article class="card" lang="${languageTag}" dir="${direction}">
${seen.facts.rumour === true ? html`<p class="mark wait">${t('portal.information.rumour')}</p>` : null}<h3>${text.title}</h3>
${seen.facts.number === undefined ? null : html`<p><a href="tel:${seen.facts.number.replace(/ /g, '')}"><bdi dir="ltr">${seen.facts.number}</bdi></a></p>`}
${linesOf(text.text).map((line) => html`<p>${line}</p>`)}
${text.steps === undefined ? null : html`<ol>${text.steps.map((step) => html`<li>${step}</li>`)}</ol>`}
${text.cost === undefined ? null : html`<p>${t('portal.document.cost')}: ${text.cost}</p>`}
${text.where === undefined ? null : html`<p>${t('portal.document.where')}: ${text.where}</p>`}
<p class="help">${t('portal.information.asOf', { day: formatDay(t, seen.publishedOn) })} ${seen.unverified ? t('portal.information.unverified') : null} ${seen.invented ? t('portal.information.invented') : null}</p></article>`
}

/**
 * One file that is whole by itself: services, numbers and answers of a governorate, for the phone of a mobile team or for
 * paper. It says its day on top. What does not fit into {@link largestPack} is left out at the end, and it says so.
 */
export function packPage(t: Words, content: PackContent): string {
  const { governorateName, day, placeName, styleText, demo } = content
  const facts = localeFacts(t.locale)
  const size = (markup: Markup): number => Buffer.byteLength(markup.text)
  const information = kinds.map((kind) => {
    const entries = content.information.filter(
      (seen) => seen.kind === kind && isFor(seen.places, [content.governorate]),
    )
    return entries.length === 0
      ? html``
      : html`<section id="i-${kind}"><h2>${t(`portal.information.${kind}`)}</h2>${entries.map((seen) => entry(t, seen))}</section>`
  })
  let room = largestPack - styleText.length - 4_000 - information.reduce((sum, part) => sum + size(part), 0)
  let left = 0
  const services = groups.map((group) => {
    const own = content.offers.filter(({ service }) => groupOfService(service)?.code === group.code)
    const written: Markup[] = []
    for (const offer of own) {
      const markup = offerMarkup(t, offer, placeName)
      if (size(markup) > room) left += 1
      else {
        room -= size(markup)
        written.push(markup)
      }
    }
    return { group, written }
  })
  const filled = services.filter(({ written }) => written.length > 0)
  return html`<!doctype html>
<html lang="${facts.languageTag}" dir="${facts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t('portal.title')}</title>
<link rel="icon" href="data:,">
<style>${new Markup(styleText)}</style>
</head>
<body>
<header><span class="name">${t('portal.title')}</span></header>
${demo ? html`<aside class="demo">${t('portal.demo')}</aside>` : null}
<main>
<h1>${t('portal.pack.title', { place: governorateName })}</h1>
<p><b>${t('portal.pack.made', { day: formatDay(t, day) })}</b></p>
<p>${t('portal.home.free')}</p>
<nav class="card" aria-label="${t('portal.pack.contents')}"><ul>
${kinds.filter((_, place) => information[place]?.text !== '').map((kind) => html`<li><a href="#i-${kind}">${t(`portal.information.${kind}`)}</a></li>`)}
${filled.map(({ group, written }) => html`<li><a href="#g-${group.code}">${t(`portal.group.${group.code}`)}</a> (${t('portal.find.count', { count: written.length })})</li>`)}
</ul></nav>
${information[0]}
${filled.map(({ group, written }) => html`<section id="g-${group.code}"><h2>${t(`portal.group.${group.code}`)}</h2>${written}</section>`)}
${left === 0 ? null : html`<p class="card">${t('portal.pack.left', { count: left })}</p>`}
${information.slice(1)}
</main>
</body>
</html>`.text
}
