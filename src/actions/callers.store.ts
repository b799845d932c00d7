import { refuse } from '../basics/refusal.ts'
import type { Who } from '../permissions/who.ts'
import type { Reference } from '../records/knowledge.ts'
import type { Database, Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import { type SignOnRow, whoOf } from '../server/database-identity.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import type { Circumstances } from './action.ts'

/** Who knocks: a session, a one-time link with its code word, or a device. */
export type Caller =
  | { readonly kind: 'session'; readonly tokenHash: Buffer }
  | { readonly kind: 'link'; readonly tokenHash: Buffer; readonly wordHash: Buffer }
  /** A device that hands in what was sealed, by the token it can do nothing else with. */
  | { readonly kind: 'device'; readonly device: string; readonly tokenHash: Buffer }

export interface DoorKeeper {
  readonly database: Database
  readonly reference: Reference
  /** Keys the hashes of inputs in the ledger, so that the ledger tells nothing of what was written. */
  readonly secret: string
  /** Open what is protected (C4). */
  readonly masterKeys: MasterKeys
  /** Clock, chance and keyed hashes for decisions. */
  readonly circumstances: (who: Who) => Circumstances
}

const signOnDevice = statement('select * from sign_on_device($1, $2)')
const openLink = statement('select * from open_link($1, $2)')

/** A wrong code word is counted, so it must be committed: it refuses only after the transaction. */
export async function as<T>(
  door: DoorKeeper,
  caller: Caller,
  work: (tx: Transaction, identity: Promise<Who>) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (caller.kind === 'session') return door.database.asSession(caller.tokenHash, work, { signal })
  if (caller.kind === 'device')
    return door.database.as(
      { kind: 'visitor' },
      async (tx) => {
        // awaited: until it is known whose device it is, nothing else may be asked
        const who = whoOf(await tx.row<SignOnRow>(signOnDevice, [caller.device, caller.tokenHash]))
        return work(tx, Promise.resolve(who))
      },
      { signal },
    )
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
