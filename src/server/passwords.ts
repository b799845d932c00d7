import { hash, verify } from '@node-rs/argon2'
import { asciiDigits } from '../basics/letters.ts'
import { refuse } from '../basics/refusal.ts'

// Algorithm.Argon2id; the library publishes its list as a type only. Costs: OWASP Password Storage, first choice.
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Two at once: more would take memory and both cores from everybody who is already at work. */
const atOnce = 2
/** Whoever stands behind so many is told to come back rather than left to wait for a minute. */
const mostWaiting = 60
const comeBackSeconds = 10

let working = 0
/** Whoever comes from a device that has signed in before goes first: a flood of guesses must not keep them out. */
const waiting: { readonly known: (() => void)[]; readonly others: (() => void)[] } = { known: [], others: [] }

/**
 * Runs one piece of work that hashes, at most two at a time in this process. Refuses with `sign_in.wait` when too many
 * already wait.
 */
export async function withHashingTurn<T>(work: () => Promise<T>, isKnown = false): Promise<T> {
  const queue = isKnown ? waiting.known : waiting.others
  if (working >= atOnce) {
    if (queue.length >= mostWaiting) refuse('sign_in.wait', { seconds: comeBackSeconds })
    await new Promise<void>((resolve) => queue.push(resolve))
  } else {
    working += 1
  }
  try {
    return await work()
  } finally {
    const next = waiting.known.shift() ?? waiting.others.shift()
    // The turn is handed on, so `working` stays as it is.
    if (next) next()
    else working -= 1
  }
}

/** One form of what was typed: an Arabic keyboard writes ٤٥ where another writes 45. */
function typed(password: string): string {
  return asciiDigits(password.normalize('NFKC'))
}

/** An argon2id hash in PHC form, for `account_secret`. Takes its own turn. */
export function hashPassword(password: string): Promise<string> {
  return withHashingTurn(() => hash(typed(password), argon2id))
}

let nobodysHash: Promise<string> | undefined

/**
 * Whether the password belongs to the hash. Without a hash (an account that does not exist) the same work is done and
 * the answer is no, so that the time tells nothing. Must run within {@link withHashingTurn}.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash('nobody has this password', argon2id)
  const isRight = await verify(stored ?? (await nobodysHash), typed(password))
  return isRight && stored !== undefined
}
