import { describe, expect, it } from 'vitest'
import { SlowLink } from './slow-link.ts'

describe('field mode is offered', () => {
  const after = (...answers: number[]): boolean => {
    const link = new SlowLink()
    for (const took of answers) link.took(took)
    return link.isSlow()
  }
  it('when Amina waits for most answers', () => expect(after(3100, 200, 5000, 4000, 9000)).toBe(true))
  it('not for one slow answer, nor before there are some', () => {
    expect(after(30, 40, 9000, 50)).toBe(false)
    expect(after(9000, 9000)).toBe(false)
  })
  it('no longer when the road is better', () => {
    expect(after(9000, 9000, 9000, 9000, 100, 100, 100)).toBe(false)
  })
})
