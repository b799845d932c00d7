import { isIP } from 'node:net'

/** A bucket: so many requests at once, and so many a second once they are used up. */
interface Rate {
  readonly most: number
  readonly perSecond: number
}

export interface Rates {
  /** One session: a person reads a page in some ten requests; a stolen session copies no office at leisure. */
  readonly session: Rate
  /** Everything of one address. An office of 150 people stands behind one, and opens the app at the same eight o'clock. */
  readonly address: Rate
  /** What one address asks without a session: signing in, public pages, one-time links. */
  readonly stranger: Rate
}

export const usualRates: Rates = {
  session: { most: 600, perSecond: 10 },
  address: { most: 9000, perSecond: 150 },
  stranger: { most: 1500, perSecond: 10 },
}

export interface Asker {
  readonly address: string
  /** What tells one session from another, never its token; `null` without one. */
  readonly session: string | null
  /** Files that are the same for everybody: counted for their address alone. */
  readonly isFile: boolean
}

/** Counts a request; answers the seconds to wait before the next one is heard, 0 when it is. */
export type RequestLimits = (asker: Asker) => number

/** Above this many buckets those that have filled up again are forgotten, and then the oldest. */
const mostBuckets = 50_000

/**
 * Limits of one process, in its memory: they keep it answering, and need no write for each request. With several
 * processes they are as many times wider. Guessing of passwords and words is counted in the database, exactly
 * (sign_in_throttle). `now` in milliseconds.
 */
export function requestLimits(now: () => number, rates: Rates = usualRates): RequestLimits {
  const buckets = new Map<string, { left: number; at: number; rate: Rate }>()
  const fill = (bucket: { left: number; at: number; rate: Rate }, at: number): number =>
    Math.min(bucket.rate.most, bucket.left + ((at - bucket.at) / 1000) * bucket.rate.perSecond)

  function take(key: string, rate: Rate, at: number): number {
    const found = buckets.get(key)
    const left = found === undefined ? rate.most : fill(found, at)
    if (left < 1) return Math.ceil((1 - left) / rate.perSecond)
    buckets.set(key, { left: left - 1, at, rate })
    return 0
  }

  function forget(at: number): void {
    for (const [key, bucket] of buckets) if (fill(bucket, at) >= bucket.rate.most) buckets.delete(key)
    for (const key of buckets.keys()) {
      // well below, so that a flood of addresses is not looked through at every request
      if (buckets.size <= mostBuckets * 0.8) return
      buckets.delete(key)
    }
  }

  return ({ address, session, isFile }) => {
    const at = now()
    if (buckets.size > mostBuckets) forget(at)
    const from = networkOf(address)
    const waits = [take(`a${from}`, rates.address, at)]
    if (session !== null) waits.push(take(`s${session}`, rates.session, at))
    else if (!isFile) waits.push(take(`p${from}`, rates.stranger, at))
    return Math.max(...waits)
  }
}

/** One household or office has one IPv4 address, or a whole /64 of IPv6, which counts as one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [before = '', after] = address.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return [...head, ...(after === undefined ? [] : zeros), ...tail].slice(0, 4).join(':')
}
