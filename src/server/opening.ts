import type { Demo } from '../../database/demo/load.ts'
import type { Settings } from './settings.ts'
import { openStorage, type Storage } from './storage.ts'

/** A database that is being opened while the rest of the program is still being read. */
export interface Opening {
  readonly storage: Promise<Storage>
  /** When PostgreSQL works by itself, or failed to: until then reading more of the program would only hold it up. */
  readonly begun: Promise<void>
  /** The demo, when it was made while PostgreSQL made a new database. */
  readonly demo: () => Promise<Demo | undefined>
}

export function beginOpening(settings: Settings, log: (line: string) => void): Opening {
  let demo: Promise<Demo> | undefined
  let begin: () => void = () => {}
  const begun = new Promise<void>((done) => {
    begin = done
  })
  const storage = openStorage(settings, log, (doing, secret) => {
    begin()
    if (doing !== 'making' || !settings.demo) return
    demo = import('../../database/demo/load.ts').then(({ makeDemo }) =>
      makeDemo({ now: new Date().toISOString(), secret }),
    )
    demo.catch(() => {}) // heard by whoever asks for it
  })
  storage.then(begin, begin) // a failure is heard by whoever awaits the storage
  return { storage, begun, demo: async () => demo }
}
