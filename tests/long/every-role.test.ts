import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { roles } from '../../src/permissions/roles.ts'
import { type Cast, cast } from '../permissions/cast.ts'
import { differencesOf, relationsOf } from '../permissions/matrix.ts'

let here: Cast
beforeAll(async () => {
  here = await cast()
})
afterAll(() => here?.close())
// the whole takes longer than a proof is fresh
beforeEach(() => here.behind('update session set reauthenticated_at = now()', []))

describe.each(roles)('%s', (role) => {
  it.each(relationsOf(role))(
    'may do with %s exactly what the table and the relation say',
    async (relation) => {
      expect(await differencesOf(here, role, relation)).toEqual([])
    },
    240_000,
  )
})
