import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestLimits } from '../../src/server/request-limits.ts'
import { routes } from '../../src/server/routes.ts'
import { buildServer } from '../../src/server/server.ts'
import { type Client, testHouse, testId, type TestHouse } from '../support/house.ts'

let here: TestHouse
let amina: Client
beforeAll(async () => {
  here = await testHouse()
  amina = await here.signIn('amina')
})
afterAll(() => here?.close())

describe('every answer is closed', () => {
  const asked: readonly {
    what: string
    url: string
    method?: 'POST'
    signedIn?: boolean
    headers?: object
  }[] = [
    { what: 'a public page', url: '/' },
    { what: 'the page of a link', url: '/l' },
    { what: 'a read', url: '/api/cases', signedIn: true },
    { what: 'a write', url: '/actions', method: 'POST', signedIn: true },
    { what: 'a refusal', url: '/api/cases' },
    {
      what: 'a page of another site',
      url: '/actions',
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    },
    { what: 'nothing', url: '/api/nothing' },
    { what: 'health', url: '/health' },
    { what: 'the API document', url: '/openapi.json' },
  ]
  it.each(asked)('$what', async ({ url, method, signedIn, headers }) => {
    const { headers: heard } = await here.server.inject({
      url,
      method: method ?? 'GET',
      headers: { ...(signedIn ? { authorization: `Bearer ${amina.token}` } : {}), ...headers },
      ...(method === undefined ? {} : { payload: { id: testId(), name: 'nothing.such', input: {} } }),
    })
    const policy = String(heard['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain("object-src 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).toMatch(/style-src 'self'(;|$)/)
    expect(policy).not.toContain('unsafe')
    expect(heard).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(heard['permissions-policy']).toContain('geolocation=()')
    expect(heard['permissions-policy']).toContain('microphone=()')
    expect(policy).toContain("media-src 'self';")
    expect(heard['access-control-allow-origin']).toBeUndefined()
    expect(heard['server']).toBeUndefined()
    expect(heard['x-powered-by']).toBeUndefined()
  })

  it('the microphone, and sound from memory, are for pages of the staff app alone', async () => {
    const heardOf = async (url: string) => {
      const { headers } = await here.server.inject(url)
      return `${String(headers['permissions-policy'])} ${String(headers['content-security-policy'])}`
    }
    for (const url of ['/app', '/app/cases/1', '/app?x=1']) {
      expect(await heardOf(url), url).toContain('microphone=(self)')
      expect(await heardOf(url), url).toContain("media-src 'self' blob:;")
      expect(await heardOf(url), url).toContain('camera=()')
    }
    for (const url of ['/', '/track', '/l', '/apple', '/api/cases', '/health'])
      expect(await heardOf(url), url).not.toMatch(/microphone=\(self\)|media-src 'self' blob:/)
  })

  it('WebAssembly runs in the worker of a device alone', async () => {
    const policyOf = async (url: string) =>
      String((await here.server.inject(url)).headers['content-security-policy'])
    expect(await policyOf('/app/assets/device.worker-Ab_1-2.js')).toContain(
      "script-src 'self' 'wasm-unsafe-eval';",
    )
    for (const url of [
      '/app/assets/index-Ab12.js',
      '/app/assets/device.worker-1.js/x',
      '/app/device.worker-1.js',
    ])
      expect(await policyOf(url), url).not.toContain('unsafe')
  })

  it('no public page holds a style or script of its own', async () => {
    for (const url of ['/', '/track', '/l']) {
      const { body } = await here.server.inject(url)
      expect(body).not.toMatch(/<style|style=|<script(?![^>]*(src=|type="application\/json"))|\son\w+=/)
    }
    const sheet = /href="(\/portal\/page\.css[^"]*)"/.exec((await here.server.inject('/')).body)?.[1] ?? ''
    const { statusCode, headers } = await here.server.inject(sheet)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  it('HTTPS is asked for where it came over HTTPS, and the cookie is for HTTPS alone', async () => {
    const behind = buildServer({ ...here.house, secure: true, trustProxy: 1 })
    const hsts = async (proto: string): Promise<unknown> =>
      (await behind.inject({ url: '/', headers: { 'x-forwarded-proto': proto } })).headers[
        'strict-transport-security'
      ]
    expect(await hsts('https')).toBe('max-age=31536000')
    expect(await hsts('http')).toBeUndefined()
    // nobody in front is believed: whoever says https says it for himself
    const direct = await here.server.inject({ url: '/', headers: { 'x-forwarded-proto': 'https' } })
    expect(direct.headers['strict-transport-security']).toBeUndefined()
    const signedIn = await behind.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { account: 'sana', password: 'olive-branch-77' },
    })
    expect(String(signedIn.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict; .*Secure/)
    await behind.close()
  })
})

describe('on a slow link', () => {
  it('a long answer comes packed, from reads, writes and the sync of devices alike, and a short one as it is', async () => {
    const encodings = { 'accept-encoding': 'gzip, br', authorization: `Bearer ${amina.token}` }
    const long = await here.server.inject({ url: '/api/places', headers: encodings })
    expect(long.headers['content-encoding']).toBe('br')
    const batch = Array.from({ length: 30 }, () => ({ id: testId(), name: 'no.such_action', input: {} }))
    const answers = await here.server.inject({
      method: 'POST',
      url: '/actions',
      headers: encodings,
      payload: batch,
    })
    expect(answers.headers['content-encoding']).toBe('br')
    const short = await here.server.inject({ url: '/health', headers: encodings })
    expect(short.headers['content-encoding']).toBeUndefined()
  })
})

describe('a page of another site', () => {
  const unsafe = [
    ...routes
      // the public directory is read by POST too, by anybody's page: tests/hsds
      .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/hsds'))
      .map(({ path }) => path.replace(/:\w+/g, testId())),
    '/actions',
  ]
  it.each(unsafe)('cannot send to %s, by its Origin or by what the browser says', async (url) => {
    const strangers: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      // credentials in the address of a link come as Basic: no program's token
      { origin: 'https://evil.example', authorization: 'Basic YW1pbmE6eA==' },
    ]
    for (const headers of strangers) {
      const heard = await here.server.inject({
        method: 'POST',
        url,
        headers: { cookie: `ihala=${amina.token}`, ...headers },
        payload: {},
      })
      expect(heard.statusCode, JSON.stringify(headers)).toBe(403)
      expect(heard.json<{ refusal: { code: string } }>().refusal.code).toBe('request.other_site')
    }
  })

  it('cannot send a form to the API, not even from a frame without an origin', async () => {
    for (const url of ['/api/sign-in', '/api/sign-out', '/actions']) {
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const own = await here.server.inject({
        method: 'POST',
        url,
        headers: form,
        payload: 'account=a&password=b',
      })
      expect(own.statusCode, url).toBe(415)
      const frame = await here.server.inject({
        method: 'POST',
        url,
        headers: { origin: 'null', cookie: `ihala=${amina.token}` },
        payload: {},
      })
      expect(frame.statusCode, url).toBe(403)
    }
  })

  it('while a form of our own public page comes without an origin, and is heard', async () => {
    const heard = await here.server.inject({
      method: 'POST',
      url: '/track',
      headers: { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'code=NV-0000&word=x',
    })
    expect([200, 404]).toContain(heard.statusCode)
  })
})

describe('whoever asks too often', () => {
  it('is told in words when to try again, and a colleague beside is heard', async () => {
    const few = { most: 5, perSecond: 0.5 }
    const strict = buildServer({
      ...here.house,
      limits: requestLimits(() => performance.now(), {
        session: few,
        address: { most: 100, perSecond: 100 },
        stranger: few,
      }),
    })
    const sana = await here.signIn('sana')
    const ask = (token: string) =>
      strict.inject({
        url: '/api/me',
        headers: { authorization: `Bearer ${token}`, 'accept-language': 'ar' },
      })
    const heard = []
    for (let one = 0; one < 6; one++) heard.push(await ask(amina.token))
    expect(heard.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 429])
    expect(heard[5]?.headers['retry-after']).toBe('2')
    const { refusal } =
      heard[5]?.json<{ refusal: { code: string; message: string; details: object } }>() ?? {}
    expect(refusal).toMatchObject({ code: 'request.too_many', details: { seconds: 2 } })
    expect(refusal?.message).toMatch(/[\u0600-\u06FF]/)
    expect((await ask(sana.token)).statusCode).toBe(200)
    for (let one = 0; one < 6; one++) heard.push(await strict.inject('/track'))
    expect(heard.at(-1)?.statusCode).toBe(429)
    await strict.close()
  })
})

describe('where to tell of a hole', () => {
  it('is said at the place of RFC 9116, once somebody is named', async () => {
    expect((await here.server.inject('/.well-known/security.txt')).statusCode).toBe(404)
    const named = buildServer({ ...here.house, securityContact: 'mailto:security@example.org' })
    const { statusCode, headers, body } = await named.inject('/.well-known/security.txt')
    expect({ statusCode, type: headers['content-type'] }).toEqual({
      statusCode: 200,
      type: 'text/plain; charset=utf-8',
    })
    expect(body).toMatch(/^Contact: mailto:security@example\.org\nExpires: \d{4}-\d\d-\d\dT[\d:.]+Z\n/)
    expect(Date.parse(/Expires: (.*)/.exec(body)?.[1] ?? '')).toBeGreaterThan(Date.now())
    await named.close()
  })

  it('search engines are asked to leave the app alone', async () => {
    expect((await here.server.inject('/robots.txt')).body).toContain('Disallow: /app')
  })
})
