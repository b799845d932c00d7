import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles } from '../../src/permissions/roles.ts'
import { type Cast, cast } from '../permissions/cast.ts'
import { differencesOf, relationsOf } from '../permissions/matrix.ts'

let here: Cast
beforeAll(async () => {
  here = await cast()
})
afterAll(() => here?.close())

describe.each(roles)('%s', (role) => {
  it.each(relationsOf(role))(
    'may do with %s exactly what the table and the relation say',
    async (relation) => {
      expect(await differencesOf(here, role, relation)).toEqual([])
    },
    240_000,
  )
})
