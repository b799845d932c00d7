import * as z from 'zod/mini'
import { id, instant } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import { type Route, route } from '../server/route.ts'
import { tellLooks } from './looks.store.ts'

const looks = route({
  method: 'POST',
  path: '/sync/looks',
  permission: caseRoles,
  summary:
    'Cases and files that were opened on a device of mine without network, with when: each leaves its line once',
  body: z.strictObject({
    device: id,
    looks: z
      .array(z.strictObject({ id, caseId: id, fileId: z.optional(id), at: instant }))
      .check(z.minLength(1), z.maxLength(200)),
  }),
  async answer({ body, transact }): Promise<{ written: number }> {
    const written = await transact((tx) => tellLooks(tx, body.device, body.looks))
    return { written: written ?? refuse('device.unknown') }
  },
})

export const lookRoutes: readonly Route[] = [looks]
