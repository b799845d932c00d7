import { expect } from 'vitest'
import type { Reader } from './reader.ts'

/** Sets the device up for days without network and waits for the first round; answers the words that open it. */
export async function makeCopy(officer: Reader): Promise<string> {
  await officer.open('/app/copy')
  await officer.isOn('sync.make.title')
  await officer.looks('copy-what')
  await officer.press('sync.make.next')
  await officer.page.locator('ol.phrase').or(officer.button('sync.make.next')).first().waitFor()
  if (await officer.button('sync.make.next').isVisible()) await officer.press('sync.make.next')
  const words = await officer.page.locator('ol.phrase li').allInnerTexts()
  await officer.looks('copy-words')
  await officer.press('sync.make.written')
  const phrase = words.join(' ')
  await officer.write('sync.make.again', phrase)
  await officer.press('sync.make.go')
  await officer.button('sync.open.lock').waitFor({ timeout: 60_000 * officer.patience })
  const facts = officer.page.locator('dt', { hasText: officer.t('sync.copy.pulled') }).locator('xpath=..')
  await expect
    .poll(() => facts.innerText(), { timeout: 20_000 * officer.patience })
    .not.toContain(officer.t('sync.copy.notYet'))
  return phrase
}

/** Opens the page anew, as after a night: everything is locked until the words are typed. */
export async function comesBack(officer: Reader, path: string, phrase: string): Promise<void> {
  await officer.open(path)
  await officer.isOn('sync.unlock.title')
  await officer.write('sync.unlock.phrase', phrase)
  await officer.press('sync.unlock.go')
  await officer.page.getByRole('navigation', { name: officer.t('app.nav.label') }).waitFor()
  await officer.settles()
}
