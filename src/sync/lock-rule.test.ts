import { expect, test } from 'vitest'
import { isProtectedPage, locksNow, nextLook } from './lock-rule.ts'

const minute = 60_000
const use = { lastUse: 0, hiddenSince: null, isProtected: false }

test('an open copy locks five minutes after the last touch', () => {
  expect(locksNow(use, 5 * minute - 1)).toBe(false)
  expect(locksNow(use, 5 * minute)).toBe(true)
  expect(nextLook(use, 2 * minute)).toBe(3 * minute)
})

test('and a minute after it went out of sight, at once where protected notes were open', () => {
  const hidden = { ...use, lastUse: 10 * minute, hiddenSince: 10 * minute }
  expect(locksNow(hidden, 10 * minute + 59_000)).toBe(false)
  expect(locksNow(hidden, 11 * minute)).toBe(true)
  expect(locksNow({ ...hidden, isProtected: true }, 10 * minute)).toBe(true)
  expect(nextLook(hidden, 10 * minute)).toBe(minute)
  expect(['/app/vault/1', '/reviews', '/vault'].map(isProtectedPage)).toEqual([true, true, true])
  expect(isProtectedPage('/app/cases')).toBe(false)
})
