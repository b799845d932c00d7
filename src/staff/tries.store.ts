import { refuse } from '../basics/refusal.ts'
import { hashToken } from '../server/circumstances.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { House } from '../server/house.ts'
import { tryLimits } from './session-settings.ts'

const sql = {
  knows: statement('select knows_device($1, $2) as known'),
  wait: statement('select throttle_wait($1) as seconds'),
  take: statement('select throttle_take($1, $2, $3) as seconds'),
  right: statement('select throttle_right($1, $2)'),
}

/** What counts somebody's tries at one thing. Keyed hashes: who reads the table learns neither logins nor addresses. */
export interface Tries {
  /** From a device that has signed in to this account before: it has a count of its own and bypasses the others. */
  readonly isKnown: boolean
  /** Forgotten after a right try. */
  readonly own: readonly Buffer[]
  /** Shared with others behind the same address: a right try is given back. */
  readonly shared: readonly Buffer[]
  readonly free: readonly number[]
  readonly most: readonly number[]
}

/**
 * The counts that a try at this login falls under. A device known to the account counts for itself alone, so that nobody
 * elsewhere can lock its owner out; any other falls under the account, the account at this address, and the address.
 */
export async function triesOf(
  house: House,
  what: 'password' | 'factor' | 'code' | 'provider' | 'passkey',
  { login, address, device }: { login: string; address: string; device: string | undefined },
): Promise<Tries> {
  const deviceHash = device === undefined ? Buffer.alloc(0) : hashToken(device)
  const found = await house.database.as({ kind: 'visitor' }, (tx) =>
    tx.row<{ known: boolean }>(sql.knows, [login, deviceHash]),
  )
  const key = (scope: string, text: string): Buffer => house.keyedHash(`throttle.${what}.${scope}`, text)
  if (found?.known === true) {
    const { free, most } = tryLimits.device
    return {
      isKnown: true,
      own: [key('device', `${login} ${deviceHash.toString('hex')}`)],
      shared: [],
      free: [free],
      most: [most],
    }
  }
  const from = network(address)
  const limits = [tryLimits.login, tryLimits.loginAtAddress, tryLimits.address]
  return {
    isKnown: false,
    own: [key('login', login), key('login_at', `${login} ${from}`)],
    shared: [key('address', from)],
    free: limits.map(({ free }) => free),
    most: limits.map(({ most }) => most),
  }
}

/** Refuses whoever must still wait, without counting: before they take a place in the queue for hashing. */
export async function requireNoWait(house: House, { own, shared }: Tries): Promise<void> {
  const found = await house.database.as({ kind: 'visitor' }, (tx) =>
    tx.row<{ seconds: number }>(sql.wait, [[...own, ...shared]]),
  )
  if (found && found.seconds > 0) refuse('sign_in.wait', { seconds: found.seconds })
}

/** Counts a try before it is made; answers the seconds to wait, 0: go on. */
export async function takeTry(tx: Transaction, { own, shared, free, most }: Tries): Promise<number> {
  return (await tx.row<{ seconds: number }>(sql.take, [[...own, ...shared], free, most]))?.seconds ?? 0
}

/** The try was right. */
export async function rightTry(tx: Transaction, { own, shared }: Tries): Promise<void> {
  await tx.row(sql.right, [own, shared])
}

/** An IPv6 customer owns a whole /64; counting single addresses of it would count nothing. */
export function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const groups = address.includes('::')
    ? [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
    : front
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
