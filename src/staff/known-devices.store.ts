import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { knownDevices } from './session-settings.ts'

const sql = {
  own: statement('select id, label, first_at, last_at, current from own_devices($1)'),
  forget: statement('select forget_device($1, $2) as done'),
  forgetOld: statement(`select forget_old_devices(${knownDevices.unusedDays}, ${knownDevices.most})`),
}

/** A browser that signed in to this account before. */
export interface KnownDevice {
  readonly id: string
  /** Kind of device (`deviceName`); null for one from before kinds were kept. */
  readonly label: string | null
  readonly firstAt: string
  readonly lastAt: string
  /** The one that asks. */
  readonly current: boolean
}

export async function ownDevices(tx: Transaction, tokenHash: Buffer): Promise<KnownDevice[]> {
  return (await tx.rows<object>(sql.own, [tokenHash])).map((row) => camel<KnownDevice>(row))
}

/** Ends its sessions too, but the one that asks; false: it is none of one's own. */
export async function forgetDevice(tx: Transaction, deviceId: string, tokenHash: Buffer): Promise<boolean> {
  return (await tx.row<{ done: boolean }>(sql.forget, [deviceId, tokenHash]))?.done === true
}

/** Those not used for long, and the oldest of too many, of whoever has just signed in. */
export async function forgetOldDevices(tx: Transaction): Promise<void> {
  await tx.row(sql.forgetOld)
}
