import type { FastifyInstance } from 'fastify'
import type { Database, Statement, Transaction } from '../src/server/database.ts'
import { signOn } from '../src/server/database-identity.ts'
import type { House } from '../src/server/house.ts'
import { buildServer } from '../src/server/server.ts'
import { hashOfToken, kind, partsOf } from './ids.ts'
import type { BenchRequest, Workload } from './workloads.ts'

/** What one operation says to the database: groups of statements that leave together, each waiting for the one before. */
export type Groups = readonly (readonly string[])[]

/** A statement and its parameters. */
export interface Said {
  readonly text: string
  readonly params: readonly unknown[]
}

/** Performs one request with the real code; answers what it said to the database, and to the asker. */
export async function capture(
  house: House,
  request: BenchRequest,
): Promise<{ groups: readonly (readonly Said[])[]; answer: string }> {
  const groups: Said[][] = []
  const server = buildServer({ ...house, database: recording(house.database, groups) })
  const answer = await ask(server, request)
  await server.close()
  return { groups, answer }
}

/** One operation of a workload as SQL in which `:n` stands for its number. */
export async function floorOf(house: House, workload: Workload, n: number): Promise<Groups> {
  const request = workload.request(n)
  const { groups, answer } = await capture(house, request)
  const template = templateOf(workload, n, request, answer)
  return groups.map((group) => group.map(({ text, params }) => inlined(text, params, template)))
}

async function ask(
  server: FastifyInstance,
  { method, path, token, body, expect }: BenchRequest,
): Promise<string> {
  const answer = await server.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  if (answer.statusCode !== 200 || !answer.body.includes(expect))
    throw new Error(`the captured request failed: ${answer.body.slice(0, 500)}`)
  return answer.body
}

/** A database that also writes down what is asked of it. */
function recording(real: Database, groups: Said[][]): Database {
  let waiting = 0
  const note = (said: Said): void => {
    if (waiting === 0) groups.push([])
    groups.at(-1)?.push(said)
  }
  const listening = (tx: Transaction): Transaction => {
    const heard = <T>(sql: Statement, params: readonly unknown[], answer: () => Promise<T>): Promise<T> => {
      note({ text: sql.text, params })
      waiting++
      return answer().finally(() => waiting--)
    }
    return {
      rows: (sql, params = []) => heard(sql, params, () => tx.rows(sql, params)),
      row: (sql, params = []) => heard(sql, params, () => tx.row(sql, params)),
      run: (sql, params = []) => heard(sql, params, () => tx.run(sql, params)),
    }
  }
  /** What the database module itself sends before the work. */
  const opened = (tokenHash: Buffer): void => {
    note({ text: 'begin', params: [] })
    groups.at(-1)?.push({ text: signOn.text, params: [tokenHash] })
    waiting++
  }
  return {
    asSession: async (tokenHash, work, options) => {
      opened(tokenHash)
      const result = await real.asSession(
        tokenHash,
        (tx, identity) => {
          void identity.finally(() => waiting--).catch(() => {})
          return work(listening(tx), identity)
        },
        options,
      )
      groups.push([{ text: 'commit', params: [] }])
      return result
    },
    read: async (tokenHash, queries, options) => {
      opened(tokenHash)
      const result = await real.read(tokenHash, (tx) => queries(listening(tx)), options)
      waiting--
      groups.at(-1)?.push({ text: 'commit', params: [] })
      return result
    },
    as: () => Promise.reject(new Error('only sessions are measured')),
    get busy() {
      return real.busy
    },
    close: () => real.close(),
  }
}

/** Turns a value of the captured operation into SQL for any number. */
type Template = (value: unknown) => string

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

function templateOf(workload: Workload, n: number, request: BenchRequest, answer: string): Template {
  const caseNumber = numberIn(workload, request) ?? n
  const hash = hashOfToken(request.token)
  const accountHash = `bench_${workload.account.which}_hash(${workload.account.sql})`
  const result =
    (request.method === 'POST'
      ? (JSON.parse(answer) as { result?: Record<string, unknown> }).result
      : undefined) ?? {}
  const unique = new Map((workload.unique ?? []).map((name, place) => [result[name], `('F${place}-' || :n)`]))
  const idOf = (text: string): string => {
    const parts = partsOf(text)
    if (parts === undefined) return 'gen_random_uuid()' // of an event or an alert
    if (parts.of > kind.command && parts.of < kind.newPerson) return `bench_id(${parts.of}, :n)`
    const number = workload.numbers[parts.of]
    return number !== undefined && number.of(caseNumber) === parts.n
      ? `bench_id(${parts.of}, ${number.sql})`
      : `'${text}'`
  }
  const plain: Template = (value) => {
    if (value === null || value === undefined) return 'null'
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (Buffer.isBuffer(value)) return value.equals(hash) ? accountHash : `'\\x${value.toString('hex')}'`
    if (Array.isArray(value)) return arrayOf(value, idOf)
    const text = value as string
    const drawn = unique.get(text)
    if (drawn !== undefined) return drawn
    if (id.test(text)) return idOf(text)
    const [first = '', second = '', more] = text.split(':')
    if (more === undefined && id.test(first) && id.test(second))
      return `(${idOf(first)}::text || chr(58) || ${idOf(second)}::text)`
    return quoted(text)
  }
  return plain
}

/** The number a read looks at, where it is spread over all cases. */
function numberIn(workload: Workload, { path }: BenchRequest): number | undefined {
  if (workload.range === undefined) return undefined
  const [found] = /0193\d{4}-\d{4}-7\d{3}-8000-0{12}/.exec(path) ?? []
  return found === undefined ? undefined : partsOf(found)?.n
}

function arrayOf(values: readonly unknown[], idOf: (text: string) => string): string {
  const texts = values.map(String)
  if (texts.length > 0 && texts.every((text) => id.test(text)))
    return `array[${texts.map((text) => `${idOf(text)}::uuid`).join(', ')}]`
  return quoted(
    `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`,
  )
}

/** Without a colon: pgbench would take what follows for the name of a variable, also inside quotes. */
function quoted(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a').replaceAll('\n', '\\n')}'`
}

function inlined(text: string, params: readonly unknown[], template: Template): string {
  const said = text.replace(/\$(\d+)/g, (_, place: string) => template(params[Number(place) - 1]))
  return said.replace(/\s*--[^\n]*$/gm, '').replace(/\s*\n\s*/g, ' ')
}
