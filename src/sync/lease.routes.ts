import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { type Route, route } from '../server/route.ts'
import { ownDevice } from './lease.store.ts'
import { leaseEnd, offlineDefaults } from './offline-settings.ts'
import type { LeaseAnswer } from './protocol.ts'

/**
 * The server's part of the key of a copy. The device keeps it beside the sealed key and deletes it when the lease is over;
 * then nothing opens there before its owner has signed in. It is computed, not stored, so that a restored server knows it.
 */
const lease = route({
  method: 'GET',
  path: '/sync/lease',
  permission: 'signed_in',
  summary: "The server's part of the key of one's own device, which was not declared lost",
  query: z.strictObject({ device: id }),
  async answer({ read, house, query }): Promise<LeaseAnswer> {
    const { result } = await read(
      async (tx) => (await ownDevice(tx, query.device)) ?? refuse('device.unknown'),
    )
    const { leaseHours } = house.offline ?? offlineDefaults
    return {
      share: house.keyedHash('device-share', query.device).toString('base64'),
      leaseUntil: leaseEnd(house.now(), leaseHours, result.longerUntil),
    }
  },
})

export const leaseRoutes: readonly Route[] = [lease]
