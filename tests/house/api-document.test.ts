import { describe, expect, it } from 'vitest'
import { actions } from '../../src/actions/list.ts'
import { apiDocument } from '../../src/server/api-document.ts'
import { routes } from '../../src/server/routes.ts'

/** Whoever writes a program against Ihala reads one document; what it says has to hold together. */
type Json = Readonly<Record<string, unknown>>
interface Operation {
  readonly summary: string
  readonly security?: readonly Json[]
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: Json }[]
  readonly requestBody?: { readonly content: Json }
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}
const document = JSON.parse(JSON.stringify(apiDocument(routes, actions))) as {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

function everything(value: unknown, at = '#'): { at: string; key: string; value: unknown }[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => [
    { at, key, value: inner },
    ...everything(inner, `${at}/${key}`),
  ])
}

describe('the API document', () => {
  it('says which OpenAPI it is, and what it is of', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.info).toMatchObject({ title: 'Ihala', version: expect.any(String) })
  })

  it('has every address and method that the server answers, and no other', () => {
    const declared = routes.map(
      ({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    const described = operations.map(({ path, method }) => `${method} ${path}`)
    expect(described.toSorted()).toEqual(
      [...declared, 'post /actions', 'get /health', 'get /openapi.json'].toSorted(),
    )
  })

  it('keeps the addresses that programs of others rely on', () => {
    const described = operations.map(({ path, method }) => `${method} ${path}`)
    expect(described).toEqual(
      expect.arrayContaining([
        'post /api/sign-in',
        'get /api/me',
        'get /api/cases',
        'get /api/cases/{id}',
        'post /api/people/search',
        'get /api/match',
        'get /api/referrals',
        'get /api/referrals/{id}',
        'get /api/offers',
        'get /api/offers/{id}',
        'get /api/places',
        'post /actions',
        'get /health',
        'get /openapi.json',
      ]),
    )
  })

  it('points nowhere that is not there', () => {
    const references = everything(document).filter(({ key }) => key === '$ref')
    expect(references.length).toBeGreaterThan(0)
    for (const { at, value } of references) {
      const target = String(value)
        .split('/')
        .slice(1)
        .reduce<unknown>((found, part) => (found as Json | undefined)?.[part], document)
      expect(target, `${at} points to ${String(value)}`).toBeDefined()
    }
  })

  it('names every part of an address as a needed parameter, and no other; asks for no name or word in one', () => {
    for (const { path, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path')
      expect(inPath.map(({ name }) => `{${name}}`).toSorted(), path).toEqual(
        (path.match(/\{\w+\}/g) ?? []).toSorted(),
      )
      expect(
        inPath.every(({ required }) => required),
        path,
      ).toBe(true)
      const asked = (operation.parameters ?? []).map(({ name }) => name)
      expect(asked, path).not.toEqual(expect.arrayContaining(['name', 'word', 'token', 'password', 'phone']))
      if (path.startsWith('/api/people')) expect(asked, path).toEqual([])
    }
  })

  it('tells of each what it is for, who may, and that it can be refused', () => {
    for (const { path, method, operation } of operations) {
      expect(operation.summary.length, `${method} ${path}`).toBeGreaterThan(5)
      expect(
        Object.values(operation.responses).every(({ description }) => description.length > 0),
        path,
      ).toBe(true)
      for (const scheme of (operation.security ?? []).flatMap((one) => Object.keys(one)))
        expect(document.components.securitySchemes).toHaveProperty(scheme)
    }
    const open = operations.filter(({ operation }) => operation.security === undefined)
    expect(open.map(({ path }) => path).toSorted()).toEqual(
      [
        ...routes
          .filter(({ permission }) => permission === 'public')
          .map(({ path }) => path.replace(/:(\w+)/g, '{$1}')),
        '/health',
        '/openapi.json',
      ].toSorted(),
    )
  })

  it('describes the input of every action, closed to fields it does not know', () => {
    const { oneOf } = document.components.schemas['Command'] as {
      oneOf: { title: string; properties: { name: Json; input: Json } }[]
    }
    expect(oneOf.map(({ title }) => title).toSorted()).toEqual([...actions.keys()].toSorted())
    for (const { title, properties } of oneOf) {
      expect(properties.name, title).toEqual({ const: title })
      expect(properties.input, title).toMatchObject({ type: 'object', additionalProperties: false })
    }
  })

  it('asks of the actions that programs rely on no more than was promised', () => {
    const least: Readonly<Record<string, readonly string[]>> = {
      'case.open': [
        'caseId',
        'personId',
        'siteId',
        'openedOn',
        'statusCategory',
        'ageBand',
        'sex',
        'language',
        'contactSafety',
      ],
      'need.record': ['needId', 'caseId', 'service', 'severity', 'priority'],
      'consent.record': ['consentId', 'caseId', 'organisationId', 'items', 'purpose', 'how'],
      'consent.withdraw': ['consentId'],
      'referral.draft': ['referralId', 'caseId', 'needId', 'offerId', 'urgency', 'sharedItems'],
      'referral.send': ['referralId'],
      'referral.acknowledge': ['referralId'],
      'referral.accept': ['referralId'],
      'referral.decline': ['referralId', 'reason'],
      'referral.start': ['referralId'],
      'referral.complete': ['referralId', 'outcome'],
      'referral.confirm': ['referralId', 'received', 'helped'],
      'case.close': ['caseId', 'reason'],
    }
    const { oneOf } = document.components.schemas['Command'] as {
      oneOf: { title: string; properties: { input: { required?: string[]; properties: Json } } }[]
    }
    for (const [name, fields] of Object.entries(least)) {
      const input = oneOf.find(({ title }) => title === name)?.properties.input
      expect(Object.keys(input?.properties ?? {}), name).toEqual(expect.arrayContaining([...fields]))
      expect(
        (input?.required ?? []).filter((field) => !fields.includes(field)),
        name,
      ).toEqual([])
    }
  })
})
