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

async function keeps(reader: Client, path: string, address = path): Promise<void> {
  const { status, body } = await reader.get(address)
  expect(status, address).toBe(200)
  const judged = promised(path).safeParse(body)
  expect(judged.success ? [] : judged.error.issues, address).toEqual([])
}

describe('what the API document promises of answers', () => {
  it('is what Amina, Baran and Dara read', async () => {
    const { caseId, needId, referralId } = await sent(amina)
    await dara.done('referral.accept', {
      referralId,
      appointment: { at: new Date(Date.now() + 3 * 86_400_000).toISOString() },
    })
    const { body: offers } = await amina.get<Page<OfferAnswer>>('/api/offers')
    await keeps(amina, '/api/me')
    await keeps(amina, '/api/day')
    await keeps(amina, '/api/alerts')
    await keeps(amina, '/api/cases', '/api/cases?mine=1&sort=due&limit=50')
    await keeps(amina, '/api/cases/{id}', `/api/cases/${caseId}`)
    await keeps(amina, '/api/match', `/api/match?needId=${needId}`)
    await keeps(amina, '/api/offers')
    await keeps(amina, '/api/offers/{id}', `/api/offers/${offers.items[0]?.id}`)
    await keeps(amina, '/api/referrals', '/api/referrals?box=out')
    await keeps(amina, '/api/referrals/{id}', `/api/referrals/${referralId}`)
    await keeps(amina, '/api/colleagues')
    await keeps(baran, '/api/team')
    await keeps(dara, '/api/referrals', '/api/referrals?box=in')
    await keeps(dara, '/api/referrals/{id}', `/api/referrals/${referralId}`)
  }, 60_000)

  it('would notice an answer of another kind', () => {
    expect(promised('/api/me').safeParse({ account: 'Amina' }).success).toBe(false)
  })
})
