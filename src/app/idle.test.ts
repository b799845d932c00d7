import { describe, expect, it } from 'vitest'
import { idleMinutes, isIdle } from './idle.ts'

describe('the screen of Amina, who was called away', () => {
  const left = Date.parse('2026-11-22T09:00:00Z')
  const after = (minutes: number) => left + minutes * 60_000

  it('locks after a quarter of an hour, and after five minutes where protected notes are shown', () => {
    expect(isIdle(left, after(14), '/cases')).toBe(false)
    expect(isIdle(left, after(15), '/cases')).toBe(true)
    for (const page of ['/vault', '/vault/018f', '/reviews']) {
      expect(idleMinutes(page)).toBe(5)
      expect(isIdle(left, after(5), page)).toBe(true)
    }
    expect(idleMinutes('/vaulted')).toBe(15)
  })

  it('is open to whoever has just come', () => {
    expect(isIdle(null, left, '/vault')).toBe(false)
  })
})
