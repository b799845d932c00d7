import type { Id } from '../records/rows.ts'
import type { Heard } from './engine.ts'
import type { KeptLook } from './kept-look.ts'

export interface LookPorts {
  readonly store: {
    readonly device: Id
    looks(): Promise<readonly KeptLook[]>
    looksTold(ids: readonly Id[]): Promise<void>
  }
  readonly ask: (path: string, body: object) => Promise<Heard<unknown>>
}

const most = 200

/** Tells the server what was opened here without it. What was not answered stays and is told again; each counts once. */
export async function tellLooks({ store, ask }: LookPorts): Promise<void> {
  for (;;) {
    const looks = (await store.looks()).slice(0, most)
    if (looks.length === 0) return
    const heard = await ask('/sync/looks', { device: store.device, looks })
    if (heard.kind !== 'ok') return
    await store.looksTold(looks.map(({ id }) => id))
  }
}
