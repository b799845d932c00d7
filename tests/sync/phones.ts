import { createHash, randomBytes } from 'node:crypto'
import type { Answer } from '../../src/actions/action.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { inputVersion, type RetryAnswer, type SentCommand } from '../../src/sync/protocol.ts'
import { type Client, type TestHouse, testId, world } from '../support/house.ts'

type Heard = Answer | RetryAnswer
export interface Phone {
  readonly id: string
  readonly token: string
  readonly client: Client
  /** Revision of the case that the phone has seen: what its next command says. */
  see(caseId: string): Promise<void>
  /** Writes without network: kept in its order until sent. */
  write(
    name: string,
    input: object,
    more?: Partial<SentCommand['from']> & { seen?: number | null },
  ): SentCommand
  /** Sends everything that was written, in one go. */
  send(): Promise<readonly Heard[]>
  /** Writes and sends one command. */
  act(name: string, input: object, more?: Partial<SentCommand['from']>): Promise<Heard>
}

/** Looks behind the policies. */
export function behind<T>(here: TestHouse, sql: string, params: unknown[] = []): Promise<T[]> {
  return withOwner(here.db.admin, (admin) => admin.rows<T>(sql, params))
}

/** A phone of a colleague, enrolled at the office. What it has seen is said by `see`, as a pull would. */
export async function phoneOf(
  here: TestHouse,
  login: keyof typeof world.accounts,
  site: keyof typeof world.sites = 'mosul',
): Promise<Phone> {
  const client = await here.signIn(login)
  const [id, token] = [testId(), randomBytes(32).toString('base64url')]
  await behind(
    here,
    `insert into device (id, account_id, organisation_id, site_id, name, kind, token_hash, enrolled_at)
    select $1, id, organisation_id, $3, 'Invented phone', 'phone', $4, now() from account where id = $2`,
    [id, world.accounts[login], world.sites[site], createHash('sha256').update(token).digest()],
  )
  let n = 0
  let seen: number | null = null
  let outbox: SentCommand[] = []
  const phone: Phone = {
    id,
    token,
    client,
    async see(caseId) {
      const [row] = await behind<{ rev: string }>(here, 'select rev from case_file where id = $1', [caseId])
      seen = Number(row?.rev)
    },
    write(name, input, more = {}) {
      n += 1
      const from = { device: id, n, epoch: 1, seen, at: { ms: Date.now(), c: n }, version: inputVersion }
      const command: SentCommand = { id: testId(), name, input, from: { ...from, ...more } }
      outbox.push(command)
      return command
    },
    async send() {
      const sent = outbox
      outbox = []
      return (await client.post<Heard[]>('/actions', sent)).body
    },
    async act(name, input, more = {}) {
      phone.write(name, input, more)
      const [answer] = await phone.send()
      if (answer === undefined) throw new Error('nothing was answered')
      return answer
    },
  }
  return phone
}
