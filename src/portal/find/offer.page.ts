import { formatDay, formatTime } from '../../language/dates.ts'
import type { Words } from '../../language/words.ts'
import { type Hours, type OpeningDay, openingDays } from '../../services/opening.ts'
import { html, type Markup } from '../html.ts'
import { icon } from '../icons.ts'
import { inLanguage } from '../layout.page.ts'
import { qr } from '../qr.ts'
import { capacityMark, confirmedWords, nameIn, offerPath, openWords } from './find.page.ts'
import type { FoundOffer } from './found-offer.ts'
import { groupOfService } from './groups.ts'

const dayNames: Readonly<Record<OpeningDay, string>> = {
  sa: 'saturday',
  su: 'sunday',
  mo: 'monday',
  tu: 'tuesday',
  we: 'wednesday',
  th: 'thursday',
  fr: 'friday',
}

const dayName = (t: Words, day: OpeningDay): string => t(`language.weekday.${dayNames[day]}`)

/** Days in the order of the week, days that follow each other as a span: "Sunday – Thursday". */
export function daysWords(t: Words, days: readonly OpeningDay[]): string {
  const spans: OpeningDay[][] = []
  for (const day of openingDays.filter((one) => days.includes(one))) {
    const last = spans.at(-1)
    const before = last?.at(-1)
    if (last && before && openingDays.indexOf(before) === openingDays.indexOf(day) - 1) last.push(day)
    else spans.push([day])
  }
  return spans
    .map((span) => {
      const [first, last] = [span[0], span.at(-1)]
      if (first === undefined || last === undefined) return ''
      return span.length < 3
        ? span.map((day) => dayName(t, day)).join(t('portal.offer.and'))
        : t('portal.offer.days', { from: dayName(t, first), to: dayName(t, last) })
    })
    .join(t('portal.offer.and'))
}

/** The end of a day is written 24:00 in the data and read as midnight. */
const timeWords = (t: Words, time: string): string => formatTime(t, time === '24:00' ? '00:00' : time)

const timesWords = (t: Words, { from, to }: { from: string; to: string }): string =>
  t('portal.offer.times', { from: timeWords(t, from), to: timeWords(t, to) })

export function hoursWords(t: Words, hours: Hours): string {
  const times = timesWords(t, hours)
  return `${daysWords(t, hours.days)}: ${times}${hours.womenOnly ? ` (${t('services.access.womenOnlyHours')})` : ''}`
}

const documents = (t: Words, codes: readonly string[]): string =>
  codes
    .map((code) => (t.has(`programmes.document.${code}`) ? t(`programmes.document.${code}`) : code))
    .join('، ')

/** For whom, as far as the offer says; a list left out serves everybody. */
function forWhom(t: Words, { eligibility }: FoundOffer): Markup {
  const { statusCategories, sexes, minAge, maxAge, documentsNeeded, documentsNotNeeded } = eligibility
  const named = (prefix: string, codes: readonly string[]) =>
    codes.map((code) => t(prefix + code)).join(' · ')
  const lines = [
    statusCategories === undefined ? null : named('programmes.statusCategory.', statusCategories),
    sexes === undefined ? null : named('programmes.sex.', sexes),
    minAge === undefined && maxAge === undefined
      ? null
      : t('portal.offer.age', { from: minAge ?? 0, to: maxAge ?? 120 }),
  ].filter((line) => line !== null)
  return html`<section class="card"><h2>${t('portal.offer.forWhom')}</h2>
${lines.length === 0 ? html`<p>${t('portal.offer.everybody')}</p>` : lines.map((line) => html`<p>${line}</p>`)}
<p>${documentsNeeded.length === 0 ? t('portal.offer.noPapers') : t('portal.offer.papers', { list: documents(t, documentsNeeded) })}</p>
${documentsNotNeeded.length === 0 ? null : html`<p>${t('portal.offer.papersNot', { list: documents(t, documentsNotNeeded) })}</p>`}
<p><b>${t('portal.offer.free')}</b></p></section>`
}

