import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Chance } from './chance.ts'

/** How a packet of a phone reaches the server; null: nobody answered, or the answer broke off. */
export type Send = (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly data: never } | null>

/**
 * The server behind a link that is worth little: every third connection is cut after some bytes, on the way there or on
 * the way back, and everything is late by another while, so that answers overtake each other.
 */
export async function brokenLink(
  server: FastifyInstance,
  chance: Chance,
): Promise<{ readonly send: Send; close(): void }> {
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  const open = new Set<Socket>()
  const link = createServer((phone) => {
    const there = connect({ port, host: '127.0.0.1' })
    for (const socket of [phone, there]) {
      open.add(socket)
      socket.on('error', () => {}) // cut: what this is about
      socket.on('close', () => {
        open.delete(socket)
        phone.destroy()
        there.destroy()
      })
    }
    const cut = chance.isOnceIn(3) ? chance.of([phone, there]) : null
    let left = cut === phone ? 1 + chance.below(1500) : 1 + chance.below(4000)
    for (const [from, to] of [
      [phone, there],
      [there, phone],
    ] as const)
      from.on('data', (bytes) => {
        const whole = from !== cut || bytes.length < left
        const part = whole ? bytes : bytes.subarray(0, left)
        if (from === cut) left -= bytes.length
        setTimeout(() => {
          if (to.writable) to.write(part)
          if (!whole) to.end(() => phone.destroy())
        }, chance.below(12))
      })
  })
  await new Promise<void>((listening) => link.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(link.address() as AddressInfo).port}`
  return {
    async send(path, body, headers) {
      try {
        const answer = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', connection: 'close', ...headers },
          body: JSON.stringify(body),
        })
        return { status: answer.status, data: (await answer.json()) as never }
      } catch {
        // cut somewhere: the phone knows nothing of what became of it
        return null
      }
    },
    close() {
      link.close()
      for (const socket of open) socket.destroy()
    },
  }
}
