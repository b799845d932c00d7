import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { OfferAnswer, Page } from '../../src/records/answers.ts'
import { sent } from '../referrals/referring.ts'
import { type Client, type TestHouse, testHouse } from '../support/house.ts'

type Json = Readonly<Record<string, unknown>>
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Json }
}
interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: Json }>> }>
  >
}

let here: TestHouse
let amina: Client
let baran: Client
let dara: Client
let document: Document
beforeAll(async () => {
  here = await testHouse()
  ;[amina, baran, dara] = await Promise.all([here.signIn('amina'), here.signIn('baran'), here.signIn('dara')])
  document = (await here.stranger.get<Document>('/openapi.json')).body
})
afterAll(() => here?.close())

/** What the API document promises of a read, as something that judges a real answer. */
function promised(path: string): z.ZodType {
  const schema = document.paths[path]?.['get']?.responses['200']?.content?.['application/json']?.schema
  expect(Object.keys(schema ?? {}), `${path} has no schema`).not.toEqual([])
  const inside = JSON.stringify({ ...schema, $defs: document.components.schemas })
  return z.fromJSONSchema(JSON.parse(inside.replaceAll('#/components/schemas/', '#/$defs/')))
}

/** Where a real answer differs from what is promised; empty where it keeps the promise. */
async function faults(reader: Client, path: string, address = path): Promise<unknown> {
  const { status, body } = await reader.get(address)
  const judged = promised(path).safeParse(body)
  return status === 200 && judged.success ? [] : { address, status, issues: judged.error?.issues }
}

describe('what the API document promises of answers', () => {
  it('is what Amina, Baran and Dara read', async () => {
    const { caseId, needId, referralId } = await sent(amina)
    await dara.done('referral.accept', {
      referralId,
      appointment: { at: new Date(Date.now() + 3 * 86_400_000).toISOString() },
    })
    const { body: offers } = await amina.get<Page<OfferAnswer>>('/api/offers')
    expect(await faults(amina, '/api/me')).toEqual([])
    expect(await faults(amina, '/api/day')).toEqual([])
    expect(await faults(amina, '/api/alerts')).toEqual([])
    expect(await faults(amina, '/api/cases', '/api/cases?mine=1&sort=due&limit=50')).toEqual([])
    expect(await faults(amina, '/api/cases/{id}', `/api/cases/${caseId}`)).toEqual([])
    expect(await faults(amina, '/api/match', `/api/match?needId=${needId}`)).toEqual([])
    expect(await faults(amina, '/api/offers')).toEqual([])
    expect(await faults(amina, '/api/offers/{id}', `/api/offers/${offers.items[0]?.id}`)).toEqual([])
    expect(await faults(amina, '/api/referrals', '/api/referrals?box=out')).toEqual([])
    expect(await faults(amina, '/api/referrals/{id}', `/api/referrals/${referralId}`)).toEqual([])
    expect(await faults(amina, '/api/colleagues')).toEqual([])
    expect(await faults(baran, '/api/team')).toEqual([])
    expect(await faults(dara, '/api/referrals', '/api/referrals?box=in')).toEqual([])
    expect(await faults(dara, '/api/referrals/{id}', `/api/referrals/${referralId}`)).toEqual([])
  }, 60_000)

  it('would notice an answer of another kind', () => {
    expect(promised('/api/me').safeParse({ account: 'Amina' }).success).toBe(false)
  })
})
