import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, testHouse, testId, type TestHouse } from '../../tests/support/house.ts'
import type { LeaseAnswer } from './protocol.ts'

let here: TestHouse
let amina: Client
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
})
afterAll(() => here?.close())

it('Amina gets the part of her key that the server has, whoever supervises her does not, and nobody once it is lost', async () => {
  const device = testId()
  const path = `/sync/lease?device=${device}`
  const code = async (client: Client) => {
    const { status, body } = await client.get<{ refusal?: { code: string } }>(path)
    return status === 200 ? 'given' : body.refusal?.code
  }
  expect(await code(amina)).toBe('device.unknown')
  await amina.done('device.enrol', { deviceId: device, name: 'Phone', kind: 'phone', token: 'a'.repeat(43) })
  const { body: first } = await amina.get<LeaseAnswer>(path)
  const { body: again } = await amina.get<LeaseAnswer>(path)
  expect(Buffer.from(first.share, 'base64')).toHaveLength(32)
  expect(again.share).toBe(first.share)
  expect(Date.parse(first.leaseUntil) - Date.parse(here.house.now())).toBeGreaterThan(71 * 3_600_000)
  const baran = await here.signIn('baran')
  expect(await code(baran)).toBe('device.unknown')
  await baran.done('device.revoke', { deviceId: device })
  expect(await code(await here.signIn('amina'))).toBe('device.unknown')
})
