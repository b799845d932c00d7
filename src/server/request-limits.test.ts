import { describe, expect, it } from 'vitest'
import { networkOf, requestLimits } from './request-limits.ts'

const office = '37.236.10.4'
const officer = (session: string) => ({ address: office, session, isFile: false })

describe('how often somebody may ask', () => {
  it('does not hurt 150 officers behind one address who all open the app at eight o’clock', () => {
    let now = 0
    const limits = requestLimits(() => now)
    const waits: number[] = []
    for (let minute = 0; minute < 10; minute++, now += 60_000)
      for (let one = 0; one < 150; one++) {
        // thirty files and the sign-in once, then twenty pages of three requests a minute
        if (minute === 0) {
          for (let file = 0; file < 30; file++)
            waits.push(limits({ address: office, session: null, isFile: true }))
          waits.push(limits({ address: office, session: null, isFile: false }))
          now += 100
        }
        for (let asked = 0; asked < 20; asked++) waits.push(limits(officer(`officer ${one}`)))
      }
    expect(waits.filter((wait) => wait > 0)).toEqual([])
  })

  it('stops a stolen session that copies, and leaves its neighbour alone', () => {
    let now = 0
    const limits = requestLimits(() => now)
    const heard = Array.from({ length: 1000 }, () => limits(officer('stolen'))).filter((wait) => wait === 0)
    expect(heard).toHaveLength(600)
    expect(limits(officer('stolen'))).toBe(1)
    expect(limits(officer('amina'))).toBe(0)
    now = 1000
    expect(
      Array.from({ length: 20 }, () => limits(officer('stolen'))).filter((wait) => wait === 0),
    ).toHaveLength(10)
  })

  it('stops who asks without a session, and then still hears the office’s sessions', () => {
    const limits = requestLimits(() => 0)
    const stranger = { address: office, session: null, isFile: false }
    expect(Array.from({ length: 2000 }, () => limits(stranger)).filter((wait) => wait === 0)).toHaveLength(
      1500,
    )
    expect(limits(officer('amina'))).toBe(0)
    expect(limits({ ...stranger, address: '37.236.10.5' })).toBe(0)
  })

  it('stops who makes up a new session for every request, by the address', () => {
    const limits = requestLimits(() => 0)
    const heard = Array.from({ length: 20_000 }, (_, one) => limits(officer(`made up ${one}`)))
    expect(heard.filter((wait) => wait === 0)).toHaveLength(9000)
  })

  it('forgets rather than fill the memory', () => {
    let now = 0
    const limits = requestLimits(() => (now += 1))
    for (let one = 0; one < 120_000; one++)
      limits({
        address: `10.${(one >> 16) & 255}.${(one >> 8) & 255}.${one & 255}`,
        session: null,
        isFile: false,
      })
    expect(limits(officer('amina'))).toBe(0)
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::ffff:37.236.10.4', '37.236.10.4'],
    ['37.236.10.4', '37.236.10.4'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
