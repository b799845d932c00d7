import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { textOf } from './clients.ts'
import type { Server } from './house.ts'
import { workloadNamed } from './workloads.ts'

export interface HangUps {
  /** Milliseconds until the next client is answered. */
  readonly nextAnswerMs: number
  /** Connections of the database in use a second later. */
  readonly busyAfterASecond: number
}

/** 64 clients ask for something dear and hang up before the answer; then somebody else asks. */
export async function hangUps(server: Server, many = 64): Promise<HangUps> {
  const dear = workloadNamed('match10k')
  const sockets = Array.from({ length: many }, (_, n) => {
    const socket = connect(
      { port: server.port, host: '127.0.0.1' },
      () => void socket.write(textOf(dear.request(n))),
    )
    socket.on('error', () => {}) // we are the ones who leave
    return socket
  })
  await sleep(60)
  for (const socket of sockets) socket.destroy()
  const began = performance.now()
  const asked = workloadNamed('W4').request(0)
  const answer = await fetch(`${server.url}${asked.path}`, {
    headers: { authorization: `Bearer ${asked.token}` },
  })
  await answer.arrayBuffer()
  const nextAnswerMs = performance.now() - began
  if (!answer.ok) throw new Error(`after the hang-ups the server answered ${answer.status}`)
  await sleep(Math.max(0, 1000 - nextAnswerMs))
  // the one that asks for its health holds one itself
  const { busy } = (await (await fetch(`${server.url}/health`)).json()) as { busy: number }
  return { nextAnswerMs, busyAfterASecond: busy }
}
