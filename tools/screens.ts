// `npm run screens`: a picture of every page in four languages at two widths, into ./.screens (ignored by git). Look at them.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Locale, localeCodes } from '../src/language/locales.ts'
import { launchBrowser } from '../tests/support/browser.ts'
import { demoPassword, type Running, startIhala } from '../tests/support/running.ts'

const widths = { phone: { width: 360, height: 760 }, desk: { width: 1240, height: 860 } } as const
const folder = join(process.cwd(), '.screens')

interface Shown {
  readonly name: string
  readonly path: string
  /** Who looks; null: nobody signed in. */
  readonly as: string | null
}

const wanted = process.argv.slice(2)
const running = await startIhala()
const browser = await launchBrowser()
try {
  mkdirSync(folder, { recursive: true })
  const pages = (await pagesOf(running)).filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  )
  let taken = 0
  for (const login of new Set(pages.map((page) => page.as))) {
    for (const locale of localeCodes) {
      for (const size of Object.keys(widths) as (keyof typeof widths)[]) {
        taken += await take(
          browser,
          running,
          login,
          locale,
          size,
          pages.filter((page) => page.as === login),
        )
      }
    }
    process.stdout.write(`${taken} pictures (${login ?? 'nobody'})\n`)
  }
} finally {
  await browser.close()
  await running.stop()
}

async function take(
  on: Browser,
  at: Running,
  login: string | null,
  locale: Locale,
  size: keyof typeof widths,
  pages: readonly Shown[],
): Promise<number> {
  const context = await on.newContext({
    viewport: widths[size],
    locale: locale === 'en' ? 'en-GB' : 'ar-IQ',
    deviceScaleFactor: 1,
  })
  await context.addInitScript((chosen) => localStorage.setItem('ihala.locale', chosen), locale)
  if (login !== null)
    await context.addCookies([{ name: 'ihala', value: await sessionOf(at, login), url: at.url }])
  const page = await context.newPage()
  for (const shown of pages) {
    await page.goto(`${at.url}${shown.path}${shown.path.startsWith('/app') ? '' : `?lang=${locale}`}`)
    await settled(page)
    await page.screenshot({ path: join(folder, `${shown.name}.${locale}.${size}.png`), fullPage: true })
  }
  await context.close()
  return pages.length
}

/** Nothing loading any more: network quiet, no skeleton. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {})
  await page
    .waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, {
      timeout: 5000,
    })
    .catch(() => {})
}

async function sessionOf(at: Running, login: string): Promise<string> {
  const answer = await fetch(`${at.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: login, password: demoPassword }),
  })
  const token = /ihala=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
  if (token === undefined) throw new Error(`${login} could not sign in: ${answer.status}`)
  return token
}

async function pagesOf(at: Running): Promise<Shown[]> {
  const officer = 'mosul.officer'
  const cookie = `ihala=${await sessionOf(at, officer)}`
  const read = async <T>(path: string): Promise<T> =>
    (await fetch(`${at.url}${path}`, { headers: { cookie } })).json() as Promise<T>
  const cases = await read<{ items: { id: string; openNeeds: number }[] }>(
    '/api/cases?mine=1&sort=due&limit=50',
  )
  const details = await Promise.all(
    cases.items.slice(0, 25).map((item) =>
      read<{
        id: string
        needs: { id: string; state: string; service: string }[]
        referrals: { id: string; state: string }[]
      }>(`/api/cases/${item.id}`),
    ),
  )
  const rich = details.sort((one, other) => other.referrals.length - one.referrals.length)[0]
  const withNeed = details.find((found) => found.needs.some((need) => need.state === 'open'))
  const need = withNeed?.needs.find((found) => found.state === 'open')
  const sent =
    details.flatMap((found) => found.referrals).find((found) => found.state === 'sent') ?? rich?.referrals[0]
  const provider = 'bridges.provider'
  const inbox = (await (
    await fetch(`${at.url}/api/referrals?box=in`, {
      headers: { cookie: `ihala=${await sessionOf(at, provider)}` },
    })
  ).json()) as { items?: { id: string; state: string }[] }
  const received = inbox.items?.find((item) => item.state === 'accepted') ?? inbox.items?.[0]
  const offer =
    withNeed === undefined || need === undefined
      ? undefined
      : (
          await read<{ items: { offer: { id: string } }[] }>(
            `/api/match?caseId=${withNeed.id}&needId=${need.id}`,
          )
        ).items[0]?.offer
  return [
    { name: 'home', path: '/', as: null },
    { name: 'track', path: '/track', as: null },
    { name: 'link', path: '/l', as: null },
    { name: 'sign-in', path: '/app', as: null },
    { name: 'my-day', path: '/app', as: officer },
    { name: 'cases', path: '/app/cases', as: officer },
    { name: 'new-case', path: '/app/cases/new', as: officer },
    ...(rich === undefined
      ? []
      : [
          { name: 'case', path: `/app/cases/${rich.id}`, as: officer },
          { name: 'need', path: `/app/cases/${rich.id}/needs/new`, as: officer },
          { name: 'correct', path: `/app/cases/${rich.id}/correct`, as: officer },
        ]),
    ...(withNeed === undefined || need === undefined
      ? []
      : [{ name: 'find-service', path: `/app/cases/${withNeed.id}/services?need=${need.id}`, as: officer }]),
    ...(withNeed === undefined || need === undefined || offer === undefined
      ? []
      : [
          {
            name: 'refer',
            path: `/app/cases/${withNeed.id}/refer?need=${need.id}&offer=${offer.id}`,
            as: officer,
          },
        ]),
    ...(sent === undefined
      ? []
      : [
          { name: 'referral', path: `/app/referrals/${sent.id}`, as: officer },
          { name: 'referral-form', path: `/app/referrals/${sent.id}/form`, as: officer },
          { name: 'slip', path: `/app/referrals/${sent.id}/slip`, as: officer },
        ]),
    { name: 'directory', path: '/app/services', as: officer },
    { name: 'more', path: '/app/more', as: officer },
    { name: 'waiting', path: '/app/sync', as: officer },
    { name: 'inbox', path: '/app/inbox', as: provider },
    { name: 'offers', path: '/app/offers', as: provider },
    ...(received === undefined
      ? []
      : [{ name: 'received', path: `/app/inbox/${received.id}`, as: provider }]),
    { name: 'team', path: '/app/team', as: 'mosul.supervisor' },
    { name: 'hand-over', path: '/app/team/hand-over', as: 'mosul.supervisor' },
    { name: 'staff', path: '/app/staff', as: 'system.admin' },
    { name: 'add-account', path: '/app/staff/new', as: 'system.admin' },
  ]
}