function reach(t: Words, offer: FoundOffer, placeName: (code: string) => string): Markup {
  const { access, phone, landmark, opening, visits } = offer
  const open = openWords(t, offer)
  const season = opening?.seasons ?? []
  return html`<section class="card"><h2>${t('portal.offer.reach')}</h2>
${offer.sensitive ? html`<p>${t('portal.offer.safe')}</p>` : html`<p>${offer.siteNames === null ? null : html`${nameIn(t, offer.siteNames)} · `}${placeName(offer.placeCode)}</p>${landmark === null ? null : html`<p><bdi>${landmark}</bdi></p>`}`}
${phone === null ? (offer.sensitive ? html`<p><a class="button main" href="${inLanguage('/numbers', t.locale)}">${icon('phone')}${t('portal.way.numbers')}</a></p>` : null) : html`<p><a class="button main call" href="tel:${phone.replace(/[^+0-9]/g, '')}">${icon('phone')}<bdi dir="ltr">${phone}</bdi></a></p>`}
${access.referralOnly ? html`<p>${t('portal.find.referralOnly')}</p>` : access.walkIn && !offer.sensitive ? html`<p>${t('portal.find.filter.walkin')}</p>` : null}
${open === null ? null : html`<p><b>${open}</b></p>`}
${opening === null ? html`<p class="help">${t('portal.offer.noHours')}</p>` : html`<ul>${opening.weekly.map((hours) => html`<li>${hoursWords(t, hours)}</li>`)}</ul>`}
${season.map(({ from, to, weekly }) => html`<p>${t('portal.offer.season', { from: formatDay(t, from), to: formatDay(t, to) })}</p><ul>${weekly.map((hours) => html`<li>${hoursWords(t, hours)}</li>`)}</ul>`)}
${visits.length === 0 ? null : html`<p>${t('portal.offer.visits')}</p><ul>${visits.map((visit) => html`<li>${placeName(visit.placeCode)}: ${visit.on === undefined ? daysWords(t, visit.days ?? []) : visit.on.map((day) => formatDay(t, day)).join(' · ')}، ${timesWords(t, visit)}</li>`)}</ul>`}
</section>`
}

/** One offer. `address` is what its QR opens: of this server, and nothing but the offer's id in it. */
export function offerPage(
  t: Words,
  offer: FoundOffer,
  about: { readonly placeName: (code: string) => string; readonly address: string | null },
): Markup {
  const { access, languages } = offer
  const group = groupOfService(offer.service)
  const description = offer.description[t.locale] ?? (t.locale === 'en' ? undefined : offer.description['ar'])
  const has = (
    [
      ['femaleStaff', access.femaleStaff],
      ['womenOnlyHours', access.womenOnlyHours],
      ['ramp', access.ramp],
      ['childcare', access.childcare],
      ['transportPaid', access.transportPaid],
      ['phone', access.phone],
      ['remote', access.remote],
    ] as const
  ).filter(([, is]) => is)
  const speaks = [...new Set([...languages, ...access.interpreter])]
  return html`<p class="crumb no-print"><a href="${inLanguage(group === undefined ? '/find' : `/find?what=${group.code}`, t.locale)}">${t(group === undefined ? 'portal.find.title' : `portal.group.${group.code}`)}</a></p>
<h1>${t(`services.service.${offer.service}`)}</h1>
<p class="lead">${nameIn(t, offer.organisationNames)}</p>
<p>${capacityMark(t, offer)}</p>${confirmedWords(t, offer)}
${offer.isStale ? html`<p>${t('portal.offer.callFirst')}</p>` : null}
${description === undefined ? null : html`<p>${description}</p>`}
${reach(t, offer, about.placeName)}
${forWhom(t, offer)}
<section class="card"><h2>${t('portal.offer.there')}</h2>
${speaks.length === 0 ? null : html`<p>${t('portal.find.speaks')}: ${speaks.map((code) => t(`programmes.language.${code}`)).join(' · ')}</p>`}
${has.length === 0 ? null : html`<ul class="why">${has.map(([name]) => html`<li>${t(`services.access.${name}`)}</li>`)}</ul>`}
<p>${t('portal.offer.noMoney')} <a href="${inLanguage('/say', t.locale)}">${t('portal.way.say')}</a></p></section>
<p class="no-print"><a href="/suggest?offer=${offer.id}&lang=${t.locale}">${t('services.suggest.heading')}</a></p>
${about.address === null || offer.sensitive ? null : html`<section class="card share"><h2>${t('portal.offer.share')}</h2><p>${t('portal.offer.shareHelp')}</p>${qr(`${about.address}${offerPath(offer)}`, t('portal.offer.share'))}</section>`}
${offer.invented ? html`<p class="help"><b>${t('portal.information.invented')}</b></p>` : null}`
}
