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
  /** What is pressed to come there. */
  readonly press?: string
  /** As the printer would show it. */
  readonly isPaper?: boolean
}

const sessions = new Map<string, string>()
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
    const theirs = pages.filter((page) => page.as === login)
    for (const locale of localeCodes) taken += await take(browser, running, login, locale, theirs)
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
  pages: readonly Shown[],
): Promise<number> {
  const context = await on.newContext({
    locale: locale === 'en' ? 'en-GB' : 'ar-IQ',
    reducedMotion: 'reduce',
  })
  await context.addInitScript((chosen) => localStorage.setItem('ihala.locale', chosen), locale)
  if (login !== null)
    await context.addCookies([{ name: 'ihala', value: await sessionOf(at, login), url: at.url }])
  const page = await context.newPage()
  for (const shown of pages) {
    await page.emulateMedia({ media: shown.isPaper ? 'print' : 'screen' })
    await page.setViewportSize(widths.desk)
    await page.goto(`${at.url}${shown.path}${shown.path.startsWith('/app') ? '' : `?lang=${locale}`}`)
    await settled(page, shown)
    for (const [size, { width, height }] of Object.entries(widths)) {
      await page.setViewportSize({ width, height })
      // The window as high as the page: what stays in place while one scrolls is then where it belongs.
      const whole = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ width, height: Math.max(height, whole) })
      await page.screenshot({ path: join(folder, `${shown.name}.${locale}.${size}.png`) })
    }
  }
  await context.close()
  return pages.length * Object.keys(widths).length
}

/** The page is there, nothing loads any more, and what opens it has been pressed. */
async function settled(page: Page, { press }: Shown): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
  if (press) await page.locator(press).first().click()
  await page.evaluate(() => document.fonts.ready)
}

