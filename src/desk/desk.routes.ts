import type { ComplaintItem, DeskAnswer, Page } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { fromPublicRoutes } from './from-public.routes.ts'
import { complaintsOfficers, readComplaints, readDesk } from './desk.store.ts'

const desk = route({
  method: 'GET',
  path: '/api/desk',
  permission: ['data_protection_officer'],
  summary:
    'Requests of people about their data, demands of authorities, and breaches of one’s organisation; what waits comes first',
  async answer({ read }): Promise<DeskAnswer> {
    return (await read(readDesk)).result
  },
})

const complaints = route({
  method: 'GET',
  path: '/api/complaints',
  permission: ['complaints_officer'],
  summary: 'Complaints about staff, but for those about whoever asks; each reading is on record',
  async answer({ transact, house }): Promise<Page<ComplaintItem>> {
    return { items: await transact((tx) => readComplaints(tx, house.masterKeys)) }
  },
})

const hearers = route({
  method: 'GET',
  path: '/api/complaints/officers',
  permission: 'signed_in',
  summary: 'The officers for complaints of one’s organisation',
  async answer({ read }): Promise<Page<{ id: string; displayName: string }>> {
    return { items: (await read(complaintsOfficers)).result }
  },
})

export const deskRoutes: readonly Route[] = [desk, complaints, hearers, ...fromPublicRoutes]
