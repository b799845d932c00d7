import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { dayAhead } from './by-api.ts'
import type { Reader } from './reader.ts'

/** The referral in the provider's inbox, by its code. */
export function inInbox(provider: Reader, code: string): Locator {
  return provider.page.getByRole('article').filter({ hasText: code })
}

/** Says it arrived, then yes with a day and an hour; before that no name is in sight. */
export async function accept(provider: Reader, code: string, hidden: string): Promise<void> {
  const card = inInbox(provider, code)
  await card.waitFor()
  await provider.press('referrals.answer.acknowledge', card)
  await provider.button('referrals.answer.acknowledge', card).waitFor({ state: 'detached' })
  expect(await provider.page.locator('body').innerText()).not.toContain(hidden)
  await provider.looks('inbox')
  await provider.press('referrals.answer.accept', card)
  const dialog = provider.dialog('referrals.answer.acceptTitle')
  await dialog.waitFor()
  await provider.tick('referrals.answer.withAppointment', dialog)
  await provider.writeDay('referrals.answer.appointmentAt', dayAhead(3), dialog)
  await provider.write('referrals.answer.contact', 'الاستعلامات', dialog)
  await provider.looks('accept')
  await provider.press('referrals.answer.accept', dialog)
  await dialog.waitFor({ state: 'detached' })
}

/** Opens what was accepted, begins and ends it. */
export async function serve(provider: Reader, code: string, shown: string): Promise<void> {
  await provider.follow('referrals.inbox.tab.running').catch(() => provider.open('/app/inbox?tab=running'))
  const card = inInbox(provider, code)
  await card.getByRole('link').first().click()
  await provider.sees(shown)
  await provider.looks('received')
  await provider.press('referrals.received.start')
  await provider.says('referrals.received.step.in_service')
  await provider.inDialog('referrals.received.complete', 'referrals.received.send', (dialog) =>
    provider.choose('referrals.received.completeWhat', 'programmes.outcome.need_met', dialog),
  )
  await provider.says('referrals.event.referral.complete')
  await provider.looks('served')
}
