import { createHmac } from 'node:crypto'
import { Refusal, refuse } from '../basics/refusal.ts'
import { isPermission, mayPerform } from '../permissions/permissions.ts'
import { accountOf, type Who } from '../permissions/who.ts'
import type { Knowledge, Reference } from '../records/knowledge.ts'
import { lookUp } from '../records/knowledge.store.ts'
import { writeChanges } from '../records/writer.store.ts'
import type { Database, Transaction } from '../server/database.ts'
import { isRetryable, statement } from '../server/database.ts'
import type { Action, Answer, Circumstances, Command, Root } from './action.ts'
import { actions } from './list.ts'
import { prepare } from './prepare.store.ts'

/** Who knocks: a session, or a one-time link with its code word. */
export type Caller =
  | { readonly kind: 'session'; readonly tokenHash: Buffer }
  | { readonly kind: 'link'; readonly tokenHash: Buffer; readonly wordHash: Buffer }

export interface DoorKeeper {
  readonly database: Database
  readonly reference: Reference
  /** Keys the hashes of inputs in the ledger, so that the ledger tells nothing of what was written. */
  readonly secret: string
  /** Clock, chance and keyed hashes for decisions. */
  readonly circumstances: (who: Who) => Circumstances
}

const seenBefore = statement('select input_hash, answer from action_ledger where id = $1')
const record = statement(`with ledger as (
    insert into action_ledger (id, account_id, link_id, name, input_hash, answer) values ($1, $2, $3, $4, $5, $6))
  insert into audit_line (organisation_id, kind, account_id, act, root_kind, root_id, outcome, detail) values ($7, $8, $2, $4, $9, $10, $11, $12)`)
const openLink = statement('select * from open_link($1, $2)')

const raise: { readonly [K in Root<never>['kind']]?: ReturnType<typeof statement> } = {
  case: statement('select touch_case($1) as rev, $1::uuid as case_id'),
  referral: statement('select touch_case_of_referral($1) as rev'),
  link: statement(
    'select touch_case_of_referral(referral_id) as rev, referral_id from referral_link where id = $1',
  ),
  ...Object.fromEntries(
    ['need', 'consent', 'note', 'task', 'case_member'].map((table) => [
      table,
      statement(`select touch_case(case_id) as rev, case_id from ${table} where id = $1`),
    ]),
  ),
}
const settleCase = statement('select settle_case($1)')
const settleReferral = statement('select settle_case_of_referral($1)')

class AlreadyAnswered extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super('answered before')
    this.answer = answer
  }
}

/**
 * Performs one action in one transaction: permission, input, what is known, decision, rows, summary, ledger, audit.
 * The same id with the same content answers as before. Throws a {@link Refusal} only for what concerns the request
 * itself: no session, the id used with other content, the database away.
 */
export async function perform(
  door: DoorKeeper,
  caller: Caller,
  command: Command,
  signal?: AbortSignal,
): Promise<Answer> {
  const inputHash = createHmac('sha256', door.secret)
    .update(canonical([command.name, command.input]))
    .digest()
  const found = isPermission(command.name) ? actions.get(command.name) : undefined
  let input: unknown
  let early: Refusal | undefined
  if (found === undefined) early = new Refusal('action.unknown')
  else {
    try {
      input = parse(found, command.input)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      early = error
    }
  }
  for (let round = 0; ; round++) {
    try {
      if (early !== undefined) throw early
      return await attempt(door, caller, command, inputHash, found as Action, input, signal)
    } catch (error) {
      if (error instanceof AlreadyAnswered) return error.answer
      if (isRetryable(error) && round < 3) continue
      const refusal = refusalOf(error)
      if (refusal === undefined) {
        if (isPassing(error) && round < 3) continue
        if (isIdTaken(error)) refuse('action.id_taken')
        throw error
      }
      if (aboutTheRequest.has(refusal.code)) throw refusal
      return await keepRefusal(door, caller, command, inputHash, refusal, signal)
    }
  }
}

const aboutTheRequest = new Set([
  'session.required',
  'action.id_taken',
  'server.unavailable',
  'server.disk_full',
  'link.unknown',
  'link.wrong_word',
  'link.used',
])

async function attempt(
  door: DoorKeeper,
  caller: Caller,
  command: Command,
  inputHash: Buffer,
  found: Action,
  input: unknown,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  return as(
    door,
    caller,
    async (tx, identity) => {
      const root: Root<unknown> = found.root
      const seen = replay(tx, command, inputHash)
      seen.catch(() => {})
      const raised =
        root.kind === 'none' || root.kind === 'new_case'
          ? undefined
          : tx.row<{ rev: number | null; case_id?: string; referral_id?: string }>(
              raise[root.kind] as ReturnType<typeof statement>,
              [root.id(input)],
            )
      const known = lookUp(tx, found.needs, input, door.reference)
      known.catch(() => {})
      raised?.catch(() => {})
      const who = await identity
      await seen
      if (!mayPerform(who, found.name)) refuse('permission.missing', { action: found.name })
      if (who.mustChangePassword) refuse('password.must_change')
      const prepared = await prepare(found.name, input)
      const decision = found.decide((await known) as Knowledge, prepared, door.circumstances(who))
      const rooted = await raised
      const written = writeChanges(tx, decision.changes)
      const rootId = root.kind === 'none' ? null : root.id(input)
      if (root.kind === 'referral') void tx.row(settleReferral, [rootId])
      else if (root.kind === 'link') void tx.row(settleReferral, [rooted?.referral_id])
      else if (root.kind === 'new_case') void tx.row(settleCase, [rootId])
      else if (rooted?.case_id !== undefined) void tx.row(settleCase, [rooted.case_id])
      const answer: Answer = {
        id: command.id,
        outcome: 'applied',
        ...(decision.result === undefined ? {} : { result: decision.result }),
      }
      const kept = tx.run(
        record,
        ledgerLine(
          who,
          command,
          inputHash,
          answer,
          root.kind === 'none' ? null : root.kind,
          rooted?.case_id ?? rootId,
          decision.audit,
        ),
      )
      // the rows first: a ledger line that failed after them only says that they had failed
      await written
      await kept
      return answer
    },
    signal,
  )
}

