import { formatDay, formatMoment, formatTime, formatWeekday, localTime } from '../../language/dates.ts'
import type { Words } from '../../language/words.ts'
import type { Names } from '../../records/answers.ts'
import { html, Markup } from '../html.ts'
import { icon } from '../icons.ts'
import { inLanguage } from '../layout.page.ts'
import { filterNames, type Result, type Wishes } from './find.ts'
import type { FoundOffer } from './found-offer.ts'
import { type Group, groups, servicesOfGroup } from './groups.ts'

export const iraq = 180
/** Languages people ask for, the most spoken first; words of the programmes. */
const askedLanguages = ['ar', 'kmr', 'ckb', 'azb', 'aii', 'sdb', 'hy', 'en']

export interface PlaceChoice {
  readonly code: string
  readonly name: string
}

export const nameIn = (t: Words, names: Names | null): string =>
  names === null
    ? ''
    : (names[t.locale] ?? (t.locale === 'en' ? undefined : names.ar) ?? names.en ?? names.ar ?? '')

/** What one can look for, each a large target with its word. */
export function groupsPage(t: Words): Markup {
  return html`<h1>${t('portal.find.title')}</h1><p class="lead">${t('portal.find.what')}</p>
<ul class="ways two">${groups.map(({ code, icon: name }) => html`<li><a class="way" href="${inLanguage(`/find?what=${code}`, t.locale)}">${icon(name)}<b>${t(`portal.group.${code}`)}</b></a></li>`)}</ul>`
}

const option = (value: string, label: string, chosen: string | null): Markup =>
  html`<option value="${value}" ${value === chosen ? new Markup('selected') : null}>${label}</option>`

function select(id: string, label: string, options: readonly Markup[]): Markup {
  return html`<div class="field"><label for="${id}">${label}</label><select class="input" id="${id}" name="${id}">${options}</select></div>`
}

export interface Asked {
  readonly group: Group
  readonly service: string | null
  readonly where: string | null
  readonly wishes: Wishes
}

const hidden = (t: Words, { group, service }: Asked): Markup =>
  html`<input type="hidden" name="lang" value="${t.locale}"><input type="hidden" name="what" value="${group.code}">${service === null ? null : html`<input type="hidden" name="service" value="${service}">`}`

/** Who is in danger is told first whom to call, and that nobody will be told. */
const danger = (t: Words, { code }: Group): Markup | null =>
  code !== 'danger'
    ? null
    : html`<section class="card urgent"><p><b>${t('portal.find.danger')}</b></p><p>${t('portal.find.dangerSafe')}</p>
<p><a class="button main" href="${inLanguage('/numbers', t.locale)}">${icon('phone')}${t('portal.way.numbers')}</a></p></section>`

/** Where: a governorate, without asking the device where it is. */
export function wherePage(t: Words, asked: Asked, governorates: readonly PlaceChoice[]): Markup {
  return html`<p class="crumb"><a href="${inLanguage('/find', t.locale)}">${t('portal.find.title')}</a></p>
<h1>${t(`portal.group.${asked.group.code}`)}</h1>${danger(t, asked.group)}
<form class="card" method="get" action="/find">${hidden(t, asked)}
${select(
  'where',
  t('portal.find.where'),
  governorates.map(({ code, name }) => option(code, name, 'IQG15')),
)}
<p class="help">${t('portal.find.whereHelp')}</p>
<button class="button main" type="submit">${t('portal.find.show')}</button></form>`
}

function refine(t: Words, asked: Asked, governorate: PlaceChoice, districts: readonly PlaceChoice[]): Markup {
  const { wishes, where, group, service } = asked
  const isSet = wishes.filters.length > 0 || wishes.speaks !== null
  return html`<details class="card no-print" ${isSet ? new Markup('open') : null}><summary>${t('portal.find.refine')}</summary>
<form method="get" action="/find"><input type="hidden" name="lang" value="${t.locale}"><input type="hidden" name="what" value="${group.code}">
${select('service', t('portal.find.service'), [option('', t('portal.find.all'), service ?? ''), ...servicesOfGroup(group).map((code) => option(code, t(`services.service.${code}`), service))])}
${select('where', t('portal.find.district'), [option(governorate.code, t('portal.find.wholeGovernorate', { place: governorate.name }), where), ...districts.map(({ code, name }) => option(code, name, where))])}
${select('speaks', t('portal.find.speaks'), [option('', t('portal.find.any'), wishes.speaks ?? ''), ...askedLanguages.map((code) => option(code, t(`programmes.language.${code}`), wishes.speaks))])}
<fieldset><legend>${t('portal.find.only')}</legend>${filterNames.map((name) => html`<label class="tick" for="f-${name}"><input type="checkbox" id="f-${name}" name="${name}" value="1" ${wishes.filters.includes(name) ? new Markup('checked') : null}> <span>${t(`portal.find.filter.${name}`)}</span></label>`)}</fieldset>
<button class="button main" type="submit">${t('portal.find.show')}</button></form></details>`
}

/** When it is open, in words: until when, or when next. */
export function openWords(t: Words, offer: FoundOffer): string | null {
  if (offer.openUntil !== null) {
    const time = formatTime(t, localTime(offer.openUntil, iraq).time)
    return t(offer.womenOnlyNow ? 'portal.find.openWomen' : 'portal.find.open', { time })
  }
  return offer.opensAt === null
    ? null
    : t('portal.find.opens', {
        moment: formatMoment(t, offer.opensAt, { utcOffsetMinutes: iraq, weekday: true }),
      })
}