async function sessionOf(at: Running, login: string): Promise<string> {
  const held = sessions.get(login)
  if (held !== undefined) return held
  const answer = await fetch(`${at.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: login, password: demoPassword }),
  })
  const token = /ihala=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
  if (token === undefined) throw new Error(`${login} could not sign in: ${answer.status}`)
  sessions.set(login, token)
  return token
}

interface FileSeen {
  readonly id: string
  readonly needs: readonly { id: string; state: string }[]
  readonly referrals: readonly {
    id: string
    state: string
    confirmedAt: string | null
    nextDueAt: string | null
  }[]
  readonly story: readonly object[]
}

async function pagesOf(at: Running): Promise<Shown[]> {
  const [officer, provider, supervisor, administrator, protector] = [
    'mosul.officer',
    'bridges.provider',
    'mosul.supervisor',
    'system.admin',
    'data.protection',
  ] as const
  const read = async <T>(as: string, path: string): Promise<T> =>
    (
      await fetch(`${at.url}${path}`, { headers: { cookie: `ihala=${await sessionOf(at, as)}` } })
    ).json() as Promise<T>
  const list = await read<{ items: { id: string }[] }>(officer, '/api/cases?mine=1&sort=due&limit=50')
  const files = await Promise.all(list.items.map(({ id }) => read<FileSeen>(officer, `/api/cases/${id}`)))
  const rich = best(files, ({ story }) => story.length)
  const asking = best(files, ({ needs }) => needs.filter(({ state }) => state === 'open').length)
  const need = asking.needs.find(({ state }) => state === 'open')
  const match = await read<{ items: { offer: { id: string } }[] }>(officer, `/api/match?needId=${need?.id}`)
  const about = `/app/cases/${asking.id}`
  const referrals = files.flatMap((file) => file.referrals)
  const inbox = await read<{ items: { id: string; state: string }[] }>(
    provider,
    '/api/referrals?box=in&limit=200',
  )
  const staff = await read<{ items: { id: string; login: string }[] }>(administrator, '/api/staff')
  const offers = await read<{ items: { id: string }[] }>(provider, '/api/offers?mine=1&limit=5')
  const team = await read<{ officers: { id: string; openCases: number }[] }>(supervisor, '/api/team')
  const busy = best(team.officers, ({ openCases }) => openCases)
  const inState = (state: string): Shown[] => {
    const found = referrals.find((referral) => referral.state === state)
    return found === undefined
      ? []
      : [{ name: `referral-${state}`, path: `/app/referrals/${found.id}`, as: officer }]
  }
  const paper = referrals.find(({ state }) => state === 'accepted') ?? referrals[0]
  const received = (state: string): Shown[] => {
    const found = inbox.items.find((item) => item.state === state)
    return found === undefined
      ? []
      : [{ name: `received-${state}`, path: `/app/inbox/${found.id}`, as: provider }]
  }
  return [
    { name: 'home', path: '/', as: null },
    { name: 'track', path: '/track', as: null },
    { name: 'link', path: '/l', as: null },
    { name: 'sign-in', path: '/app', as: null },
    { name: 'my-day', path: '/app', as: officer },
    { name: 'cases', path: '/app/cases', as: officer },
    { name: 'known', path: '/app/cases/new', as: officer },
    { name: 'new-case', path: '/app/cases/new', as: officer, press: 'form[role=search] .button.quiet' },
    { name: 'case', path: `/app/cases/${rich.id}`, as: officer },
    { name: 'case-printed', path: `/app/cases/${rich.id}`, as: officer, isPaper: true },
    { name: 'correct', path: `/app/cases/${rich.id}/correct`, as: officer },
    { name: 'need', path: `${about}/needs/new`, as: officer },
    { name: 'copy', path: `/app/cases/${rich.id}/copy`, as: officer },
    { name: 'who-looked', path: `/app/cases/${rich.id}/who-looked`, as: supervisor },
    { name: 'conferences-of-case', path: `/app/cases/${rich.id}/conferences`, as: officer },
    { name: 'conferences', path: '/app/conferences', as: provider },
    { name: 'vault', path: '/app/vault', as: officer },
    { name: 'broken-glass', path: '/app/reviews', as: supervisor },
    { name: 'find-service', path: `${about}/services?need=${need?.id}`, as: officer },
    { name: 'refer', path: `${about}/refer?need=${need?.id}&offer=${match.items[0]?.offer.id}`, as: officer },
    ...['sent', 'accepted', 'in_service', 'on_hold', 'completed', 'declined'].flatMap(inState),
    { name: 'referral-form', path: `/app/referrals/${paper?.id}/form`, as: officer },
    { name: 'slip', path: `/app/referrals/${paper?.id}/slip`, as: officer },
    { name: 'referral-form-printed', path: `/app/referrals/${paper?.id}/form`, as: officer, isPaper: true },
    { name: 'slip-printed', path: `/app/referrals/${paper?.id}/slip`, as: officer, isPaper: true },
    { name: 'directory', path: '/app/services', as: officer },
    { name: 'more', path: '/app/more', as: officer },
    { name: 'waiting', path: '/app/sync', as: officer },
    { name: 'password', path: '/app/password', as: officer },
    { name: 'factors', path: '/app/factors', as: officer },
    { name: 'away', path: '/app/away', as: officer },
    { name: 'tell', path: '/app/tell', as: officer },
    { name: 'inbox', path: '/app/inbox', as: provider },
    { name: 'inbox-running', path: '/app/inbox?tab=running', as: provider },
    { name: 'inbox-finished', path: '/app/inbox?tab=finished', as: provider },
    ...['sent', 'accepted', 'in_service', 'completed'].flatMap(received),
    { name: 'offers', path: '/app/offers', as: provider },
    { name: 'offer', path: `/app/offers/${offers.items[0]?.id}`, as: provider },
    { name: 'team', path: '/app/team', as: supervisor },
    { name: 'hand-over', path: `/app/team/hand-over?officer=${busy.id}`, as: supervisor },
    { name: 'exports', path: '/app/exports', as: supervisor },
    { name: 'desk', path: '/app/desk', as: protector },
    { name: 'unusual', path: '/app/audit', as: protector },
    { name: 'who-looked-by-code', path: '/app/audit/who-looked', as: protector },
    { name: 'need-to-know', path: '/app/need-to-know', as: protector },
    { name: 'complaints', path: '/app/complaints', as: 'complaints.officer' },
    { name: 'certificates', path: '/app/certificates', as: administrator },
    { name: 'staff', path: '/app/staff', as: administrator },
    { name: 'add-account', path: '/app/staff/new', as: administrator },
    {
      name: 'account',
      path: `/app/staff/${staff.items.find(({ login }) => login === officer)?.id}`,
      as: administrator,
    },
  ]
}

/** The one with most; there is always one in the demo. */
function best<T>(items: readonly T[], by: (item: T) => number): T {
  const [first] = [...items].sort((one, other) => by(other) - by(one))
  if (first === undefined) throw new Error('the demo has nothing to show')
  return first
}
