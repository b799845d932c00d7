import type { IDBPTransaction, StoreNames } from 'idb'
import type { Database, DeviceConnection, DeviceDatabase } from './device-database.local.ts'

export type Change = IDBPTransaction<DeviceDatabase, StoreNames<DeviceDatabase>[], 'readwrite'>

/**
 * What a transaction will write, sealed before it began: nothing can be encrypted inside one. In it only versions are
 * compared, and when another window was quicker, nothing is written and the plan is made again.
 */
export interface Plan {
  readonly stores: readonly StoreNames<DeviceDatabase>[]
  isStill(change: Change): Promise<boolean>
  write(change: Change): readonly (() => Promise<unknown>)[]
}

export const again = Symbol('another window was quicker')

/** So often in a row another window was quicker: something else is wrong. */
const mostAttempts = 50

/** One transaction with all plans in it, whole or not at all. Strict: it is on the disk when this resolves. */
export async function carryOut(
  database: Database,
  plans: readonly Plan[],
  durability: 'strict' | 'relaxed' = 'strict',
): Promise<void | typeof again> {
  const stores = [...new Set(plans.flatMap((plan) => plan.stores))]
  const change = database.transaction(stores, 'readwrite', { durability })
  for (const plan of plans)
    if (!(await plan.isStill(change))) {
      undone(change)
      return again
    }
  const writes: Promise<unknown>[] = []
  try {
    for (const plan of plans) for (const write of plan.write(change)) writes.push(write())
  } catch (error) {
    for (const write of writes) write.catch(() => {}) // they go with the transaction
    undone(change)
    throw error
  }
  await Promise.all([...writes, change.done])
}

/** What was begun is not written. */
function undone(change: Change): void {
  change.done.catch(() => {}) // aborted by ourselves
  try {
    change.abort()
  } catch {
    // the browser was quicker
  }
}

export async function untilDone<T>(
  connection: DeviceConnection,
  attempt: (database: Database) => Promise<T | typeof again>,
): Promise<T> {
  for (let count = 0; count < mostAttempts; count++) {
    const done = await connection.run(attempt)
    if (done !== again) return done
  }
  throw new Error('other windows were always quicker')
}