/** Why it stands here, in plain words, true ones alone. */
function reasons(
  t: Words,
  { offer, nearness, comesOn }: Result,
  asked: Asked,
  placeName: (code: string) => string,
): Markup {
  const { access, eligibility, languages } = offer
  const place = placeName(offer.placeCode)
  const said: (string | null)[] = [
    offer.sensitive
      ? t('portal.find.safePlace', { place })
      : nearness === 'comes' && comesOn !== null
        ? t('portal.find.comes', { day: `${formatWeekday(t, comesOn)} ${formatDay(t, comesOn)}` })
        : t(nearness === 'here' ? 'portal.find.here' : 'portal.find.serves', { place }),
    openWords(t, offer),
    access.femaleStaff ? t('portal.find.filter.woman') : null,
    eligibility.documentsNeeded.length === 0 ? t('portal.find.filter.nopapers') : null,
    access.referralOnly
      ? t('portal.find.referralOnly')
      : access.walkIn
        ? t('portal.find.filter.walkin')
        : null,
    access.phone || access.remote ? t('portal.find.filter.phone') : null,
    access.ramp ? t('portal.find.filter.ramp') : null,
    access.transportPaid ? t('services.access.transportPaid') : null,
    asked.wishes.speaks !== null && !languages.includes(asked.wishes.speaks)
      ? t('portal.find.interpreter')
      : null,
  ]
  return html`<ul class="why">${said.filter((one) => one !== null).map((one) => html`<li>${one}</li>`)}${languages.length === 0 ? null : html`<li>${languages.map((code) => t(`programmes.language.${code}`)).join(' · ')}</li>`}</ul>`
}

export function capacityMark(t: Words, { capacity, waitDays }: FoundOffer): Markup {
  const tone = { yes: 'calm', waitlist: 'wait', no: 'late', ask: 'note' }[capacity] ?? 'note'
  const wait =
    capacity === 'waitlist' && waitDays !== null ? ` · ${t('services.waitDays', { count: waitDays })}` : ''
  return html`<span class="mark ${tone}">${t(`services.capacity.${capacity}`)}${wait}</span>`
}

export function confirmedWords(t: Words, { confirmedOn, isStale }: FoundOffer): Markup {
  const day = formatDay(t, confirmedOn)
  return isStale
    ? html`<p class="mark wait">${t('portal.find.stale', { day })}</p>`
    : html`<p class="help">${t('portal.find.confirmed', { day })}</p>`
}

export const offerPath = (offer: FoundOffer): string => `/find/offer/${offer.id}`

export interface ResultsPage {
  readonly asked: Asked
  readonly governorate: PlaceChoice
  readonly districts: readonly PlaceChoice[]
  readonly results: readonly Result[]
  readonly placeName: (code: string) => string
  /** Shown of all that were found. */
  readonly most: number
}

export function resultsPage(t: Words, page: ResultsPage): Markup {
  const { asked, governorate, districts, results, placeName, most } = page
  const where = asked.where === null ? governorate.name : placeName(asked.where)
  const title =
    asked.service === null ? t(`portal.group.${asked.group.code}`) : t(`services.service.${asked.service}`)
  return html`<p class="crumb no-print"><a href="${inLanguage('/find', t.locale)}">${t('portal.find.title')}</a></p>
<h1>${title} · ${where}</h1>${danger(t, asked.group)}
${refine(t, asked, governorate, districts)}
${results.length === 0 ? nothing(t, asked) : html`<p class="help">${t('portal.find.count', { count: results.length })} ${t('portal.find.order')}</p>`}
${results.slice(0, most).map(
  (result) => html`<article class="card">
<h2><a href="${inLanguage(offerPath(result.offer), t.locale)}">${t(`services.service.${result.offer.service}`)}</a></h2>
<p>${nameIn(t, result.offer.organisationNames)}</p>
${capacityMark(t, result.offer)}
${reasons(t, result, asked, placeName)}
${confirmedWords(t, result.offer)}</article>`,
)}
<p class="quiet no-print"><a href="${inLanguage(`/pack/${governorate.code}`, t.locale)}" download>${t('portal.pack.get', { place: governorate.name })}</a></p>
${results.length > most ? html`<p class="card">${t('portal.find.more', { count: results.length - most })}</p>` : null}`
}

/** What to do where nothing was found: less asked for, wider, or a person. */
function nothing(t: Words, { group, service, where, wishes }: Asked): Markup {
  const wider = `/find?what=${group.code}&where=${where?.slice(0, 5) ?? ''}`
  const isNarrow =
    wishes.filters.length > 0 || wishes.speaks !== null || service !== null || (where?.length ?? 0) > 5
  return html`<section class="card"><h2>${t('portal.find.none')}</h2>
${isNarrow ? html`<p>${t('portal.find.noneWiden')}</p><p><a class="button main" href="${inLanguage(wider, t.locale)}">${t('portal.find.widen')}</a></p>` : null}
<p>${t('portal.find.noneAsk')}</p>
<p><a class="button" href="${inLanguage('/find?what=information', t.locale)}">${t('portal.find.askOffice')}</a> <a class="button" href="${inLanguage('/numbers', t.locale)}">${t('portal.way.numbers')}</a></p></section>`
}
