import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { stepAt, totpCode } from '../../src/server/totp.ts'

/** A browser as sign-in sees it: keeps the cookies it is given. */
export interface Browser {
  readonly cookies: Map<string, string>
  post(path: string, body?: object, address?: string): Promise<LightMyRequestResponse>
  get(path: string): Promise<LightMyRequestResponse>
}

export const origin = 'http://localhost'

export function browser(server: FastifyInstance, userAgent = 'Mozilla/5.0 (Windows NT 10.0)'): Browser {
  const cookies = new Map<string, string>()
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    payload: object | undefined,
    address: string,
  ): Promise<LightMyRequestResponse> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.inject({
      method,
      url,
      remoteAddress: address,
      headers: { 'user-agent': userAgent, host: 'localhost', ...(cookie === '' ? {} : { cookie }) },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    post: (path, body = {}, address = '10.7.0.1') => ask('POST', path, body, address),
    get: (path) => ask('GET', path, undefined, '10.7.0.1'),
  }
}

/** What an authenticator app shows for the text key, `steps` of half a minute from then. */
export function codeNow(key: string, instant: number, steps = 0): string {
  return totpCode(fromBase32(key), stepAt(instant) + steps)
}

export function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(text)
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
