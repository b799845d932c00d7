import { randomBytes } from 'node:crypto'
import { refusals } from '../../src/basics/refusals.ts'
import { testId } from '../support/house.ts'
import { type Actor, actors, type Document, ground, rolesOf, secrets, tokenOf } from './fuzz-ground.ts'
import { chanceFrom, fieldsOf, hostileTexts, hostileValues, plausible, replaced } from './hostile.ts'

export interface Outcome {
  readonly requests: number
  readonly actions: number
  /** Requests by status of the answer; actions that were answered, by outcome or code. */
  readonly statuses: Readonly<Record<string, number>>
  readonly codes: Readonly<Record<string, number>>
  /** What may never happen, in words. */
  readonly faults: readonly string[]
}

const inside =
  /\bselect\b.+\bfrom\b|\binsert into\b|\brelation "|\bcolumn "|violates|SQLSTATE|node_modules|\.ts:\d|\bat \w+ \(|ECONN|"stack"|\[object Object\]/i

/** Every operation of the API document by every actor, each field in turn set to `perField` hostile values. */
export async function fuzz(options: { readonly perField: number; readonly seed: number }): Promise<Outcome> {
  const standing = await ground()
  const { here } = standing
  const chance = chanceFrom(options.seed)
  const ids = [...new Set(Object.values(standing.ids).flat()), testId()]
  const anyOf = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T
  /** Half of the time an id of that kind, else anybody's, else one of nothing. */
  const idFor = (field: string): string => {
    const kind = standing.ids[field]
    const draw = chance()
    return kind && draw < 0.5 ? anyOf(kind) : draw < 0.75 ? anyOf(ids) : testId()
  }
  const some = <T>(from: readonly T[]): readonly T[] =>
    options.perField >= from.length ? from : Array.from({ length: options.perField }, () => anyOf(from))
  const log = listen()
  const statuses: Record<string, number> = {}
  const codes: Record<string, number> = {}
  const faults = new Set<string>()
  let requests = 0
  let performed = 0
  const fault = (what: string, sent: unknown, heard: string): void => {
    if (faults.size < 40)
      faults.add(`${what}: ${(JSON.stringify(sent) ?? '').slice(0, 200)} → ${heard.slice(0, 200)}`)
  }

  async function ask(
    where: string,
    token: string,
    method: string,
    url: string,
    payload?: { body: string | Buffer; type: string },
  ): Promise<unknown> {
    requests += 1
    const answer = await here.server.inject({
      method: method.toUpperCase() as 'GET',
      url,
      headers: {
        'accept-language': 'en',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(payload === undefined ? {} : { 'content-type': payload.type }),
      },
      ...(payload === undefined ? {} : { payload: payload.body }),
    })
    const sent = [url, payload?.body.toString().slice(0, 400)]
    const heard = answer.body
    const { statusCode } = answer
    statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
    if (statusCode >= 500) fault(`${where} answered ${statusCode}`, sent, heard)
    const told = `${heard} ${JSON.stringify(answer.headers)}`
    for (const secret of Object.values(secrets))
      if (told.includes(secret)) fault(`${where} told a secret`, sent, heard)
    if (statusCode >= 400 && inside.test(heard)) fault(`${where} showed our inside`, sent, heard)
    const json = String(answer.headers['content-type']).includes('json')
      ? (JSON.parse(heard) as { refusal?: { code: string } })
      : {}
    if (statusCode >= 400 && json.refusal && !Object.hasOwn(refusals, json.refusal.code))
      fault(`${where} refused with a code of no catalogue`, sent, heard)
    return json
  }

  async function perform(
    actor: Actor,
    token: string,
    name: string,
    inputs: readonly unknown[],
  ): Promise<void> {
    for (let from = 0; from < inputs.length; from += 25) {
      const commands = inputs.slice(from, from + 25).map((input) => ({ id: testId(), name, input }))
      const body = JSON.stringify(commands)
      const where = `${name} by ${actor}`
      const answers = await ask(where, token, 'post', '/actions', { body, type: 'application/json' })
      performed += commands.length
      if (!Array.isArray(answers)) {
        // one that is too deep or too long takes its batch with it: each for itself
        if (commands.length > 1) for (const one of commands) await perform(actor, token, name, [one.input])
        continue
      }
      for (const [at, answer] of (answers as { outcome: string; refusal?: { code: string } }[]).entries()) {
        const code = answer.refusal?.code ?? answer.outcome
        codes[code] = (codes[code] ?? 0) + 1
        if (answer.refusal && (!Object.hasOwn(refusals, code) || code === 'server.failed'))
          fault(`${where} refused with ${code}`, commands[at]?.input, JSON.stringify(answer))
      }
    }
  }

  const document = (await here.server.inject('/openapi.json')).json<Document>()
  for (const actor of actors) {
    for (const [path, methods] of Object.entries(document.paths)) {
      if (path === '/actions') continue
      for (const [method, operation] of Object.entries(methods)) {
        const token = await tokenOf(standing, actor)
        const where = `${method} ${path} by ${actor}`
        const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path')
        const inQuery = (operation.parameters ?? []).filter((one) => one.in === 'query')
        const urlWith = (values: Readonly<Record<string, string>>): string => {
          const place = path.replace(/\{(\w+)\}/g, (_, name: string) =>
            encodeURIComponent(values[name] ?? ids[0] ?? ''),
          )
          const query = inQuery.filter(({ name }) => values[name] !== undefined)
          const text = query.map(({ name }) => `${name}=${encodeURIComponent(values[name] ?? '')}`).join('&')
          return text === '' ? place : `${place}?${text}`
        }
        const usable = hostileTexts.filter((text) => text !== '\uD800' && text.length < 4000)
        const bodySchema = Object.values(operation.requestBody?.content ?? {})[0]?.schema
        const type = Object.keys(operation.requestBody?.content ?? {})[0] ?? 'application/json'
        const good = bodySchema === undefined ? undefined : plausible(bodySchema, idFor, chance)
        const written = (value: unknown): string =>
          type === 'application/json'
            ? JSON.stringify(value)
            : new URLSearchParams(
                Object.entries(value ?? {}).map(([name, one]) => [
                  name,
                  typeof one === 'string' ? one : (JSON.stringify(one) ?? ''),
                ]),
              ).toString()
        const payload = good === undefined ? undefined : { body: written(good), type }
        if (type === 'application/octet-stream') {
          for (const bytes of [Buffer.alloc(0), randomBytes(5000), Buffer.from('%PDF-1.4\n%%EOF')])
            await ask(where, token, method, urlWith({}), { body: bytes, type })
          continue
        }
        // other people's ids, wherever an id may stand
        for (const id of inPath.length > 0 ? ids : [])
          await ask(
            where,
            token,
            method,
            urlWith(Object.fromEntries(inPath.map(({ name }) => [name, id]))),
            payload,
          )
        for (const { name } of [...inPath, ...inQuery])
          for (const text of some([...usable, ...ids]))
            await ask(where, token, method, urlWith({ [name]: text }), payload)
        if (good === undefined) {
          await ask(where, token, method, urlWith({}))
          continue
        }
        for (const way of fieldsOf(good))
          for (const value of some([...hostileValues, ...ids]))
            await ask(where, token, method, urlWith({}), { body: written(replaced(good, way, value)), type })
        for (const body of rawBodies) await ask(where, token, method, urlWith({}), { body, type })
      }
    }
    const token = await tokenOf(standing, actor)
    for (const body of rawBodies)
      await ask(`POST /actions by ${actor}`, token, 'post', '/actions', { body, type: 'application/json' })
    for (const command of document.components.schemas.Command.oneOf) {
      const name = String(command.properties?.['name']?.const)
      const schema = command.properties?.['input'] ?? {}
      const good = plausible(schema, idFor, chance)
      const inputs: unknown[] = Array.from({ length: 4 * options.perField }, () =>
        plausible(schema, idFor, chance),
      )
      // whoever has no role for it is stopped before or behind the reading of an input: a few say as much as many
      const isOpen = rolesOf[actor].some((role) => (command.description ?? '').includes(role))
      for (const way of isOpen ? fieldsOf(good) : [])
        for (const value of some(hostileValues)) inputs.push(replaced(good, way, value))
      await perform(actor, await tokenOf(standing, actor), name, inputs)
    }
  }
  await here.close()
  const logged = log.stop()
  for (const told of [...Object.values(secrets), 'drop table', 'alert(1)', 'etc/passwd', '"input"'])
    if (logged.includes(told)) faults.add(`the log holds ${told}`)
  return { requests, actions: performed, statuses, codes, faults: [...faults] }
}

/** Gathers what the process writes to its log while it lets it through. */
function listen(): { stop: () => string } {
  const written: string[] = []
  const usual = process.stderr.write.bind(process.stderr)
  process.stderr.write = (text: string | Uint8Array, ...rest: never[]): boolean => {
    written.push(String(text))
    return usual(text, ...rest)
  }
  return {
    stop: () => {
      process.stderr.write = usual
      return written.join('')
    },
  }
}

/** Bodies that are no JSON, or JSON that is no body. */
const rawBodies: readonly (string | Buffer)[] = [
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  `{"a":"${'x'.repeat(600_000)}"}`,
]
