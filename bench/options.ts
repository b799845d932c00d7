import { parseArgs } from 'node:util'
import { workloads } from './workloads.ts'

export interface Options {
  readonly people: number
  readonly seconds: number
  readonly clients: readonly number[]
  readonly only: readonly string[]
  readonly floor: boolean
  readonly extras: boolean
  readonly signIn: boolean
  readonly sync: boolean
  readonly start: boolean
  readonly startOnly: boolean
  readonly build: boolean
  readonly keep: string | undefined
  readonly help: boolean
}

export const usage = `npm run bench -- [options]
  --people 100000       how many people to load (at least 20,000: the open cases)
  --seconds 10          how long each measurement lasts
  --clients 1,16        how many ask at once
  --only W3,W5          these workloads alone (${workloads.map(({ name }) => name).join(', ')})
  --quick               3 seconds, 16 clients, no start times
  --no-floor            without the bare SQL beside it
  --no-extras           without the clients that hang up and the 150 officers
  --no-start            without the start times
  --sign-in             only what others feel while sign-ins are hammered
  --sync                only the first sync of a device over a slow link, in a browser
  --start-only          the start times and the sizes, and nothing else
  --no-build            measure what is built already
  --keep folder         keep the loaded database there and copy it from run to run`

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      people: { type: 'string', default: '100000' },
      seconds: { type: 'string' },
      clients: { type: 'string' },
      only: { type: 'string' },
      keep: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-floor': { type: 'boolean', default: false },
      'no-extras': { type: 'boolean', default: false },
      'no-start': { type: 'boolean', default: false },
      'sign-in': { type: 'boolean', default: false },
      sync: { type: 'boolean', default: false },
      'start-only': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { quick } = values
  return {
    people: Number(values.people),
    seconds: Number(values.seconds ?? (quick ? 3 : 10)),
    clients: (values.clients ?? (quick ? '16' : '1,16')).split(',').map(Number),
    only: values.only?.split(',') ?? workloads.map(({ name }) => name),
    floor: !values['no-floor'],
    extras: !values['no-extras'],
    signIn: values['sign-in'],
    sync: values.sync,
    start: !values['no-start'] && !quick,
    startOnly: values['start-only'],
    build: !values['no-build'],
    keep: values.keep,
    help: values.help,
  }
}
