import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { DeviceItem, HeldOnDevice, OfflineAnswer, Page } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { heldOn, officeDevices, offlineSet, ownDevices } from './devices.store.ts'
import { offlineDefaults } from './offline-settings.ts'

const own = route({
  method: 'GET',
  path: '/api/devices',
  permission: 'signed_in',
  summary: 'My devices that hold a copy of cases',
  async answer({ read }): Promise<Page<DeviceItem>> {
    return { items: (await read(ownDevices)).result }
  },
})

const office = route({
  method: 'GET',
  path: '/api/devices/office',
  permission: [...supervisingRoles, 'system_admin'],
  summary: 'Devices of colleagues at the offices I supervise, or of my organisation where I administer it',
  async answer({ read }): Promise<Page<DeviceItem>> {
    return { items: (await read(officeDevices)).result }
  },
})

const held = route({
  method: 'GET',
  path: '/api/devices/:id/held',
  permission: [...caseRoles, 'data_protection_officer'],
  summary:
    'What a device held at most when it last asked: codes of cases and how much of each. Leaves a line.',
  params: z.object({ id }),
  async answer({ params, transact }): Promise<Page<HeldOnDevice>> {
    return { items: await transact((tx) => heldOn(tx, params.id)) }
  },
})

const offline = route({
  method: 'GET',
  path: '/api/offline',
  permission: caseRoles,
  summary: 'What my devices hold, about how much it is, and the cases that I chose beside my own',
  async answer({ house, read }): Promise<OfflineAnswer> {
    const { restsAfterDays } = house.offline ?? offlineDefaults
    return (await read((tx) => offlineSet(tx, restsAfterDays))).result
  },
})

export const deviceRoutes: readonly Route[] = [own, office, held, offline]
