import type { Demo } from '../../database/demo/load.ts'
import type { Settings } from './settings.ts'
import { openStorage, type Storage } from './storage.ts'

/** A database that is being opened while the rest of the program is still being read. */
export interface Opening {
  readonly storage: Promise<Storage>
  /** The demo, when it was made while PostgreSQL made a new database. */
  readonly demo: () => Promise<Demo | undefined>
}

export function beginOpening(settings: Settings, log: (line: string) => void): Opening {
  let demo: Promise<Demo> | undefined
  const storage = openStorage(settings, log, (secret) => {
    if (!settings.demo) return
    demo = import('../../database/demo/load.ts').then(({ makeDemo }) =>
      makeDemo({ now: new Date().toISOString(), secret }),
    )
    demo.catch(() => {}) // heard by whoever asks for it
  })
  storage.catch(() => {}) // heard by whoever awaits it
  return { storage, demo: async () => demo }
}
