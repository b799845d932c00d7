import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function tokensIn(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+\d?):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  )
}
function blockAfter(selector: string): string {
  const start = css.indexOf('{', css.indexOf(selector)) + 1
  return css.slice(start, css.indexOf('}', start))
}
const light = tokensIn(blockAfter(':root {'))
const darkByMachine = tokensIn(blockAfter(':root:not([data-theme='))
const darkByChoice = tokensIn(blockAfter(":root[data-theme='dark']"))
const themes = { light, dark: { ...light, ...darkByChoice } }

/** Relative luminance and contrast after WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const texts: readonly (readonly [string, string])[] = [
  ...['paper', 'card', 'brand-soft', 'calm-soft', 'wait-soft', 'late-soft', 'note-soft'].flatMap((ground) => [
    ['ink', ground] as const,
  ]),
  ...['paper', 'card', 'brand-soft'].flatMap((ground) => [
    ['ink-soft', ground] as const,
    ['brand', ground] as const,
  ]),
  ...['calm', 'wait', 'late', 'note'].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    [tone, 'card'] as const,
    [tone, 'paper'] as const,
  ]),
  ['on-head', 'head'],
  ['on-head', 'head-pill'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-firm'],
  ['on-late', 'late'],
]
const shapes: readonly (readonly [string, string])[] = [
  ['edge', 'card'],
  ['edge', 'paper'],
  ['focus', 'card'],
  ['focus', 'paper'],
  ['brand', 'brand-soft'],
]

describe.each(Object.entries(themes))('In the %s theme Amina can read', (_theme, tokens) => {
  const of = (name: string) => tokens[name] ?? 'missing'
  test.each(texts)('%s on %s (4.5 to 1)', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5)
  })
  test.each(shapes)('the shape of %s on %s (3 to 1)', (shape, ground) => {
    expect(contrast(of(shape), of(ground))).toBeGreaterThanOrEqual(3)
  })
})

test('dark is the same whether the machine or Amina chose it', () => {
  expect(Object.keys(darkByChoice).length).toBeGreaterThan(20)
  expect(darkByMachine).toEqual(darkByChoice)
})
