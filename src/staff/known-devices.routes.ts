import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import type { Page } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { forgetDevice, type KnownDevice, ownDevices } from './known-devices.store.ts'
import { traceOf } from './session.routes.ts'
import { leaveSessionTrace } from './sessions.store.ts'

const devices = route({
  method: 'GET',
  path: '/api/known-devices',
  permission: 'signed_in',
  summary: 'Devices that signed in to this account before and are known by their cookie',
  async answer({ read, tokenHash }): Promise<Page<KnownDevice>> {
    const here = tokenHash ?? refuse('session.required')
    return { items: (await read((tx) => ownDevices(tx, here))).result }
  },
})

const forget = route({
  method: 'POST',
  path: '/api/known-devices/:id/forget',
  permission: 'signed_in',
  summary: 'Forgets one of the account’s own devices and ends its sessions, but the one that asks',
  params: z.strictObject({ id }),
  body: z.strictObject({}),
  async answer({ params, transact, tokenHash }) {
    const here = tokenHash ?? refuse('session.required')
    await transact(async (tx, identity) => {
      const who = await identity
      if (!(await forgetDevice(tx, params.id, here))) refuse('known_device.not_found')
      await leaveSessionTrace(tx, traceOf(who, 'known_device.forget', 'applied'))
    })
    return {}
  },
})

export const knownDeviceRoutes: readonly Route[] = [devices, forget]
