import { randomInt } from 'node:crypto'
import * as z from 'zod/mini'
import { asciiDigits } from '../basics/letters.ts'
import { refuse } from '../basics/refusal.ts'
import type { Asked } from '../server/route.ts'
import type { House } from '../server/house.ts'
import { counterAfter, optionsToProve, passkeyAnswer, type PasskeyPlace } from '../server/passkeys.ts'
import { stepOf, unseal } from '../server/totp.ts'
import { alwaysWithFactor, type FactorKind, printedCodes } from './factor-rule.ts'
import type { FactorRow, Proof } from './factors.store.ts'

/** A ticket as it travels: 256 bits, base64url. */
export const ticketInput = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))
const code = z.string().check(z.minLength(1), z.maxLength(40))

/** One try at a second factor. */
export const factorTry = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('totp'), code }),
  z.strictObject({ way: z.literal('codes'), code }),
  z.strictObject({ way: z.literal('passkey'), answer: passkeyAnswer }),
])
export type FactorTry = z.infer<typeof factorTry>

/** Roles that need a factor on this server whatever their organisation says; none where it is not asked for (the demo). */
export function floorOf(house: House): readonly string[] {
  return house.signIn?.secondFactorRequired === true ? alwaysWithFactor : []
}

export function placeOf({
  house,
  headers,
}: Pick<Asked<unknown, unknown, unknown>, 'house' | 'headers'>): PasskeyPlace {
  const origin =
    house.origin ?? `${house.secure ? 'https' : 'http'}://${String(headers['host'] ?? 'localhost')}`
  if (!URL.canParse(origin)) refuse('request.unreadable')
  return { origin, rpId: new URL(origin).hostname }
}

export const totpKey = (house: House): Buffer => house.keyedHash('seal.totp', '')
/** From the ticket, so that it lives as long and is used as often: once. */
export const challengeOf = (house: House, ticket: string): Buffer =>
  house.keyedHash('passkey.challenge', ticket)
/** Keyed: eight digits would be guessed from a plain hash in a second. */
export const printedHash = (house: House, accountId: string, typed: string): Buffer =>
  house.keyedHash('printed_code', `${accountId} ${digitsIn(typed)}`)

/** Digits of any keyboard, without the gaps they are printed with. */
export function digitsIn(typed: string): string {
  return asciiDigits(typed.normalize('NFKC')).replace(/[\s-]/g, '')
}

/** A sheet of codes such as `4821 7703`: digits, because every keyboard and every language has them. */
export function newPrintedCodes(): string[] {
  const codes = new Set<string>()
  while (codes.size < printedCodes) codes.add(String(randomInt(100_000_000)).padStart(8, '0'))
  return [...codes].map((one) => `${one.slice(0, 4)} ${one.slice(4)}`)
}

/** What a try shows of the account's factors; an empty proof is a wrong one. Nothing is used up yet. */
export async function proofOf(
  house: House,
  place: PasskeyPlace,
  given: FactorTry,
  ticket: string,
  { accountId, factors }: { readonly accountId: string; readonly factors: readonly FactorRow[] },
): Promise<Proof> {
  if (given.way === 'codes') return { codeHash: printedHash(house, accountId, given.code) }
  if (given.way === 'totp') {
    const app = factors.find(({ kind }) => kind === 'totp')
    if (!app?.sealed) return {}
    const step = stepOf(
      unseal(totpKey(house), app.sealed, app.id),
      digitsIn(given.code),
      Date.parse(house.now()),
    )
    return step === undefined ? {} : { factorId: app.id, step }
  }
  const key = factors.find(({ credential_id }) => credential_id === given.answer.id)
  if (!key?.public_key || key.rp_id !== place.rpId) return {}
  const counter = await counterAfter(given.answer, place, challengeOf(house, ticket), {
    credentialId: given.answer.id,
    publicKey: key.public_key,
    counter: Number(key.counter),
  })
  return counter === undefined ? {} : { factorId: key.id, counter }
}

/** What the browser's passkey is asked with, where the account has one for this place. */
export async function passkeyQuestion(
  house: House,
  place: PasskeyPlace,
  ticket: string,
  factors: readonly FactorRow[],
): Promise<object | undefined> {
  const here = factors.filter(({ kind, rp_id }) => kind === 'passkey' && rp_id === place.rpId)
  if (here.length === 0) return undefined
  return optionsToProve(
    place,
    challengeOf(house, ticket),
    here.map(({ credential_id, transports }) => ({ credentialId: credential_id ?? '', transports })),
  )
}

export const waysOf = (factors: readonly FactorRow[]): readonly FactorKind[] => [
  ...new Set(factors.map(({ kind }) => kind)),
]
