import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Locale, localeFacts } from '../../src/language/locales.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// React Aria speaks through it and clears it after seconds; a button that has gone by then is still named in it.
const announcer = ['[data-live-announcer]']

/** What axe-core finds on the page as it stands, by the rules of WCAG 2.2 AA. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated, not added as an element: the page's own policy lets no foreign script in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  return page.evaluate(async (exclude) => {
    interface Found {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
    }
    const { axe } = window as unknown as { axe: { run(around: object, options: object): Promise<Found> } }
    const { violations } = await axe.run(
      { exclude },
      {
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
        resultTypes: ['violations'],
      },
    )
    return violations.map(
      ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
    )
  }, announcer)
}

/** Nothing hangs over the side of the page, whatever its width. */
export async function expectNoSideways(page: Page, name: string): Promise<void> {
  const { wider, culprits } = await page.evaluate(() => {
    const root = document.documentElement
    const out = [...document.querySelectorAll('main *')].filter((element) => {
      const box = element.getBoundingClientRect()
      return box.width > 0 && (box.left < -1 || box.right > root.clientWidth + 1)
    })
    return {
      wider: Math.max(root.scrollWidth, window.innerWidth) - root.clientWidth,
      culprits: out.slice(0, 3).map((element) => element.outerHTML.slice(0, 160)),
    }
  })
  expect(wider <= 0 ? [] : culprits, `${name} scrolls sideways by ${wider}px`).toEqual([])
  expect(wider, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** Right to left where the language is: the page says so, and what comes first stands at the reader's first side. */
export async function expectReadingDirection(page: Page, locale: Locale, name: string): Promise<void> {
  const { direction, languageTag } = localeFacts(locale)
  expect(await page.getAttribute('html', 'dir'), name).toBe(direction)
  expect(await page.getAttribute('html', 'lang'), name).toBe(languageTag)
  const order = await page.evaluate(() => {
    const links = [...document.querySelectorAll('nav.places a')].filter(
      (link) => link.getBoundingClientRect().width > 0,
    )
    const [first, last] = [links[0], links.at(-1)].map((link) => link?.getBoundingClientRect())
    const nav = document.querySelector('nav.places')?.getBoundingClientRect()
    const main = document.querySelector('main')?.getBoundingClientRect()
    // one place alone has no order
    if (!first || !last || !nav || !main || links.length < 2) return null
    // Beside each other on a phone; one under the other beside the page on a desk.
    return first.x === last.x ? { from: nav.x, to: main.x } : { from: first.x, to: last.x }
  })
  if (!order) return
  if (direction === 'rtl') expect(order.from, `${name}: the first stands right`).toBeGreaterThan(order.to)
  else expect(order.from, `${name}: the first stands left`).toBeLessThan(order.to)
}

/** Controls one must hit with a thumb that are smaller than 44 px either way. */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll(
      '.button, input.input, select, textarea, label.option, nav a, .opener',
    )
    return [...controls]
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1 && (box.width < 43.5 || box.height < 43.5))
      .map(
        ({ control, box }) =>
          `${Math.round(box.width)}×${Math.round(box.height)} ${control.outerHTML.slice(0, 140)}`,
      )
  })
}

/** Words nobody wrote, values that leaked, and whatever a reader cannot use. */
export async function expectRealWords(page: Page, name: string): Promise<void> {
  const text = await page.locator('body').innerText()
  expect(/⟦[^⟧]*⟧/.exec(text)?.[0], `${name}: a word is missing`).toBeUndefined()
  expect(/\b(undefined|NaN|Invalid Date|\[object Object\])\b/.exec(text)?.[0], name).toBeUndefined()
}

/** Neither the tab nor the address says who the page is about. */
export async function expectNamelessTab(page: Page, names: readonly string[], name: string): Promise<void> {
  const told = `${await page.title()} ${decodeURIComponent(page.url())}`
  for (const one of names) expect(told, `${name}: the tab or address names somebody`).not.toContain(one)
  expect(await page.title(), `${name}: the tab holds a code`).not.toMatch(/NV-/)
}
