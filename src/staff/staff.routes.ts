import type { MeAnswer } from '../records/answers.ts'
import { type Route, route } from '../server/route.ts'
import { readOwnSites, readSelf } from './me.store.ts'
import { signInRoutes } from './sign-in.routes.ts'

const me = route({
  method: 'GET',
  path: '/api/me',
  permission: 'signed_in',
  summary: 'Who is signed in, where they work and what they may do',
  beforePasswordChange: true,
  async answer({ house, read }): Promise<MeAnswer> {
    const { who, result } = await read(async (tx) => {
      const [self, sites] = await Promise.all([readSelf(tx), readOwnSites(tx)])
      return { ...self, sites }
    })
    return { ...result, roles: who.roles, demo: house.demo }
  },
})

export const staffRoutes: readonly Route[] = [...signInRoutes, me]
