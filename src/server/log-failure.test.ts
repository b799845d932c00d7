import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { httpServer, logFailure } from './http.ts'
import type { House } from './house.ts'

let said = ''
beforeEach(() => {
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

describe('a failure of our own is told without what it was about', () => {
  it('its place and the code of PostgreSQL, never the message, the detail or the row', () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "هدى حسن"'), {
      code: '22P02',
      constraint: 'person_pkey',
      detail: 'Key (code)=(NV-0000-0) already exists.',
      where: 'portal $1 = هدى',
      hint: 'هدى',
    })
    logFailure(error)
    expect(said).toContain('22P02')
    expect(said).toContain('log-failure.test.ts')
    expect(said).not.toMatch(/هدى|NV-0000|already|invalid input/)
  })

  it('a message that looks like a place is still a message', () => {
    logFailure(new Error('nothing found\n    at هدى حسن (0770 000 0001)\n    at home'))
    expect(said).toContain('log-failure.test.ts')
    expect(said).not.toMatch(/هدى|0770|home/)
  })

  it('what was thrown without being an error is not shown either', () => {
    for (const thrown of ['هدى', { name: 'Thing' }, null, undefined]) logFailure(thrown)
    expect(said).not.toContain('هدى')
    expect(said.match(/failed/g)).toHaveLength(4)
  })

  it('a request that breaks says neither its address nor its body nor its headers', async () => {
    const server = httpServer({ trustProxy: false, secure: false } as unknown as House)
    server.post('/broken/:code', (request) => {
      throw new Error(`could not write ${JSON.stringify(request.body)}`)
    })
    const answer = await server.inject({
      method: 'POST',
      url: '/broken/NV-1234-5?name=huda',
      headers: { authorization: 'Bearer secret-token', 'user-agent': 'huda-phone' },
      payload: { name: 'هدى' },
    })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/هدى|huda|1234/)
    expect(said).toContain('failed')
    expect(said).not.toMatch(/هدى|huda|1234|secret|broken\//)
  })
})
