import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Reader } from './reader.ts'

/** Somebody invented, with the name as the officer types it. */
export interface Person {
  readonly given: string
  readonly father: string
  readonly grandfather: string
  /** With which they track their request; none when left out. */
  readonly word?: string
}

export function namesOf({ given, father, grandfather }: Person): string[] {
  return [`${given} ${father}`, given, grandfather]
}

export interface Opened {
  readonly caseId: string
  readonly code: string
}

/** From my day to an open case: looked for first, then seven fields. */
export async function openCase(officer: Reader, person: Person): Promise<Opened> {
  await officer.follow('cases.new')
  await officer.isOn('cases.new')
  await officer.write('cases.list.search', `${person.given} ${person.father}`)
  await officer.press('people.search.go')
  await officer.says('people.search.nobody')
  await officer.looks('who-is-it')
  await officer.press('people.search.skip')
  await officer.write('people.name.given', person.given)
  await officer.write('people.name.father', person.father)
  await officer.write('people.name.grandfather', person.grandfather)
  await officer.select('programmes.field.statusCategory', 'programmes.statusCategory.idp_returnee')
  await officer.choose('programmes.field.ageBand', 'programmes.ageBand.30-59')
  await officer.choose('programmes.field.sex', 'programmes.sex.female')
  await officer.select('programmes.field.language', 'programmes.language.ar')
  await officer.choose('programmes.field.contactSafety', 'programmes.contactSafety.phone_hours')
  await officer.write('people.contact.phone', '0770 123 4567')
  await officer.write('people.contact.hours', '9–11')
  await officer.press('cases.new.more')
  await officer.search('people.place', 'Mosul', /Mosul|الموصل|موو?س[لڵ]/)
  if (person.word !== undefined) await officer.write('people.chosenWord', person.word)
  await officer.looks('seven-fields')
  await officer.press('cases.new.open')
  await officer.page.waitForURL(/\/app\/cases\/[0-9a-f-]{36}/)
  await officer.says('cases.new.done')
  return {
    caseId: /cases\/([0-9a-f-]{36})/.exec(officer.page.url())?.[1] ?? '',
    code: await officer.page.locator('h1 bdi').first().innerText(),
  }
}

/** The person's most pressing need; leads to the services that fit it. */
export async function recordNeed(officer: Reader, service: string): Promise<void> {
  await officer.follow('cases.next.do.record_need')
  await officer.isOn('cases.needs.record')
  await officer.looks('what-is-needed')
  await officer.write('cases.needs.search', officer.t(`services.service.${service}`))
  await officer.option(`services.service.${service}`, officer.page, 'radio').click()
  await officer.choose('cases.needs.severity', 'programmes.severity.3')
  await officer.looks('need')
  await officer.press('cases.needs.save')
  // A missing document would be offered as a need of its own first.
  const fits = officer.page.getByRole('heading', { level: 1, name: officer.t('services.find.title') })
  const saved = officer.page.getByText(officer.t('cases.needs.saved'))
  await fits.or(saved).first().waitFor()
  if (await saved.isVisible()) await officer.follow('cases.needs.findService')
  await officer.isOn('services.find.title')
}

/** Reads the reasons for and against, and chooses the offer of one organisation. */
export async function chooseOffer(officer: Reader, organisation: string): Promise<void> {
  const card = offerOf(officer, organisation)
  await card.waitFor()
  expect(await card.getByRole('listitem').count(), 'reasons of the offer').toBeGreaterThan(1)
  await officer.page.getByRole('button', { name: counted(officer, 'services.find.whyNot') }).click()
  expect(await officer.page.locator('.disclosure h3').count(), 'reasons against others').toBeGreaterThan(1)
  await officer.looks('services-that-fit')
  await officer.follow('services.find.choose', card)
  await officer.isOn('referrals.refer.title')
}

export function offerOf(officer: Reader, organisation: string): Locator {
  return officer.page
    .getByRole('article')
    .filter({ has: officer.page.getByRole('heading', { name: organisation, exact: true }) })
    .first()
}

/**
 * Consent for these items, read in the person's language, and the referral with them. Answers the referral's id.
 * @param said what the page says then
 */
export async function consentAndSend(
  officer: Reader,
  items: readonly string[],
  said: 'referrals.justSent' | 'sync.referral.hereOnly' = 'referrals.justSent',
): Promise<string> {
  for (const item of items) await officer.tick(`programmes.consentItem.${item}`)
  await officer.page.locator('blockquote[lang="ar-IQ"]').waitFor()
  await officer.choose('cases.consent.how', 'programmes.consentHow.spoken')
  await officer.tick('cases.consent.understood')
  await officer.looks('consent-and-referral')
  await officer.press('referrals.refer.recordAndSend')
  await officer.page.waitForURL(/\/app\/referrals\/[0-9a-f-]{36}/)
  await officer.says(said)
  return /referrals\/([0-9a-f-]{36})/.exec(officer.page.url())?.[1] ?? ''
}

/** The next step on top of the case, by the button that does it. */
export async function nextStep(officer: Reader, caseId: string, step: string): Promise<void> {
  await officer.open(`/app/cases/${caseId}`)
  await officer.follow(`cases.next.do.${step}`)
  await officer.isOnReferral()
}

/** That the person was told, face to face. */
export async function tellPerson(officer: Reader): Promise<void> {
  await officer.inDialog('referrals.person.told', 'app.save')
  await officer.says('referrals.person.toldAt')
}

/** That the person says: it came, and it helped. */
export async function confirm(officer: Reader): Promise<void> {
  await officer.inDialog('referrals.person.ask', 'app.save', async (dialog) => {
    await officer.choose('referrals.person.received', 'app.yes', dialog)
    await officer.choose('referrals.person.helped', 'app.yes', dialog)
  })
  await officer.says('referrals.confirmed')
}

/** Everything that happened, oldest last, as the case tells it. */
export async function storyOf(officer: Reader, caseId: string): Promise<string> {
  await officer.open(`/app/cases/${caseId}`)
  const story = officer.page.getByRole('list', { name: officer.t('cases.sections.story'), exact: true })
  await story.waitFor()
  const earlier = officer.page.getByRole('button', { name: counted(officer, 'cases.story.earlier') })
  if (await earlier.isVisible()) await earlier.click()
  return story.innerText()
}

/** A sentence with a number in it, whatever the number. */
export function counted(reader: Reader, key: string): RegExp {
  const said = Array.from({ length: 130 }, (_, count) => escaped(reader.t(key, { count })))
  const forms = new Set(said.map((text) => text.replace(/[\d٠-٩]+/g, '[\\d٠-٩]+')))
  return new RegExp(`^\\s*(${[...forms].join('|')})\\s*$`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
