import { type ClientRequest, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'

export interface Heard {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  readonly refusal: { code: string; message: string; details: Record<string, unknown> } | undefined
}

/** Everything that was answered to anybody, for the last look: no refusal may show our inside. */
export const everythingHeard: string[] = []

/** Speaks HTTP to a listening server, byte by byte as given. */
export async function say(
  url: string,
  path: string,
  body: string | Buffer | undefined,
  headers: Record<string, string> = {},
  method = body === undefined ? 'GET' : 'POST',
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = request(
      new URL(path, url),
      {
        method,
        headers: {
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        agent: false,
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          everythingHeard.push(text)
          const json = String(answer.headers['content-type']).includes('json')
            ? (JSON.parse(text) as { refusal?: Heard['refusal'] })
            : {}
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: text,
            refusal: json.refusal,
          })
        })
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

export async function listening(server: FastifyInstance): Promise<string> {
  await server.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

/** A client that sends its request and can hang up. */
export async function dial(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write(text)
  return socket
}
