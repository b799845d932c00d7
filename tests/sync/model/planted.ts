import type { DeviceStore } from '../../../src/sync/device-store.ts'
import type { Heard } from '../../../src/sync/engine.ts'
import type { HeldRows, PullAnswer, SentCommand } from '../../../src/sync/protocol.ts'
import { testId } from '../../support/house.ts'
import type { Chance } from './chance.ts'
import type { RestoreFault } from './restored.ts'

/** A mistake put into the phone, its network or the server on purpose: the judge must find it, or the judge is worth nothing. */
export interface Fault {
  readonly what: string
  readonly store?: (store: DeviceStore) => DeviceStore
  readonly push?: (commands: readonly SentCommand[], chance: Chance) => readonly SentCommand[]
  readonly pull?: (heard: Heard<PullAnswer>) => Heard<PullAnswer>
  readonly wipe?: 'forgotten'
  readonly restore?: RestoreFault
  /** Shows only in walks in which the server is put back to an older backup. */
  readonly restored?: true
  /** Known not to show in the walks before this one, which are left out. */
  readonly firstSeed?: number
}

const over = (store: DeviceStore, changed: Partial<DeviceStore>): DeviceStore =>
  new Proxy(store, {
    get: (target, key: keyof DeviceStore) => {
      const own = changed[key]
      if (own !== undefined) return own
      const value = target[key]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
const changing = (change: (data: Extract<PullAnswer, { state: 'ok' }>) => Partial<typeof data>) => ({
  pull: (heard: Heard<PullAnswer>): Heard<PullAnswer> =>
    heard.kind === 'ok' && heard.data.state === 'ok'
      ? { kind: 'ok', data: { ...heard.data, ...change(heard.data) } }
      : heard,
})

const onlyFile = ({ case_file }: HeldRows): HeldRows => (case_file ? { case_file } : {})

export const planted: readonly Fault[] = [
  {
    what: 'what left for the server is dropped before it answered',
    store: (store) => {
      const dropped = new Set<string>()
      return over(store, {
        waiting: async () => {
          const waiting = (await store.waiting()).filter(({ command }) => !dropped.has(command.id))
          for (const { command } of waiting) dropped.add(command.id)
          return waiting
        },
      })
    },
  },
  {
    what: 'a command gets a new id each time it is sent',
    push: (commands) => commands.map((one) => ({ ...one, id: testId() })),
  },
  {
    what: 'the phone claims to have seen everything',
    push: (commands) =>
      commands.map((one) => ({ ...one, from: { ...one.from, seen: Number.MAX_SAFE_INTEGER } })),
  },
  {
    what: 'the phone forgets what it had seen',
    push: (commands) => commands.map((one) => ({ ...one, from: { ...one.from, seen: null } })),
    firstSeed: 6,
  },
  { what: 'commands go up in any order', push: (commands) => [...commands].reverse() },
  { what: 'cases out of sight stay on the phone', ...changing(() => ({ forget: [] })), firstSeed: 9 },
  {
    what: 'the cookie goes on though the rows were not kept',
    ...changing(({ cases }) => ({ cases: cases.slice(1) })),
  },
  {
    what: 'rows are added and none replaced',
    ...changing(({ cases }) => ({ cases: cases.map((one) => ({ ...one, rows: onlyFile(one.rows) })) })),
  },
  { what: 'the wipe is not carried out', wipe: 'forgotten' },
  {
    what: 'what was refused is dropped',
    store: (store) =>
      over(store, {
        answered: async (answers) => {
          const [gone, kept] = [
            answers.filter(({ outcome }) => outcome === 'quarantined'),
            answers.filter(({ outcome }) => outcome !== 'quarantined'),
          ]
          for (const { id } of gone) await store.takeBack(id)
          await store.answered(kept)
        },
      }),
  },
  {
    what: 'a phone keeps no journal, and the server is put back',
    store: (store) => over(store, { journal: async () => [] }),
    restored: true,
  },
  {
    what: 'a server that was put back goes on as if nothing had happened',
    restore: 'nothing begins anew',
    restored: true,
    firstSeed: 16,
  },
  {
    what: 'a server that was put back lets a lost phone in again',
    restore: 'access is given back',
    restored: true,
    firstSeed: 5,
  },
]
