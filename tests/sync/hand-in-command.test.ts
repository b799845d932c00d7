import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SealingKey } from '../../src/records/answers.ts'
import { withOwner } from '../../src/server/database-owner.ts'
import { handInCommand } from '../../src/server/hand-in-command.ts'
import type { SealedEnvelope, SentCommand } from '../../src/sync/protocol.ts'
import { sealingTo } from '../../src/sync/sealing.local.ts'
import { openCase, type TestHouse, testHouse, testId } from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/** Amina's phone is broken; what she copied out of its locked screen comes on a stick. */
let here: TestHouse
let amina: Phone
let caseId: string

beforeAll(async () => {
  here = await testHouse()
  amina = await phoneOf(here, 'amina')
  ;({ caseId } = await openCase(amina.client))
  await amina.see(caseId)
})
afterAll(() => here?.close())

const note = (text: string): SentCommand =>
  amina.write('note.add', { noteId: testId(), caseId, kind: 'contact', text })
const sealed = async (command: SentCommand): Promise<SealedEnvelope> => {
  const { publicKey } = (await here.stranger.get<SealingKey>('/sync/key')).body
  return (await sealingTo(publicKey, amina.id))(command)
}
const copied = (...envelopes: SealedEnvelope[]): string => JSON.stringify({ device: amina.id, envelopes })
async function handIn(text: string, skipMissing = false): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const code = await withOwner(here.db.owner, (owner) =>
    handInCommand(owner, here.house, { text, skipMissing, out: (line) => void said.push(line) }),
  )
  return { code, said }
}
const notes = async (): Promise<string[]> =>
  (
    await behind<{ text: string }>(here, 'select text from note where case_id = $1 order by id', [caseId])
  ).map(({ text }) => text)

it('the operator hands in what Amina copied out, in any order and as often as they like: done once, and nothing of it is said', async () => {
  const [first, second] = [note('the registry opens at nine'), note('she asked for a lift')]
  const text = [await sealed(second), await sealed(first)].map((one) => copied(one)).join('\n')
  // one a line, the later first: what is before it is missing, and nothing is lost by trying
  const early = await handIn(text)
  expect(early.said.slice(0, 2)).toEqual([
    `${second.id}\tretry\tdevice.number_missing`,
    `${first.id}\tapplied`,
  ])
  expect(early.code).toBe(1)
  for (let twice = 0; twice < 2; twice++) {
    const both = await handIn(copied(await sealed(second), await sealed(first)))
    expect(both).toEqual({ code: 0, said: [`${first.id}\tapplied`, `${second.id}\tapplied`] })
  }
  expect(await notes()).toEqual(['the registry opens at nine', 'she asked for a lift'])
  expect(early.said.join()).not.toMatch(/registry|lift|Amina/)
})

it('what came before and is gone with the phone is waited for no longer, where the operator says so', async () => {
  note('on the phone alone')
  const last = note('the last one she could copy')
  expect((await handIn(copied(await sealed(last)))).said[0]).toBe(`${last.id}\tretry\tdevice.number_missing`)
  expect(await handIn(copied(await sealed(last)), true)).toEqual({ code: 0, said: [`${last.id}\tapplied`] })
  expect(await notes()).toContain('the last one she could copy')
})

it('of a phone that was declared lost it is held for her supervisor, and that is an outcome', async () => {
  await behind(here, 'update device set revoked_at = now() where id = $1', [amina.id])
  const kept = note('written before it was lost')
  expect(await handIn(copied(await sealed(kept)))).toEqual({
    code: 0,
    said: [`${kept.id}\tquarantined\tdevice.revoked`],
  })
})

it('what was cut off, changed, or comes from another server is told by a code, and what is no envelope at all in words', async () => {
  const envelope = await sealed(note('never done'))
  const cut = { ...envelope, sealed: envelope.sealed.slice(0, -8) }
  const said = async (text: string) => (await handIn(text)).said[0]
  expect(await said(copied(cut))).toBe(`${envelope.id}\tretry\thand_in.unreadable`)
  expect(await said(JSON.stringify({ device: testId(), envelopes: [envelope] }))).toBe(
    `${envelope.id}\tunknown\tdevice.unknown`,
  )
  for (const text of ['', 'never done', copied(envelope).slice(0, -2), '[{"device":1}]'])
    await expect(handIn(text), text).rejects.toThrow(/nothing in it|Copy it again/)
  expect(await notes()).not.toContain('never done')
})