/** A wrong code word is counted, so it must be committed: it refuses only after the transaction. */
async function as<T>(
  door: DoorKeeper,
  caller: Caller,
  work: (tx: Transaction, identity: Promise<Who>) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (caller.kind === 'session') return door.database.asSession(caller.tokenHash, work, { signal })
  const done = await door.database.as(
    { kind: 'visitor' },
    async (tx) => {
      const opened = await tx.row<{ verdict: string; link_id: string; referral_id: string; step: string }>(
        openLink,
        [caller.tokenHash, caller.wordHash],
      )
      if (opened?.verdict !== 'open') return { closed: opened?.verdict ?? 'unknown' }
      return { value: await work(tx, Promise.resolve(whoOfLink(opened))) }
    },
    { signal },
  )
  if (done.closed !== undefined)
    refuse(
      done.closed === 'used'
        ? 'link.used'
        : done.closed === 'wrong_word'
          ? 'link.wrong_word'
          : 'link.unknown',
    )
  return done.value
}

function whoOfLink(opened: { link_id: string; referral_id: string; step: string }): Who {
  return {
    kind: 'link',
    accountId: '',
    organisationId: '',
    displayName: '',
    login: '',
    locale: 'ar',
    roles: [],
    sites: [],
    supervisedSites: [],
    sessionId: '',
    mustChangePassword: false,
    link: { linkId: opened.link_id, referralId: opened.referral_id, step: opened.step },
  }
}

async function replay(tx: Transaction, command: Command, inputHash: Buffer): Promise<void> {
  const seen = await tx.row<{ input_hash: Buffer; answer: Answer }>(seenBefore, [command.id])
  if (seen === undefined) return
  if (!seen.input_hash.equals(inputHash)) refuse('action.id_taken')
  throw new AlreadyAnswered(seen.answer)
}

/** A refusal is an answer too: kept under its id, so that a device that asks again hears the same. */
async function keepRefusal(
  door: DoorKeeper,
  caller: Caller,
  command: Command,
  inputHash: Buffer,
  refusal: Refusal,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const answer: Answer = {
    id: command.id,
    outcome: 'refused',
    refusal: { code: refusal.code, message: '', details: refusal.details },
  }
  for (let round = 0; ; round++) {
    try {
      return await as(
        door,
        caller,
        async (tx, identity) => {
          const seen = replay(tx, command, inputHash)
          seen.catch(() => {})
          const who = await identity
          await seen
          await tx.run(
            record,
            ledgerLine(who, command, inputHash, answer, null, null, { code: refusal.code }),
          )
          return answer
        },
        signal,
      )
    } catch (error) {
      if (error instanceof AlreadyAnswered) return error.answer
      if (!isIdTaken(error)) throw error
      // delivered twice at the same moment: the other's answer is there by now, unless it is somebody else's
      if (round > 0) refuse('action.id_taken')
    }
  }
}

function ledgerLine(
  who: Who,
  command: Command,
  inputHash: Buffer,
  answer: Answer,
  rootKind: string | null,
  rootId: string | null,
  detail: object | undefined,
): unknown[] {
  return [
    command.id,
    accountOf(who),
    who.link?.linkId ?? null,
    isPermission(command.name) ? command.name : 'action.unknown',
    inputHash,
    JSON.stringify(answer),
    who.kind === 'account' ? who.organisationId : null,
    who.kind,
    rootKind,
    rootId,
    answer.outcome,
    JSON.stringify(detail ?? {}),
  ]
}

/** What a program calls a field is told back; what somebody pasted there is not. */
function isFieldName(key: string): boolean {
  return /^[A-Za-z]\w{0,39}$/.test(key)
}

function parse(found: Action, input: unknown): unknown {
  const parsed = found.input.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const custom = issue?.code === 'custom' && typeof issue.message === 'string' ? issue.message : undefined
  return refuse(
    custom === 'input.hidden_characters' || custom === 'date.impossible' ? custom : 'input.invalid',
    {
      field: issue?.path.join('.') ?? '',
      problem: issue?.code === 'unrecognized_keys' ? 'unknown_field' : (issue?.code ?? 'invalid'),
      ...(issue?.code === 'unrecognized_keys' ? { fields: issue.keys.filter(isFieldName).slice(0, 10) } : {}),
    },
  )
}

/** What PostgreSQL refused, in our words. Nothing of its own text goes out. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23505') {
    if (passing.has(constraint ?? '')) return undefined
    if (constraint === 'referral_origin_open') return new Refusal('referral.duplicate')
    if (constraint === 'account_login') return new Refusal('account.login_taken')
    return new Refusal('record.id_taken')
  }
  if (code === '23503') return new Refusal('record.not_found')
  if (code === '42501') return new Refusal('permission.missing')
  if (code === '53100') return new Refusal('server.disk_full')
  return undefined
}

// What another try cures: somebody wrote the same id at the same moment, or drew the same spoken code.
const passing = new Set([
  'action_ledger_pkey',
  'person_organisation_id_code_key',
  'case_file_organisation_id_code_key',
  'referral_code_key',
])

function isIdTaken(error: unknown): boolean {
  return (error as { constraint?: string }).constraint === 'action_ledger_pkey'
}

function isPassing(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && passing.has(constraint ?? '')
}

/** JSON with sorted keys: the same content in another order is the same content. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'null'
  )
}
