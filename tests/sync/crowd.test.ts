import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Answer } from '../../src/actions/action.ts'
import type { RetryAnswer, SentCommand } from '../../src/sync/protocol.ts'
import { openCase, type TestHouse, testHouse, testId, world } from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/**
 * Four phones write the same case at once and deliver everything twice, in pieces and at the same moment. Afterwards every
 * word that was typed stands somewhere a person can read it, and every command was done once.
 */
let here: TestHouse
const rounds = 8
beforeAll(async () => {
  here = await testHouse()
})
afterAll(() => here?.close())

type Heard = Answer | RetryAnswer

/** Sends until nothing is to be retried; pieces of different length, each twice at the same moment. */
async function deliver(phone: Phone, commands: readonly SentCommand[]): Promise<Map<string, Heard>> {
  const answers = new Map<string, Heard>()
  for (let at = 0; at < commands.length; ) {
    const piece = commands.slice(at, at + 1 + (at % 4))
    const twice = await Promise.all([
      phone.client.post<Heard[]>('/actions', piece),
      phone.client.post<Heard[]>('/actions', piece),
    ])
    for (const { body } of twice)
      for (const answer of body) {
        const before = answers.get(answer.id)
        if (before !== undefined && answer.outcome !== 'retry') expect(answer).toEqual(before)
        if (answer.outcome !== 'retry') answers.set(answer.id, answer)
      }
    while (at < commands.length && answers.has(commands[at]?.id ?? '')) at += 1
  }
  return answers
}

it('every word of four phones at once is somewhere, and nothing was done twice', async () => {
  const phones = await Promise.all(
    (['amina', 'baran', 'amina', 'baran'] as const).map((login) => phoneOf(here, login)),
  )
  const [amina] = phones as [Phone, ...Phone[]]
  const { caseId } = await openCase(amina.client)
  await Promise.all(phones.map((phone) => phone.see(caseId)))
  const typed: string[] = []
  const word = (): string => {
    typed.push(`word${typed.length}x`)
    return typed.at(-1) ?? ''
  }
  const written = phones.map((phone) =>
    Array.from({ length: rounds }, (_, round): SentCommand => {
      const kinds: readonly [string, object][] = [
        ['person.correct', { caseId, name: { given: 'هدى', father: word() } }],
        ['note.add', { noteId: testId(), caseId, kind: 'contact', text: word() }],
        ['case.record_facts', { caseId, healthSummary: word() }],
        ['person.set_contact_safety', { caseId, contactSafety: { mode: 'in_person', hours: word() } }],
        ['person.correct', { caseId, codeName: word() }],
        ['person.correct', { caseId, place: world.places.hamdaniya }],
      ]
      return phone.write(...(kinds[(round * 5) % kinds.length] as [string, object]))
    }),
  )
  const used = new Set(written.flat().flatMap(({ input }) => JSON.stringify(input).match(/word\d+x/g) ?? []))
  const answers = await Promise.all(phones.map((phone, place) => deliver(phone, written[place] ?? [])))
  const outcomes = answers.flatMap((one) => [...one.values()].map(({ outcome }) => outcome))
  expect(outcomes).toHaveLength(phones.length * rounds)
  expect(outcomes.filter((outcome) => outcome === 'quarantined' || outcome === 'refused')).toEqual([])

  const ledger = await behind<{ device_id: string; ns: string[] }>(
    here,
    'select device_id, array_agg(n order by n) as ns from action_ledger where device_id is not null group by 1',
  )
  const inOrder = Array.from({ length: rounds }, (_, place) => String(place + 1))
  expect(ledger.map(({ ns }) => ns.map(String))).toEqual(phones.map(() => inOrder))
  const [readable] = await behind<{ text: string }>(
    here,
    `select concat_ws(' ', (select string_agg(to_jsonb(p)::text, ' ') from person p), (select string_agg(text, ' ') from note),
      (select string_agg(to_jsonb(f)::text, ' ') from case_fact f), (select string_agg(detail::text, ' ') from case_event),
      (select string_agg(concat_ws(' ', standing, offered), ' ') from conflict)) as text`,
  )
  const missing = [...used].filter((one) => !readable?.text.includes(one))
  expect(missing).toEqual([])
}, 60_000)
