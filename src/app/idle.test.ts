import { describe, expect, it } from 'vitest'
import { lifeSignMinutes, screenLocksAfter, sessionLocksAfter } from '../staff/idle-rule.ts'
import { idleMinutes, isIdle, isSilent } from './idle.ts'

const left = Date.parse('2026-11-22T09:00:00Z')
const after = (minutes: number) => left + minutes * 60_000

describe('the screen of Amina, who was called away', () => {
  it('locks after a quarter of an hour, and after five minutes where protected notes are shown', () => {
    expect(isIdle(left, after(14), '/cases', screenLocksAfter)).toBe(false)
    expect(isIdle(left, after(15), '/cases', screenLocksAfter)).toBe(true)
    for (const page of ['/vault', '/vault/018f', '/reviews']) {
      expect(idleMinutes(page, screenLocksAfter)).toBe(5)
      expect(isIdle(left, after(5), page, screenLocksAfter)).toBe(true)
    }
    expect(idleMinutes('/vaulted', screenLocksAfter)).toBe(15)
  })

  it('locks when her server says so, before her session does', () => {
    expect(idleMinutes('/cases', 30)).toBe(30)
    expect(idleMinutes('/vault', 3)).toBe(3)
    for (const minutes of [1, 15, 240]) expect(sessionLocksAfter(minutes)).toBeGreaterThan(minutes)
  })

  it('is open to whoever has just come', () => {
    expect(isIdle(null, left, '/vault', screenLocksAfter)).toBe(false)
  })
})

describe('Amina, who writes a long note', () => {
  it('is heard of by the server before it takes her for gone', () => {
    expect(isSilent(after(3), left, after(3))).toBe(false)
    expect(isSilent(after(4), left, after(4))).toBe(true)
    // her last touch is from before the server was last asked: she went
    expect(isSilent(left, after(1), after(10))).toBe(false)
    expect(isSilent(null, left, after(10))).toBe(false)
    expect(lifeSignMinutes).toBeLessThan(sessionLocksAfter(1))
  })
})
